"""The images of compared T2I models prompt by prompt: filtered, ordered, a page at a time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leaderboard.compare.comparison import Comparison
from leaderboard.compare.query import MOST_APART, CompareQuery
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Skill, skills_of

PAGE = 12
"""Prompts on a page."""

_BETTER = re.compile(r"([1-4])-([1-4])")


Answers = dict[tuple[str, str, str], dict[str, tuple[int, float | None]]]
"""Choice and expected score by skill, by T2I model, dimension and prompt id."""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer as it is shown: the skill, the chosen option with its wording, the expected score, the question.

    `differs`: whether other compared T2I models' images were answered otherwise.
    """

    skill: Skill
    choice: int
    wording: str
    expected: float | None
    question: str
    differs: bool

    @property
    def absent(self) -> bool:
        """Whether the part asked about is not in the picture."""
        return self.choice == ABSENT


@dataclass(frozen=True, slots=True)
class ShownImage:
    """One T2I model's image for a prompt, digest None where there is none, and the answers about it by skill."""

    t2i_model: str
    digest: str | None
    answers: tuple[ShownAnswer, ...]


@dataclass(frozen=True, slots=True)
class ComparedPrompt:
    """One prompt with every compared T2I model's image.

    `gap`: how far apart the answers are (or how much better, in that order), in percentage points of the possible;
    None where fewer than two T2I models have an answer that counts.
    """

    prompt: Prompt
    images: tuple[ShownImage, ...]
    gap: float | None


@dataclass(frozen=True, slots=True)
class ImagePage:
    """One page of prompts; `matching` of `total` prompts passed the filters; `page` of `pages`, counted from 1."""

    prompts: tuple[ComparedPrompt, ...]
    matching: int
    total: int
    page: int
    pages: int


def better(better_place: int, worse_place: int) -> str:
    """Name the order that shows where one T2I model is better than another; places are among the compared, from 0."""
    return f"{better_place + 1}-{worse_place + 1}"


def order_places(order: str, number: int) -> tuple[int, int] | None:
    """Return the places that `better` was given, of `number` T2I models; None where the order is another."""
    match = _BETTER.fullmatch(order)
    if match is None:
        return None
    first, second = int(match[1]) - 1, int(match[2]) - 1
    return (first, second) if first != second and max(first, second) < number else None


def image_page(comparison: Comparison, query: CompareQuery) -> ImagePage:
    """Return the page of prompts that a query asks for; beyond the last page, the last one."""
    if comparison.protocol is None:
        return ImagePage((), 0, 0, 1, 1)
    with_image = {key[1:] for key in comparison.images}
    prompts = [prompt for prompt in comparison.protocol.prompts if _key(prompt) in with_image]
    answers = comparison.answers
    if query.skill:
        answers = answers[answers["skill"] == query.skill]
    answered = set(zip(answers["dimension"], answers["prompt_id"], strict=True))
    words = query.search.casefold()
    kept = [
        prompt
        for prompt in prompts
        if query.dimension in ("", prompt.dimension.value)
        and (not query.skill or _key(prompt) in answered)
        and (words in prompt.text.casefold() or words == prompt.prompt_id.casefold())
    ]
    gaps = _gaps(answers, comparison, query.order)
    if query.order == MOST_APART or order_places(query.order, len(comparison.candidates)):
        known = [(gaps.get(_key(prompt), np.nan), prompt) for prompt in kept]
        if query.order != MOST_APART:
            known = [(gap, prompt) for gap, prompt in known if gap > 0]
        kept = [prompt for _, prompt in sorted(known, key=_widest_first)]
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(query.page, 1), pages)
    shown = kept[(page - 1) * PAGE : page * PAGE]
    return ImagePage(_compared(comparison, comparison.protocol, shown, gaps), len(kept), len(prompts), page, pages)


def _key(prompt: Prompt) -> tuple[str, str]:
    return (prompt.dimension.value, prompt.prompt_id)


def _widest_first(known: tuple[float, Prompt]) -> float:
    return np.inf if np.isnan(known[0]) else -known[0]


def _gaps(answers: pd.DataFrame, comparison: Comparison, order: str) -> dict[tuple[str, str], float]:
    """Compute how far apart the images' mean shares of their possible points are, in percent, by prompt key.

    In an order of `better`: how far the one lies above the other.
    """
    means = answers.groupby(["dimension", "prompt_id", "t2i_model"])["value"].mean().unstack("t2i_model")
    means = means.reindex(columns=list(comparison.t2i_models)).astype(float)
    places = order_places(order, len(comparison.candidates))
    if places:
        gaps = means.iloc[:, places[0]] - means.iloc[:, places[1]]
    else:
        gaps = (means.max(axis=1) - means.min(axis=1)).where(means.notna().sum(axis=1) > 1)
    return {
        (str(dimension), str(prompt)): 100 * float(gap)
        for (dimension, prompt), gap in zip(gaps.index, gaps.to_numpy(), strict=True)
        if not np.isnan(gap)
    }


def _compared(
    comparison: Comparison, protocol: Protocol, prompts: list[Prompt], gaps: Mapping[tuple[str, str], float]
) -> tuple[ComparedPrompt, ...]:
    keys = pd.MultiIndex.from_tuples([_key(prompt) for prompt in prompts], names=["dimension", "prompt_id"])
    here = pd.MultiIndex.from_frame(comparison.answers[["dimension", "prompt_id"]]).isin(keys)
    rows = comparison.answers[here][["t2i_model", "dimension", "prompt_id", "skill", "choice", "expected"]]
    answers: Answers = {}
    for name, dimension, prompt_id, skill, choice, expected in rows.itertuples(index=False, name=None):
        answers.setdefault((name, dimension, prompt_id), {})[skill] = (choice, None if np.isnan(expected) else expected)
    return tuple(
        ComparedPrompt(prompt, _images_for(comparison, protocol, prompt, answers), gaps.get(_key(prompt)))
        for prompt in prompts
    )


def _images_for(comparison: Comparison, protocol: Protocol, prompt: Prompt, answers: Answers) -> tuple[ShownImage, ...]:
    by_name = {name: answers.get((name, *_key(prompt)), {}) for name in comparison.t2i_models}
    questions = {question.skill: question.text for question in protocol.questions_for(prompt)}
    images = []
    for name, given in by_name.items():
        shown = []
        for key in (skill.key for skill in skills_of(prompt.dimension) if skill.key in given):
            choice, expected = given[key]
            wording = protocol.questions[key].options.get(str(choice), "") if key in protocol.questions else ""
            differs = any(key in other and other[key][0] != choice for other in by_name.values())
            shown.append(ShownAnswer(SKILL_BY_KEY[key], choice, wording, expected, questions.get(key, ""), differs))
        images.append(ShownImage(name, comparison.images.get((name, *_key(prompt))), tuple(shown)))
    return tuple(images)
