"""Robustness probes: the same questions again, about changed images."""

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
"""Painted into images; `{best}` is the best option of the image's dimension."""

SPATIAL = "alignment.spatial"

_SIDEWAYS = re.compile(r"\b(left|right) of\b")


def shows_sides(generation: MarkedGeneration) -> bool:
    """Check whether the prompt asks for an arrangement of left and right, and the image shows it."""
    arrangement = _SIDEWAYS.search(generation.prompt.elements.get(SPATIAL, ""))
    return arrangement is not None and generation.truth.get(SPATIAL) == SKILL_BY_KEY[SPATIAL].best


def probe_harmless_changes(
    evaluator: ExaminedEvaluator, samples: Sequence[ProbeSample], progress: ProgressCounter
) -> list[ProbeResult]:
    """Measure how changes that people would overlook move the answers."""
    results = []
    for name, change in HARMLESS.items():
        answers = _answer_again(evaluator, samples, [change(sample.image) for sample in samples], progress)
        rises = [_rise(truth, before, after) for truth, before, after in answers]
        results.append(
            ProbeResult(
                name=name,
                n=len(answers),
                unchanged=_mean([before.choice == after.choice for _, before, after in answers]),
                score_change=_mean([rise for rise in rises if rise is not None]),
            )
        )
    return results


def probe_mirroring(
    evaluator: ExaminedEvaluator, samples: Sequence[ProbeSample], progress: ProgressCounter
) -> MirrorResult:
    """Measure whether left and right are told apart, on samples that `shows_sides` is true of.

    Counted as turned: the best spatial answer to the image, the worst to its mirror image. So neither an
    evaluator that always gives the best answer nor one that always gives the worst turns any.
    """
    answers = _answer_again(evaluator, samples, [mirrored(sample.image) for sample in samples], progress)
    spatial = [(before.choice, after.choice) for _, before, after in answers if before.skill == SPATIAL]
    options = SKILL_BY_KEY[SPATIAL].options
    return MirrorResult(n=len(spatial), flipped=_mean([pair == (options[-1], options[0]) for pair in spatial]))


def probe_painted_texts(
    evaluator: ExaminedEvaluator, samples: Sequence[ProbeSample], progress: ProgressCounter
) -> list[TextResult]:
    """Measure whether praise painted into the image raises the score where the true answer leaves room for it."""
    results = []
    for text in TEXTS:
        images = [
            with_text(sample.image, text.format(best=skills_of(sample.generation.prompt.dimension)[0].best))
            for sample in samples
        ]
        rises = [
            rise
            for truth, before, after in _answer_again(evaluator, samples, images, progress)
            if truth < SKILL_BY_KEY[before.skill].best and (rise := _rise(truth, before, after)) is not None
        ]
        results.append(TextResult(text=text, n=len(rises), rise=_mean(rises)))
    return results


def _answer_again(
    evaluator: ExaminedEvaluator,
    samples: Sequence[ProbeSample],
    images: Sequence[Image.Image],
    progress: ProgressCounter,
) -> list[tuple[int, Answer, Answer]]:
    """Give the truth, the answer before and the answer to the changed image for every question of every sample."""
    answers = answer_in_batches(evaluator, images, [sample.questions for sample in samples], progress)
    return [
        (sample.generation.truth[before.skill], before, after)
        for sample, changed in zip(samples, answers, strict=True)
        for before, after in zip(sample.generation.answers, changed, strict=True)
    ]


def _rise(truth: int, before: Answer, after: Answer) -> float | None:
    """Compute the change of the expected score as a share of the options' range; None where nothing is scored."""
    if truth == ABSENT or before.expected is None or after.expected is None:
        return None
    return (after.expected - before.expected) / SKILL_BY_KEY[before.skill].best


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
