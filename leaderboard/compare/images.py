"""The images of compared T2I models prompt by prompt: filtered, ordered, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from core.language import _
from leaderboard.compare.comparison import Comparison
from leaderboard.compare.query import AS_ASKED, MOST_APART, CompareQuery
from leaderboard.site.pictures import thumbnail_address
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import Skill, skills_of

PAGE = 12
"""Prompts on a page."""


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


@dataclass(frozen=True, slots=True)
class ShownImage:
    """One T2I model's image for a prompt, as the address of its thumbnail (None: not stored), and its answers."""

    t2i_model: str
    thumbnail: str | None
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

    prompts: tuple[ComparedPrompt, ...] = ()
    matching: int = 0
    total: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.matching // PAGE))

    @property
    def first(self) -> int:
        """The place of the page's first prompt among the matching, counted from 1."""
        return (self.page - 1) * PAGE + 1


def pair_orders(t2i_models: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Map each order that shows where one T2I model is better than another (`1-2`) to both, the better one first."""
    places = permutations(range(len(t2i_models)), 2)
    return {f"{better + 1}-{worse + 1}": (t2i_models[better], t2i_models[worse]) for better, worse in places}


def list_orders(t2i_models: Sequence[str]) -> list[tuple[str, str]]:
    """List the orders that the images of these T2I models can have, as (label, order)."""
    pairs = [
        (_("Where {name} is better than {other}", name=better, other=worse), order)
        for order, (better, worse) in pair_orders(t2i_models).items()
    ]
    return [(_("As in the protocol"), AS_ASKED), (_("Where they differ most"), MOST_APART), *pairs]


def image_page(comparison: Comparison, query: CompareQuery) -> ImagePage:
    """Return the page of prompts that a query asks for; beyond the last page, the last one."""
    if comparison.protocol is None:
        return ImagePage()
    with_image = {key[1:] for key in comparison.images}
    prompts = [prompt for prompt in comparison.protocol.prompts if _key(prompt) in with_image]
    answers = comparison.answers
    if query.skill:
        answers = answers[answers["skill"] == query.skill]
    answered = set(zip(answers["dimension"], answers["prompt_id"], strict=True))
    words = query.search.casefold()
    matching = [
        prompt
        for prompt in prompts
        if query.dimension in ("", prompt.dimension.value)
        and (not query.skill or _key(prompt) in answered)
        and (words in prompt.text.casefold() or words == prompt.prompt_id.casefold())
    ]
    pair = pair_orders(comparison.t2i_models).get(query.order)
    gaps = _compute_gaps(answers, comparison.t2i_models, pair)
    if pair:
        matching = [prompt for prompt in matching if gaps.get(_key(prompt), 0) > 0]
    if pair or query.order == MOST_APART:
        matching.sort(key=lambda prompt: -gaps.get(_key(prompt), -np.inf))
    page = min(max(query.page, 1), max(1, -(-len(matching) // PAGE)))
    shown = matching[(page - 1) * PAGE : page * PAGE]
    return ImagePage(_compare_images(comparison, comparison.protocol, shown, gaps), len(matching), len(prompts), page)


def _key(prompt: Prompt) -> tuple[str, str]:
    return (prompt.dimension.value, prompt.prompt_id)


def _compute_gaps(
    answers: pd.DataFrame, t2i_models: Sequence[str], pair: tuple[str, str] | None
) -> dict[tuple[str, str], float]:
    """Compute how far apart the images' mean shares of their possible points are, in percent, by prompt key.

    With a pair of T2I models: how far the one lies above the other.
    """
    means = answers.groupby(["dimension", "prompt_id", "t2i_model"])["value"].mean().unstack("t2i_model")
    means = means.reindex(columns=list(t2i_models)).astype(float)
    if pair:
        gaps = means[pair[0]] - means[pair[1]]
    else:
        gaps = (means.max(axis=1) - means.min(axis=1)).where(means.notna().sum(axis=1) > 1)
    gaps = 100 * gaps.dropna()
    return dict(zip(gaps.index.tolist(), gaps.tolist(), strict=True))


def _compare_images(
    comparison: Comparison, protocol: Protocol, prompts: list[Prompt], gaps: Mapping[tuple[str, str], float]
) -> tuple[ComparedPrompt, ...]:
    keys = pd.MultiIndex.from_tuples([_key(prompt) for prompt in prompts], names=["dimension", "prompt_id"])
    rows = comparison.answers[pd.MultiIndex.from_frame(comparison.answers[["dimension", "prompt_id"]]).isin(keys)]
    answers: dict[tuple[Any, ...], Any] = {
        (row.t2i_model, row.dimension, row.prompt_id, row.skill): row for row in rows.itertuples()
    }
    compared = []
    for prompt in prompts:
        questions = {question.skill: question.text for question in protocol.questions_for(prompt)}
        shown: dict[str, list[ShownAnswer]] = {name: [] for name in comparison.t2i_models}
        for skill in skills_of(prompt.dimension):
            keys_by_name = {name: (name, *_key(prompt), skill.key) for name in shown}
            rows_by_name = {name: answers[key] for name, key in keys_by_name.items() if key in answers}
            differs = len({answer.choice for answer in rows_by_name.values()}) > 1
            wording = protocol.questions[skill.key].options if skill.key in protocol.questions else {}
            for name, answer in rows_by_name.items():
                text, question = wording.get(str(answer.choice), ""), questions.get(skill.key, "")
                expected = None if np.isnan(answer.expected) else answer.expected
                shown[name].append(ShownAnswer(skill, answer.choice, text, expected, question, differs))
        images = []
        for name, of_model in shown.items():
            digest = comparison.images.get((name, *_key(prompt)))
            images.append(ShownImage(name, thumbnail_address(digest) if digest else None, tuple(of_model)))
        compared.append(ComparedPrompt(prompt, tuple(images), gaps.get(_key(prompt))))
    return tuple(compared)
