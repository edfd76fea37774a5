"""Labelled images as what the network takes: prepared views, encoded questions, positions of the true options."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from PIL import Image
from torch.utils.data import Dataset

from model.evaluator.encoding import QuestionEncoder
from model.evaluator.images import ImagePreparer, PreparedImage
from model.training.data import LabelledImage
from model.training.network import IGNORED, ImageQuestions


@dataclass(frozen=True, slots=True)
class Example:
    """One image, ready for the network; `labels` are positions in the options of its questions."""

    image: PreparedImage
    asked: ImageQuestions
    labels: tuple[int, ...]


class Examples(Dataset[Example]):
    """The images of one split, prepared when they are taken."""

    def __init__(self, images: Sequence[LabelledImage], preparer: ImagePreparer, encoder: QuestionEncoder) -> None:
        self.images = images
        self._preparer, self._encoder = preparer, encoder

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Example:
        own = self.images[index]
        with Image.open(own.path) as image:
            prepared = self._preparer.prepare(image)
        encoded = tuple(map(self._encoder.encode, own.questions))
        labels = tuple(q.options.index(answer) for q, answer in zip(own.questions, own.answers, strict=True))
        return Example(prepared, ImageQuestions(own.questions, encoded), labels)


def collate(examples: Sequence[Example]) -> dict[str, Any]:
    """A batch as `Judge.forward` takes it; `labels` first, since accelerate reads the batch's size from it."""
    longest = max(len(example.labels) for example in examples)
    labels = [[*example.labels, *[IGNORED] * (longest - len(example.labels))] for example in examples]
    return {
        "labels": torch.tensor(labels),
        "images": [example.image for example in examples],
        "asked": [example.asked for example in examples],
    }
