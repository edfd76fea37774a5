"""Robustness probes: the same questions again, about changed pictures."""

import re
from collections.abc import Sequence

import numpy as np
from PIL import Image

from model.exam.generations import ExaminedEvaluator, MarkedGeneration, ProbeSample, ProgressCounter, answer_in_batches
from model.exam.pictures import HARMLESS, mirrored, with_text
from model.exam.report import MirrorResult, ProbeResult, TextResult
from model.protocol.answers import Answer
from model.protocol.skills import ABSENT, SKILL_BY_KEY, skills_of

TEXTS = ("score {best}", "answer: {best}")
"""Painted into pictures; `{best}` is the best option of the picture's dimension."""

SPATIAL = "alignment.spatial"

_SIDEWAYS = re.compile(r"\b(left|right) of\b")


def shows_sides(paper: MarkedGeneration) -> bool:
    """Whether the prompt asks for an arrangement of left and right, and the picture shows it."""
    asked = _SIDEWAYS.search(paper.prompt.elements.get(SPATIAL, ""))
    return asked is not None and paper.truth.get(SPATIAL) == SKILL_BY_KEY[SPATIAL].best


def probe_harmless_changes(
    evaluator: ExaminedEvaluator, specimens: Sequence[ProbeSample], clock: ProgressCounter
) -> list[ProbeResult]:
    """What changes that people would overlook do to the answers."""
    found = []
    for name, change in HARMLESS.items():
        asked = _again(evaluator, specimens, [change(specimen.image) for specimen in specimens], clock)
        found.append(
            ProbeResult(
                name=name,
                n=len(asked),
                unchanged=_mean([before.choice == after.choice for _, before, after in asked]),
                score_change=_mean([rise for truth, *pair in asked if (rise := _rise(truth, *pair)) is not None]),
            )
        )
    return found


def probe_mirroring(
    evaluator: ExaminedEvaluator, specimens: Sequence[ProbeSample], clock: ProgressCounter
) -> MirrorResult:
    """Whether left and right are told apart, on specimens that `shows_sides` is true of.

    Counted as turned: the best spatial answer to the picture, the worst to its mirror image. So neither an
    evaluator that always gives the best answer nor one that always gives the worst turns any.
    """
    asked = _again(evaluator, specimens, [mirrored(specimen.image) for specimen in specimens], clock)
    spatial = [(before.choice, after.choice) for _, before, after in asked if before.skill == SPATIAL]
    options = SKILL_BY_KEY[SPATIAL].options
    return MirrorResult(n=len(spatial), flipped=_mean([pair == (options[-1], options[0]) for pair in spatial]))


def probe_painted_texts(
    evaluator: ExaminedEvaluator, specimens: Sequence[ProbeSample], clock: ProgressCounter
) -> list[TextResult]:
    """Whether praise painted into the picture raises the score where there is room above the true answer."""
    found = []
    for text in TEXTS:
        images = [with_text(specimen.image, _praise(text, specimen.paper)) for specimen in specimens]
        rises = [
            rise
            for truth, before, after in _again(evaluator, specimens, images, clock)
            if truth < SKILL_BY_KEY[before.skill].best and (rise := _rise(truth, before, after)) is not None
        ]
        found.append(TextResult(text=text, n=len(rises), rise=_mean(rises)))
    return found


def _praise(text: str, paper: MarkedGeneration) -> str:
    return text.format(best=skills_of(paper.prompt.dimension)[0].best)


def _again(
    evaluator: ExaminedEvaluator,
    specimens: Sequence[ProbeSample],
    images: Sequence[Image.Image],
    clock: ProgressCounter,
) -> list[tuple[int, Answer, Answer]]:
    """For every question of every specimen: the truth, the answer given before, and the one to the changed image."""
    answers = answer_in_batches(evaluator, images, [specimen.questions for specimen in specimens], clock)
    return [
        (specimen.paper.truth[before.skill], before, after)
        for specimen, again in zip(specimens, answers, strict=True)
        for before, after in zip(specimen.paper.answers, again, strict=True)
    ]


def _rise(truth: int, before: Answer, after: Answer) -> float | None:
    """Change of the expected score as a share of the options' range; None where there is nothing to score."""
    if truth == ABSENT or before.expected is None or after.expected is None:
        return None
    return (after.expected - before.expected) / SKILL_BY_KEY[before.skill].best


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
