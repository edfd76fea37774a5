"""Labelled images as the network takes them: prepared views, encoded questions, positions of the true options."""

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
    questions: ImageQuestions
    labels: tuple[int, ...]


class Examples(Dataset[Example]):
    """The images of one split, each prepared when it is taken."""

    def __init__(self, images: Sequence[LabelledImage], preparer: ImagePreparer, encoder: QuestionEncoder) -> None:
        self.images = images
        self._preparer, self._encoder = preparer, encoder

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> Example:
        labelled = self.images[index]
        with Image.open(labelled.path) as image:
            prepared = self._preparer.prepare(image)
        encoded = tuple(map(self._encoder.encode, labelled.questions))
        labels = tuple(
            question.options.index(answer)
            for question, answer in zip(labelled.questions, labelled.answers, strict=True)
        )
        return Example(prepared, ImageQuestions(labelled.questions, encoded), labels)


def collate(examples: Sequence[Example]) -> dict[str, Any]:
    """Make a batch as `Judge.forward` takes it; `labels` first, since accelerate reads the batch's size from it."""
    longest = max(len(example.labels) for example in examples)
    labels = [[*example.labels, *[IGNORED] * (longest - len(example.labels))] for example in examples]
    return {
        "labels": torch.tensor(labels),
        "images": [example.image for example in examples],
        "questions": [example.questions for example in examples],
    }
