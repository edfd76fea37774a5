"""Lessons: pictures of the closed world with questions and their true answers, for training and for exams.

Every lesson asks the five faithfulness questions, what the picture's own wish
asks, and the same kinds of questions about two other wishes made to fit the
picture partly, so that right and wrong things are about equally frequent.
Plain descriptions (what is shown, how many, in which colour, doing what) come
with it: from them a network that starts from nothing learns to see.
"""

import random
from dataclasses import dataclass

from PIL import Image

from model.protocol import Protocol, Question
from model.skills import SKILL_BY_KEY, SKILLS
from model.world.draw import render
from model.world.prompts import prompt_text
from model.world.scene import MAX_COUNT, Group, Relation, Scene, Wish, fulfil, relation_words, sample_wish, spoil
from model.world.truth import alignment, elements, faithfulness
from model.world.vocabulary import ACTIONS, COLOURS, KINDS, NUMBERS, PERSON, STYLES

_FAULT_RATE = 0.45
"""Share of lessons in which a given skill goes wrong."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A picture; skill questions and, in the same order, true answers; plain questions with answers in words."""

    image: Image.Image
    questions: tuple[Question, ...]
    answers: tuple[int, ...]
    descriptions: tuple[tuple[str, str], ...]


def make_lesson(protocol: Protocol, seed: str, size: int) -> Lesson:
    """The lesson of that seed, its picture `size` pixels wide; the same seed always gives the same lesson."""
    rng = random.Random(seed)
    wish = sample_wish(rng, annotated=rng.random() < 0.6)
    rates = dict.fromkeys((skill.key for skill in SKILLS), _FAULT_RATE)
    scene = spoil(fulfil(wish, rng), wish, rates, rng)
    asked = [(key, "", answer) for key, answer in faithfulness(scene).items()]
    for told in (wish, partly_fitting_wish(scene, rng), partly_fitting_wish(scene, rng)):
        truth, words = alignment(told, scene), elements(told)
        asked.extend((key, words[key], answer) for key, answer in truth.items())
    text = prompt_text(wish, rng)
    return Lesson(
        image=render(scene, size),
        questions=tuple(protocol.question(SKILL_BY_KEY[key], text, words) for key, words, _ in asked),
        answers=tuple(answer for *_, answer in asked),
        descriptions=describe(scene, rng),
    )


def describe(scene: Scene, rng: random.Random) -> tuple[tuple[str, str], ...]:
    """Plain questions about a scene with their answers in words."""
    between = " left of " if scene.axis == "horizontal" else " above "
    things = [_thing_words(scene, thing) for thing in scene.order]
    asked = [("What is shown?", between.join(things) or "nothing")]
    for kind in dict.fromkeys((rng.choice(KINDS), *(group.kind for group in scene.groups))):
        drawn = scene.group(kind)
        asked.append((f"How many: {kind}?", NUMBERS[drawn.count if drawn else 0]))
        asked.append((f"Which colour: {kind}?", drawn.colour if drawn else "none"))
    if scene.person:
        asked.append(("What does the person do?", f"{scene.pose} {scene.prop or 'nothing'}"))
    return tuple(asked)


def _thing_words(scene: Scene, thing: str) -> str:
    group = scene.group(thing)
    return f"{NUMBERS[group.count]} {group.colour} {thing}" if group else thing


def partly_fitting_wish(scene: Scene, rng: random.Random) -> Wish:
    """A wish about a scene in which each stated thing is right about half of the time."""
    kinds = [group.kind for group in scene.groups if rng.random() < 0.75]
    while not kinds or (len(kinds) == 1 and rng.random() < 0.4):
        kinds.append(rng.choice([kind for kind in KINDS if kind not in kinds]))
    rng.shuffle(kinds)
    person = len(kinds) < 2 and rng.random() < (0.6 if scene.person else 0.3)
    groups = tuple(_partly_fitting_group(scene, kind, rng) for kind in kinds)
    wish = Wish(
        groups,
        person,
        action=rng.choice(ACTIONS) if person else None,
        style=rng.choice((scene.style, rng.choice(STYLES))),
    )
    if person and rng.random() < 0.5:
        fitting = [action for action in ACTIONS if action.pose == scene.pose or action.prop == scene.prop]
        wish = Wish(groups, person, rng.choice(fitting or ACTIONS), style=wish.style)
    pool = [thing for thing in (*scene.order, *wish.things) if thing != PERSON or person]
    pair = list(dict.fromkeys(pool))[:2]
    rng.shuffle(pair)
    if len(pair) == 2 and set(pair) <= set(wish.things):
        words = relation_words(tuple(pair))
        relation = Relation(pair[0], rng.choice(words), pair[1])
        wish = Wish(groups, person, wish.action, relation, wish.style)
    return wish


def _partly_fitting_group(scene: Scene, kind: str, rng: random.Random) -> Group:
    drawn = scene.group(kind)
    keep_colour, keep_count = rng.random() < 0.5, rng.random() < 0.5
    return Group(
        kind,
        colour=drawn.colour if drawn and keep_colour else rng.choice(list(COLOURS)),
        count=drawn.count if drawn and keep_count else rng.randint(1, MAX_COUNT),
    )
