"""Resampling prompts: one matrix of weights, the same for every T2I model, so that differences are paired."""

import warnings

import numpy as np
from scipy import stats

from leaderboard.statistics.arrays import Bools, Floats, Ints


def strata_of(asks: Bools) -> Ints:
    """Assign prompts to numbered strata, (prompts,): those that ask the same skills belong to one.

    Resampling within strata leaves every skill as many questions as the
    protocol gives it. A prompt that stands alone has nothing to be exchanged
    for: all of those form one stratum, a single one joins the largest.

    Args:
        asks: Whether a prompt asks a skill, (prompts, skills).
    """
    if len(asks) == 0:
        return np.zeros(0, dtype=np.int64)
    strata = np.unique(asks, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    sizes = np.bincount(strata)
    alone = sizes[strata] == 1
    strata[alone] = len(sizes)
    if np.count_nonzero(alone) == 1 and len(strata) > 1:
        strata[alone] = int(np.argmax(sizes))
    return np.unique(strata, return_inverse=True)[1].astype(np.int64)


def prompt_weights(strata: Ints, resamples: int, generator: np.random.Generator) -> Floats:
    """Draw how often each resample counts each prompt, (resamples, prompts).

    Of a stratum of n prompts n - 1 are drawn with replacement and each counts
    n / (n - 1) times: the rescaled bootstrap of Rao and Wu 1988 (JASA 83),
    whose variance is right also in small strata, where the plain one's is
    (n - 1) / n of it. A stratum of one prompt is left as it is.
    """
    weights = np.ones((resamples, len(strata)))
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        n = len(members)
        if n > 1:
            drawn = generator.multinomial(n - 1, np.full(n, 1 / n), size=resamples)
            weights[:, members] = drawn * (n / (n - 1))
    return weights


def interval_ends(prompts: int, strata: int) -> tuple[float, float]:
    """Give the percentiles that bound a 95% interval: those of Student's t in place of the normal's.

    With few prompts the bootstrap's percentiles are too narrow as the normal
    distribution is; Hesterberg 2015, The American Statistician 69, section 4.
    """
    freedom = max(prompts - strata, 1)
    low = 100 * float(stats.norm.cdf(stats.t.ppf(0.025, freedom)))
    return low, 100 - low


def percentiles(resampled: Floats, ends: tuple[float, float]) -> tuple[Floats, Floats]:
    """Compute the ends of the intervals, (rows,) each, of resampled values (rows, resamples).

    Resamples in which nothing counts are left out.

    Args:
        resampled: Not a number where nothing counts.
        ends: The percentiles, 0 to 100; see `interval_ends`.
    """
    if resampled.shape[0] == 0:
        return np.zeros(0), np.zeros(0)
    if np.isfinite(resampled).all():
        low, high = np.percentile(resampled, ends, axis=1)
        return low, high
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where nothing ever counts, not a number is right
        low, high = np.nanpercentile(resampled, ends, axis=1)
    return low, high
