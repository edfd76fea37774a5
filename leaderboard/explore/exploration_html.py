"""Generations of a board as HTML: a page of cards, and all about one of them in a dialog.

Plain data in, HTML out; everything that users or files provided is escaped.
The styles and scripts are `pages/explore.css`, `explore.js` and `explore_dialog.js`.
"""

from collections.abc import Iterable, Sequence
from html import escape

from core.language import _
from core.problems import Problem
from leaderboard.board.boards import Board
from leaderboard.explore.details import AnsweredQuestion, GenerationDetails
from leaderboard.explore.exploration import PAGE, Card, Explored
from leaderboard.explore.query import ExploreQuery, Suggestion
from leaderboard.site.links import EXPLORE, explore_link, prompt_key, t2i_model_link
from leaderboard.site.pictures import thumbnail_address
from model.protocol.skills import ABSENT, SKILL_BY_KEY

LOADING = f'<div class="explored" aria-busy="true"><ol class="cards">{"<li class=blank></li>" * (PAGE // 2)}</ol></div>'
"""Blank cards that keep the room of a page until it is there."""


def unknown_board_html(name: str, boards: Sequence[Board]) -> str:
    """Say that there is no board of this name, and which there are."""
    items = "".join(f'<li><a href="{_escaped(explore_link(b.name))}">{escape(_(b.title))}</a></li>' for b in boards)
    return _empty(
        _("There is no board called {name}", name=name),
        _("It may have been renamed when another evaluator took over. These boards are there:"),
        f"<ul>{items}</ul>",
    )


def no_images_html(board: Board) -> str:
    """Say why a board has nothing to explore."""
    about = f'<div class="explored" data-address="{_escaped(ExploreQuery(board=board.name).address())}">'
    if board.t2i_models and board.evaluator_digest is None:
        text = _(
            "The figures of this board were published by the authors of EvalAlign without the images they come from. "
            "Choose a board that was measured here."
        )
        return about + _empty(_("This board has no images"), text) + "</div>"
    if board.reported:
        text = _("Its scores were reported by the original code, which ran elsewhere; the images are not here.")
        return about + _empty(_("This board has no images"), text) + "</div>"
    text = _("As soon as a T2I model is evaluated on this board, its images are here.")
    return about + _empty(_("No images yet"), text) + "</div>"


def explored_html(
    explored: Explored, notes: Iterable[str] = (), suggestions: Sequence[Suggestion] = (), impossible: bool = False
) -> str:
    """Write a page of cards, or why there is none; `data-address` is what the page's address becomes."""
    query = explored.query
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    links = "".join(
        f'<li><a href="{_link(query, **{suggestion.field: suggestion.value, "page": 1})}">{escape(suggestion.text)}</a>'
        "</li>"
        for suggestion in suggestions
    )
    head = f'<div class="notes" role="status"><ul>{items}</ul></div>' if items else ""
    head += f'<ul class="suggestions">{links}</ul>' if links else ""
    if explored.cards:
        pager = _pager(explored)
        cards = "".join(_card(query, card) for card in explored.cards)
        body = f'{_count(explored)}<ol class="cards" role="list">{cards}</ol>{pager}'
    elif impossible:
        body = _empty(_("Nothing to show"), _("Change what is said above, or clear it to see all images."))
    else:
        body = _empty(_("No image fits"), _("No image of this board has all of this. Clear one of the choices above."))
    return f'<div class="explored" data-address="{_escaped(query.address())}">{head}{body}</div>'


def details_html(board: Board, details: GenerationDetails) -> str:
    """Write one generation as a dialog that the script opens."""
    generation, t2i_model = details.generation, details.t2i_model
    name, prompt = escape(t2i_model.name), escape(details.prompt)
    simulated = f' <span class="badge">{escape(_("simulated"))}</span>' if t2i_model.simulated else ""
    key = prompt_key(generation.dimension, generation.prompt_id)
    same = escape(_("All images for this prompt"))
    questions = "".join(_question(question) for question in details.questions)
    size = _("{width} × {height} pixels; shown here smaller", width=generation.width, height=generation.height)
    return (
        f'<dialog class="details" aria-labelledby="explore-details-title" data-image="{generation.id}">'
        f'<form method="dialog"><button class="close" aria-label="{_escaped(_("Close"))}">×</button></form>'
        f'<div class="top"><figure><span class="picture">{_image(generation.image_digest, prompt)}</span>'
        f"<figcaption>{escape(size)}</figcaption></figure><div><h2 id='explore-details-title'>{prompt}</h2>"
        f'<p><a href="{_escaped(t2i_model_link(board.name, t2i_model.name))}">{name}</a>{simulated}</p>'
        f'<p class="faint"><code>{escape(key)}</code> · <a href="{_escaped(explore_link(board.name, prompt=key))}">'
        f"{same}</a></p></div></div>"
        f"<h3>{escape(_('Questions as sent, and answers'))}</h3><ol class='asked' role='list'>{questions}</ol></dialog>"
    )


def missing_html(problems: Sequence[Problem]) -> str:
    """Write the dialog of an image that is not there."""
    reasons = "".join(f"<p>{escape(problem.message)}</p>" for problem in problems)
    return (
        '<dialog class="details" aria-labelledby="explore-details-title" data-image="">'
        f'<form method="dialog"><button class="close" aria-label="{_escaped(_("Close"))}">×</button></form>'
        f"<h2 id='explore-details-title'>{escape(_('No such image'))}</h2>{reasons}</dialog>"
    )


