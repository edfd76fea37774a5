"""One image's answers as HTML. Plain text in, HTML out; everything a user wrote is escaped."""

from collections.abc import Sequence
from html import escape

from model.answers import Answer
from model.evaluator import Evaluator, EvaluatorFacts
from model.problems import Problem
from model.protocol import Protocol, Question
from model.scoring import ImageScore
from model.skills import ABSENT, SKILL_BY_KEY, Dimension

_DIMENSIONS = {
    Dimension.FAITHFULNESS: ("Image faithfulness", "the picture by itself"),
    Dimension.ALIGNMENT: ("Text-image alignment", "the picture against its prompt"),
}


def notice_html(facts: EvaluatorFacts) -> str:
    """What judges here, said plainly."""
    if not facts.closed_world:
        return f'<div class="notice" role="note">Judged by <strong>{escape(facts.name)}</strong>.</div>'
    return (
        '<div class="notice" role="note"><strong>This evaluator judges rendered scenes, not photographs.</strong> '
        "It is a small LLaVA-NeXT that we trained on a closed world of drawn scenes, so that the app runs with no "
        "GPU and no network. Its answers about photographs or real generations mean nothing: try the examples "
        "below. <details><summary>Use the released EvalAlign weights</summary> Start the app with "
        "<code>EVALALIGN_EVALUATOR</code> set to a LLaVA or LLaVA-NeXT checkpoint in the transformers layout (a "
        "folder or a hub id), <code>EVALALIGN_ADAPTER</code> to a PEFT adapter if there is one, and "
        "<code>EVALALIGN_PROTOCOL</code> to a protocol file with the official questions. The weights as released are "
        "in LLaVA's own layout and must be converted to transformers' first. In bfloat16 a 13B evaluator takes about "
        "27 GB: once for the worker, and once more as soon as someone scores a single image here.</details></div>"
    )


def problems_html(problems: Sequence[Problem]) -> str:
    """Why nothing was scored."""
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    return f'<div class="refusal" role="alert"><strong>Not scored.</strong><ul>{items}</ul></div>'


def score_html(evaluator: Evaluator, score: ImageScore) -> str:
    """All answers, grouped by dimension, and what was not asked."""
    parts = []
    for dimension, (title, about) in _DIMENSIONS.items():
        rows = "".join(
            _answer_html(evaluator.protocol, question, answer)
            for question, answer in zip(score.questions, score.answers, strict=True)
            if SKILL_BY_KEY[answer.skill].dimension is dimension
        )
        skipped = [SKILL_BY_KEY[key] for key in score.skipped if SKILL_BY_KEY[key].dimension is dimension]
        if skipped:
            names = ", ".join(escape(skill.label.lower()) for skill in skipped)
            rows += f'<li class="skipped">Not asked, since the prompt says nothing of it: {names}.</li>'
        parts.append(f"<section><h3>{title} <small>{about}</small></h3><ul>{rows}</ul></section>")
    footer = (
        f'<p class="made">{len(score.answers)} questions in {score.seconds:.2f} s · {escape(evaluator.name)} '
        f'<code title="evaluator {evaluator.digest}">{evaluator.digest[:12]}</code> · protocol '
        f'{escape(evaluator.protocol.name)} <code title="{evaluator.protocol.digest}">'
        f"{evaluator.protocol.digest[:12]}</code></p>"
    )
    return f'<div class="score" aria-live="polite">{"".join(parts)}{footer}</div>'


def _answer_html(protocol: Protocol, question: Question, answer: Answer) -> str:
    skill = SKILL_BY_KEY[answer.skill]
    meaning = protocol.questions[answer.skill].options[str(answer.choice)]
    absent = answer.choice == ABSENT
    points = "n/a" if absent else f"{answer.choice}<small>/{skill.best}</small>"
    bars = "".join(_bar_html(option, p, chosen=option == answer.choice) for option, p in answer.probabilities.items())
    spoken = ", ".join(f"{option}: {p:.0%}" for option, p in answer.probabilities.items())
    expected = "" if answer.expected is None or absent else f"expected {answer.expected:.2f}"
    return (
        f'<li class="answer"><div class="points{" absent" if absent else ""}">{points}</div>'
        f'<div class="words"><strong title="{escape(skill.meaning)}">{escape(skill.label)}</strong>: '
        f"{escape(meaning)}<span class='question'>{escape(question.text)}</span></div>"
        f'<div class="bars" role="img" aria-label="Probabilities: {spoken}">{bars}'
        f'<span class="expected">{expected}</span></div></li>'
    )


def _bar_html(option: int, probability: float, *, chosen: bool) -> str:
    return (
        f'<span class="bar{" chosen" if chosen else ""}" title="{option}: {probability:.1%}">'
        f'<i style="height:{2 + 28 * probability:.1f}px"></i><b>{option}</b></span>'
    )
