"""The images of compared T2I models as HTML: a card per prompt, side by side, every answer with its wording."""

from collections.abc import Sequence
from html import escape

from core.language import _
from leaderboard.board.boards import Board, BoardKind
from leaderboard.compare.comparison import Comparison
from leaderboard.compare.comparison_html import swatch
from leaderboard.compare.images import (
    PAGE,
    ComparedPrompt,
    ImagePage,
    ShownAnswer,
    ShownImage,
    better,
    order_places,
)
from leaderboard.compare.query import AS_ASKED, MOST_APART, CompareQuery
from leaderboard.site.links import explore_link, prompt_key
from leaderboard.site.pictures import thumbnail_address

SIDE = 256
"""Pixels of a thumbnail's longer side; room for it is kept before it arrives."""


def images_html(board: Board, comparison: Comparison, page: ImagePage, query: CompareQuery) -> str:
    """Write one page of prompts with the images of all compared T2I models, or why there is nanswer.

    Args:
        board: The board.
        comparison: The comparison.
        page: What is to be shown.
        query: How it was asked for.
    """
    if page.total == 0:
        why = (
            _("Only figures were published of this board's T2I models, not their images.")
            if board.kind is BoardKind.PUBLISHED
            else _("These scores were reported from elsewhere, or their images are not stored here any more.")
        )
        return f'<div class="empty"><h3>{escape(_("No images"))}</h3><p>{escape(why)}</p></div>'
    if page.matching == 0:
        why = _("All {total} prompts are hidden by the filters above; clear them to see the images.", total=page.total)
        return f'<div class="empty"><h3>{escape(_("No prompt matches"))}</h3><p>{escape(why)}</p></div>'
    first = (page.page - 1) * PAGE + 1
    lead = _(
        "Prompts {first} to {last} of {found}, of {total} in all.",
        first=first,
        last=first + len(page.prompts) - 1,
        found=page.matching,
        total=page.total,
    )
    hint = _("Rest the pointer on an answer, or touch it, to read what it means. A bold frame: answers differ.")
    cards = "".join(_card(board, comparison, prompt, query) for prompt in page.prompts)
    return f'<p class="caption" role="status">{escape(lead)} {escape(hint)}</p><ol class="cards">{cards}</ol>'


def orders(names: Sequence[str]) -> list[tuple[str, str]]:
    """List the orders that the images of these T2I models can have, as (label, order)."""
    pairs = [(one, other) for one in range(len(names)) for other in range(len(names)) if one != other]
    named = [
        (_("Where {name} is better than {other}", name=names[one], other=names[other]), better(one, other))
        for one, other in pairs
    ]
    return [(_("As in the protocol"), AS_ASKED), (_("Where they differ most"), MOST_APART), *named]


def place_html(page: ImagePage) -> str:
    """Write which page of how many is shown."""
    return f'<p class="place">{escape(_("Page {page} of {pages}", page=page.page, pages=page.pages))}</p>'


def _card(board: Board, comparison: Comparison, compared: ComparedPrompt, query: CompareQuery) -> str:
    prompt = compared.prompt
    link = escape(explore_link(board.name, prompt=prompt_key(prompt.dimension, prompt.prompt_id)), quote=True)
    images = "".join(_figure(place, image, prompt.text, query) for place, image in enumerate(compared.images))
    return (
        f'<li class="card"><h3>{escape(prompt.text)}</h3>'
        f'<p class="caption">{escape(_(prompt.dimension.label))} · <a href="{link}">'
        f"{escape(_('Prompt {name}', name=prompt.prompt_id))}</a>{_gap(comparison, compared, query)}</p>"
        f'<div class="pictures of-{len(compared.images)}">{images}</div></li>'
    )


def _gap(comparison: Comparison, compared: ComparedPrompt, query: CompareQuery) -> str:
    if compared.gap is None:
        return ""
    places = order_places(query.order, len(comparison.candidates))
    if places is None:
        return " · " + escape(_("{points} points of 100 apart", points=f"{compared.gap:.0f}"))
    names = [comparison.t2i_models[place] for place in places]
    text = _(
        "{points} points of 100: {name} less {other}", points=f"{compared.gap:+.0f}", name=names[0], other=names[1]
    )
    return " · " + escape(text)


def _figure(place: int, image: ShownImage, prompt: str, query: CompareQuery) -> str:
    address = thumbnail_address(image.digest) if image.digest else None
    if address:
        alt = escape(_("{name}: {prompt}", name=image.t2i_model, prompt=prompt), quote=True)
        source = escape(address, quote=True)
        picture = f'<img src="{source}" alt="{alt}" width="{SIDE}" height="{SIDE}" loading="lazy" decoding="async">'
    else:
        picture = f'<div class="missing">{escape(_("No image is stored"))}</div>'
    answers = "".join(_answer(answer, query.skill) for answer in image.answers)
    listed = f'<ul class="answers">{answers}</ul>' if answers else ""
    return f"<figure>{picture}<figcaption>{swatch(place)} {escape(image.t2i_model)}</figcaption>{listed}</figure>"


def _answer(answer: ShownAnswer, skill: str) -> str:
    """Write an answer that keyboard, pointer and touch can open: its wording, the expected score and the question."""
    label = _(answer.skill.label)
    given = "–" if answer.absent else str(answer.choice)
    facts = [answer.wording or (_("Not in the picture; not counted.") if answer.absent else _("No wording is known."))]
    facts.append(_("Answer {choice}, at most {best}.", choice=answer.choice, best=answer.skill.best))
    if answer.expected is not None and not answer.absent:
        facts.append(_("Expected score {expected}.", expected=f"{answer.expected:.2f}"))
    if answer.question:
        facts.append(_("Asked: {question}", question=answer.question))
    tip = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    marks = " ".join(
        ["answer", *(["differs"] if answer.differs else []), *(["wanted"] if answer.skill.key == skill else [])]
    )
    return (
        f'<li><button type="button" class="{marks}">{escape(label)} <b>{given}</b>'
        f'<span class="tip" role="tooltip">{tip}</span></button></li>'
    )
