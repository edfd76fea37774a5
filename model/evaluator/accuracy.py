"""How well the options an evaluator chooses match labels or truth."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import cohen_kappa_score


@dataclass(frozen=True, slots=True)
class ChoiceAccuracy:
    """Choices against `n` labels of one skill: the share that are equal (0 to 1), and weighted kappa (-1 to 1).

    `commonest` is the share that always choosing the commonest label would reach.
    """

    n: int
    accuracy: float
    commonest: float
    weighted_kappa: float


def measure_accuracy(pairs: Sequence[tuple[int, int]], options: Sequence[int]) -> ChoiceAccuracy:
    """Compare labels with choices, one pair per question, all of one skill with these `options`."""
    labels, choices = [label for label, _ in pairs], [choice for _, choice in pairs]
    return ChoiceAccuracy(
        n=len(labels),
        accuracy=float(np.mean(np.equal(labels, choices))),
        commonest=Counter(labels).most_common(1)[0][1] / len(labels),
        weighted_kappa=weighted_kappa(labels, choices, options),
    )


def weighted_kappa(labels: Sequence[int], choices: Sequence[int], options: Sequence[int]) -> float:
    """Compute Cohen's kappa with quadratic weights over the options' order (Cohen 1968), by scikit-learn.

    1 where all labels and choices are one and the same option, so that nothing could disagree.
    """
    if len({*labels, *choices}) < 2:
        return 1.0
    return float(cohen_kappa_score(labels, choices, labels=list(options), weights="quadratic"))
