"""p-values by permutation: how often chance alone, pairing the same scores at random, gives as much agreement."""

from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np
from scipy import stats

from leaderboard.statistics.arrays import Floats, Ints, Signs
from leaderboard.statistics.ties import PairDifferences, pair_differences, right_by_threshold

PERMUTATIONS = 9_999
"""Number of random pairings; where there are no more in all, each is used once."""

_BLOCK = 500_000
_NEAR = 1e-9
"""Values this near to each other are equal, but for rounding."""


@dataclass(frozen=True, slots=True)
class Pairings:
    """Orders in which one column is set against the other, (pairings, n); `every`: these are all there are."""

    orders: Ints
    every: bool


def pairings(n: int, generator: np.random.Generator, number: int = PERMUTATIONS) -> Pairings:
    """Draw `number` random orders of n rows, or list all n! where there are no more than that."""
    if n < 10 and factorial(n) <= number:
        return Pairings(np.array(list(permutations(range(n))), dtype=np.int64).reshape(-1, n), every=True)
    rows = np.tile(np.arange(n), (number, 1))
    return Pairings(generator.permuted(rows, axis=1), every=False)


def two_sided(value: float, chance: Floats, *, every: bool) -> float:
    """Compute the p-value (0..1) of a value among those by chance, (pairings,): twice the smaller tail, at most 1.

    Random pairings count the given one as one more: (1 + hits) / (1 + pairings), Phipson and Smyth 2010.
    """
    extra = 0 if every else 1
    above = (extra + np.count_nonzero(chance >= value - _NEAR)) / (extra + len(chance))
    below = (extra + np.count_nonzero(chance <= value + _NEAR)) / (extra + len(chance))
    return float(min(1.0, 2 * min(above, below)))


def chances(human: Floats, metric: Floats, at_random: Pairings) -> dict[str, Floats]:
    """Compute every statistic of agreement for each pairing, (pairings,) each, by the statistic's name.

    tau-c is left out: it is tau-b times a constant that no pairing changes.
    """
    orders = at_random.orders
    correlations = {
        "spearman_rho": _products(stats.rankdata(human), stats.rankdata(metric), orders),
        "pearson_r": _products(human, metric, orders),
    }
    return correlations | _chances_of_pairs(human, metric, orders)


def _products(human: Floats, metric: Floats, orders: Ints) -> Floats:
    """Compute Pearson's r of every pairing: a pairing changes neither means nor lengths."""
    x, y = human - human.mean(), metric - metric.mean()
    with np.errstate(all="ignore"):
        return np.asarray(x[orders] @ y / np.sqrt((x @ x) * (y @ y)))


def _chances_of_pairs(human: Floats, metric: Floats, orders: Ints) -> dict[str, Floats]:
    """Compute the statistics of pairs block by block; pairs are rows, so that rows are copied whole."""
    differences = pair_differences(human, metric)
    first, second = np.triu_indices(len(human), k=1)
    by_size = np.argsort(np.abs(metric[first] - metric[second]), kind="stable")
    first, second = first[by_size], second[by_size]
    places = np.unique(human, return_inverse=True)[1].astype(np.int16)
    people_tie = bool((differences.human == 0).any())
    parts = []
    step = max(1, _BLOCK // len(first))
    for start in range(0, len(orders), step):
        paired = places[orders[start : start + step]].T
        signs = np.sign(paired[first] - paired[second]).astype(np.int8)
        parts.append(_block_of_chances(signs, differences, people_tie=people_tie))
    names = ("kendall_tau_b", "pairwise_accuracy", "tie_calibrated_accuracy")
    return dict(zip(names, (np.concatenate(column) for column in zip(*parts, strict=True)), strict=True))


def _block_of_chances(human: Signs, differences: PairDifferences, *, people_tie: bool) -> tuple[Floats, ...]:
    pairs = len(human)
    metric = differences.metric
    apart = np.count_nonzero(human[:, 0]), np.count_nonzero(metric)
    lead = (metric.astype(np.float32) @ human.astype(np.float32)).astype(np.float64)
    # Pairings change who is tied with whom, not how many; so of ties only those in both are counted anew.
    both = (human[metric == 0] == 0).sum(axis=0)
    concordant = (apart[0] + apart[1] - pairs + both + lead) / 2
    plain = (concordant + both) / pairs
    calibrated = right_by_threshold(human, differences).max(axis=0) / pairs if people_tie else plain
    with np.errstate(invalid="ignore", divide="ignore"):
        return lead / np.sqrt(np.float64(apart[0]) * apart[1]), plain, calibrated
