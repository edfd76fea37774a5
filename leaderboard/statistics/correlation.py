"""Correlations of two columns, one pair of columns or many at once: (..., n) and (..., n) give (...)."""

import warnings

import numpy as np
from scipy import stats

from leaderboard.statistics.arrays import Floats


def pearson(human: Floats, metric: Floats) -> Floats:
    """Compute Pearson's r (-1..1); not a number where a column is constant or its squares overflow."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(stats.pearsonr(human, metric, axis=-1).statistic, dtype=np.float64)


def spearman(human: Floats, metric: Floats) -> Floats:
    """Compute Spearman's rho (-1..1): Pearson's r of the ranks, ties sharing their mean rank."""
    return pearson(stats.rankdata(human, axis=-1), stats.rankdata(metric, axis=-1))
