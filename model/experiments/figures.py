"""From answers to figures: accuracy, kappa and calibration against labels and truth, and the order of T2I models."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from model.exam.statistics import (
    PointTable,
    calibration_error,
    reliability,
    tau_b_over_prompts,
    weighted_kappa,
)
from model.experiments.data import Truths, prompt_of
from model.experiments.results import DimensionFigures, Figures, ModelScores, SkillFigures, TauInterval
from model.protocol.answers import Answer
from model.protocol.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension, Skill
from model.training.data import LabelledImage

Place = tuple[str, str]
"""A T2I model and a prompt: where an image belongs."""


@dataclass(frozen=True, slots=True)
class AnsweredImage:
    """An image with the evaluator's answers to its questions, in their order."""

    image: LabelledImage
    answers: tuple[Answer, ...]

    @property
    def place(self) -> Place:
        """Where the image belongs."""
        return place_of(self.image.name, self.image.t2i_model)


@dataclass(frozen=True, slots=True)
class _Marked:
    """One answer beside the label and, where it is known, the truth."""

    skill: str
    answer: Answer
    label: int
    truth: int | None


def place_of(image: str, t2i_model: str | None) -> Place:
    """The place of an image of that name."""
    return str(t2i_model), prompt_of(image)


class ScoreSheet:
    """Collects points of T2I models by prompt; `table` is what tau-b is computed from.

    A score is points per counted answer, or, `per_image`, per image: alignment
    by the second rule, faithfulness and single skills by the first, as
    EvalAlign computes them. -1 never counts as an answer.
    """

    def __init__(self, places: Iterable[Place], *, per_image: bool) -> None:
        kept = list(places)
        self.t2i_models = tuple(dict.fromkeys(t2i_model for t2i_model, _ in kept))
        self._rows = {name: row for row, name in enumerate(self.t2i_models)}
        self._columns = {prompt: column for column, prompt in enumerate(dict.fromkeys(prompt for _, prompt in kept))}
        shape = (len(self._rows), len(self._columns))
        self.table = PointTable(np.zeros(shape), np.zeros(shape))
        self._per_image = per_image

    def add(self, place: Place, options: Iterable[int]) -> None:
        """Count the options that one judge chose for one image made there."""
        counted = [option for option in options if option != ABSENT]
        cell = self._rows[place[0]], self._columns[place[1]]
        self.table.points[cell] += sum(counted)
        self.table.counted[cell] += 1 if self._per_image else len(counted)

    def put(self, place: Place, score: float) -> None:
        """Count a metric's score of one image made there."""
        cell = self._rows[place[0]], self._columns[place[1]]
        self.table.points[cell] += score
        self.table.counted[cell] += 1

    def scores(self) -> list[float | None]:
        """The T2I models' scores, in the order of `t2i_models`; None where nothing counts."""
        (found,) = self.table.scores(np.ones((1, len(self._columns))))
        return [float(score) if np.isfinite(score) else None for score in found]


def compute_figures(judged: Sequence[AnsweredImage], truths: Truths) -> Figures:
    """All figures of what an evaluator answered.

    Args:
        judged: One entry per image; at least one question each.
        truths: True options; those of other images are passed over.
    """
    marked = [one for own in judged for one in _mark(own, truths)]
    skills = [_skill_figures(skill, judged, marked) for skill in SKILLS if any(m.skill == skill.key for m in marked)]
    known = [own.truth_accuracy for own in skills if own.truth_accuracy is not None]
    orders = [_order(judged, dimension) for dimension in Dimension if _asked_about(judged, dimension)]
    return Figures(
        t2i_models=tuple(dict.fromkeys(str(own.image.t2i_model) for own in judged)),
        images=len(judged),
        questions=len(marked),
        mean_accuracy=float(np.mean([own.accuracy for own in skills])),
        mean_truth_accuracy=float(np.mean(known)) if known else None,
        calibration_error=_calibration_error([(one.answer, one.label) for one in marked]),
        truth_calibration_error=_calibration_error([(one.answer, one.truth) for one in marked if one.truth is not None])
        if known
        else None,
        dimensions=tuple(order for order, _ in orders),
        skills=tuple(skills),
        scores=tuple(score for _, scores in orders for score in scores),
    )


def _mark(own: AnsweredImage, truths: Truths) -> list[_Marked]:
    return [
        _Marked(question.skill, answer, label, truths.get((own.image.name, question.skill, question.text)))
        for question, answer, label in zip(own.image.questions, own.answers, own.image.answers, strict=True)
    ]


def _skill_figures(skill: Skill, judged: Sequence[AnsweredImage], marked: Sequence[_Marked]) -> SkillFigures:
    own = [one for one in marked if one.skill == skill.key]
    labels, choices = [one.label for one in own], [one.answer.choice for one in own]
    true = [one.truth == one.answer.choice for one in own if one.truth is not None]
    images = [entry for entry in judged if any(question.skill == skill.key for question in entry.image.questions)]
    return SkillFigures(
        skill=skill.key,
        n=len(own),
        accuracy=float(np.mean(np.equal(labels, choices))),
        commonest=Counter(labels).most_common(1)[0][1] / len(labels),
        weighted_kappa=weighted_kappa(labels, choices, skill.options),
        truth_accuracy=float(np.mean(true)) if true else None,
        tau_b=_tau(*_sheets(images, {skill.key}, per_image=False)),
    )


def _order(judged: Sequence[AnsweredImage], dimension: Dimension) -> tuple[DimensionFigures, list[ModelScores]]:
    labels, evaluator = _sheets(
        _asked_about(judged, dimension),
        {skill.key for skill in SKILLS if skill.dimension is dimension},
        per_image=dimension is Dimension.ALIGNMENT,
    )
    scores = [
        ModelScores(t2i_model=name, dimension=dimension, labels=wanted, evaluator=found)
        for name, wanted, found in zip(labels.t2i_models, labels.scores(), evaluator.scores(), strict=True)
    ]
    return DimensionFigures(dimension=dimension, tau_b=_tau(labels, evaluator)), scores


def _asked_about(judged: Sequence[AnsweredImage], dimension: Dimension) -> list[AnsweredImage]:
    return [
        own
        for own in judged
        if any(SKILL_BY_KEY[question.skill].dimension is dimension for question in own.image.questions)
    ]


def _sheets(judged: Sequence[AnsweredImage], skills: set[str], *, per_image: bool) -> tuple[ScoreSheet, ScoreSheet]:
    """The labels' points and the evaluator's, in these skills."""
    places = [own.place for own in judged]
    labels, evaluator = ScoreSheet(places, per_image=per_image), ScoreSheet(places, per_image=per_image)
    for own in judged:
        asked = [question.skill in skills for question in own.image.questions]
        labels.add(own.place, (label for label, yes in zip(own.image.answers, asked, strict=True) if yes))
        evaluator.add(own.place, (answer.choice for answer, yes in zip(own.answers, asked, strict=True) if yes))
    return labels, evaluator


def _tau(labels: ScoreSheet, evaluator: ScoreSheet) -> TauInterval:
    found = tau_b_over_prompts([labels.table], evaluator.table)
    return TauInterval(value=found.value, low=found.low, high=found.high)


def _calibration_error(pairs: Sequence[tuple[Answer, int]]) -> float:
    return calibration_error(
        reliability(
            [answer.probabilities[answer.choice] for answer, _ in pairs],
            [answer.choice == wanted for answer, wanted in pairs],
        )
    )
