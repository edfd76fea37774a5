"""Captions: what a picture really shows, told in the words in which prompts ask."""

import random

from model.closed_world.prompts import write_prompt
from model.closed_world.scene import Group, PromptSpec, Relation, Scene
from model.closed_world.vocabulary import ACTIONS, BETWEEN, MONOCHROME, RELATIONS

_TOLD = 0.65
"""How often a colour, a count, an action, a relation or a style is told rather than passed over."""


def write_caption(scene: Scene, rng: random.Random) -> str:
    """A true caption of the scene, as a prompt might have asked for it: every thing is named, not all is said of it."""
    return write_prompt(sample_true_spec(scene, rng), rng)


def sample_true_spec(scene: Scene, rng: random.Random) -> PromptSpec:
    """A wish that the scene grants. A style in half of the picture and an action half done are not told."""
    groups = tuple(
        Group(
            group.kind,
            colour=group.colour if scene.style not in MONOCHROME and rng.random() < _TOLD else None,
            count=group.count if rng.random() < _TOLD else None,
        )
        for group in scene.groups
    )
    actions = [action for action in ACTIONS if (action.pose, action.prop) == (scene.pose, scene.prop)]
    return PromptSpec(
        groups,
        scene.person,
        action=actions[0] if scene.person and actions and rng.random() < _TOLD else None,
        relation=_relation(scene, rng) if rng.random() < _TOLD else None,
        style=scene.style if not scene.half_style and rng.random() < _TOLD else None,
    )


def _relation(scene: Scene, rng: random.Random) -> Relation | None:
    """A relation that holds between the scene's two or three things, if they have one that prompts ask for."""
    if len(scene.order) == 3 and scene.arrangement == RELATIONS[BETWEEN][0]:
        ends = rng.sample((scene.order[0], scene.order[2]), 2)
        return Relation(scene.order[1], BETWEEN, ends[0], ends[1])
    if len(scene.order) != 2:
        return None
    words = rng.choice(
        [
            words
            for words, (arrangement, _) in RELATIONS.items()
            if arrangement == scene.arrangement and words != BETWEEN
        ]
    )
    first, second = scene.order if RELATIONS[words][1] else scene.order[::-1]
    return Relation(first, words, second)