def _count(explored: Explored) -> str:
    number = _("1 image") if explored.total == 1 else _("{n} images", n=f"{explored.total:,}")
    left_out = ""
    if explored.leaves_out_absent and ABSENT in SKILL_BY_KEY[explored.query.skill].options:
        left_out = _("; those without the part in question are left out, for they count for nothing")
    return f'<p class="count" tabindex="-1" aria-live="polite">{escape(number + left_out)}</p>'


def _card(query: ExploreQuery, card: Card) -> str:
    alt = _("Image by {t2i_model} for: {prompt}", t2i_model=card.t2i_model, prompt=card.prompt)
    rank = "" if card.rank is None else f'<b class="rank">{escape(_("No. {rank}", rank=card.rank))}</b> '
    prompt = "" if query.prompt else f'<span class="prompt">{escape(card.prompt)}</span>'
    if card.meaning is None:
        figure = escape(_("{points} of {possible} points", points=card.points, possible=card.possible))
        sure = _("least sure answer: {share}", share=f"{1 - card.doubt:.0%}")
    else:
        figure = f"<b>{card.choice}</b> {escape(card.meaning)}"
        sure = _("sure by {share}", share=f"{1 - card.doubt:.0%}")
    link = _link(query, image=str(card.generation_id))
    return (
        f'<li><a class="card" href="{link}" data-image="{card.generation_id}">'
        f'<span class="picture">{_image(card.image_digest, escape(alt))}</span>'
        f'<span class="words"><span class="name">{rank}{escape(card.t2i_model)}</span>{prompt}'
        f'<span class="figure">{figure}</span><span class="sure">{escape(sure)}</span></span></a></li>'
    )


def _image(digest: str, alt: str) -> str:
    """Write a thumbnail, fetched when it comes near the screen, in a box of fixed size; `alt` is escaped already."""
    address = thumbnail_address(digest)
    if address is None:
        return f'<span class="gone">{escape(_("The image is not stored any more."))}</span>'
    return f'<img src="{_escaped(address)}" alt="{alt}" loading="lazy" decoding="async" width="256" height="256">'


def _pager(explored: Explored) -> str:
    """Write links to other pages, which the script follows without leaving this one."""
    query, pages = explored.query, explored.pages
    if pages == 1:
        return ""
    places = [
        (_("First"), 1, query.page > 1),
        (_("Previous"), query.page - 1, query.page > 1),
        (_("Next"), query.page + 1, query.page < pages),
        (_("Last"), pages, query.page < pages),
    ]
    links = [
        f'<a href="{_link(query, page=page)}" data-page="{page}">{escape(text)}</a>'
        if there
        else f'<a aria-disabled="true">{escape(text)}</a>'
        for text, page, there in places
    ]
    here = escape(_("Page {page} of {pages}", page=f"{query.page:,}", pages=f"{pages:,}"))
    links.insert(2, f'<span class="here">{here}</span>')
    return f'<nav class="pager" aria-label="{_escaped(_("Pages of images"))}">{"".join(links)}</nav>'


def _question(question: AnsweredQuestion) -> str:
    skill = SKILL_BY_KEY[question.skill]
    chosen = next(meaning for option, meaning, _share in question.options if option == question.choice)
    expected = ""
    if question.expected is not None and question.choice != ABSENT:
        expected = f' <span class="faint">{escape(_("expected {points}", points=f"{question.expected:.2f}"))}</span>'
    rows = "".join(
        f'<tr{" class=chosen" if option == question.choice else ""}><th scope="row">{option}</th>'
        f'<td class="meaning">{escape(meaning)}</td><td class="share"><i style="--share:{share:.4f}"></i></td>'
        f'<td class="number">{share:.1%}</td></tr>'
        for option, meaning, share in question.options
    )
    return (
        f"<li><h4>{escape(_(skill.label))} <span class='faint'>{escape(_(skill.dimension.label).lower())}</span></h4>"
        f"<p class='sent'>{escape(question.text)}</p>"
        f"<p><b>{question.choice}</b> {escape(chosen)}{expected}</p>"
        f"<table><caption>{escape(_('Probability of every option'))}</caption><tbody>{rows}</tbody></table>"
        f"{_labels(question)}</li>"
    )


def _labels(question: AnsweredQuestion) -> str:
    """Write what annotators chose, grouped by source."""
    by_source: dict[str, list[str]] = {}
    for label in question.labels:
        by_source.setdefault(label.source, []).append(f"{label.annotator}: {label.label}")
    return "".join(
        f'<p class="labels"><span class="faint">{escape(_("Labels by {source}", source=source))}</span> '
        f"{escape(', '.join(given))}</p>"
        for source, given in by_source.items()
    )


def _empty(title: str, text: str, more: str = "") -> str:
    return f'<div class="empty"><h2>{escape(title)}</h2><p>{escape(text)}</p>{more}</div>'


def _link(query: ExploreQuery, **changes: object) -> str:
    return _escaped(EXPLORE + query.replace(**changes).address())


def _escaped(text: str) -> str:
    return escape(text, quote=True)
