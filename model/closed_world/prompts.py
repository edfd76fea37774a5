"""Wishes as English prompts, and the words they are told by."""

import random

from model.closed_world.scene import Group, PromptSpec
from model.closed_world.vocabulary import BETWEEN, NUMBERS, PERSON, plural

STYLE_PHRASES: dict[str, tuple[str, ...]] = {
    "flat": ("a flat drawing of {}", "{}, flat design", "flat vector art of {}"),
    "ink": ("an ink drawing of {}", "{}, drawn in ink", "ink illustration of {}"),
    "pixel art": ("pixel art of {}", "{}, pixel art", "{} in pixel art style"),
    "watercolour": ("a watercolour of {}", "{}, watercolour painting", "{} painted in watercolour"),
    "comic": ("a comic picture of {}", "{} in comic style", "comic book art of {}"),
    "sketch": ("a pencil sketch of {}", "{}, pencil sketch", "a sketch of {}"),
    "blueprint": ("a blueprint of {}", "{} as a blueprint", "{}, blueprint style"),
    "mosaic": ("a mosaic of {}", "{} as a mosaic", "a tiled mosaic showing {}"),
}
"""Ways to ask for a style, the rest of the prompt at `{}`."""

RELATION_PHRASES: dict[str, tuple[str, ...]] = {
    "left of": ("left of", "to the left of"),
    "right of": ("right of", "to the right of"),
    "above": ("above",),
    "below": ("below", "underneath"),
    "on": ("on", "on top of"),
    "in front of": ("in front of",),
    BETWEEN: (BETWEEN, "in between"),
}
"""Ways to ask for a relation."""

PEOPLE: tuple[str, ...] = (PERSON, "man", "woman")
_JOINTS = (" and ", " with ", ", ")


def write_prompt(spec: PromptSpec, rng: random.Random) -> str:
    """The wish as one English prompt; phrasing by chance, content not."""
    phrases = {group.kind: _group_phrase(group) for group in spec.groups}
    if spec.person:
        somebody = f"a {rng.choice(PEOPLE)}"
        phrases[PERSON] = f"{somebody} {spec.action.words}" if spec.action else somebody
    relation = spec.relation
    if relation:
        words = rng.choice(RELATION_PHRASES[relation.words])
        text = f"{phrases[relation.first]} {words} {phrases[relation.second]}"
        if relation.third:
            text += f" and {phrases[relation.third]}"
    else:
        parts = list(phrases.values())
        rng.shuffle(parts)
        text = rng.choice(_JOINTS[:2] if len(parts) == 2 else _JOINTS[:1]).join(parts[-2:])
        text = _JOINTS[2].join([*parts[:-2], text])
    return rng.choice(STYLE_PHRASES[spec.style]).format(text) if spec.style else text


def _group_phrase(group: Group) -> str:
    count = group.count or 1
    words = [NUMBERS[count]] if group.count else []
    if group.colour:
        words.append(group.colour)
    words.append(plural(group.kind, count) if group.count else group.kind)
    if not group.count:
        words.insert(0, "an" if words[0][0] in "aeiou" else "a")
    return " ".join(words)
