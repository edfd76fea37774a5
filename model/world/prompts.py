"""Wishes as English prompts."""

import random

from model.world.scene import Group, Wish
from model.world.vocabulary import NUMBERS, PERSON, plural

_STYLE_PHRASES = {
    "flat": "a flat drawing of {}",
    "ink": "an ink drawing of {}",
    "pixel art": "pixel art of {}",
    "watercolour": "a watercolour of {}",
    "comic": "a comic picture of {}",
}


def prompt_text(wish: Wish, rng: random.Random) -> str:
    """The wish as one English prompt; phrasing by chance, content not."""
    phrases = {group.kind: _group_phrase(group) for group in wish.groups}
    if wish.person:
        phrases[PERSON] = f"a person {wish.action.words}" if wish.action else "a person"
    if wish.relation:
        text = f"{phrases[wish.relation.first]} {wish.relation.words} {phrases[wish.relation.second]}"
    else:
        parts = list(phrases.values())
        rng.shuffle(parts)
        text = " and ".join(parts)
    return _STYLE_PHRASES[wish.style].format(text) if wish.style else text


def _group_phrase(group: Group) -> str:
    count = group.count or 1
    words = [NUMBERS[count]] if group.count else []
    if group.colour:
        words.append(group.colour)
    words.append(plural(group.kind, count) if group.count else group.kind)
    if not group.count:
        words.insert(0, "an" if words[0][0] in "aeiou" else "a")
    return " ".join(words)
