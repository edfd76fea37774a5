"""The family of agreement statistics between people's scores and a metric's, over T2I models or any list of pairs.

Every row keeps two things apart: how far its value would move with other T2I
models (`low` to `high`), and, where scores of every prompt are known, with
other prompts (`prompts_low` to `prompts_high`).
"""

from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any

import numpy as np
from scipy import stats

from core.language import mark
from leaderboard.statistics.arrays import Floats, Ints, same_tables, two_columns
from leaderboard.statistics.correlation import pearson, spearman
from leaderboard.statistics.counts import (
    count_batch,
    count_pairs,
    pairwise_accuracy,
    tau_b,
    tau_c,
    without_each,
)
from leaderboard.statistics.intervals import (
    KENDALL_SPREAD,
    PEARSON_SPREAD,
    SPEARMAN_SPREAD,
    Interval,
    centred_percentiles,
    jackknife,
    over_rows,
)
from leaderboard.statistics.permutation import chances, pairings, two_sided
from leaderboard.statistics.resampling import prompt_weights
from leaderboard.statistics.soft import UNAVAILABLE, soft_distances, soft_pairwise_accuracy, soft_without_each
from leaderboard.statistics.ties import pair_differences, tie_calibrated

STATISTICS = (
    "kendall_tau_b",
    "kendall_tau_c",
    "spearman_rho",
    "pearson_r",
    "pairwise_accuracy",
    "tie_calibrated_accuracy",
    "soft_pairwise_accuracy",
)

MOST_PERMUTED = 100
"""Up to that many rows p-values are by permutation; above, by the limiting distribution."""

MOST_CALIBRATED = 1_000
"""Up to that many rows ties are calibrated, which sorts all pairs of rows."""

MOST_EACH = 10_000
"""Up to that many rows accuracy has an interval, which compares every row with every other."""

RESAMPLES = 1_000

_CONSTANT = {
    (True, False): mark("All human scores are equal: there is no order to agree on."),
    (False, True): mark("All metric scores are equal: there is no order to agree on."),
    (True, True): mark("All human and all metric scores are equal: there is no order to agree on."),
}
"""The notes where people's scores are all equal, and where the metric's are."""

_MOST_COMPARED = 20_000_000
"""Of resamples times pairs; on boards so large that this would be passed there are fewer resamples."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One statistic of agreement between two columns.

    `low` and `high` bound its 95% interval over T2I models, by `method`;
    `prompts_low` and `prompts_high` that over prompts; `p_value` is two-sided,
    against no association, by `p_method`. `epsilon`: the metric's difference
    up to which a tie-calibrated statistic sees a tie. What cannot be computed
    is None, and `note` says why.
    """

    statistic: str
    value: float | None
    low: float | None
    high: float | None
    p_value: float | None
    n: int
    note: str | None = None
    method: str | None = None
    p_method: str | None = None
    prompts_low: float | None = None
    prompts_high: float | None = None
    epsilon: float | None = None

    @classmethod
    def of(cls, statistic: str, value: float, n: int, interval: Interval, epsilon: float | None = None) -> "Agreement":
        """Make the row of a value with its interval, without a p-value."""
        low, high, method = interval.low, interval.high, interval.method
        return cls(statistic, value, low, high, None, n, note=interval.note, method=method, epsilon=epsilon)

    @classmethod
    def unavailable(cls, statistic: str, n: int, note: str) -> "Agreement":
        """Make the row of a statistic that cannot be computed."""
        return cls(statistic, None, None, None, None, n, note)

    def as_dict(self) -> dict[str, Any]:
        """Convert to the JSON object that the command line prints; fields that the statistic lacks are left out."""
        optional = ("prompts_low", "prompts_high", "epsilon")
        return {key: value for key, value in asdict(self).items() if value is not None or key not in optional}


