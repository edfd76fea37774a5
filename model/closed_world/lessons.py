"""Pretraining lessons: a picture with plain questions about it and their answers in words.

Captions, counts, colours, places, what a person does, how parts of bodies and things look, and how many statements of a
list hold. No quality is graded here: grades come from labels only, by supervised fine-tuning.
"""

import random
from dataclasses import dataclass, replace

from PIL import Image

from model.closed_world.draw import DEFAULT_SIZE, render
from model.closed_world.facts import sample_questions
from model.closed_world.scene import PromptSpec, Scene, sample_scene, sample_spec
from model.closed_world.spoiling import spoil_scene
from model.closed_world.vocabulary import FAULTS, PERSON_SKILLS
from model.protocol.skills import SKILLS, Dimension

_DEPARTURES = 0.45
"""Share of lessons in which a given skill of alignment goes wrong."""

QUESTIONS = 14
LISTS = 4
"""At most so many of a picture's questions make a lesson, and at most so many of those are about lists."""

_DESCRIBED = 0.6
"""Share of the descriptions that a lesson keeps."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A picture, what it shows, and plain questions about it with their answers in words."""

    image: Image.Image
    scene: Scene
    questions: tuple[tuple[str, str], ...]


def make_lesson(seed: str, size: int = DEFAULT_SIZE) -> Lesson:
    """Make the lesson of that seed, its picture `size` pixels wide; the same seed always gives the same lesson."""
    rng = random.Random(seed)
    scene, spec = sample_lesson_scene(rng)
    questions = sample_questions(scene, spec, rng)
    rng.shuffle(questions)
    # Lists and relations are what the protocol asks in other words; descriptions are long, so some are enough.
    described = [pair for pair in questions if pair[0].startswith("Describe") and rng.random() < _DESCRIBED]
    related = [pair for pair in questions if pair[0].startswith("Is it so")]
    lists = [pair for pair in questions if pair[0].startswith("How many are")]
    single = [pair for pair in questions if not pair[0].startswith(("Describe", "Is it so", "How many are"))]
    return Lesson(render(scene, size), scene, tuple([*described, *related, *lists[:LISTS], *single][:QUESTIONS]))


def sample_lesson_scene(rng: random.Random) -> tuple[Scene, PromptSpec]:
    """Sample a scene with faults and departures, and the specification that it departs from."""
    spec = sample_spec(rng, annotated=rng.random() < 0.55)
    rates = {skill.key: _DEPARTURES if skill.dimension is Dimension.ALIGNMENT else 0.0 for skill in SKILLS}
    scene = spoil_scene(sample_scene(spec, rng), spec, rates, rng)
    return replace(scene, faults=_faults(scene, rng)), spec


def _faults(scene: Scene, rng: random.Random) -> dict[str, tuple[str, ...]]:
    """Sample faults: none in a third of the pictures, in the others each possible one in half of them."""
    if rng.random() < 1 / 3:
        return {}
    return {
        key: tuple(fault for fault in faults if rng.random() < 0.5)
        for key, faults in FAULTS.items()
        if scene.person or key not in PERSON_SKILLS
    }
