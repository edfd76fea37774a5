"""Which T2I model moves tau-b most: the value without each of them, and with the metric's score of each replaced.

Leaving a T2I model out also takes away the pairs it was right in. Replacing
its score alone by the best possible one asks what a slip in that one score
would have cost; so T2I models are listed by that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from leaderboard.statistics.arrays import Floats, two_columns
from leaderboard.statistics.counts import count_pairs, tau_b, without_each
from leaderboard.statistics.intervals import jackknife_error


@dataclass(frozen=True, slots=True)
class Influence:
    """The influence of one T2I model on tau-b; None where it is not defined.

    `without`: tau-b of the others; `change`: how much that is more than with it.
    `best`: tau-b with the metric's score of this one moved, past any other's, to where it agrees best;
    `gain`: how much that is more than as it is.
    """

    t2i_model: str
    without: float | None = None
    change: float | None = None
    best: float | None = None
    gain: float | None = None


@dataclass(frozen=True, slots=True)
class Influences:
    """Tau-b of all, its jackknife standard error, and every T2I model's influence, the largest `gain` first."""

    value: float | None
    standard_error: float | None
    rows: tuple[Influence, ...]


def influence(t2i_models: Sequence[str], human: Floats, metric: Floats) -> Influences:
    """Compute the influence of every T2I model on tau-b, from people's and the metric's scores, (n,) each.

    Raises:
        ValueError: The columns and the names differ in length, or hold something not finite.
    """
    x, y = two_columns(human, metric)
    if len(t2i_models) != len(x):
        raise ValueError(f"{len(t2i_models)} names do not go with {len(x)} scores")
    if len(x) < 2:
        return Influences(None, None, tuple(Influence(name) for name in t2i_models))
    value = float(tau_b(count_pairs(x, y)))
    without = tau_b(without_each(x, y))
    best = np.maximum(_best_replaced(x, y), value)
    rows = [
        Influence(name, _known(left), _known(left - value), _known(most), _known(most - value))
        for name, left, most in zip(t2i_models, without, best, strict=True)
    ]
    order = np.lexsort((-np.nan_to_num(np.abs(without - value)), -np.nan_to_num(best - value)))
    return Influences(_known(value), _known(jackknife_error(without)), tuple(rows[place] for place in order))


def _best_replaced(human: Floats, metric: Floats) -> Floats:
    """Compute tau-b with each row's metric score moved to the best place between, below or above the others, (n,)."""
    n = len(human)
    others = without_each(human, metric)
    order = np.argsort(metric, kind="stable")
    signs = np.sign(human[:, None] - human[order])
    passed = np.cumsum(signs, axis=1)[:, np.append(np.diff(metric[order]) > 0, np.True_)]
    # Above those it has passed, below the rest: their signs count for it, the rest's against it.
    most = np.maximum(2 * passed.max(axis=1), 0) - signs.sum(axis=1)
    apart_by_human = np.count_nonzero(signs) / 2
    apart_by_metric = others.concordant + others.discordant + others.tied_human + n - 1
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((others.lead + most) / np.sqrt(apart_by_human * apart_by_metric))


def _known(value: float) -> float | None:
    return float(value) if isfinite(value) else None