@dataclass(frozen=True, slots=True)
class PromptScores:
    """Scores of every prompt: tables (T2I models, prompts) whose means over prompts are the scores compared.

    `strata`, (prompts,): which prompts may stand for each other.
    """

    human: Floats
    metric: Floats
    strata: Ints


def agreement(
    human: Floats, metric: Floats, generator: np.random.Generator, prompts: PromptScores | None = None
) -> list[Agreement]:
    """Compute every statistic of `STATISTICS` between people's scores and a metric's, (n,) each.

    - `kendall_tau_b`, `kendall_tau_c`, `spearman_rho` (-1..1): order. Interval:
      Fieller, Hartley and Pearson 1957.
    - `pearson_r` (-1..1): the scores themselves. Interval: Fisher's z.
    - `pairwise_accuracy` (0..1): the share of pairs that both columns order
      alike; `tie_calibrated_accuracy`: the same where small differences of the
      metric are ties (Deutsch et al. 2023). Interval: jackknife over rows.
    - `soft_pairwise_accuracy` (0..1): Thompson et al. 2024; with `prompts` only.

    Both columns are of the same T2I models in the same order; `prompts` holds both sides' scores of every prompt.

    Raises:
        ValueError: The columns differ in length or hold something not finite.
    """
    x, y = two_columns(human, metric)
    n = len(x)
    if n < 2:
        return [Agreement.unavailable(statistic, n, mark("At least two rows are needed.")) for statistic in STATISTICS]
    rows = _with_p_values([*_correlations(x, y), *_accuracies(x, y)], x, y, generator)
    if prompts is not None:
        rows = _over_prompts(rows, prompts, generator)
    return [*rows, _soft(n, prompts, generator)]


def statistics_of(human: Floats, metric: Floats) -> dict[str, Floats]:
    """Compute the first five of `STATISTICS` for many pairs of columns at once: (..., n) and (..., n) give (...) each.

    An undefined value is not a number.
    """
    counts = count_batch(human, metric)
    return {
        "kendall_tau_b": tau_b(counts),
        "kendall_tau_c": tau_c(counts, human.shape[-1], np.minimum(_distinct(human), _distinct(metric))),
        "spearman_rho": spearman(human, metric),
        "pearson_r": pearson(human, metric),
        "pairwise_accuracy": pairwise_accuracy(counts),
    }


def _distinct(values: Floats) -> Ints:
    steps = np.diff(np.sort(values, axis=-1), axis=-1)
    return np.asarray(np.count_nonzero(steps, axis=-1), dtype=np.int64) + 1


def _correlations(x: Floats, y: Floats) -> list[Agreement]:
    n = len(x)
    note = _CONSTANT.get((bool(x.min() == x.max()), bool(y.min() == y.max())))
    if note is not None:
        return [Agreement.unavailable(statistic, n, note) for statistic in STATISTICS[:4]]
    counts = count_pairs(x, y)
    values = {
        "kendall_tau_b": (tau_b(counts), KENDALL_SPREAD),
        "kendall_tau_c": (tau_c(counts, n, min(_distinct(x), _distinct(y))), KENDALL_SPREAD),
        "spearman_rho": (spearman(x, y), SPEARMAN_SPREAD),
        "pearson_r": (pearson(x, y), PEARSON_SPREAD),
    }
    return [
        Agreement.of(statistic, float(value), n, over_rows(float(value), n, spread))
        if np.isfinite(value)
        else Agreement.unavailable(
            statistic, n, mark("The numbers are too large or too close together to compute this.")
        )
        for statistic, (value, spread) in values.items()
    ]


