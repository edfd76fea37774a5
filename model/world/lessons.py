"""Pretraining lessons: a picture with plain questions about it and their answers in words.

Captions, counts, colours, places, what a person does, how parts of bodies and
things look, and how many statements of a list hold. No quality is graded here:
grades come from labels only, by supervised fine-tuning.
"""

import random
from dataclasses import dataclass

from PIL import Image

from model.skills import SKILLS
from model.world.draw import DEFAULT_SIZE, render
from model.world.facts import plain_questions
from model.world.scene import fulfil, sample_wish
from model.world.spoiling import spoil

_FAULT_RATE = 0.45
"""Share of lessons in which a given skill goes wrong."""

QUESTIONS = 14
"""At most so many of a picture's plain questions make a lesson."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A picture and plain questions with their answers in words."""

    image: Image.Image
    questions: tuple[tuple[str, str], ...]


def make_lesson(seed: str, size: int = DEFAULT_SIZE) -> Lesson:
    """The lesson of that seed, its picture `size` pixels wide; the same seed always gives the same lesson."""
    rng = random.Random(seed)
    wish = sample_wish(rng, annotated=rng.random() < 0.55)
    rates = dict.fromkeys((skill.key for skill in SKILLS), _FAULT_RATE)
    scene = spoil(fulfil(wish, rng), wish, rates, rng)
    asked = plain_questions(scene, wish, rng)
    # Descriptions teach the most, so every one is kept; the rest take turns.
    kept = [pair for pair in asked if pair[0].startswith("Describe")]
    others = [pair for pair in asked if pair not in kept]
    rng.shuffle(others)
    return Lesson(render(scene, size), tuple([*kept, *others][:QUESTIONS]))
