"""What marked papers add up to: accuracy and calibration per skill, and the order of the simulated T2I models."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from model.exam.generations import MarkedGeneration
from model.exam.report import ModelScore, OrderResult, SkillResult
from model.exam.statistics import (
    PointTable,
    ReliabilityBin,
    calibration_error,
    mean_scores,
    reliability,
    tau_b_over_prompts,
    weighted_kappa,
)
from model.protocol.answers import Answer
from model.protocol.skills import ABSENT, SKILLS, Dimension, Skill


def compute_skill_results(papers: Sequence[MarkedGeneration]) -> list[SkillResult]:
    """Every skill that was asked, in protocol order."""
    found = []
    for skill in SKILLS:
        pairs = _with_truth(papers, skill)
        if pairs:
            found.append(_skill_result(skill, pairs))
    return found


def compute_overall_reliability(papers: Sequence[MarkedGeneration]) -> list[ReliabilityBin]:
    """The reliability diagram of all answers to all skills together."""
    return _reliability([pair for skill in SKILLS for pair in _with_truth(papers, skill)])


def compare_order(papers: Sequence[MarkedGeneration], dimension: Dimension) -> tuple[OrderResult, list[ModelScore]]:
    """How well the evaluator orders the T2I models in one dimension, against the annotators' order.

    Scores: points per counted answer for faithfulness, per image for alignment.
    """
    own = [paper for paper in papers if paper.prompt.dimension is dimension]
    names = list(dict.fromkeys(paper.t2i_model for paper in own))
    human, evaluator = _tables(own, names, dimension)
    found = tau_b_over_prompts(human, evaluator)
    everything = np.ones(evaluator.points.shape[1])
    scores = [
        ModelScore(t2i_model=name, dimension=dimension, human=_number(people), evaluator=_number(score))
        for name, people, score in zip(names, mean_scores(human, everything), evaluator.scores(everything), strict=True)
    ]
    result = OrderResult(dimension=dimension, t2i_models=len(names), value=found.value, low=found.low, high=found.high)
    return result, scores


def _skill_result(skill: Skill, pairs: Sequence[tuple[int, Answer]]) -> SkillResult:
    truths, choices = [truth for truth, _ in pairs], [answer.choice for _, answer in pairs]
    diagram = _reliability(pairs)
    return SkillResult(
        skill=skill.key,
        n=len(pairs),
        accuracy=float(np.mean(np.equal(truths, choices))),
        commonest=Counter(truths).most_common(1)[0][1] / len(truths),
        weighted_kappa=weighted_kappa(truths, choices, skill.options),
        calibration_error=calibration_error(diagram),
        reliability=tuple(diagram),
    )


def _with_truth(papers: Sequence[MarkedGeneration], skill: Skill) -> list[tuple[int, Answer]]:
    return [
        (paper.truth[skill.key], answer) for paper in papers for answer in paper.answers if answer.skill == skill.key
    ]


def _reliability(pairs: Sequence[tuple[int, Answer]]) -> list[ReliabilityBin]:
    return reliability(
        [answer.probabilities[answer.choice] for _, answer in pairs],
        [answer.choice == truth for truth, answer in pairs],
    )


def _tables(
    papers: Sequence[MarkedGeneration], names: Sequence[str], dimension: Dimension
) -> tuple[list[PointTable], PointTable]:
    """The points each annotator gave, and the evaluator's."""
    columns = {prompt_id: number for number, prompt_id in enumerate({paper.prompt.prompt_id: 0 for paper in papers})}
    rows = {name: number for number, name in enumerate(names)}
    evaluator = _empty_table(len(rows), len(columns))
    human: dict[str, PointTable] = {}
    for paper in papers:
        cell = rows[paper.t2i_model], columns[paper.prompt.prompt_id]
        _add(evaluator, cell, [answer.choice for answer in paper.answers], dimension)
        for annotator, own in paper.labels.items():
            table = human.setdefault(annotator, _empty_table(len(rows), len(columns)))
            _add(table, cell, list(own.values()), dimension)
    return list(human.values()), evaluator


def _empty_table(t2i_models: int, prompts: int) -> PointTable:
    return PointTable(np.zeros((t2i_models, prompts)), np.zeros((t2i_models, prompts)))


def _add(table: PointTable, cell: tuple[int, int], choices: Sequence[int], dimension: Dimension) -> None:
    counted = [choice for choice in choices if choice != ABSENT]
    table.points[cell] += sum(counted)
    table.counted[cell] += len(counted) if dimension is Dimension.FAITHFULNESS else 1


def _number(value: np.float64) -> float | None:
    return float(value) if np.isfinite(value) else None
