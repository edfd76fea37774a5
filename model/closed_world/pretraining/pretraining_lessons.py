"""Lessons as the network takes them, drawn, encoded and laid out by the processes of a data loader."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.utils.data import Dataset

from model.closed_world.lessons import make_lesson
from model.closed_world.patches import compute_patch_facts
from model.closed_world.pretraining.scratch import IMAGE_SIDE, PATCH
from model.evaluator.encoding import EncodedQuestion, QuestionEncoder
from model.evaluator.images import ImagePreparer, PreparedImage
from model.evaluator.packing import Layout, lay_out
from model.training.loss import AnswerTokens, find_answer_tokens


@dataclass(frozen=True, slots=True)
class PreparedLesson:
    """A lesson as the network takes it; each question has one option, the answer. `facts` (patches, facts), 0 to 1."""

    image: PreparedImage
    questions: list[EncodedQuestion]
    facts: Tensor


@dataclass(frozen=True, slots=True)
class LessonBatch:
    """The lessons of one step: their views as one entry, their questions laid out, in the tower's part none.

    `facts` (lessons, patches, facts). Few and plain tensors, so that processes hand batches over fast.
    """

    images: PreparedImage
    facts: Tensor
    questions: tuple[Layout, AnswerTokens] | None


class Lessons(Dataset[PreparedLesson]):
    """A run's lessons by their number, made when they are read; those before number `silent` have no questions."""

    def __init__(self, seed: int, preparer: ImagePreparer, encoder: QuestionEncoder, silent: int) -> None:
        self._seed, self._preparer, self._encoder, self._silent = seed, preparer, encoder, silent

    def __getitem__(self, number: int) -> PreparedLesson:
        lesson = make_lesson(f"train/{self._seed}/{number}")
        return PreparedLesson(
            self._preparer.prepare(lesson.image),
            [self._encoder.encode_text(*question) for question in lesson.questions] if number >= self._silent else [],
            torch.from_numpy(compute_patch_facts(lesson.scene, IMAGE_SIDE // PATCH)),
        )

    def collate(self, lessons: Sequence[PreparedLesson]) -> LessonBatch:
        """Lay some lessons out as one batch."""
        questions = [lesson.questions for lesson in lessons]
        laid_out = None
        if any(questions):
            layout = lay_out(self._encoder.prefix, [(IMAGE_SIDE // PATCH) ** 2] * len(lessons), questions)
            laid_out = layout, find_answer_tokens(questions, [[0] * len(answered) for answered in questions])
        return LessonBatch(
            PreparedImage(torch.cat([lesson.image.views for lesson in lessons]), lessons[0].image.size),
            torch.stack([lesson.facts for lesson in lessons]),
            laid_out,
        )
