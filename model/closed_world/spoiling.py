"""Faults of faithfulness and departures from the prompt, put into scenes."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from model.closed_world.scene import MAX_COUNT, PromptSpec, Scene
from model.closed_world.vocabulary import (
    ARRANGEMENTS,
    COLOURS,
    FAULTS,
    KINDS,
    MONOCHROME,
    PERSON,
    PERSON_SKILLS,
    POSES,
    PROPS,
    STYLES,
)


def spoil_scene(scene: Scene, spec: PromptSpec, rates: Mapping[str, float], rng: random.Random) -> Scene:
    """Put faults into a scene: each skill goes wrong with its rate (0 to 1), by a random degree."""
    for key, spoiler in _ALIGNMENT_SPOILERS:
        if rng.random() < rates[key]:
            scene = spoiler(scene, spec, rng)
    faults = {}
    for key, kinds_of_fault in FAULTS.items():
        if (scene.person or key not in PERSON_SKILLS) and rng.random() < rates[key]:
            faults[key] = tuple(sorted(rng.sample(kinds_of_fault, rng.randint(1, len(kinds_of_fault)))))
    return replace(scene, faults=faults)


def _spoil_object(scene: Scene, spec: PromptSpec, rng: random.Random) -> Scene:
    """Replace some or all of the kinds by others, or leave out a group or the person where something else stays."""
    others = [kind for kind in KINDS if kind not in spec.things]
    victims = rng.sample(scene.groups, rng.randint(1, len(scene.groups)))
    for victim in victims:
        if len(scene.order) > 1 and rng.random() < 0.4:
            scene = replace(
                scene,
                groups=tuple(group for group in scene.groups if group is not victim),
                order=tuple(thing for thing in scene.order if thing != victim.kind),
            )
            continue
        other = others.pop(rng.randrange(len(others)))
        scene = replace(
            scene,
            groups=tuple(replace(group, kind=other) if group is victim else group for group in scene.groups),
            order=tuple(other if thing == victim.kind else thing for thing in scene.order),
        )
    if scene.person and scene.groups and rng.random() < 0.3:
        scene = replace(
            scene,
            person=False,
            pose="down",
            prop=None,
            order=tuple(thing for thing in scene.order if thing != PERSON),
        )
    return scene


def _spoil_count(scene: Scene, spec: PromptSpec, rng: random.Random) -> Scene:
    """Draw some of the groups too often or too seldom."""
    return _change_groups(scene, "count", range(1, MAX_COUNT + 1), rng)


def _spoil_colour(scene: Scene, spec: PromptSpec, rng: random.Random) -> Scene:
    """Give some of the groups another colour."""
    return _change_groups(scene, "colour", COLOURS, rng)


def _change_groups(scene: Scene, attribute: str, values: Iterable[Any], rng: random.Random) -> Scene:
    """Give some of the groups another of the attribute's values."""
    if not scene.groups:
        return scene
    victims = rng.sample(scene.groups, rng.randint(1, len(scene.groups)))
    changed = {
        group.kind: replace(
            group, **{attribute: rng.choice([value for value in values if value != getattr(group, attribute)])}
        )
        for group in victims
    }
    return replace(scene, groups=tuple(changed.get(group.kind, group) for group in scene.groups))


def _spoil_style(scene: Scene, spec: PromptSpec, rng: random.Random) -> Scene:
    """Draw in another style, or only half of the picture in the right one."""
    if spec.style is None:
        return scene
    if scene.style not in ("flat", *MONOCHROME) and rng.random() < 0.5:
        return replace(scene, half_style=True)
    return replace(scene, style=rng.choice([style for style in STYLES if style != spec.style]))


def _spoil_spatial(scene: Scene, spec: PromptSpec, rng: random.Random) -> Scene:
    """Turn the order round, or arrange things in another way."""
    if spec.relation is None or len(scene.order) < 2:
        return scene
    if len(scene.order) == 3:
        first, middle, last = scene.order
        return replace(scene, order=rng.choice(((middle, first, last), (first, last, middle))))
    if scene.person or rng.random() < 0.5:
        return replace(scene, order=scene.order[::-1])
    return replace(scene, arrangement=rng.choice([name for name in ARRANGEMENTS if name != scene.arrangement]))


def _spoil_action(scene: Scene, spec: PromptSpec, rng: random.Random) -> Scene:
    """Change the pose, the prop or both."""
    if not scene.person:
        return scene
    part = rng.choice(("pose", "prop", "both"))
    if part != "prop":
        scene = replace(scene, pose=rng.choice([pose for pose in POSES if pose != scene.pose]))
    if part != "pose":
        props = [prop for prop in (*PROPS, None) if prop != scene.prop]
        scene = replace(scene, prop=rng.choice(props))
    return scene


_ALIGNMENT_SPOILERS = (
    ("alignment.object", _spoil_object),
    ("alignment.count", _spoil_count),
    ("alignment.color", _spoil_colour),
    ("alignment.style", _spoil_style),
    ("alignment.spatial", _spoil_spatial),
    ("alignment.action", _spoil_action),
)