def _accuracies(x: Floats, y: Floats) -> list[Agreement]:
    n = len(x)
    plain = float(pairwise_accuracy(count_pairs(x, y)))
    interval = Interval(note=mark("No interval above 10,000 rows."))
    if n <= MOST_EACH:
        interval = jackknife(plain, pairwise_accuracy(without_each(x, y)), 0.0, 1.0)
    rows = [Agreement.of("pairwise_accuracy", plain, n, interval)]
    if n > MOST_CALIBRATED:
        return [*rows, Agreement.unavailable("tie_calibrated_accuracy", n, mark("Left out above 1,000 rows."))]
    calibrated = tie_calibrated(pair_differences(x, y))
    interval = Interval(note=mark("No interval above 100 rows."))
    if n <= MOST_PERMUTED:
        without = [tie_calibrated(pair_differences(np.delete(x, i), np.delete(y, i))).accuracy for i in range(n)]
        interval = jackknife(calibrated.accuracy, np.array(without), 0.0, 1.0)
    return [*rows, Agreement.of("tie_calibrated_accuracy", calibrated.accuracy, n, interval, calibrated.epsilon)]


def _with_p_values(rows: list[Agreement], x: Floats, y: Floats, generator: np.random.Generator) -> list[Agreement]:
    """Fill in p-values: exact for tau without ties, by permutation up to 100 rows, else the limiting distribution's."""
    n = len(x)
    untied = _distinct(x) == n and _distinct(y) == n
    p_values: dict[str, tuple[float, str]] = {}
    if n <= MOST_PERMUTED:
        at_random = pairings(n, generator)
        by_chance = chances(x, y, at_random)
        method = "exact" if at_random.every else "permutation"
        values = {row.statistic: row.value for row in rows}
        for statistic, chance in by_chance.items():
            value = values[statistic]
            if value is not None and np.isfinite(chance).all():
                p_values[statistic] = (two_sided(value, chance, every=at_random.every), method)
        if untied:
            exact = (float(stats.kendalltau(x, y, method="exact").pvalue), "exact")
            p_values |= {"kendall_tau_b": exact, "pairwise_accuracy": exact}
    else:
        p_values = _limits(x, y) if rows[0].value is not None else {}
    if "kendall_tau_b" in p_values:
        p_values["kendall_tau_c"] = p_values["kendall_tau_b"]
    known = {statistic: pair for statistic, pair in p_values.items() if isfinite(pair[0])}
    return [
        replace(row, p_value=known[row.statistic][0], p_method=known[row.statistic][1])
        if row.statistic in known
        else row
        for row in rows
    ]


def _limits(x: Floats, y: Floats) -> dict[str, tuple[float, str]]:
    p_values = {
        "kendall_tau_b": stats.kendalltau(x, y).pvalue,
        "spearman_rho": stats.spearmanr(x, y).pvalue,
        "pearson_r": stats.pearsonr(x, y).pvalue,
    }
    return {statistic: (float(p_value), "asymptotic") for statistic, p_value in p_values.items()}


def _over_prompts(rows: list[Agreement], prompts: PromptScores, generator: np.random.Generator) -> list[Agreement]:
    human, metric = same_tables(prompts.human, prompts.metric)
    t2i_models, number = human.shape
    pairs = t2i_models * (t2i_models - 1) // 2
    resamples = int(np.clip(_MOST_COMPARED // pairs, 100, RESAMPLES))
    weights = prompt_weights(prompts.strata, resamples, generator) / number
    resampled = statistics_of(weights @ human.T, weights @ metric.T)
    bounded = []
    for row in rows:
        if row.value is None or row.statistic not in resampled:
            bounded.append(row)
            continue
        lowest = 0.0 if row.statistic == "pairwise_accuracy" else -1.0
        interval = centred_percentiles(row.value, resampled[row.statistic], lowest, 1.0)
        bounded.append(replace(row, prompts_low=interval.low, prompts_high=interval.high))
    return bounded


def _soft(n: int, prompts: PromptScores | None, generator: np.random.Generator) -> Agreement:
    if prompts is None:
        return Agreement.unavailable("soft_pairwise_accuracy", n, UNAVAILABLE)
    distances = soft_distances(prompts.human, prompts.metric, generator)
    value = soft_pairwise_accuracy(distances)
    return Agreement.of("soft_pairwise_accuracy", value, n, jackknife(value, soft_without_each(distances), 0.0, 1.0))
