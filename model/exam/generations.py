"""The exam's main pass: generations answered by an evaluator, its answers kept beside the truth."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol as Interface

from PIL import Image

from model.closed_world.annotators import simulate_labels
from model.closed_world.simulation import SimulatedModel, plan_generations
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt, Question

BATCH = 32
"""Images between two reports of progress."""

SAMPLE_EVERY = 17
"""One image in so many is kept for the probes; prime, so that all prompts have their turn."""


class ExaminedEvaluator(Interface):
    """The evaluator that is examined; `model.evaluator.evaluator.Evaluator` is one."""

    protocol: Protocol
    name: str
    digest: str
    base_digest: str
    adapter_digest: str | None
    dtype: str

    def answer(self, images: Sequence[Image.Image], questions: Sequence[Sequence[Question]]) -> list[list[Answer]]:
        """Answer each image's questions, in their order."""


@dataclass(frozen=True, slots=True)
class MarkedGeneration:
    """One generation of a simulated T2I model, marked: truth by skill, each annotator's labels, and the answers."""

    t2i_model: str
    prompt: Prompt
    truth: Mapping[str, int]
    labels: Mapping[str, Mapping[str, int]]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ProbeSample:
    """A marked generation with its image and questions, to be asked again about a changed image."""

    generation: MarkedGeneration
    image: Image.Image
    questions: tuple[Question, ...]


class ProgressCounter:
    """Counts images: those answered, and those there are in all as far as is known."""

    def __init__(self, total: int, report: Callable[[int, int], None] | None) -> None:
        self._done, self._total, self._report = 0, total, report

    def add_total(self, images: int) -> None:
        """Raise the number of images there are in all."""
        self._total += images

    def add_done(self, images: int) -> None:
        """Count images as answered, and report."""
        self._done += images
        if self._report:
            self._report(self._done, self._total)


def answer_in_batches(
    evaluator: ExaminedEvaluator,
    images: Sequence[Image.Image],
    questions: Sequence[Sequence[Question]],
    progress: ProgressCounter,
) -> list[list[Answer]]:
    """Call `evaluator.answer` in batches, and count the progress."""
    answers = []
    for start in range(0, len(images), BATCH):
        batch = slice(start, start + BATCH)
        answers += evaluator.answer(images[batch], questions[batch])
        progress.add_done(len(images[batch]))
    return answers


def answer_generations(
    evaluator: ExaminedEvaluator, t2i_models: Sequence[SimulatedModel], every: int, progress: ProgressCounter
) -> Iterator[ProbeSample]:
    """Draw every `every`-th generation of the simulated T2I models and have it answered, batch by batch."""
    for t2i_model in t2i_models:
        plans = islice(plan_generations(t2i_model), 0, None, every)
        while batch := list(islice(plans, BATCH)):
            images = [generation.draw().image for generation in batch]
            questions = [evaluator.protocol.questions_for(generation.prompt) for generation in batch]
            answers = answer_in_batches(evaluator, images, questions, progress)
            for planned, image, image_questions, image_answers in zip(batch, images, questions, answers, strict=True):
                labels = simulate_labels(t2i_model.name, planned.prompt, planned.truth)
                marked = MarkedGeneration(t2i_model.name, planned.prompt, planned.truth, labels, tuple(image_answers))
                yield ProbeSample(marked, image, image_questions)
