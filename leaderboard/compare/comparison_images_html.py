"""The images of compared T2I models as HTML: a card per prompt, side by side, every answer with its wording."""

from collections.abc import Sequence
from html import escape

from core.language import _
from leaderboard.board.boards import Board, BoardKind
from leaderboard.compare.comparison import Comparison
from leaderboard.compare.comparison_html import swatch
from leaderboard.compare.images import (
    AS_ASKED,
    MOST_APART,
    PAGE,
    Answered,
    ComparedPrompt,
    ImagePage,
    Pictured,
    View,
    better,
    order_places,
)
from leaderboard.site.links import explore_link, prompt_key
from leaderboard.site.pictures import thumbnail_address

SIDE = 256
"""Pixels of a thumbnail's longer side; room for it is kept before it arrives."""


def images_html(board: Board, found: Comparison, page: ImagePage, view: View) -> str:
    """One page of prompts with the images of all compared T2I models, or why there is none.

    Args:
        board: The board.
        found: The comparison.
        page: What is to be shown.
        view: How it was asked for.
    """
    if page.total == 0:
        why = (
            _("Only figures were published of this board's T2I models, not their images.")
            if board.kind is BoardKind.PUBLISHED
            else _("These scores were reported from elsewhere, or their images are not stored here any more.")
        )
        return f'<div class="empty"><h3>{escape(_("No images"))}</h3><p>{escape(why)}</p></div>'
    if page.found == 0:
        why = _("All {total} prompts are hidden by the filters above; clear them to see the images.", total=page.total)
        return f'<div class="empty"><h3>{escape(_("No prompt matches"))}</h3><p>{escape(why)}</p></div>'
    first = (page.page - 1) * PAGE + 1
    said = _(
        "Prompts {first} to {last} of {found}, of {total} in all.",
        first=first,
        last=first + len(page.prompts) - 1,
        found=page.found,
        total=page.total,
    )
    hint = _("Rest the pointer on an answer, or touch it, to read what it means. A bold frame: answers differ.")
    cards = "".join(_card(board, found, prompt, view) for prompt in page.prompts)
    return f'<p class="caption" role="status">{escape(said)} {escape(hint)}</p><ol class="cards">{cards}</ol>'


def orders(names: Sequence[str]) -> list[tuple[str, str]]:
    """The orders that the images of these T2I models can have, each with its name for readers."""
    pairs = [(one, other) for one in range(len(names)) for other in range(len(names)) if one != other]
    named = [
        (_("Where {name} is better than {other}", name=names[one], other=names[other]), better(one, other))
        for one, other in pairs
    ]
    return [(_("As in the protocol"), AS_ASKED), (_("Where they differ most"), MOST_APART), *named]


def place_html(page: ImagePage) -> str:
    """Which page of how many is shown."""
    return f'<p class="place">{escape(_("Page {page} of {pages}", page=page.page, pages=page.pages))}</p>'


def _card(board: Board, found: Comparison, one: ComparedPrompt, view: View) -> str:
    prompt = one.prompt
    link = escape(explore_link(board.name, prompt=prompt_key(prompt.dimension, prompt.prompt_id)), quote=True)
    pictures = "".join(_picture(place, each, prompt.text, view) for place, each in enumerate(one.pictures))
    return (
        f'<li class="card"><h3>{escape(prompt.text)}</h3>'
        f'<p class="caption">{escape(_(prompt.dimension.label))} · <a href="{link}">'
        f"{escape(_('Prompt {name}', name=prompt.prompt_id))}</a>{_gap(found, one, view)}</p>"
        f'<div class="pictures of-{len(one.pictures)}">{pictures}</div></li>'
    )


def _gap(found: Comparison, one: ComparedPrompt, view: View) -> str:
    if one.gap is None:
        return ""
    places = order_places(view.order, len(found.entries))
    if places is None:
        return " · " + escape(_("{points} points of 100 apart", points=f"{one.gap:.0f}"))
    names = [found.t2i_models[place] for place in places]
    said = _("{points} points of 100: {name} less {other}", points=f"{one.gap:+.0f}", name=names[0], other=names[1])
    return " · " + escape(said)


def _picture(place: int, own: Pictured, prompt: str, view: View) -> str:
    address = thumbnail_address(own.image) if own.image else None
    if address:
        alt = escape(_("{name}: {prompt}", name=own.t2i_model, prompt=prompt), quote=True)
        source = escape(address, quote=True)
        image = f'<img src="{source}" alt="{alt}" width="{SIDE}" height="{SIDE}" loading="lazy" decoding="async">'
    else:
        image = f'<div class="missing">{escape(_("No image is stored"))}</div>'
    answers = "".join(_answer(each, view.skill) for each in own.answers)
    listed = f'<ul class="answers">{answers}</ul>' if answers else ""
    return f"<figure>{image}<figcaption>{swatch(place)} {escape(own.t2i_model)}</figcaption>{listed}</figure>"


def _answer(one: Answered, skill: str) -> str:
    """An answer that keyboard, pointer and touch can open: its wording, the expected score and the question."""
    label = _(one.skill.label)
    given = "–" if one.absent else str(one.choice)
    facts = [one.wording or (_("Not in the picture; not counted.") if one.absent else _("No wording is known."))]
    facts.append(_("Answer {choice}, at most {best}.", choice=one.choice, best=one.skill.best))
    if one.expected is not None and not one.absent:
        facts.append(_("Expected score {expected}.", expected=f"{one.expected:.2f}"))
    if one.question:
        facts.append(_("Asked: {question}", question=one.question))
    tip = "".join(f"<span>{escape(fact)}</span>" for fact in facts)
    marks = " ".join(["answer", *(["differs"] if one.differs else []), *(["wanted"] if one.skill.key == skill else [])])
    return (
        f'<li><button type="button" class="{marks}">{escape(label)} <b>{given}</b>'
        f'<span class="tip" role="tooltip">{tip}</span></button></li>'
    )
