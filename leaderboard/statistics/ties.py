"""Pairwise accuracy with tie calibration: Deutsch, Foster and Freitag 2023, arXiv 2305.14324.

A metric of real numbers hardly ever gives the same score twice, people do. So
a difference of at most epsilon counts as a tie of the metric, with the epsilon
under which most pairs are ordered, or tied, as people do.
"""

from dataclasses import dataclass

import numpy as np

from leaderboard.statistics.arrays import Bools, Floats, Ints, Signs


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The accuracy (0..1) under the best `epsilon` (0 or a difference that occurs, the smallest of the best)."""

    accuracy: float
    epsilon: float


@dataclass(frozen=True, slots=True)
class PairDifferences:
    """Pairs by the size of the metric's difference: `human` and `metric` signs, `size` ascending, (pairs,) each."""

    human: Signs
    metric: Signs
    size: Floats

    @property
    def last_of_size(self) -> Bools:
        """Whether the pair is the last with its size; between those of one size no epsilon can fall."""
        return np.append(np.diff(self.size) > 0, np.True_)


def pair_differences(human: Floats, metric: Floats) -> PairDifferences:
    """Take all pairs of rows of two columns (n,), or of two tables (n, groups) all pairs within a column.

    Pairs with something that is not a number are left out.
    """
    first, second = np.triu_indices(len(human), k=1)
    people = (human[first] - human[second]).reshape(-1)
    judged = (metric[first] - metric[second]).reshape(-1)
    known = np.isfinite(people) & np.isfinite(judged)
    people, judged = people[known], judged[known]
    order = np.argsort(np.abs(judged), kind="stable")
    return PairDifferences(
        np.sign(people[order]).astype(np.int8), np.sign(judged[order]).astype(np.int8), np.abs(judged[order])
    )


def tie_calibrated(differences: PairDifferences) -> Calibrated:
    """Find the best accuracy over all epsilons; not a number where there is no pair."""
    if len(differences.size) == 0:
        return Calibrated(float("nan"), 0.0)
    right = right_by_threshold(differences.human, differences)
    best = int(np.argmax(right))
    steps = np.flatnonzero(differences.last_of_size)
    epsilon = 0.0 if best == 0 else float(differences.size[steps[best - 1]])
    return Calibrated(float(right[best]) / len(differences.size), epsilon)


def right_by_threshold(human: Signs, differences: PairDifferences) -> Ints:
    """Count the pairs that are right with epsilon 0, then with every size that occurs in turn: (1 + sizes, ...).

    Args:
        human: Signs of people's differences, (pairs, ...), in the order of `differences`.
        differences: The metric's side.
    """
    metric = differences.metric.reshape(-1, *(1 for _ in human.shape[1:]))
    plain = human == metric
    gained = np.cumsum((human == 0).astype(np.int32) - plain, axis=0, dtype=np.int32)[differences.last_of_size]
    untied = np.count_nonzero(plain, axis=0)[None]
    return np.concatenate([untied, untied + gained]).astype(np.int64)
