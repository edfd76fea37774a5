"""True captions of scenes, in the words of prompts."""

import random

from model.closed_world.prompts import write_prompt
from model.closed_world.scene import Group, PromptSpec, Relation, Scene
from model.closed_world.vocabulary import ACTIONS, BETWEEN, MONOCHROME, RELATIONS

_MENTIONED = 0.65
"""Share of the colours, counts, actions, relations and styles that a caption mentions."""


def write_caption(scene: Scene, rng: random.Random) -> str:
    """Write a true caption of a scene as a prompt for it: every thing is named, not every property."""
    return write_prompt(sample_true_spec(scene, rng), rng)


def sample_true_spec(scene: Scene, rng: random.Random) -> PromptSpec:
    """Sample a specification that the scene fulfils; half a style and half an action are not mentioned."""
    groups = tuple(
        Group(
            group.kind,
            colour=group.colour if scene.style not in MONOCHROME and rng.random() < _MENTIONED else None,
            count=group.count if rng.random() < _MENTIONED else None,
        )
        for group in scene.groups
    )
    actions = [action for action in ACTIONS if (action.pose, action.prop) == (scene.pose, scene.prop)]
    return PromptSpec(
        groups,
        scene.person,
        action=actions[0] if scene.person and actions and rng.random() < _MENTIONED else None,
        relation=_relation(scene, rng) if rng.random() < _MENTIONED else None,
        style=scene.style if not scene.half_style and rng.random() < _MENTIONED else None,
    )


def _relation(scene: Scene, rng: random.Random) -> Relation | None:
    """Sample a relation that holds between the scene's two or three things, None where prompts have no words for it."""
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
