"""Read what a prompt asks of each alignment skill from its words.

The reader knows the closed world's words: its objects, colours, numbers, styles, relations and actions. It ignores
other words, so on other prompts it reads less than a person would; its result is shown and can be corrected.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from model.closed_world.prompts import PEOPLE, RELATION_PHRASES
from model.closed_world.vocabulary import ACTIONS, BETWEEN, COLOURS, KINDS, NUMBERS, PERSON, STYLES, plural

_STYLE_WORDS = {style: style for style in STYLES} | {"watercolor": "watercolour"}
_PEOPLE = {*PEOPLE, "boy", "girl", "child", "people"}
_KIND_BY_WORD = {form: kind for kind in KINDS for form in (kind, plural(kind, 2))}
_NUMBERS = {word: value for value, word in enumerate(NUMBERS) if value} | {str(v): v for v in range(1, len(NUMBERS))}


@dataclass(frozen=True, slots=True)
class _Mention:
    """A thing named in the prompt: where its words begin and end, its colour and count."""

    thing: str
    start: int
    end: int
    colour: str | None
    count: int | None


def read_closed_world_elements(prompt: str) -> dict[str, str]:
    """Read elements by alignment skill, in the words of the closed world's questions; others are left out."""
    text = prompt.lower()
    action = next((action for action in ACTIONS if action.words in text), None)
    without_action = text.replace(action.words, " " * len(action.words)) if action else text
    mentions = _mentions(without_action)
    elements = {
        "alignment.object": ", ".join(dict.fromkeys(mention.thing for mention in mentions)),
        "alignment.count": ", ".join(
            f"{NUMBERS[mention.count]} {plural(mention.thing, mention.count)}" for mention in mentions if mention.count
        ),
        "alignment.color": ", ".join(f"{mention.colour} {mention.thing}" for mention in mentions if mention.colour),
        "alignment.style": next((style for words, style in _STYLE_WORDS.items() if _has(text, words)), ""),
        "alignment.spatial": _relation(without_action, mentions),
        "alignment.action": action.words if action else "",
    }
    return {key: element for key, element in elements.items() if element}


def _has(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", text) is not None


def _mentions(text: str) -> list[_Mention]:
    mentions: list[_Mention] = []
    colour: str | None = None
    count: int | None = None
    for match in re.finditer(r"[a-z]+|\d+", text):
        word = match.group()
        if word in COLOURS:
            colour = word
        elif word in _NUMBERS:
            count = _NUMBERS[word]
        elif word in _KIND_BY_WORD:
            mentions.append(_Mention(_KIND_BY_WORD[word], match.start(), match.end(), colour, count))
            colour = count = None
        elif word in _PEOPLE:
            mentions.append(_Mention(PERSON, match.start(), match.end(), None, None))
            colour = count = None
    return mentions


def _relation(text: str, mentions: list[_Mention]) -> str:
    for index, (first, second) in enumerate(pairwise(mentions)):
        gap = text[first.end : second.start]
        for words, phrases in RELATION_PHRASES.items():
            if not any(_has(gap, phrase) for phrase in phrases):
                continue
            relation = f"{first.thing} {words} {second.thing}"
            if words != BETWEEN:
                return relation
            if index + 2 < len(mentions):
                return f"{relation} and {mentions[index + 2].thing}"
    return ""
