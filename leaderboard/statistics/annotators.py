"""How well annotators agree with each other, question by question."""

from itertools import combinations

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score

from leaderboard.statistics.arrays import Floats

ABSENT = -1
"""The label that is no grade: it says that there is nothing to judge."""


def cohen_kappa(labels: Floats) -> float:
    """Compute Cohen's kappa (1 at most, 0 by chance), the mean over all pairs of annotators; Cohen 1960.

    Every label counts, -1 too. Not a number where no pair has two labels in common or all are one and the same.

    Args:
        labels: (annotators, questions), not a number where an annotator gave none.
    """
    return _mean_kappa(labels, None)


def weighted_kappa(labels: Floats) -> float:
    """Compute kappa with quadratic weights (Cohen 1968), over questions that both annotators graded: -1 is no grade."""
    return _mean_kappa(np.where(labels == ABSENT, np.nan, labels), "quadratic")


def krippendorff_alpha(labels: Floats) -> float:
    """Compute Krippendorff's alpha for ordinal grades (1 at most, 0 by chance), any number of annotators, gaps allowed.

    Source: Krippendorff, Content Analysis (2004), ch. 11; by the package
    `krippendorff`. -1 is no grade. Not a number where all grades are equal or
    none is paired.
    """
    grades = np.where(labels == ABSENT, np.nan, labels)
    known = grades[np.isfinite(grades)]
    paired = np.isfinite(grades).sum(axis=0) > 1
    if not paired.any() or known.min() == known.max() or len(np.unique(grades[:, paired])) < 2:
        return float("nan")
    return float(krippendorff.alpha(grades, level_of_measurement="ordinal"))


def _mean_kappa(labels: Floats, weights: str | None) -> float:
    values = [_kappa(first, second, weights) for first, second in combinations(labels, 2)]
    known = [value for value in values if np.isfinite(value)]
    return float(np.mean(known)) if known else float("nan")


def _kappa(first: Floats, second: Floats, weights: str | None) -> float:
    both = np.isfinite(first) & np.isfinite(second)
    used = np.unique([first[both], second[both]])
    if len(used) < 2:
        return float("nan")
    # All grades in between belong to the scale, also those never given.
    scale = np.arange(int(used.min()), int(used.max()) + 1)
    return float(cohen_kappa_score(first[both].astype(int), second[both].astype(int), labels=scale, weights=weights))
