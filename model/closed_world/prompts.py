"""Specifications as English prompts, and samples of prompts."""

import random
from collections.abc import Collection

from model.closed_world.scene import Group, PromptSpec, sample_spec
from model.closed_world.truth import name_elements
from model.closed_world.vocabulary import BETWEEN, NUMBERS, PERSON, plural
from model.protocol.schema import Prompt
from model.protocol.skills import Dimension

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
    """Write a specification as one English prompt; chance decides the phrasing only."""
    phrases = {group.kind: _group_phrase(group) for group in spec.groups}
    if spec.person:
        person = f"a {rng.choice(PEOPLE)}"
        phrases[PERSON] = f"{person} {spec.action.words}" if spec.action else person
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


def sample_prompts(
    dimension: Dimension, number: int, rng: random.Random, *, prompt_ids: str, taken: Collection[str] = ()
) -> list[tuple[Prompt, PromptSpec]]:
    """Sample prompts with their specifications, their texts all different and not `taken`.

    `prompt_ids` is the format of their ids, as `a{:03}`, filled with 1 and up.
    """
    annotated = dimension is Dimension.ALIGNMENT
    prompts: dict[str, tuple[Prompt, PromptSpec]] = {}
    while len(prompts) < number:
        spec = sample_spec(rng, annotated=annotated)
        text = write_prompt(spec, rng)
        if text not in taken and text not in prompts:
            elements = name_elements(spec) if annotated else {}
            prompt_id = prompt_ids.format(len(prompts) + 1)
            prompts[text] = Prompt(prompt_id=prompt_id, dimension=dimension, text=text, elements=elements), spec
    return list(prompts.values())


def _group_phrase(group: Group) -> str:
    count = group.count or 1
    words = [NUMBERS[count]] if group.count else []
    if group.colour:
        words.append(group.colour)
    words.append(plural(group.kind, count) if group.count else group.kind)
    if not group.count:
        words.insert(0, "an" if words[0][0] in "aeiou" else "a")
    return " ".join(words)
