"""Figures of the exam's main pass: accuracy and calibration per skill, and the order of the simulated T2I models."""

from collections.abc import Sequence
from dataclasses import asdict

from model.evaluator.accuracy import measure_accuracy
from model.exam.calibration import ReliabilityBin, calibration_error, make_reliability_diagram
from model.exam.generations import MarkedGeneration
from model.exam.report import ModelScore, OrderResult, SkillResult
from model.exam.tau import count_points, finite_or_none, mean_scores, tau_b_over_prompts
from model.protocol.answers import Answer
from model.protocol.skills import SKILLS, Dimension, Skill


def compute_skill_results(generations: Sequence[MarkedGeneration]) -> list[SkillResult]:
    """Compute the figures of every skill that was asked, in protocol order."""
    results = []
    for skill in SKILLS:
        if answers := _with_truth(generations, skill):
            diagram = make_reliability_diagram(answers)
            accuracy = measure_accuracy([(truth, answer.choice) for answer, truth in answers], skill.options)
            results.append(
                SkillResult(
                    skill=skill.key,
                    **asdict(accuracy),
                    calibration_error=calibration_error(diagram),
                    reliability=tuple(diagram),
                )
            )
    return results


def compute_overall_reliability(generations: Sequence[MarkedGeneration]) -> list[ReliabilityBin]:
    """Make the reliability diagram of all answers to all skills together."""
    return make_reliability_diagram(pair for skill in SKILLS for pair in _with_truth(generations, skill))


def compare_order(
    generations: Sequence[MarkedGeneration], dimension: Dimension
) -> tuple[OrderResult, list[ModelScore]]:
    """Compare how the evaluator and the annotators order the T2I models in one dimension.

    Scores: points per counted answer for faithfulness, per image for alignment.
    """
    images = [
        ((generation.t2i_model, generation.prompt.prompt_id), generation)
        for generation in generations
        if generation.prompt.dimension is dimension
    ]
    per_image = dimension is Dimension.ALIGNMENT
    evaluator = count_points(
        ((place, [answer.choice for answer in generation.answers]) for place, generation in images),
        per_image=per_image,
    )
    annotators = dict.fromkeys(annotator for _, generation in images for annotator in generation.labels)
    people = [
        count_points(
            ((place, generation.labels[annotator].values()) for place, generation in images), per_image=per_image
        )
        for annotator in annotators
    ]
    tau = tau_b_over_prompts(people, evaluator)
    scores = [
        ModelScore(t2i_model=name, dimension=dimension, human=human_score, evaluator=score)
        for name, human_score, score in zip(
            evaluator.t2i_models, finite_or_none(mean_scores(people)), finite_or_none(evaluator.scores()), strict=True
        )
    ]
    return OrderResult(dimension=dimension, t2i_models=len(scores), **tau.model_dump()), scores


def _with_truth(generations: Sequence[MarkedGeneration], skill: Skill) -> list[tuple[Answer, int]]:
    """Pair the answers to a skill with the true options."""
    return [
        (answer, generation.truth[skill.key])
        for generation in generations
        for answer in generation.answers
        if answer.skill == skill.key
    ]
