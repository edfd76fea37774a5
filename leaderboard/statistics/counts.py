"""Pairs counted by how two columns order them; every rank statistic is a formula over these counts.

|              | metric: apart, alike | apart, against | equal        |
| ------------ | -------------------- | -------------- | ------------ |
| human: apart | concordant           | discordant     | tied_metric  |
| human: equal | tied_human           | tied_human     | tied_both    |
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from leaderboard.statistics.arrays import Floats, Ints

_BLOCK = 2_000_000
"""The most comparisons made at once."""


@dataclass(frozen=True, slots=True)
class PairCounts:
    """How many pairs of rows fall into each class of the table above; arrays of one shape, () for a single table."""

    concordant: Ints
    discordant: Ints
    tied_human: Ints
    tied_metric: Ints
    tied_both: Ints

    @property
    def classes(self) -> tuple[Ints, ...]:
        """The five counts, in the order of the fields."""
        return (self.concordant, self.discordant, self.tied_human, self.tied_metric, self.tied_both)

    @property
    def pairs(self) -> Ints:
        """All of them, n (n - 1) / 2."""
        return np.asarray(sum(self.classes), dtype=np.int64)

    @property
    def lead(self) -> Ints:
        """Concordant less discordant pairs."""
        return self.concordant - self.discordant

    def __sub__(self, other: "PairCounts") -> "PairCounts":
        """Take the pairs of `other` away."""
        return PairCounts(*(mine - others for mine, others in zip(self.classes, other.classes, strict=True)))


def tau_b(counts: PairCounts) -> Floats:
    """Compute Kendall's tau-b (-1..1): (C - D) / sqrt((pairs apart by human) (pairs apart by metric)), Kendall 1945.

    Not a number where a column is constant.
    """
    human = counts.pairs - counts.tied_human - counts.tied_both
    metric = counts.pairs - counts.tied_metric - counts.tied_both
    with np.errstate(invalid="ignore", divide="ignore"):
        tau: Floats = np.clip(counts.lead / np.sqrt(human) / np.sqrt(metric), -1.0, 1.0)
    return tau


def tau_c(counts: PairCounts, n: int, distinct: ArrayLike) -> Floats:
    """Compute Kendall's tau-c of n rows (-1..1), Stuart 1953: 2 (C - D) / (n^2 (m - 1) / m).

    m, in the shape of the counts, is the number of distinct values in the column that has fewer of them; not a number
    where it is 1.
    """
    m = np.asarray(distinct)
    with np.errstate(invalid="ignore", divide="ignore"):
        tau: Floats = np.clip(2 * counts.lead / (n**2 * (m - 1) / m), -1.0, 1.0)
    return tau


def pairwise_accuracy(counts: PairCounts) -> Floats:
    """Compute the share (0..1) of pairs that both columns order alike or tie: (C + ties in both) / pairs.

    Source: `acc_eq` of Deutsch, Foster and Freitag 2023, arXiv 2305.14324. Not a number where there is no pair.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return (counts.concordant + counts.tied_both) / np.asarray(counts.pairs, dtype=np.float64)


def count_pairs(human: Floats, metric: Floats) -> PairCounts:
    """Count all pairs of the rows of two columns (n,), in O(n log n)."""
    n = len(human)
    pairs = n * (n - 1) // 2
    x, y = (np.unique(values, return_inverse=True)[1] for values in (human, metric))
    equal_x, equal_y = _equal_pairs(x), _equal_pairs(y)
    both = _equal_pairs(x * (int(y.max(initial=0)) + 1) + y)
    lead = 0
    if max(equal_x, equal_y) < pairs:
        # SciPy counts by sorting, and gives tau-b: the lead, a whole number, by the two roots.
        tau = stats.kendalltau(x, y).statistic
        lead = round(tau * sqrt(pairs - equal_x) * sqrt(pairs - equal_y))
    apart = pairs - equal_x - equal_y + both
    classes = ((apart + lead) // 2, (apart - lead) // 2, equal_x - both, equal_y - both, both)
    return PairCounts(*(np.array(number, dtype=np.int64) for number in classes))


def count_each(human: Floats, metric: Floats) -> PairCounts:
    """Count every row's pairs with all others, (n,); in O(n^2), block by block."""
    step = max(1, _BLOCK // max(len(human), 1))
    parts = []
    for start in range(0, len(human), step):
        rows = slice(start, start + step)
        counts = count_signs(np.sign(human[rows, None] - human), np.sign(metric[rows, None] - metric))
        # A row against itself is equal in both, and no pair.
        parts.append(replace(counts, tied_both=counts.tied_both - 1))
    return _joined(parts)


def count_batch(human: Floats, metric: Floats) -> PairCounts:
    """Count all pairs of many pairs of columns at once: (..., n) and (..., n) give counts (...); O(n^2) each."""
    human, metric = np.broadcast_arrays(human, metric)
    first, second = np.triu_indices(human.shape[-1], k=1)
    if human.ndim == 2 and len(human) * len(first) > _BLOCK and len(human) > 1:
        step = max(1, _BLOCK // len(first))
        parts = [count_batch(human[at : at + step], metric[at : at + step]) for at in range(0, len(human), step)]
        return _joined(parts)
    x = np.sign(human[..., first] - human[..., second])
    y = np.sign(metric[..., first] - metric[..., second])
    return count_signs(x, y)


def count_signs(x: Floats, y: Floats) -> PairCounts:
    """Count pairs by the signs (-1, 0, 1) of their differences by human and by metric, (..., pairs) each."""
    lead = np.sum(x * y, axis=-1).astype(np.int64)
    apart = np.count_nonzero((x != 0) & (y != 0), axis=-1).astype(np.int64)
    both = np.count_nonzero((x == 0) & (y == 0), axis=-1).astype(np.int64)
    tied_human = np.count_nonzero(x == 0, axis=-1).astype(np.int64) - both
    tied_metric = np.count_nonzero(y == 0, axis=-1).astype(np.int64) - both
    return PairCounts((apart + lead) // 2, (apart - lead) // 2, tied_human, tied_metric, both)


def without_each(human: Floats, metric: Floats) -> PairCounts:
    """Count pairs with each row left out in turn, (n,): all pairs less those of the row."""
    return count_pairs(human, metric) - count_each(human, metric)


def _joined(parts: Sequence[PairCounts]) -> PairCounts:
    return PairCounts(*map(np.concatenate, zip(*(part.classes for part in parts), strict=True)))


def _equal_pairs(values: Ints) -> int:
    sizes = np.unique(values, return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())
