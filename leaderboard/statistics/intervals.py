"""95% intervals, each with the name of its method, or the reason why there is none."""

from dataclasses import dataclass
from math import atanh, isfinite, sqrt, tanh

import numpy as np
from scipy import stats

from core.language import mark
from leaderboard.statistics.arrays import Floats

_Z = float(stats.norm.ppf(0.975))

FIELLER, FISHER, JACKKNIFE = mark("fieller"), mark("fisher"), mark("jackknife")


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95% interval and how it was made; without bounds, `note` says why."""

    low: float | None = None
    high: float | None = None
    method: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """The variance of atanh of a correlation over n rows: `numerator` / (n - `fewer`); `too_few` is the note below."""

    method: str
    numerator: float
    fewer: int
    too_few: str


_FOUR = mark("No interval: that takes at least 4 rows.")
_FIVE = mark("No interval: that takes at least 5 rows.")

KENDALL_SPREAD = Spread(FIELLER, 0.437, 4, _FIVE)
SPEARMAN_SPREAD = Spread(FIELLER, 1.06, 3, _FOUR)
PEARSON_SPREAD = Spread(FISHER, 1.0, 3, _FOUR)
"""Kendall's and Spearman's: Fieller, Hartley and Pearson 1957, Biometrika 44; Pearson's: Fisher 1921."""


def over_rows(value: float, n: int, spread: Spread) -> Interval:
    """Bound where a correlation over n rows would lie with other rows: tanh(atanh(value) +- 1.96 sqrt(variance))."""
    if n <= spread.fewer:
        return Interval(note=spread.too_few)
    if abs(value) >= 1 - 1e-12:
        return Interval(note=mark("No interval: its formula needs some disagreement, and there is none."))
    margin = _Z * sqrt(spread.numerator / (n - spread.fewer))
    return Interval(tanh(atanh(value) - margin), tanh(atanh(value) + margin), spread.method)


def jackknife_error(without: Floats) -> float:
    """Compute the jackknife's standard error from the values with each of n rows, or groups of rows, left out, (n,).

    sqrt((n - 1) / n sum (value - mean)^2): Quenouille 1956, Tukey 1958. Not a
    number where a value is none or there are fewer than two.
    """
    n = len(without)
    if n < 2 or not np.isfinite(without).all():
        return float("nan")
    return sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))


def jackknife(value: float, without: Floats, lowest: float, highest: float) -> Interval:
    """Bound a value by +- t se, t with n - 1 degrees of freedom, cut off at the statistic's bounds.

    `without`, (n,), are the values with each row, or group of rows, left out.
    """
    if len(without) < 3:
        return Interval(note=mark("No interval: that takes at least 3 rows."))
    error = jackknife_error(without)
    if not isfinite(error):
        return Interval(note=mark("No interval: with some row left out the value is not defined."))
    margin = float(stats.t.ppf(0.975, len(without) - 1)) * error
    return Interval(max(lowest, value - margin), min(highest, value + margin), JACKKNIFE)


def centred_percentiles(value: float, resampled: Floats, lowest: float, highest: float) -> Interval:
    """Bound a value by a bootstrap's percentiles, moved so that its mean is the value, within the statistic's bounds.

    For statistics of order: resampling adds noise to noise, so resampled
    values lie lower than the value itself. Their spread is right, their place
    is not. What the interval covers is the statistic expected with as many
    other prompts (`benchmarks/coverage.py` measures it).
    """
    known = resampled[np.isfinite(resampled)]
    if len(known) < len(resampled) / 2 or not isfinite(value):
        return Interval(note=mark("No interval over prompts: most resamples leave nothing to compare."))
    low, high = np.percentile(known, [2.5, 97.5]) - known.mean() + value
    return Interval(max(lowest, float(low)), min(highest, float(high)), mark("bootstrap over prompts"))
