"""The exam's statistics: small pure functions over plain arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

CALIBRATION_BINS = 15
"""As Guo et al. 2017 use."""

RESAMPLES = 2_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """One bin of a reliability diagram: `n` answers whose chosen option's probability lies in (`low`, `high`].

    `confidence` is the mean of those probabilities, `accuracy` the share of the choices that were right;
    both are None in an empty bin.
    """

    low: float
    high: float
    n: int
    confidence: float | None
    accuracy: float | None


def weighted_kappa(truths: Sequence[int], choices: Sequence[int], options: Sequence[int]) -> float:
    """Cohen's kappa with quadratic weights over the options' order (Cohen 1968); 1 where nothing could disagree."""
    index = {option: position for position, option in enumerate(options)}
    observed = np.zeros((len(options), len(options)))
    for truth, choice in zip(truths, choices, strict=True):
        observed[index[truth], index[choice]] += 1
    expected = np.outer(observed.sum(1), observed.sum(0)) / observed.sum()
    weights = np.square(np.subtract.outer(np.arange(len(options)), np.arange(len(options))))
    disagreement = float((weights * expected).sum())
    return 1 - float((weights * observed).sum()) / disagreement if disagreement else 1.0


def reliability(confidences: ArrayLike, right: ArrayLike, bins: int = CALIBRATION_BINS) -> list[ReliabilityBin]:
    """Answers sorted into `bins` equally wide bins by the probability of the chosen option.

    Args:
        confidences: Probability (0 to 1) of each answer's chosen option, (n,).
        right: Whether each choice was right, (n,).
        bins: How many bins there are.
    """
    confidence, hit = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.float64)
    # Bins are open below, as in the source; a probability of exactly 0 joins the first.
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    found = []
    for number in range(bins):
        inside = place == number
        n = int(inside.sum())
        found.append(
            ReliabilityBin(
                low=number / bins,
                high=(number + 1) / bins,
                n=n,
                confidence=float(confidence[inside].mean()) if n else None,
                accuracy=float(hit[inside].mean()) if n else None,
            )
        )
    return found


def calibration_error(diagram: Sequence[ReliabilityBin]) -> float:
    """Expected calibration error (0 to 1) of a reliability diagram: the bins' mean gap, weighted by their answers.

    Source: Guo et al. 2017, On Calibration of Modern Neural Networks, arXiv 1706.04599, equation 3.
    0 where there are no answers.
    """
    total = sum(own.n for own in diagram)
    gaps = (
        own.n * abs(own.confidence - own.accuracy)
        for own in diagram
        if own.confidence is not None and own.accuracy is not None
    )
    return sum(gaps) / total if total else 0.0


def tau_b(x: ArrayLike, y: ArrayLike) -> Floats:
    """Kendall's tau-b (-1 to 1) between the rows of `x` and of `y`, both (..., items): (...,).

    NaN where a row is constant: there is no order to agree on.
    """
    first, second = np.triu_indices(np.asarray(x).shape[-1], k=1)
    signs = [
        np.sign(values[..., first] - values[..., second])
        for values in (np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64))
    ]
    untied = [np.abs(sign).sum(-1) for sign in signs]
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Floats = (signs[0] * signs[1]).sum(-1) / np.sqrt(untied[0] * untied[1])
    return found


@dataclass(frozen=True, slots=True)
class PointTable:
    """Points that T2I models earned on shared prompts, both arrays (T2I models, prompts).

    A model's score is the sum of its `points` over the sum of its `counted`.
    """

    points: Floats
    counted: Floats

    def scores(self, weights: ArrayLike) -> Floats:
        """Scores, (resamples, T2I models), where prompt p counts `weights[r, p]` times; NaN where nothing counts."""
        times = np.asarray(weights, dtype=np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Floats = (times @ self.points.T) / (times @ self.counted.T)
        return found


@dataclass(frozen=True, slots=True)
class TauInterval:
    """Tau-b and the bounds of its 95% interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


def tau_b_over_prompts(
    human: Sequence[PointTable], evaluator: PointTable, *, resamples: int = RESAMPLES, seed: int = 0
) -> TauInterval:
    """Tau-b between two orders of the same T2I models, with its 95% percentile bootstrap interval.

    People's score of a T2I model is the mean over annotators, one table in `human` each. Prompts are resampled,
    the same ones for all T2I models and for both judges; the interval says how far the value would move with
    other prompts.
    """
    prompts = evaluator.points.shape[1]
    drawn = np.random.default_rng(seed).multinomial(prompts, np.full(prompts, 1 / prompts), size=resamples)
    value = float(tau_b(mean_scores(human, np.ones(prompts)), evaluator.scores(np.ones(prompts))))
    resampled = tau_b(mean_scores(human, drawn), evaluator.scores(drawn))
    defined = resampled[np.isfinite(resampled)]
    if not np.isfinite(value) or not len(defined):
        return TauInterval(None, None, None)
    low, high = np.percentile(defined, [2.5, 97.5])
    return TauInterval(value, float(low), float(high))


def mean_scores(tables: Sequence[PointTable], weights: ArrayLike) -> Floats:
    """The mean over several judges' tables of `PointTable.scores`."""
    found: Floats = np.mean([table.scores(weights) for table in tables], axis=0)
    return found
