"""Putting the exam's pictures to an evaluator, and keeping what it answers beside what is true."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol as Interface

from PIL import Image

from model.closed_world.annotators import simulate_labels
from model.closed_world.simulation import PlannedGeneration, SimulatedModel, plan_generations
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt, Question

BATCH = 32
"""Pictures between two signs of progress."""

SPECIMENS_EVERY = 17
"""Every how many pictures one is kept for the probes; prime, so that all prompts have their turn."""


class ExaminedEvaluator(Interface):
    """What an exam needs of an evaluator; `model.evaluator.evaluator.Evaluator` is one."""

    protocol: Protocol
    name: str
    digest: str
    base_digest: str
    adapter_digest: str | None
    dtype: str

    def answer(self, images: Sequence[Image.Image], questions: Sequence[Sequence[Question]]) -> list[list[Answer]]:
        """Answers to each image's questions, in their order."""


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
    """A marked generation with its picture and questions, to be asked again with the picture changed."""

    paper: MarkedGeneration
    image: Image.Image
    questions: tuple[Question, ...]


class ProgressCounter:
    """Counts pictures: those answered, and those there are in all as far as is known."""

    def __init__(self, total: int, tell: Callable[[int, int], None] | None) -> None:
        self._done, self._total, self._tell = 0, total, tell

    def expect(self, more: int) -> None:
        """That many pictures come on top."""
        self._total += more

    def tick(self, number: int) -> None:
        """That many pictures are answered."""
        self._done += number
        if self._tell:
            self._tell(self._done, self._total)


def answer_in_batches(
    evaluator: ExaminedEvaluator,
    images: Sequence[Image.Image],
    questions: Sequence[Sequence[Question]],
    clock: ProgressCounter,
) -> list[list[Answer]]:
    """`evaluator.answer` in batches, with signs of progress."""
    answers = []
    for start in range(0, len(images), BATCH):
        batch = slice(start, start + BATCH)
        answers += evaluator.answer(images[batch], questions[batch])
        clock.tick(len(images[batch]))
    return answers


def answer_generations(
    evaluator: ExaminedEvaluator,
    t2i_models: Sequence[SimulatedModel],
    every: int,
    wanted: Callable[[MarkedGeneration], bool],
    clock: ProgressCounter,
) -> tuple[list[MarkedGeneration], list[ProbeSample], list[ProbeSample]]:
    """Answer every `every`-th generation of the simulated T2I models.

    Returns:
        All papers; specimens chosen evenly; and specimens of those papers that are `wanted`.
    """
    papers: list[MarkedGeneration] = []
    even: list[ProbeSample] = []
    chosen: list[ProbeSample] = []
    for t2i_model in t2i_models:
        for planned in _batches(islice(plan_generations(t2i_model), 0, None, every)):
            images = [generation.draw().image for generation in planned]
            questions = [evaluator.protocol.questions_for(generation.prompt) for generation in planned]
            answers = answer_in_batches(evaluator, images, questions, clock)
            for generation, image, asked, answered in zip(planned, images, questions, answers, strict=True):
                paper = _marked(t2i_model, generation, answered)
                specimen = ProbeSample(paper, image, asked)
                if len(papers) % SPECIMENS_EVERY == 0:
                    even.append(specimen)
                if wanted(paper):
                    chosen.append(specimen)
                papers.append(paper)
    return papers, even, chosen


def _batches(plans: Iterator[PlannedGeneration]) -> Iterator[list[PlannedGeneration]]:
    while batch := list(islice(plans, BATCH)):
        yield batch


def _marked(t2i_model: SimulatedModel, generation: PlannedGeneration, answers: Sequence[Answer]) -> MarkedGeneration:
    prompt, truth = generation.prompt, generation.truth
    return MarkedGeneration(
        t2i_model.name, prompt, truth, simulate_labels(t2i_model.name, prompt, truth), tuple(answers)
    )
