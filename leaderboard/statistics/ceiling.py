"""How well people agree with people: the most that agreement with them can be expected to be."""

from dataclasses import dataclass

import numpy as np

from core.language import mark
from leaderboard.statistics.arrays import Floats, Ints
from leaderboard.statistics.counts import count_batch, tau_b

SPLITS = 500


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Mean tau-b between two random halves of people's labels, and the range of 95% of the splits.

    `split`: `prompts`, half of the prompts against the other half; or
    `annotators`, half of the annotators against the others on the same images.
    A half is less than the whole, so the true ceiling lies a little higher.
    """

    split: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    splits: int = 0
    note: str | None = None


def ceiling_over_prompts(human: Floats, strata: Ints, generator: np.random.Generator, splits: int = SPLITS) -> Ceiling:
    """Compute tau-b between the orders that two random halves of the prompts give.

    `human` is people's score of every T2I model and prompt, (T2I models, prompts); prompts of one of the `strata`,
    (prompts,), are shared out evenly.
    """
    if human.shape[0] < 2 or human.shape[1] < 2:
        return Ceiling("prompts", note=mark("At least two T2I models and two prompts are needed."))
    keys = generator.random((splits, human.shape[1]))
    # Within each stratum the random keys' order alternates between the halves.
    order = np.lexsort((keys, np.broadcast_to(strata, keys.shape)), axis=-1)
    halves = np.empty_like(keys)
    np.put_along_axis(halves, order, np.arange(human.shape[1]) % 2, axis=-1)
    one = halves @ human.T / halves.sum(axis=1, keepdims=True)
    other = (1 - halves) @ human.T / (1 - halves).sum(axis=1, keepdims=True)
    return _ceiling("prompts", tau_b(count_batch(one, other)))


def ceiling_over_annotators(scores: Floats, generator: np.random.Generator, splits: int = SPLITS) -> Ceiling:
    """Compute tau-b between the orders that two random halves of the annotators, (annotators, T2I models), give."""
    number, t2i_models = scores.shape
    if number < 2 or t2i_models < 2:
        return Ceiling("annotators", note=mark("At least two annotators and two T2I models are needed."))
    order = generator.permuted(np.tile(np.arange(number), (splits, 1)), axis=1)
    half = number // 2
    one, other = (scores[places].mean(axis=1) for places in (order[:, :half], order[:, half:]))
    return _ceiling("annotators", tau_b(count_batch(one, other)))


def _ceiling(split: str, taus: Floats) -> Ceiling:
    known = taus[np.isfinite(taus)]
    if len(known) == 0:
        return Ceiling(split, note=mark("People's scores of all T2I models are equal."))
    low, high = np.percentile(known, [2.5, 97.5])
    return Ceiling(split, float(known.mean()), float(low), float(high), len(known))
