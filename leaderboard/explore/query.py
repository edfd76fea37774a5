"""What a visitor asks to see of a board's generations: the query of the page's address, checked against the board.

Words that mean nothing never fail: the page does without them, and a note says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from core.language import _
from leaderboard.site.links import prompt_key
from leaderboard.site.score_names import score_name
from leaderboard.store.generations import GenerationOrder
from leaderboard.store.tables import name_key
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import SKILL_BY_KEY, Dimension
from web.query import PageNumber, Query, Text, reject_fields

MOST_SUGGESTED = 12
"""So many prompts or T2I models are suggested where the words given fit several."""


def _read_skill(text: str) -> str:
    fitting = [key for key in SKILL_BY_KEY if text.casefold() in (key, key.partition(".")[2])]
    if not text or len(fitting) == 1:
        return "".join(fitting)
    known = ", ".join(fitting or SKILL_BY_KEY)
    raise ValueError(_("There is no skill {words}; all are shown. There are: {known}.", words=text, known=known))


def _read_order(text: str) -> GenerationOrder:
    if text in set(GenerationOrder):
        return GenerationOrder(text)
    known = ", ".join(GenerationOrder)
    raise ValueError(_("There is no order {words}; the best come first. There are: {known}.", words=text, known=known))


class ExploreQuery(Query):
    """Which generations of a board, in which order, which page of them; and the image whose details are open.

    `prompt` and `t2i_model` may be words of a text or name, until `resolve_query` has put the prompt's key and the
    T2I model's name in their place. `answer` is an option of `skill`, and empty without one.
    """

    board: Text = ""
    prompt: Text = ""
    skill: Annotated[str, BeforeValidator(_read_skill)] = ""
    answer: Text = ""
    t2i_model: Text = Field(default="", alias="model")
    order: Annotated[GenerationOrder, BeforeValidator(_read_order)] = GenerationOrder.BEST
    page: PageNumber = 1
    image: Text = ""

    @model_validator(mode="after")
    def _check_answer(self) -> Self:
        if self.answer and not self.skill:
            raise reject_fields(
                _("An answer needs a skill that it answers; answer {words} is left out.", words=self.answer), "answer"
            )
        options = [str(option) for option in SKILL_BY_KEY[self.skill].options] if self.skill else []
        if self.answer and self.answer not in options:
            message = _(
                "{words} is no answer to this skill's question; all are shown. There are: {known}.",
                words=self.answer,
                known=", ".join(options),
            )
            raise reject_fields(message, "answer")
        return self


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the words given may have meant; `value` is what to put in `field` of the query."""

    field: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class ResolvedQuery:
    """A query whose prompt and T2I model, if any, are the board's; `impossible`: what was asked for cannot be."""

    query: ExploreQuery
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    impossible: bool = False


def resolve_query(query: ExploreQuery, protocol: Protocol, t2i_models: Sequence[str]) -> ResolvedQuery:
    """Find the prompt and the T2I model that a query's words mean.

    Args:
        query: As it was read.
        protocol: The board's.
        t2i_models: The names of those on the board.
    """
    prompts = _matching_prompts(query, protocol)
    names = _matching_names(query.t2i_model, t2i_models)
    notes: list[str] = []
    suggestions: list[Suggestion] = []
    if query.prompt and len(prompts) != 1:
        none = _("No prompt of this board has the id or the words {words}.", words=query.prompt)
        several = _("{n} prompts have the words {words}; choose one.", n=len(prompts), words=query.prompt)
        notes.append(several if prompts else none)
        suggestions += [Suggestion("prompt", _key(prompt), prompt.text) for prompt in prompts[:MOST_SUGGESTED]]
    if query.t2i_model and len(names) != 1:
        none = _("No T2I model on this board is called {words}.", words=query.t2i_model)
        several = _("{n} T2I models are called like {words}; choose one.", n=len(names), words=query.t2i_model)
        notes.append(several if names else none)
        suggestions += [Suggestion("t2i_model", name, name) for name in names[:MOST_SUGGESTED]]
    impossible = bool(notes)
    if len(prompts) == 1 and query.skill:
        questions = protocol.questions_for(prompts[0])
        if query.skill not in {question.skill for question in questions}:
            skill = score_name(query.skill)
            notes.append(_("Images for this prompt are not asked about {skill}. Choose another skill.", skill=skill))
            impossible = True
    resolved = query.replace(
        prompt=_key(prompts[0]) if len(prompts) == 1 else "", t2i_model=names[0] if len(names) == 1 else ""
    )
    return ResolvedQuery(resolved, tuple(notes), tuple(suggestions), impossible)


def _key(prompt: Prompt) -> str:
    return prompt_key(prompt.dimension, prompt.prompt_id)


def _matching_prompts(query: ExploreQuery, protocol: Protocol) -> list[Prompt]:
    """Find the prompt of this key, else those of this id (of the skill's dimension first), else of these words."""
    words = query.prompt
    if not words:
        return []
    dimension, _slash, prompt_id = words.partition("/")
    if prompt_id and dimension in set(Dimension) and (Dimension(dimension), prompt_id) in protocol.prompt_by_id:
        return [protocol.prompt_by_id[Dimension(dimension), prompt_id]]
    same_id = [prompt for prompt in protocol.prompts if prompt.prompt_id == words]
    of_skill = [prompt for prompt in same_id if query.skill and prompt.dimension is SKILL_BY_KEY[query.skill].dimension]
    if len(of_skill) == 1:
        return of_skill
    return same_id or [prompt for prompt in protocol.prompts if words.casefold() in prompt.text.casefold()]


def _matching_names(words: str, t2i_models: Sequence[str]) -> list[str]:
    """Find the T2I model of this name, else those whose names have it in them."""
    if not words:
        return []
    key = name_key(words)
    return [name for name in t2i_models if name_key(name) == key] or [
        name for name in t2i_models if key in name_key(name)
    ]
