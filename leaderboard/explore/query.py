"""What a visitor asks to see of a board's generations: from words in an address to a checked view, and back.

Wrong words never fail: the view does without them, and a note says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.language import _
from leaderboard.site.links import prompt_key
from leaderboard.site.score_names import score_name
from leaderboard.store.tables import name_key
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension

MOST_SUGGESTED = 12
"""So many prompts or T2I models are suggested where the words given fit several."""


class Order(StrEnum):
    """What comes first."""

    BEST = "best"
    WORST = "worst"
    UNSURE = "unsure"
    SURE = "sure"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something the words given may have meant; `value` is what to put in `field` of the address."""

    field: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """Which generations, in which order, which page of them (from 1); None: not narrowed by that.

    `answer` is an option of `skill`, and None without one. `nothing` says that what was asked for cannot be.
    """

    prompt: Prompt | None = None
    skill: str | None = None
    answer: int | None = None
    t2i_model: str | None = None
    order: Order = Order.BEST
    page: int = 1
    nothing: bool = False

    def address(self) -> dict[str, str]:
        """The words that `read_view` reads this view from; what is not narrowed is left out."""
        words = {
            "prompt": prompt_key(self.prompt.dimension, self.prompt.prompt_id) if self.prompt else "",
            "skill": self.skill or "",
            "answer": "" if self.answer is None else str(self.answer),
            "model": self.t2i_model or "",
            "order": "" if self.order is Order.BEST else self.order.value,
            "page": "" if self.page == 1 else str(self.page),
        }
        return {key: value for key, value in words.items() if value}


@dataclass(frozen=True, slots=True)
class Read:
    """A view, what is said about words that could not be taken as they were, and what they may have meant."""

    view: View
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


def read_view(words: Mapping[str, str], protocol: Protocol, t2i_models: Sequence[str]) -> Read:
    """The view that an address's words ask for.

    Args:
        words: `prompt`, `skill`, `answer`, `model`, `order`, `page`; missing or empty: not narrowed by that.
        protocol: The board's.
        t2i_models: The names of those on the board.
    """
    notes: list[str] = []
    suggestions: list[Suggestion] = []
    said = {key: value.strip() for key, value in words.items() if value and value.strip()}
    skill = _skill(said.get("skill", ""), notes)
    answer = _answer(said.get("answer", ""), skill, notes)
    prompt = _prompt(said.get("prompt", ""), skill, protocol, notes, suggestions)
    t2i_model = _t2i_model(said.get("model", ""), t2i_models, notes, suggestions)
    view = View(
        prompt, skill, answer, t2i_model, _order(said.get("order", ""), notes), _page(said.get("page", ""), notes)
    )
    unknown = ("prompt" in said and prompt is None) or ("model" in said and t2i_model is None)
    if prompt and skill and skill not in {question.skill for question in protocol.questions_for(prompt)}:
        asked = score_name(skill)
        notes.append(_("Images for this prompt are not asked about {skill}. Choose another skill.", skill=asked))
        unknown = True
    return Read(replace(view, nothing=unknown), tuple(notes), tuple(suggestions))


def _skill(said: str, notes: list[str]) -> str | None:
    if not said or said in SKILL_BY_KEY:
        return said or None
    fitting = [key for key in SKILL_BY_KEY if key.partition(".")[2] == said.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(fitting or SKILL_BY_KEY)
    notes.append(_("There is no skill {said}; all are shown. There are: {known}.", said=said, known=known))
    return None


def _answer(said: str, skill: str | None, notes: list[str]) -> int | None:
    if not said:
        return None
    if skill is None:
        notes.append(_("An answer needs a skill that it answers; answer {said} is left out.", said=said))
        return None
    options = SKILL_BY_KEY[skill].options
    if said in map(str, options):
        return int(said)
    known = ", ".join(map(str, options))
    notes.append(
        _("{said} is no answer to this skill's question; all are shown. There are: {known}.", said=said, known=known)
    )
    return None


def _prompt(
    said: str, skill: str | None, protocol: Protocol, notes: list[str], suggestions: list[Suggestion]
) -> Prompt | None:
    if not said:
        return None
    dimension, _slash, key = said.partition("/")
    if key and dimension in set(Dimension) and (Dimension(dimension), key) in protocol.prompt_by_id:
        return protocol.prompt_by_id[Dimension(dimension), key]
    named = [protocol.prompt_by_id[own, said] for own in Dimension if (own, said) in protocol.prompt_by_id]
    own = [prompt for prompt in named if skill and prompt.dimension is SKILL_BY_KEY[skill].dimension]
    if len(own or named) == 1:
        return (own or named)[0]
    wanted = said.casefold()
    fitting = named or [prompt for prompt in protocol.prompts if wanted in prompt.text.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    _suggest(
        said,
        [(prompt_key(each.dimension, each.prompt_id), each.text) for each in fitting],
        "prompt",
        notes,
        suggestions,
    )
    return None


def _t2i_model(said: str, t2i_models: Sequence[str], notes: list[str], suggestions: list[Suggestion]) -> str | None:
    if not said:
        return None
    wanted = name_key(said)
    named = [name for name in t2i_models if name_key(name) == wanted]
    fitting = named or [name for name in t2i_models if wanted in name_key(name)]
    if len(fitting) == 1:
        return fitting[0]
    _suggest(said, [(name, name) for name in fitting], "model", notes, suggestions)
    return None


def _suggest(
    said: str, fitting: Sequence[tuple[str, str]], field: str, notes: list[str], suggestions: list[Suggestion]
) -> None:
    """Nothing was named; say what fits the words, and how many do."""
    if field == "prompt":
        none = _("No prompt of this board has the id or the words {said}.", said=said)
        several = _("{n} prompts have the words {said}; choose one.", n=len(fitting), said=said)
    else:
        none = _("No T2I model on this board is called {said}.", said=said)
        several = _("{n} T2I models are called like {said}; choose one.", n=len(fitting), said=said)
    notes.append(several if fitting else none)
    suggestions += [Suggestion(field, value, text) for value, text in fitting[:MOST_SUGGESTED]]


def _order(said: str, notes: list[str]) -> Order:
    if not said or said in set(Order):
        return Order(said or Order.BEST)
    known = ", ".join(Order)
    notes.append(_("There is no order {said}; the best come first. There are: {known}.", said=said, known=known))
    return Order.BEST


def _page(said: str, notes: list[str]) -> int:
    if not said:
        return 1
    if said.isascii() and said.isdigit() and int(said[:9]) > 0:
        return int(said[:9])
    notes.append(_("{said} is no page number; the first page is shown.", said=said))
    return 1


def ranks_by_points(view: View) -> bool:
    """Whether the view lists by points, so that answers which count for nothing are left out."""
    return view.order in (Order.BEST, Order.WORST) and view.answer != ABSENT
