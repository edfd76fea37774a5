"""Two metrics against the same people: does one agree better, or could that be chance?

The paired permutation tests of Deutsch, Dror and Roth 2021 (arXiv 2104.00054):
were the metrics interchangeable, so would be their scores of any T2I model
(PERM-SYS), and of any T2I model and any prompt (PERM-BOTH). What is swapped at
random moves the two tau-b apart; the p-value says how often by as much.

PERM-BOTH takes it for granted that a metric errs on each image anew. Where it
likes or dislikes a T2I model as such, swapping prompts blurs just that, and the
test finds differences that are none (`tests/leaderboard/statistics/test_comparing.py` shows it). So
the p-value is the larger of the two: a difference has to hold in both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import isfinite

import numpy as np

from core.language import mark
from leaderboard.statistics.arrays import Floats, same_tables
from leaderboard.statistics.counts import count_batch, tau_b
from leaderboard.statistics.holm import holm
from leaderboard.statistics.permutation import two_sided

SWAPS = 4_999


@dataclass(frozen=True, slots=True)
class MetricComparison:
    """Tau-b of two metrics with people, their difference, and its two-sided p-value.

    `p_systems`: T2I models swapped; `p_both`: T2I models and prompts, None
    where only totals are known; `p_value`: the larger. `p_holm` is that
    corrected (Holm 1979) for all pairs of metrics compared together. What is
    not defined is None, and `note` says why.
    """

    first: str
    second: str
    first_tau: float | None
    second_tau: float | None
    difference: float | None
    p_value: float | None
    p_holm: float | None
    n: int
    note: str | None = None
    p_systems: float | None = None
    p_both: float | None = None


def compare_metrics(
    human: Floats, metrics: Mapping[str, Floats], generator: np.random.Generator, swaps: int = SWAPS
) -> list[MetricComparison]:
    """Compare every pair of metrics against the same people.

    All scores are (T2I models, prompts), or (T2I models, 1) where only totals are known: then T2I models alone are
    swapped. Metrics, by name, may have other scales than people.

    Raises:
        ValueError: The tables differ in shape, or hold something not finite.
    """
    tables = dict(zip(metrics, same_tables(human, *metrics.values())[1:], strict=True))
    people = same_tables(human)[0]
    comparisons = [
        _compare_two(people, (first, tables[first]), (second, tables[second]), generator, swaps)
        for first, second in combinations(tables, 2)
    ]
    return correct_all(comparisons)


def correct_all(comparisons: list[MetricComparison]) -> list[MetricComparison]:
    """Fill in `p_holm`, corrected for all that have a p-value."""
    corrected = holm(np.array([row.p_value for row in comparisons], dtype=np.float64))
    return [
        row if row.p_value is None else replace(row, p_holm=float(p_holm))
        for row, p_holm in zip(comparisons, corrected, strict=True)
    ]


def _compare_two(
    human: Floats, first: tuple[str, Floats], second: tuple[str, Floats], generator: np.random.Generator, swaps: int
) -> MetricComparison:
    n = len(human)
    names = (first[0], second[0])
    if n < 2:
        return MetricComparison(*names, None, None, None, None, None, n, mark("At least two T2I models are needed."))
    people = human.mean(axis=1)
    taus = [float(tau_b(count_batch(people, table.mean(axis=1)))) for _, table in (first, second)]
    if not all(map(isfinite, taus)):
        one, other = (tau if isfinite(tau) else None for tau in taus)
        note = mark("People or a metric score all T2I models alike: there is no order to agree on.")
        return MetricComparison(*names, one, other, None, None, None, n, note)
    difference = taus[0] - taus[1]
    left, right = _standardised(first[1]), _standardised(second[1])
    by_systems = _swapped_differences(people, left, right, _swaps(left.shape, generator, swaps, prompts=False))
    p_systems, p_both = two_sided(difference, by_systems, every=False), None
    if left.shape[1] > 1:
        by_both = _swapped_differences(people, left, right, _swaps(left.shape, generator, swaps, prompts=True))
        p_both = two_sided(difference, by_both, every=False)
    p_value = max(p_systems, p_both or 0.0)
    return MetricComparison(*names, taus[0], taus[1], difference, p_value, None, n, None, p_systems, p_both)


def _standardised(table: Floats) -> Floats:
    """Shift and scale to mean 0 and deviation 1, so that swapping scores of two scales makes sense."""
    return np.asarray((table - table.mean()) / (float(table.std()) or 1.0))


def _swaps(
    shape: tuple[int, ...], generator: np.random.Generator, number: int, *, prompts: bool
) -> tuple[Floats, Floats]:
    """Draw which T2I models, (number, T2I models), and which prompts, (number, prompts), are swapped: 0 or 1."""
    rows = generator.integers(0, 2, size=(number, shape[0])).astype(np.float64)
    columns = generator.integers(0, 2 if prompts else 1, size=(number, shape[1])).astype(np.float64)
    return rows, columns


def _swapped_differences(people: Floats, first: Floats, second: Floats, swaps: tuple[Floats, Floats]) -> Floats:
    """Compute the differences of tau-b after swaps, (swaps,).

    A cell is swapped where its T2I model is or its prompt is, but not both:
    m = r + c - 2 r c. A T2I model's mean then moves by
    r sum(D) + (1 - 2 r) sum(c D), D being the two metrics' difference.
    """
    rows, columns = swaps
    gap = second - first
    moved = (rows * gap.sum(axis=1) + (1 - 2 * rows) * (columns @ gap.T)) / first.shape[1]
    tau_first = tau_b(count_batch(people, first.mean(axis=1) + moved))
    tau_second = tau_b(count_batch(people, second.mean(axis=1) - moved))
    # Swaps that leave a metric without any order say nothing in its favour.
    return np.asarray(np.nan_to_num(tau_first) - np.nan_to_num(tau_second))
