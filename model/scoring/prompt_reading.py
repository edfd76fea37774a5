"""Read from a prompt's words what it asks of each alignment skill.

The rules, documented in `docs/score.md`, need no network and no language model. They find less than a person would,
so the result is shown and can be corrected. An evaluator of the closed world is asked in that world's words instead:
a caller that may import `model.closed_world` passes its reader as an `ElementReader`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from model.scoring.reading_words import ARTICLES, BREAKS, COLOURS, NO_ACTIONS, NO_THINGS, NUMBERS, RELATIONS, STYLES

MAX_PROMPT = 1_000
MAX_ELEMENT = 200
"""Longest prompt and longest element, in characters."""

ElementReader = Callable[[str], dict[str, str]]
"""Maps a prompt to elements by alignment skill; a skill that the prompt says nothing about is left out."""

_ARTICLE = rf"(?:{'|'.join(sorted(ARTICLES))})"
_AT_ONCE = re.compile(rf"\s*(?:{_ARTICLE}\s+)?")
_PASSED_OVER = re.compile(rf"\b(?:{_ARTICLE}|is|are|of)\b|~+")


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing that a prompt names: its words, number and colour, and its place in the text."""

    name: str
    count: str | None
    colour: str | None
    start: int
    end: int


def read_elements(prompt: str) -> dict[str, str]:
    """Read the elements of any prompt, by alignment skill; an `ElementReader`."""
    text = re.sub(r"\s+", " ", prompt[:MAX_PROMPT].lower())
    style = next((style for style in STYLES if _find(text, style)), "")
    plain = _blank(text, style)
    acting, actions = _actions(plain)
    things = _things(acting)
    elements = {
        "alignment.object": ", ".join(dict.fromkeys(thing.name for thing in things)),
        "alignment.count": ", ".join(f"{thing.count} {thing.name}" for thing in things if thing.count),
        "alignment.color": ", ".join(f"{thing.colour} {thing.name}" for thing in things if thing.colour),
        "alignment.style": style,
        "alignment.spatial": ", ".join(_relations(acting, things)),
        "alignment.action": ", ".join(_acts(acting, things, actions)),
    }
    return {key: _shorten(element) for key, element in elements.items() if element}


def _shorten(element: str) -> str:
    """Drop the last parts of an element that is too long."""
    if len(element) <= MAX_ELEMENT:
        return element
    return element[: MAX_ELEMENT + 1].rpartition(", ")[0] or element[:MAX_ELEMENT]


def _find(text: str, words: str) -> re.Match[str] | None:
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text)


def _blank(text: str, words: str) -> str:
    """Overwrite the words with dots, so that all other words keep their places."""
    match = _find(text, words) if words else None
    return text if match is None else f"{text[: match.start()]}{'.' * len(words)}{text[match.end() :]}"


def _actions(text: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Find the words in -ing that name an action, with start and end; return the text without them, and them."""
    actions = [
        (match.start(), match.end(), match.group())
        for match in re.finditer(r"[a-z]{2,}ing\b", text)
        if match.group() not in NO_ACTIONS
    ]
    for start, end, _word in actions:
        text = f"{text[:start]}{'~' * (end - start)}{text[end:]}"
    return text, actions


def _things(text: str) -> list[_Thing]:
    """Find every run of words between joining words: its number, its colour, and the rest as the thing."""
    placed = text
    for relation in RELATIONS:
        placed = re.sub(rf"\b{relation}\b", "|" * len(relation), placed)
    things: list[_Thing] = []
    run: list[re.Match[str]] = []
    for match in re.finditer(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[^\sa-z0-9]+", placed):
        word = match.group()
        if word in BREAKS or not word[0].isalnum() or (run and word in NUMBERS):
            things += _thing(run)
            run = [match] if word in NUMBERS else []
        else:
            run.append(match)
    return things + _thing(run)


def _thing(run: Sequence[re.Match[str]]) -> list[_Thing]:
    words = [match.group() for match in run]
    colour = next((word for word in words if word in COLOURS), None)
    count = words[0] if words and words[0] in NUMBERS else None
    name = [word for word in words if word not in COLOURS and word not in NUMBERS]
    if not name or name[-1] in NO_THINGS:
        return []
    return [_Thing(" ".join(name), count, colour, run[0].start(), run[-1].end())]


def _relations(text: str, things: Sequence[_Thing]) -> list[str]:
    """Find pairs of things with nothing between them but a relation, articles and the first one's action."""
    relations = []
    for first, second in pairwise(things):
        gap = _drop_ignored(text[first.end : second.start])
        relation = next((words for words in RELATIONS if gap == _drop_ignored(words)), None)
        if relation:
            relations.append(f"{first.name} {relation} {second.name}")
    return relations


def _drop_ignored(text: str) -> str:
    """Drop the words that are ignored between two things."""
    return " ".join(_PASSED_OVER.sub(" ", text).split())


def _acts(text: str, things: Sequence[_Thing], actions: Sequence[tuple[int, int, str]]) -> list[str]:
    """Join each action with the thing before it and, where one follows at once, the thing behind it."""
    phrases = []
    for start, end, word in actions:
        before = [thing.name for thing in things if thing.end <= start]
        after = [thing.name for thing in things if end <= thing.start and _AT_ONCE.fullmatch(text[end : thing.start])]
        phrases.append(" ".join([*before[-1:], word, *after[:1]]))
    return phrases
