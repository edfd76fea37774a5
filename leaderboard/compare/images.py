"""The images of compared T2I models prompt by prompt: filtered, ordered, a page at a time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leaderboard.compare.comparison import Comparison
from model.protocol.schema import Prompt
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension, Skill, skills_of

PAGE = 12
"""Prompts on a page."""

AS_ASKED, MOST_APART = "", "apart"
"""Orders: that of the protocol; the widest spread of the T2I models' answers first."""

_BETTER = re.compile(r"([1-4])-([1-4])")


@dataclass(frozen=True, slots=True)
class View:
    """What of the images is to be seen; all of it may come from an address.

    `dimension` and `skill` are empty for all. `order` is `AS_ASKED`,
    `MOST_APART` or what `better` gives. `search` is a part of a prompt's text
    or its id, in any case; `page` counts from 1. What makes no sense is taken
    for the default.
    """

    dimension: str = ""
    skill: str = ""
    order: str = AS_ASKED
    search: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Answered:
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
class Pictured:
    """One T2I model's image for a prompt, None where there is none, and the answers to it in the order of skills."""

    t2i_model: str
    image: str | None
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class ComparedPrompt:
    """One prompt with every compared T2I model's image.

    `gap`: how far apart the answers are (or how much better, in that order), in percentage points of the possible;
    None where fewer than two T2I models have an answer that counts.
    """

    prompt: Prompt
    pictures: tuple[Pictured, ...]
    gap: float | None


@dataclass(frozen=True, slots=True)
class ImagePage:
    """One page of prompts; `found` of `total` prompts passed the filters; `page` of `pages`, counted from 1."""

    prompts: tuple[ComparedPrompt, ...]
    found: int
    total: int
    page: int
    pages: int


def better(better_place: int, worse_place: int) -> str:
    """The order that shows where one T2I model is better than another, by their places among the compared, from 0."""
    return f"{better_place + 1}-{worse_place + 1}"


def order_places(order: str, number: int) -> tuple[int, int] | None:
    """The places that `better` was given, of `number` T2I models; None where the order is another."""
    found = _BETTER.fullmatch(order)
    if found is None:
        return None
    first, second = int(found[1]) - 1, int(found[2]) - 1
    return (first, second) if first != second and max(first, second) < number else None


def image_page(found: Comparison, view: View) -> ImagePage:
    """The page of prompts that a view shows; beyond the last page, the last one."""
    if found.protocol is None:
        return ImagePage((), 0, 0, 1, 1)
    pictured = {key[1:] for key in found.images}
    prompts = [prompt for prompt in found.protocol.prompts if (prompt.dimension.value, prompt.prompt_id) in pictured]
    answers = _answers(found, view)
    asked = set(zip(answers["dimension"], answers["prompt_id"], strict=True))
    wanted = view.search.strip().casefold()
    dimension = view.dimension if view.dimension in list(Dimension) else ""
    kept = [
        prompt
        for prompt in prompts
        if dimension in ("", prompt.dimension.value)
        and (view.skill not in SKILL_BY_KEY or (prompt.dimension.value, prompt.prompt_id) in asked)
        and (not wanted or wanted in prompt.text.casefold() or wanted == prompt.prompt_id.casefold())
    ]
    gaps = _gaps(answers, found, view.order)
    if view.order == MOST_APART or order_places(view.order, len(found.entries)):
        known = [(gaps.get(_key(prompt), np.nan), prompt) for prompt in kept]
        if view.order != MOST_APART:
            known = [(gap, prompt) for gap, prompt in known if gap > 0]
        kept = [prompt for _, prompt in sorted(known, key=_widest_first)]
    pages = max(1, -(-len(kept) // PAGE))
    page = min(max(view.page, 1), pages)
    shown = kept[(page - 1) * PAGE : page * PAGE]
    return ImagePage(_compared(found, shown, gaps), len(kept), len(prompts), page, pages)


def _key(prompt: Prompt) -> tuple[str, str]:
    return (prompt.dimension.value, prompt.prompt_id)


def _widest_first(known: tuple[float, Prompt]) -> float:
    return np.inf if np.isnan(known[0]) else -known[0]


def _answers(found: Comparison, view: View) -> pd.DataFrame:
    """The answers that gaps are made of."""
    if view.skill in SKILL_BY_KEY:
        return found.answers[found.answers["skill"] == view.skill]
    return found.answers


def _gaps(answers: pd.DataFrame, found: Comparison, order: str) -> dict[tuple[str, str], float]:
    """By dimension and prompt id: how far apart the images' mean shares of their possible points are, in percent.

    In an order of `better`: how far the one lies above the other.
    """
    means = answers.groupby(["dimension", "prompt_id", "t2i_model"])["value"].mean().unstack("t2i_model")
    means = means.reindex(columns=list(found.t2i_models)).astype(float)
    places = order_places(order, len(found.entries))
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
    found: Comparison, prompts: list[Prompt], gaps: Mapping[tuple[str, str], float]
) -> tuple[ComparedPrompt, ...]:
    keys = pd.MultiIndex.from_tuples([_key(prompt) for prompt in prompts], names=["dimension", "prompt_id"])
    here = pd.MultiIndex.from_frame(found.answers[["dimension", "prompt_id"]]).isin(keys)
    rows = found.answers[here][["t2i_model", "dimension", "prompt_id", "skill", "choice", "expected"]]
    given: dict[tuple[str, str, str], dict[str, tuple[int, float]]] = {}
    for name, dimension, prompt_id, skill, choice, expected in rows.itertuples(index=False, name=None):
        given.setdefault((name, dimension, prompt_id), {})[skill] = (choice, expected)
    return tuple(_one(found, prompt, given, gaps.get(_key(prompt))) for prompt in prompts)


def _one(
    found: Comparison,
    prompt: Prompt,
    given: Mapping[tuple[str, str, str], Mapping[str, tuple[int, float]]],
    gap: float | None,
) -> ComparedPrompt:
    own = {name: given.get((name, *_key(prompt)), {}) for name in found.t2i_models}
    choices = {
        skill.key: {answers[skill.key][0] for answers in own.values() if skill.key in answers}
        for skill in skills_of(prompt.dimension)
    }
    protocol = found.protocol
    questions = {} if protocol is None else {each.skill: each.text for each in protocol.questions_for(prompt)}
    wordings = {} if protocol is None else {key: each.options for key, each in protocol.questions.items()}
    pictures = tuple(
        Pictured(
            name,
            found.images.get((name, *_key(prompt))),
            tuple(
                Answered(
                    SKILL_BY_KEY[key],
                    answers[key][0],
                    wordings.get(key, {}).get(str(answers[key][0]), ""),
                    None if np.isnan(answers[key][1]) else answers[key][1],
                    questions.get(key, ""),
                    len(chosen) > 1,
                )
                for key, chosen in choices.items()
                if key in answers
            ),
        )
        for name, answers in own.items()
    )
    return ComparedPrompt(prompt, pictures, gap)
