"""Render one image's answers as HTML; everything a user wrote is escaped."""

import json
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from core.language import _
from core.problems import Problem
from model.evaluator.choice import EvaluatorFacts
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension
from model.scoring.as_json import image_json
from model.scoring.image import ImageScore

if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator


def notice_html(facts: EvaluatorFacts) -> str:
    """Render the notice: which evaluator judges here, and what is stored."""
    storage = _("Nothing is kept: answers go to your browser only, and the uploaded file is deleted within hours.")
    storage = escape(storage)
    if not facts.closed_world:
        judge = _("Judged by {name}.", name=f"<strong>{escape(facts.name)}</strong>")
        return f'<div class="notice" role="note">{judge} {storage}</div>'
    warning = escape(_("This evaluator judges rendered scenes, not photographs."))
    about = escape(
        _(
            "It is a small LLaVA-NeXT that we trained on a closed world of drawn scenes, so that the app runs with no "
            "GPU and no network. Its answers about photographs or real generations mean nothing: try the examples "
            "below."
        )
    )
    other = escape(_("Use the released EvalAlign weights"))
    how = _(
        "Start the app with {evaluator} set to a LLaVA or LLaVA-NeXT checkpoint (a folder or a hub id), {adapter} to a "
        "PEFT adapter if there is one, and {protocol} to a protocol file with the official questions. In bfloat16 a "
        "13B evaluator takes about 27 GB: once for the worker, and once more as soon as someone scores a single "
        "image here.",
        evaluator="<code>EVALALIGN_EVALUATOR</code>",
        adapter="<code>EVALALIGN_ADAPTER</code>",
        protocol="<code>EVALALIGN_PROTOCOL</code>",
    )
    return (
        f'<div class="notice" role="note"><strong>{warning}</strong> {about} {storage} '
        f"<details><summary>{other}</summary> {how}</details></div>"
    )


def empty_html() -> str:
    """Render the placeholder of the answers."""
    hint = _("The answers appear here. Click an example, or upload an image with its prompt.")
    return f'<div class="empty">{escape(hint)}</div>'


def problems_html(problems: Sequence[Problem]) -> str:
    """Render the reasons why nothing was scored."""
    items = "".join(f"<li>{escape(str(problem))}</li>" for problem in problems)
    title = escape(_("Not scored."))
    return f'<div class="refusal" role="alert"><strong>{title}</strong><ul>{items}</ul></div>'


def score_html(evaluator: "Evaluator", score: ImageScore) -> str:
    """Render the answers by dimension, the skipped skills, the questions as sent, and a download of it all."""
    titles = {
        Dimension.FAITHFULNESS: (_("Image faithfulness"), _("the picture by itself")),
        Dimension.ALIGNMENT: (_("Text-image alignment"), _("the picture against its prompt")),
    }
    sections = "".join(
        f"<section><h3>{escape(title)} <small>{escape(about)}</small></h3>"
        f"<ul>{_answers_html(evaluator.protocol, score, dimension)}</ul></section>"
        for dimension, (title, about) in titles.items()
    )
    label = escape(_("Answers"))
    questions, source = _questions_html(evaluator.protocol, score.questions), _source_html(evaluator, score)
    return (
        f'<div class="score" role="region" aria-live="polite" aria-label="{label}">{sections}{questions}{source}</div>'
    )


def _answers_html(protocol: Protocol, score: ImageScore, dimension: Dimension) -> str:
    """Render the answers of one dimension, and the labels of its skipped skills."""
    answers = [answer for answer in score.answers if SKILL_BY_KEY[answer.skill].dimension is dimension]
    rows = "".join(_answer_html(protocol, answer) for answer in answers)
    skipped = [SKILL_BY_KEY[key] for key in score.skipped if SKILL_BY_KEY[key].dimension is dimension]
    if not skipped:
        return rows
    names = ", ".join(_(skill.label).lower() for skill in skipped)
    note = _("Not asked, since the prompt says nothing of it: {names}.", names=names)
    return f'{rows}<li class="skipped">{escape(note)}</li>'


def _answer_html(protocol: Protocol, answer: Answer) -> str:
    skill = SKILL_BY_KEY[answer.skill]
    label, about = escape(_(skill.label)), escape(_(skill.meaning))
    meaning = escape(protocol.questions[answer.skill].options[str(answer.choice)])
    absent = answer.choice == ABSENT
    points = escape(_("n/a")) if absent else f"{answer.choice}<small>/{skill.best}</small>"
    bars = "".join(_bar_html(option, p, chosen=option == answer.choice) for option, p in answer.probabilities.items())
    shares = ", ".join(f"{option}: {p:.0%}" for option, p in answer.probabilities.items())
    probabilities = escape(_("Probabilities: {shares}", shares=shares))
    expected = "" if answer.expected is None or absent else _("expected {score}", score=f"{answer.expected:.2f}")
    return (
        f'<li class="answer"><div class="points{" absent" if absent else ""}">{points}</div>'
        f'<div class="words"><strong>{label}</strong>: {meaning}<span class="meaning">{about}</span></div>'
        f'<div class="bars" role="img" aria-label="{probabilities}">{bars}'
        f'<span class="expected">{escape(expected)}</span></div></li>'
    )


def _bar_html(option: int, probability: float, *, chosen: bool) -> str:
    share = "<1" if 0.0 < probability < 0.005 else f"{100 * probability:.0f}"
    return (
        f'<span class="bar{" chosen" if chosen else ""}" title="{option}: {probability:.2%}">'
        f'<small>{escape(share)}%</small><i style="height:{2 + 28 * probability:.1f}px"></i><b>{option}</b></span>'
    )


def _questions_html(protocol: Protocol, questions: Sequence[Question]) -> str:
    """Render the questions as sent, each with its options' meanings, folded."""
    title = escape(_("The questions as sent"))
    note = escape(_("Each is sent with the image, apart from the others; only its options are allowed as answers."))
    items = "".join(_question_html(protocol, question) for question in questions)
    return f'<details class="sent"><summary>{title}</summary><p>{note}</p><ul>{items}</ul></details>'


def _question_html(protocol: Protocol, question: Question) -> str:
    conversation = protocol.conversation
    text = f"{conversation.before_image}<image>{conversation.after_image.replace('{question}', question.text)}"
    options = "".join(
        f"<li><code>{escape(option)}</code> {escape(meaning)}</li>"
        for option, meaning in protocol.questions[question.skill].options.items()
    )
    label = escape(_(SKILL_BY_KEY[question.skill].label))
    return f"<li><strong>{label}</strong><pre>{escape(text)}</pre><ul>{options}</ul></li>"


def _source_html(evaluator: "Evaluator", score: ImageScore) -> str:
    """Render evaluator, protocol and time, and a JSON file that the page itself holds."""
    file = json.dumps(image_json(evaluator, score), ensure_ascii=False, indent=2, allow_nan=False)
    address = f"data:application/json;base64,{b64encode(file.encode()).decode()}"
    duration = _("{n} questions in {seconds} s", n=len(score.answers), seconds=f"{score.seconds:.2f}")
    download = escape(_("Download as JSON"))
    parts = (
        f'<a download="score.json" href="{address}">{download}</a>',
        escape(duration),
        f"{escape(evaluator.name)} {_digest_html(evaluator.digest)}",
        f"{escape(evaluator.protocol.name)} {_digest_html(evaluator.protocol.digest)}",
    )
    return f'<p class="made">{" · ".join(parts)}</p>'


def _digest_html(digest: str) -> str:
    return f'<code title="{digest}">{digest[:12]}</code>'
