"""From answers to figures: accuracy, kappa and calibration against labels and truth, and the order of T2I models."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from model.evaluator.accuracy import measure_accuracy
from model.exam.calibration import calibration_error, make_reliability_diagram
from model.exam.tau import Place, PointTable, count_points, finite_or_none, tau_b_over_prompts
from model.experiments.data import Truths, prompt_of
from model.experiments.results import DimensionFigures, Figures, ModelScores, SkillFigures
from model.protocol.answers import Answer
from model.protocol.skills import SKILLS, Dimension, Skill
from model.training.data import LabelledImage


@dataclass(frozen=True, slots=True)
class AnsweredImage:
    """An image with the evaluator's answers to its questions, in their order."""

    image: LabelledImage
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class _ComparedAnswer:
    """One answer beside the label and, where it is known, the truth."""

    skill: str
    answer: Answer
    label: int
    truth: int | None


def place_of(image: str, t2i_model: str | None) -> Place:
    """Return the T2I model and the prompt of an image of that name."""
    return str(t2i_model), prompt_of(image)


def compute_figures(images: Sequence[AnsweredImage], truths: Truths) -> Figures:
    """Compute all figures of what an evaluator answered about images with at least one question each."""
    answers = [
        _ComparedAnswer(question.skill, answer, label, truths.get((entry.image.name, question.skill, question.text)))
        for entry in images
        for question, answer, label in zip(entry.image.questions, entry.answers, entry.image.answers, strict=True)
    ]
    asked_skills = {answer.skill for answer in answers}
    skills = [_skill_figures(skill, images, answers) for skill in SKILLS if skill.key in asked_skills]
    known = [skill.truth_accuracy for skill in skills if skill.truth_accuracy is not None]
    orders = [
        _compare_order(images, dimension)
        for dimension in Dimension
        if any(skill.key in asked_skills for skill in SKILLS if skill.dimension is dimension)
    ]
    return Figures(
        t2i_models=tuple(dict.fromkeys(str(entry.image.t2i_model) for entry in images)),
        images=len(images),
        questions=len(answers),
        mean_accuracy=float(np.mean([skill.accuracy for skill in skills])),
        mean_truth_accuracy=float(np.mean(known)) if known else None,
        calibration_error=_calibration_error([(answer.answer, answer.label) for answer in answers]),
        truth_calibration_error=_calibration_error(
            [(answer.answer, answer.truth) for answer in answers if answer.truth is not None]
        )
        if known
        else None,
        dimensions=tuple(order for order, _ in orders),
        skills=tuple(skills),
        scores=tuple(score for _, scores in orders for score in scores),
    )


def _skill_figures(skill: Skill, images: Sequence[AnsweredImage], answers: Sequence[_ComparedAnswer]) -> SkillFigures:
    of_skill = [answer for answer in answers if answer.skill == skill.key]
    true = [answer.truth == answer.answer.choice for answer in of_skill if answer.truth is not None]
    accuracy = measure_accuracy([(answer.label, answer.answer.choice) for answer in of_skill], skill.options)
    labels, evaluator = _count_points(images, {skill.key}, per_image=False)
    return SkillFigures(
        skill=skill.key,
        **asdict(accuracy),
        truth_accuracy=float(np.mean(true)) if true else None,
        tau_b=tau_b_over_prompts([labels], evaluator),
    )


def _compare_order(images: Sequence[AnsweredImage], dimension: Dimension) -> tuple[DimensionFigures, list[ModelScores]]:
    skills = {skill.key for skill in SKILLS if skill.dimension is dimension}
    labels, evaluator = _count_points(images, skills, per_image=dimension is Dimension.ALIGNMENT)
    scores = [
        ModelScores(t2i_model=name, dimension=dimension, labels=label_score, evaluator=evaluator_score)
        for name, label_score, evaluator_score in zip(
            labels.t2i_models, finite_or_none(labels.scores()), finite_or_none(evaluator.scores()), strict=True
        )
    ]
    return DimensionFigures(dimension=dimension, tau_b=tau_b_over_prompts([labels], evaluator)), scores


def _count_points(
    images: Sequence[AnsweredImage], skills: set[str], *, per_image: bool
) -> tuple[PointTable, PointTable]:
    """Count the points by the labels and by the evaluator on images that are asked about these skills."""
    labels: list[tuple[Place, list[int]]] = []
    choices: list[tuple[Place, list[int]]] = []
    for entry in images:
        numbers = [number for number, question in enumerate(entry.image.questions) if question.skill in skills]
        if numbers:
            place = place_of(entry.image.name, entry.image.t2i_model)
            labels.append((place, [entry.image.answers[number] for number in numbers]))
            choices.append((place, [entry.answers[number].choice for number in numbers]))
    return count_points(labels, per_image=per_image), count_points(choices, per_image=per_image)


def _calibration_error(answers: Sequence[tuple[Answer, int]]) -> float:
    return calibration_error(make_reliability_diagram(answers))
