"""Scores that are ratios of sums over prompts, and the part of each prompt in them.

A score is R = sum(above) / sum(below) over prompts. Had one prompt been a
little more frequent, R would have moved by (above - R below) / sum(below): the
linearisation (delta method) that standard errors, paired tests and everything
per prompt rest on.
"""

from dataclasses import dataclass

import numpy as np

from leaderboard.statistics.arrays import Floats, Ints


@dataclass(frozen=True, slots=True)
class Ratio:
    """One score of some T2I models: sum of `above` by sum of `below`, both (T2I models, prompts), `scale` times."""

    above: Floats
    below: Floats
    scale: float = 1.0

    @property
    def scores(self) -> Floats:
        """(T2I models,); not a number where nothing counts."""
        return quotient(self.scale * self.above.sum(axis=1), self.below.sum(axis=1))

    def resampled(self, weights: Floats) -> Floats:
        """Compute scores under every row of weights (resamples, prompts): (T2I models, resamples)."""
        return quotient(self.scale * (self.above @ weights.T), self.below @ weights.T)

    @property
    def moves(self) -> Floats:
        """Each prompt's part, (T2I models, prompts); sums to 0 over prompts, not a number where nothing counts."""
        total = self.below.sum(axis=1, keepdims=True)
        ratio = quotient(self.above.sum(axis=1, keepdims=True), total)
        off: Floats = self.scale * (self.above - ratio * self.below)
        return quotient(off, np.broadcast_to(total, off.shape))

    @property
    def by_prompt(self) -> Floats:
        """Scores of single prompts whose mean is the score: R + prompts x moves, (T2I models, prompts)."""
        return np.asarray(self.scores[:, None] + self.above.shape[1] * self.moves)


def quotient(above: Floats, below: Floats) -> Floats:
    """Divide; not a number where `below` is not above zero."""
    return np.asarray(np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0))


def deviations(moves: Floats, strata: Ints) -> Floats:
    """Centre moves on their stratum's mean, scaled so that the scalar product of two rows is the scores' covariance.

    sum over strata of n / (n - 1) sum((e - mean) (f - mean)'): the variance of
    a stratified mean (Cochran 1977, ch. 5). A stratum of one prompt adds nothing.
    """
    centred = np.zeros_like(moves)
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        n = len(members)
        if n > 1:
            columns = moves[:, members]
            centred[:, members] = (columns - columns.mean(axis=1, keepdims=True)) * np.sqrt(n / (n - 1))
    return centred
