"""One sequence for all questions on an image, and the mask that keeps them apart.

The sequence is the shared prefix (text, image, text's beginning), then per
question its suffix and its trie's inner nodes. Every suffix sees the prefix
and itself; an inner node also sees its ancestors. Positions of every suffix
start where the prefix ends, so a packed question meets exactly what it would
meet alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from model.encoding import EncodedQuestion


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows the prefix, for all questions of one image; `t` tokens.

    `ids` (t,) and `positions` (t,) count from the prefix's end; `visible`
    (t, t) is True where a row may look at a column; `reads` holds per question
    the rows at which logits are read: its root first, then its inner nodes.
    """

    ids: Tensor
    positions: Tensor
    visible: Tensor
    reads: tuple[tuple[int, ...], ...]


def pack(questions: Sequence[EncodedQuestion]) -> Tail:
    """Lay the questions of one image out behind their shared prefix."""
    ids: list[int] = []
    positions: list[int] = []
    blocks: list[tuple[int, EncodedQuestion]] = []
    reads = []
    for question in questions:
        start, length = len(ids), len(question.suffix)
        blocks.append((start, question))
        ids.extend(question.suffix)
        positions.extend(range(length))
        for node, inner in enumerate(question.inner):
            ids.append(inner.token)
            positions.append(length - 1 + len(question.ancestors(node)))
        reads.append((start + length - 1, *range(start + length, len(ids))))
    visible = torch.zeros(len(ids), len(ids), dtype=torch.bool)
    for start, question in blocks:
        end = start + len(question.suffix)
        visible[start:end, start:end] = _causal(end - start)
        for node in range(len(question.inner)):
            visible[end + node, start:end] = True
            for ancestor in question.ancestors(node):
                visible[end + node, end + ancestor] = True
    return Tail(torch.tensor(ids), torch.tensor(positions), visible, tuple(reads))


def batch_mask(prefix_lengths: Sequence[int], tails: Sequence[Tail]) -> tuple[Tensor, Tensor]:
    """Mask (batch, 1, l, l), True where attention is allowed, and positions (batch, l), for right-padded sequences.

    Padding rows see themselves only, so that no row is empty.
    """
    lengths = [prefix + len(tail.ids) for prefix, tail in zip(prefix_lengths, tails, strict=True)]
    longest = max(lengths)
    mask = torch.eye(longest, dtype=torch.bool).repeat(len(tails), 1, 1)
    positions = torch.zeros(len(tails), longest, dtype=torch.long)
    for row, (prefix, tail, length) in enumerate(zip(prefix_lengths, tails, lengths, strict=True)):
        mask[row, :prefix, :prefix] = _causal(prefix)
        mask[row, prefix:length, :prefix] = True
        mask[row, prefix:length, prefix:length] = tail.visible
        positions[row, :prefix] = torch.arange(prefix)
        positions[row, prefix:length] = tail.positions + prefix
    return mask[:, None], positions


@lru_cache(maxsize=256)
def _causal(length: int) -> Tensor:
    return torch.ones(length, length, dtype=torch.bool).tril()
