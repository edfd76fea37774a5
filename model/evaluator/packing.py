"""Pack all questions on an image into one sequence, with the mask that keeps them apart.

The sequence is the shared prefix (text, image), then per question its suffix and its trie's inner nodes. Every suffix
sees the prefix and itself; an inner node also sees its ancestors. Positions of every suffix start where the prefix
ends, so a packed question gets exactly the input that it would get alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.evaluator.encoding import ROOT, EncodedQuestion


@dataclass(frozen=True, slots=True)
class Tail:
    """The `t` tokens behind the prefix, for all questions of one image.

    `ids` (t,), `positions` (t,), counted from the prefix's end, `visible` (t, t), True where a row may attend to a
    column, and `reads`, per question the rows at which logits are read: its root first, then its inner nodes.
    """

    ids: Tensor
    positions: Tensor
    visible: Tensor
    reads: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Sequences of a batch of images, one per entry of `shown`, the longest `l` tokens.

    `shown`: the image of each sequence, and whether the image newline ends it. `words`: ids of the prefix and then of
    all tails. `rows` (sequences, l) assembles the sequences from the embeddings of `words` followed by the images'
    features. `mask` (sequences, 1, l, l) is True where attention is allowed; `positions` (sequences, l). `reads`
    (2, reads): sequence and place of each logit, image by image, question by question, the trie's root and then its
    inner nodes in order.
    """

    shown: tuple[tuple[int, bool], ...]
    words: Tensor
    rows: Tensor
    mask: Tensor
    positions: Tensor
    reads: Tensor


def lay_out(
    prefix: Sequence[int], images: Sequence[int], questions: Sequence[Sequence[EncodedQuestion]], newline: int = 0
) -> Layout:
    """Lay out the questions of a batch.

    `images` holds the number of tokens of each image, to which `newline` (0 or 1) is added for questions with the image
    newline. An image with both kinds of questions takes two sequences.
    """
    groups = [
        (index, ended, members)
        for index, image_questions in enumerate(questions)
        for ended in (True, False)
        if (members := [number for number, question in enumerate(image_questions) if question.newline == ended])
    ]
    tails = [pack([questions[index][member] for member in members]) for index, _, members in groups]
    lengths = [images[index] + (newline if ended else 0) for index, ended, _ in groups]
    starts = [len(prefix) + length for length in lengths]
    mask, positions = batch_mask(starts, tails)
    places = {
        (index, member): [(row, start + read) for read in reads]
        for row, ((index, _, members), start, tail) in enumerate(zip(groups, starts, tails, strict=True))
        for member, reads in zip(members, tail.reads, strict=True)
    }
    return Layout(
        tuple((index, ended) for index, ended, _ in groups),
        torch.cat([torch.tensor(prefix, dtype=torch.long), *(tail.ids for tail in tails)]),
        _rows(len(prefix), lengths, [len(tail.ids) for tail in tails]),
        mask,
        positions,
        torch.tensor([place for question in sorted(places) for place in places[question]]).T,
    )


def pack(questions: Sequence[EncodedQuestion]) -> Tail:
    """Lay the questions of one image out behind their shared prefix."""
    ids: list[int] = []
    positions: list[int] = []
    reads = []
    for question in questions:
        start, length = len(ids), len(question.suffix)
        ids.extend(question.suffix)
        ids.extend(inner.token for inner in question.inner)
        positions.extend(range(length))
        positions.extend(length - 1 + depth for depth in question.depths)
        reads.append((start + length - 1, *range(start + length, len(ids))))
    visible = torch.zeros(len(ids), len(ids), dtype=torch.bool)
    start = 0
    for question in questions:
        end = start + len(question.suffix)
        after = end + len(question.inner)
        visible[start:after, start:after] = _causal(after - start)
        if not question.chained:
            visible[end:after, end:after] = torch.from_numpy(_ancestry(question))
        start = after
    return Tail(torch.tensor(ids), torch.tensor(positions), visible, tuple(reads))


def _ancestry(question: EncodedQuestion) -> NDArray[np.bool_]:
    """Return (inner nodes, inner nodes), True where a column is the row's ancestor or itself."""
    ancestry = np.eye(len(question.inner), dtype=np.bool_)
    for node, inner in enumerate(question.inner):
        if inner.parent != ROOT:
            ancestry[node] |= ancestry[inner.parent]
    return ancestry


def batch_mask(prefix_lengths: Sequence[int], tails: Sequence[Tail]) -> tuple[Tensor, Tensor]:
    """Build mask (batch, 1, l, l), True where attention is allowed, and positions (batch, l) of right-padded sequences.

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


def _rows(prefix: int, images: Sequence[int], tails: Sequence[int]) -> Tensor:
    """Index the token of every place (batch, longest sequence), for tokens in the order prefix, all tails, all images.

    The arguments are numbers of tokens. Padding repeats the first token; the mask hides it.
    """
    longest = max(prefix + image + tail for image, tail in zip(images, tails, strict=True))
    rows = torch.zeros(len(images), longest, dtype=torch.long)
    tail_start, image_start = prefix, prefix + sum(tails)
    for row, (image, tail) in enumerate(zip(images, tails, strict=True)):
        rows[row, :prefix] = torch.arange(prefix)
        rows[row, prefix : prefix + image] = torch.arange(image_start, image_start + image)
        rows[row, prefix + image : prefix + image + tail] = torch.arange(tail_start, tail_start + tail)
        image_start, tail_start = image_start + image, tail_start + tail
    return rows


@lru_cache(maxsize=256)
def _causal(length: int) -> Tensor:
    return torch.ones(length, length, dtype=torch.bool).tril()
