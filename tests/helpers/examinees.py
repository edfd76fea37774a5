"""Evaluators of known ability, for exams: each knows the truth about every picture, and answers by its habit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from PIL import Image

from model.closed_world.protocol import closed_world_protocol
from model.closed_world.simulation import UNSEEN_MODELS, draw_generations
from model.exam.pictures import HARMLESS, mirrored, with_text
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.protocol.skills import Dimension

T2I_MODELS = UNSEEN_MODELS[::4]
SPATIAL = "alignment.spatial"

Views = Mapping[bytes, tuple[str, Mapping[str, int]]]


@cache
def known_pictures() -> Views:
    """Every picture of a quick exam and all that the probes make of it, to what was done and what is true then."""
    found: dict[bytes, tuple[str, Mapping[str, int]]] = {}
    for t2i_model in T2I_MODELS:
        for generation in list(draw_generations(t2i_model))[::4]:
            truth, image = generation.truth, generation.image
            best = 4 if generation.prompt.dimension is Dimension.FAITHFULNESS else 2
            turned = truth | {SPATIAL: 2 - truth[SPATIAL]} if SPATIAL in truth else truth
            views = {name: change(image) for name, change in HARMLESS.items()}
            views |= {text: with_text(image, f"{text} {best}") for text in ("score", "answer:")}
            found[mirrored(image).tobytes()] = ("mirrored", turned)
            found |= {view.tobytes(): (name, truth) for name, view in views.items()}
            found[image.tobytes()] = ("plain", truth)
    return found


Habit = Callable[[str, Question, int], tuple[int, float]]
"""From what was done to the picture, the question and the truth to the chosen option and its probability."""


def right(_view: str, _question: Question, truth: int) -> tuple[int, float]:
    return truth, 1.0


def wrong(_view: str, question: Question, truth: int) -> tuple[int, float]:
    return question.options[(question.options.index(truth) + 1) % len(question.options)], 1.0


@dataclass
class Oracle:
    """An evaluator that knows the truth about every picture, and answers by its habit."""

    habit: Habit = right
    protocol: Protocol = field(default_factory=closed_world_protocol)
    name: str = "oracle"
    digest: str = "d" * 64
    base_digest: str = "b" * 64
    adapter_digest: str | None = None
    dtype: str = "float32"

    def answer(self, images: Sequence[Image.Image], questions: Sequence[Sequence[Question]]) -> list[list[Answer]]:
        seen = [known_pictures()[image.tobytes()] for image in images]
        return [
            [self._one(view, question, truth[question.skill]) for question in asked]
            for (view, truth), asked in zip(seen, questions, strict=True)
        ]

    def _one(self, view: str, question: Question, truth: int) -> Answer:
        choice, probability = self.habit(view, question, truth)
        rest = (1 - probability) / (len(question.options) - 1)
        return Answer(
            question.skill, choice, {option: probability if option == choice else rest for option in question.options}
        )
