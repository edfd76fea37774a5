"""Rank intervals from paired tests between all T2I models, and ties shown as ties.

Every pair is tested on the prompts both drew: t = difference of the scores by
the standard error of the *paired* difference (`linear.deviations`; the limit of
the paired bootstrap, without its noise). Holm's correction over all pairs
keeps the chance of even one wrong "better than" at 5%. A T2I model's rank then
lies between 1 + the number that are surely better and the number of all less
those surely worse, for all of them at once: Mogstad, Romano, Shaikh and
Wilhelm 2024, Review of Economic Studies 91; Klein, Wright and Wieczorek 2020,
JRSS A 183.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from leaderboard.statistics.arrays import Bools, Floats, Ints
from leaderboard.statistics.holm import holm

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Contest:
    """All paired tests between T2I models on one score.

    `scores`, (T2I models,), not a number where there is none; `deviations`,
    (T2I models, prompts), see `linear.deviations`; `p_values`, (T2I models,
    T2I models), two-sided, 1 on the diagonal and where a score is missing.
    `freedom`: degrees of freedom of t.
    """

    scores: Floats
    deviations: Floats
    p_values: Floats
    freedom: int

    def joined(self, scores: Floats, deviations: Floats) -> "Contest":
        """Add T2I models: only pairs with a new one are tested.

        Raises:
            ValueError: They have other prompts.
        """
        if deviations.shape[1] != self.deviations.shape[1]:
            raise ValueError(
                f"T2I models with {deviations.shape[1]} and with {self.deviations.shape[1]} prompts cannot be compared"
            )
        first, second = np.triu_indices(len(scores), k=1)
        among = np.ones((len(scores), len(scores)))
        between = _t_values(scores, deviations, scores, deviations)[first, second]
        among[first, second] = among[second, first] = _p_values(between, self.freedom, deviations.shape[1])
        across = _p_values(
            _t_values(self.scores, self.deviations, scores, deviations), self.freedom, deviations.shape[1]
        )
        return Contest(
            np.concatenate([self.scores, scores]),
            np.concatenate([self.deviations, deviations]),
            np.block([[self.p_values, across], [across.T, among]]),
            self.freedom,
        )


@dataclass(frozen=True, slots=True)
class RankIntervals:
    """1 is best; 95% for all T2I models of the contest at once. `known`: whether a T2I model has a score at all.

    All arrays are (T2I models,); where not known, the ranks are 0.
    """

    low: Ints
    high: Ints
    known: Bools


def contest(scores: Floats, deviations: Floats, freedom: int) -> Contest:
    """Test all pairs of T2I models.

    Args:
        scores: (T2I models,).
        deviations: (T2I models, prompts).
        freedom: Degrees of freedom, the number of prompts less that of their strata; at least 1 is taken.
    """
    empty = Contest(np.zeros(0), np.zeros((0, deviations.shape[1])), np.zeros((0, 0)), max(freedom, 1))
    return empty.joined(scores, deviations)


def rank_intervals(tests: Contest, alpha: float = ALPHA) -> RankIntervals:
    """Bound each T2I model's rank."""
    known = np.isfinite(tests.scores)
    scores, p_values = tests.scores[known], tests.p_values[np.ix_(known, known)]
    number = len(scores)
    better = np.zeros((number, number), dtype=bool)
    first, second = np.triu_indices(number, k=1)
    better[first, second] = holm(p_values[first, second]) <= alpha
    better |= better.T
    low, high = np.zeros(len(known), dtype=np.int64), np.zeros(len(known), dtype=np.int64)
    above = scores[:, None] > scores
    low[known] = 1 + (better & above.T).sum(axis=1)
    high[known] = number - (better & above).sum(axis=1)
    return RankIntervals(low, high, known)


def _t_values(scores: Floats, deviations: Floats, other_scores: Floats, other_deviations: Floats) -> Floats:
    """Divide differences by their standard errors, all of one against all of the other; 0 where a score is missing."""
    one, other = np.nan_to_num(deviations), np.nan_to_num(other_deviations)
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)
    variance = squares - 2 * one @ other.T
    variance[variance < 1e-12 * squares] = 0.0
    difference = np.abs(scores[:, None] - other_scores)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(difference > 1e-12, difference / np.sqrt(variance), 0.0)


def _p_values(t_values: Floats, freedom: int, prompts: int) -> Floats:
    """Convert to two-sided p-values.

    None is below 2^(1 - prompts), the least that any paired test of so many
    prompts can give: where all differences are equal, t knows no bounds.
    """
    return np.asarray(np.maximum(2 * stdtr(freedom, -t_values), 2.0 ** (1 - prompts)))
