"""Differences between T2I models on the same prompts, with intervals, and which of them are no chance.

The interval is the paired bootstrap's over prompts: both scores under the same
resamples, their difference, its percentiles. The p-value is that of the paired
test that ranks rest on (`ranks.contest`), and Holm's correction covers
everything that is shown together.
"""

from dataclasses import dataclass

import numpy as np

from leaderboard.statistics.arrays import Floats
from leaderboard.statistics.ranks import Contest
from leaderboard.statistics.resampling import percentiles


@dataclass(frozen=True, slots=True)
class Tested:
    """One score of some T2I models, with all that a paired comparison takes.

    `scores`, (T2I models,), not a number where there is none; `resampled`,
    (T2I models, resamples), the same under the same resamples for all;
    `ends`, the percentiles that bound an interval; `contest`, all paired tests
    between them, whose scores may be in another unit: p-values have none.
    """

    scores: Floats
    resampled: Floats
    ends: tuple[float, float]
    contest: Contest


@dataclass(frozen=True, slots=True)
class Differences:
    """Every T2I model less one of them, (T2I models,) each; not a number where one has no score, and for that one.

    `low`, `high`: 95% interval; `p_value`: two-sided.
    """

    value: Floats
    low: Floats
    high: Floats
    p_value: Floats


def paired_differences(tested: Tested, against: int) -> Differences:
    """Subtract the T2I model at place `against` from every T2I model."""
    value = tested.scores - tested.scores[against]
    low, high = percentiles(tested.resampled - tested.resampled[against], tested.ends)
    p_values = tested.contest.p_values[against]
    unknown = ~np.isfinite(value)
    unknown[against] = True
    return Differences(*(np.where(unknown, np.nan, part) for part in (value, low, high, p_values)))
