"""Prediction-powered inference: a few labels by people, the evaluator's answers to everything, an honest score.

Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023 (arXiv 2301.09633), with
the power tuning of PPI++, Angelopoulos, Duchi and Zrnic 2023 (arXiv
2311.01453), for scores that are ratios. People's score R solves
mean(above - R below) = 0; the evaluator's answers stand in for people's
everywhere, and what they are wrong by is measured on the labelled images:

    labelled mean of (people - weight x evaluator) + weight x unlabelled mean of the evaluator = 0.

The labelled images must have been drawn at random; nothing can be said otherwise.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from leaderboard.statistics.arrays import Floats

FEWEST_LABELLED = 10
"""With fewer labelled images there is no interval worth the name."""

FEWEST_VARIED = 5
"""The least labelled images with another score than the commonest: fewer say little about how many there are."""


@dataclass(frozen=True, slots=True)
class Sums:
    """The parts of a score by image: `above` and `below`, (images,) each; the score is their sums' ratio."""

    above: Floats
    below: Floats

    @property
    def score(self) -> float:
        """Not a number where nothing counts."""
        total = float(self.below.sum())
        return float(self.above.sum()) / total if total > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score with its 95% interval; None, and `note`, where there is none."""

    score: float | None = None
    low: float | None = None
    high: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Debiased:
    """One score in three versions: by the evaluator alone, by labels alone, and by both together.

    `weight` (0..1) is how far the evaluator was trusted; 0 makes `debiased`
    equal `labels_only`.
    """

    evaluator: float | None
    labels_only: Estimate
    debiased: Estimate
    weight: float
    labelled: int
    unlabelled: int


def debias(people: Sums, evaluator: Sums, unlabelled: Sums) -> Debiased:
    """Compute the debiased score.

    Args:
        people: The labelled images by people's labels.
        evaluator: The same images by the evaluator's answers, in the same order.
        unlabelled: All others by its answers.

    Raises:
        ValueError: People and the evaluator did not judge the same images.
    """
    n, rest = len(people.above), len(unlabelled.above)
    if len(evaluator.above) != n:
        raise ValueError(f"people judged {n} images, the evaluator {len(evaluator.above)} of them")
    every = Sums(
        np.concatenate([evaluator.above, unlabelled.above]), np.concatenate([evaluator.below, unlabelled.below])
    )
    alone = every.score if np.isfinite(every.score) else None
    note = _too_few(people)
    if note is not None:
        nothing = Estimate(note=note)
        return Debiased(alone, nothing, nothing, 0.0, n, rest)
    weight = _weight(people, evaluator, unlabelled)
    empty = Sums(np.zeros(0), np.zeros(0))
    return Debiased(
        alone, _solve(people, evaluator, empty, 0.0), _solve(people, evaluator, unlabelled, weight), weight, n, rest
    )


def _too_few(people: Sums) -> str | None:
    """Say why the labels are too few for an interval; None where they are enough."""
    n = len(people.above)
    if n < FEWEST_LABELLED:
        return f"At least {FEWEST_LABELLED} labelled images are needed; there are {n}."
    counted = people.below > 0
    if not counted.any():
        return "On the labelled images nothing counts."
    sizes = np.unique(people.above[counted] / people.below[counted], return_counts=True)[1]
    if counted.sum() - sizes.max() < FEWEST_VARIED:
        return "Nearly all labelled images score alike: it takes more of them to tell how often others do not."
    return None


def _weight(people: Sums, evaluator: Sums, unlabelled: Sums) -> float:
    """Compute how far to trust the evaluator: cov(people, evaluator) / ((1 + n / N) var(evaluator)), within 0 and 1."""
    n, rest = len(people.above), len(unlabelled.above)
    if rest < 2:
        return 0.0
    residuals = people.above - people.score * people.below
    predicted = evaluator.above - people.score * evaluator.below
    others = unlabelled.above - people.score * unlabelled.below
    variance = float(np.var(np.concatenate([predicted, others]), ddof=1))
    covariance = float(np.cov(residuals, predicted)[0, 1])
    return float(np.clip(covariance / ((1 + n / rest) * variance), 0.0, 1.0)) if variance > 0 else 0.0


def _solve(people: Sums, evaluator: Sums, unlabelled: Sums, weight: float) -> Estimate:
    n, rest = len(people.above), len(unlabelled.above)
    above = float((people.above - weight * evaluator.above).mean())
    below = float((people.below - weight * evaluator.below).mean())
    if weight > 0:
        above += weight * float(unlabelled.above.mean())
        below += weight * float(unlabelled.below.mean())
    if below <= 0:
        return Estimate(note="The labels and the evaluator leave nothing to divide by.")
    score = above / below
    errors = people.above - score * people.below - weight * (evaluator.above - score * evaluator.below)
    rest_errors = weight * (unlabelled.above - score * unlabelled.below)
    fitted = 2 if weight > 0 else 1  # the weight is fitted to the same labels as the score
    # An image without the part has no error to tell: what is known of the spread is known from those that have it.
    counted = int(((people.below > 0) | (evaluator.below > 0)).sum())
    freedom = max(1, counted - fitted)
    variance = float(((errors - errors.mean()) ** 2).sum()) / n**2 * counted / freedom
    third = float(((errors - errors.mean()) ** 3).mean()) / n**2
    if weight > 0:
        variance += float(np.var(rest_errors, ddof=1)) / rest
        third += float(((rest_errors - rest_errors.mean()) ** 3).mean()) / rest**2
    skewness = third / variance**1.5 if variance > 0 else 0.0
    quantile = float(stats.t.ppf(0.975, freedom))
    error = sqrt(variance) / below
    return Estimate(
        score, score - error * _unskewed(quantile, skewness), score - error * _unskewed(-quantile, skewness)
    )


def _unskewed(quantile: float, skewness: float) -> float:
    """Move a quantile of a symmetric distribution to one of this skewness: Hall 1992, JRSS B 54.

    Scores near the best or the worst are made of many equal images and a few
    that are far off; there the interval has to reach further to one side.
    """
    if abs(skewness) < 1e-6:
        return quantile
    return float(3 / skewness * (np.cbrt(1 + skewness * (quantile - skewness / 6)) - 1))
