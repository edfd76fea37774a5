"""Whether an evaluator is right as often as its probabilities say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from model.protocol.answers import Answer

CALIBRATION_BINS = 15
"""As Guo et al. 2017 use."""


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


def make_reliability_diagram(
    answers: Iterable[tuple[Answer, int]], bins: int = CALIBRATION_BINS
) -> list[ReliabilityBin]:
    """Sort answers into `bins` equally wide bins by the probability (0 to 1) of the chosen option.

    Each answer comes with the option that is right.
    """
    pairs = [(answer.probabilities[answer.choice], answer.choice == right) for answer, right in answers]
    confidences, right = np.asarray(pairs, dtype=np.float64).reshape(-1, 2).T
    # Bins are open below, as in the source; a probability of exactly 0 joins the first.
    places = np.clip(np.ceil(confidences * bins).astype(int) - 1, 0, bins - 1)
    diagram = []
    for number in range(bins):
        inside = places == number
        n = int(inside.sum())
        diagram.append(
            ReliabilityBin(
                low=number / bins,
                high=(number + 1) / bins,
                n=n,
                confidence=float(confidences[inside].mean()) if n else None,
                accuracy=float(right[inside].mean()) if n else None,
            )
        )
    return diagram


def calibration_error(diagram: Sequence[ReliabilityBin]) -> float:
    """Compute the expected calibration error (0 to 1): the bins' mean gap, weighted by their answers; 0 without any.

    Source: Guo et al. 2017, On Calibration of Modern Neural Networks, arXiv 1706.04599, equation 3.
    """
    total = sum(entry.n for entry in diagram)
    gaps = (
        entry.n * abs(entry.confidence - entry.accuracy)
        for entry in diagram
        if entry.confidence is not None and entry.accuracy is not None
    )
    return sum(gaps) / total if total else 0.0
