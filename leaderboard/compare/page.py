"""The compare page: two to four T2I models of a board, their skills, their differences, and image by image."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context

from core.language import _
from core.problems import BadInput
from leaderboard.board.board_html import caption_html
from leaderboard.board.boards import CLOSED_WORLD, PUBLISHED, Board, find_board, list_boards
from leaderboard.compare import charts as charts
from leaderboard.compare import comparison_html as html
from leaderboard.compare.choice import FEWEST, MOST, Chosen, choose, entries
from leaderboard.compare.comparison import Comparison, compare, differences
from leaderboard.compare.comparison_images_html import images_html, orders, place_html
from leaderboard.compare.images import AS_ASKED, MOST_APART, View, image_page, order_places
from leaderboard.site.score_names import score_name
from leaderboard.store.database import get_database
from model.protocol.skills import SKILL_BY_KEY, SKILLS, Dimension
from web.fields import Field, typed
from web.language import words

CSS = (Path(__file__).parent / "compare.css").read_text(encoding="utf-8")

HEAD = """<style>
.compare-html .html-container { padding: 0 }
.compare-chart .modebar-container { display: none }
.compare-chart .main-svg > :not(.hoverlayer) text { fill: var(--body-text-color) !important; opacity: .9 }
#compare-radar { min-height: 470px }
.compare-pages { align-items: center }
</style>"""
"""Outside the components' own styles: text of the figures in the page's own colour, room kept for the radar."""

ADDRESS = """(board, models, against, dimension, skill, order, find, at) => {
  const address = new URL(location.href);
  const state = address.searchParams;
  const kept = {board, against: against === (models || [])[0] ? "" : against, dimension, skill, order, find,
    at: at > 1 ? at : ""};
  for (const [name, value] of Object.entries(kept)) value ? state.set(name, value) : state.delete(name);
  state.delete("model");
  (models || []).forEach((name) => state.append("model", name));
  if (String(address) !== location.href) history.replaceState(null, "", address);
}"""
"""What is shown goes into the address, so that it can be linked to and outlives a reload.

The page of images is called `at`: Gradio takes `page` for one of its own.
"""

Update = dict[str, Any]


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    with gr.Row():
        board = gr.Dropdown(label=words("Board"), choices=[], scale=1, min_width=220, elem_id="compare-board")
        t2i_models = gr.Dropdown(
            label=words("T2I models"),
            info=words("Two to four; type to search."),
            choices=[],
            multiselect=True,
            max_choices=MOST,
            scale=3,
            min_width=280,
            elem_id="compare-models",
        )
    notes = _html(head=HEAD, elem_id="compare-notes")
    with gr.Column(visible=False) as panels:
        gr.Markdown(words("## Skill by skill"))
        radar = gr.Plot(show_label=False, container=False, elem_classes="compare-chart", elem_id="compare-radar")
        radar_words, shares = _html(), _html(elem_id="compare-shares")
        gr.Markdown(words("## Differences on the same prompts"))
        against = gr.Dropdown(
            label=words("Compared with"), choices=[], min_width=220, elem_id="compare-against", filterable=False
        )
        verdicts = _html(elem_id="compare-verdicts")
        forest = gr.Plot(show_label=False, container=False, elem_classes="compare-chart", elem_id="compare-forest")
        forest_words, table = _html(), _html(elem_id="compare-differences")
        gr.Markdown(words("## Image by image"))
        with gr.Row():
            dimension = gr.Dropdown(label=words("Dimension"), choices=[], min_width=150, filterable=False)
            skill = gr.Dropdown(label=words("Skill"), choices=[], min_width=150, elem_id="compare-skill")
            order = gr.Dropdown(label=words("Order"), choices=[], min_width=220, elem_id="compare-order")
            find = gr.Textbox(
                label=words("Search the prompts"),
                placeholder=words("Part of a prompt"),
                min_width=180,
                elem_id="compare-find",
            )
        images = _html(elem_id="compare-images")
        with gr.Row(elem_classes="compare-pages"):
            back = gr.Button(words("Previous page"), size="sm", min_width=120, elem_id="compare-back")
            place = _html(elem_id="compare-place")
            on = gr.Button(words("Next page"), size="sm", min_width=120, elem_id="compare-next")
    page = gr.Number(1, visible="hidden", precision=0)

    filters = [dimension, skill, order, find, page]
    chosen = [board, t2i_models, against]
    state = [*chosen, *filters]
    tested = [verdicts, forest, forest_words, table]
    pictured = [images, place, back, on, page]
    whole = [notes, panels, radar, radar_words, shares, against, *tested, order, *pictured]
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(open_page, None, [board, t2i_models, dimension, skill, find, *whole], **hidden)
    board.input(choose_board, [board, t2i_models], [t2i_models], **hidden).then(
        start_again, state, whole, **hidden
    ).then(None, state, None, js=ADDRESS, **hidden)
    for events, action, outputs in (
        ([t2i_models.input], start_again, whole),
        ([against.input], show_differences, tested),
        ([dimension.input, skill.input, order.input], show_first_page, pictured),
        ([find.change], partial(turn_page, 0), pictured),
        ([back.click], partial(turn_page, -1), pictured),
        ([on.click], partial(turn_page, 1), pictured),
    ):
        gr.on(events, action, state, outputs, trigger_mode="always_last", **hidden).then(
            None, state, None, js=ADDRESS, **hidden
        )


def _html(**options: Any) -> gr.HTML:
    return gr.HTML(css_template=CSS, apply_default_css=False, js_on_load=None, elem_classes="compare-html", **options)


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """Everything that can be chosen, what of it the address asks for, and the page for that."""
    asked = request.query_params
    database = get_database()
    boards = list_boards(database)
    board = _board(asked.get("board", ""))
    known = entries(database, board)
    chosen = choose(known, asked.getlist("model"))
    at = asked.get("at", "1")
    view = View(
        _one_of(asked.get("dimension", ""), list(Dimension)),
        _one_of(asked.get("skill", ""), list(SKILL_BY_KEY)),
        _order(asked.get("order", ""), len(chosen.entries)),
        asked.get("find", ""),
        int(at) if at.isdecimal() and len(at) < 7 else 1,
    )
    against = _one_of(asked.get("against", ""), chosen.names) or next(iter(chosen.names), "")
    unknown_board = asked.get("board", "") if asked.get("board", board.name) != board.name else ""
    dimensions = [(_(each.label), each.value) for each in Dimension]
    skills = [(score_name(each.key), each.key) for each in SKILLS]
    return (
        gr.update(choices=[(f"{_(each.title)} ({each.name})", each.name) for each in boards], value=board.name),
        gr.update(choices=[entry.t2i_model for entry in known], value=list(chosen.names)),
        gr.update(choices=[(_("All"), ""), *dimensions], value=view.dimension),
        gr.update(choices=[(_("All"), ""), *skills], value=view.skill),
        view.search,
        *_whole(board, chosen, against, view, unknown_board),
    )


def choose_board(board: Field, t2i_models: list[str] | None) -> Update:
    """The T2I models of another board; those that were chosen and are on it, too, stay chosen."""
    known = entries(get_database(), _board(board))
    kept = choose(known, t2i_models or [])
    return gr.update(choices=[entry.t2i_model for entry in known], value=list(kept.names))


def start_again(board: Field, t2i_models: list[str] | None, against: Field, *filters: Any) -> tuple[Any, ...]:
    """The whole page for other T2I models, on its first page of images."""
    found = _board(board)
    chosen = choose(entries(get_database(), found), t2i_models or [])
    first = _one_of(against, chosen.names) or next(iter(chosen.names), "")
    view = _view(filters)
    return _whole(found, chosen, first, replace(view, order=_order(view.order, len(chosen.entries)), page=1))


def show_differences(board: Field, t2i_models: list[str] | None, against: Field, *_filters: Any) -> tuple[Any, ...]:
    """Differences to another one of the T2I models."""
    found = _board(board)
    comparison = _comparison(found, t2i_models)
    return _skipped(4) if comparison is None else _differences(found, comparison, typed(against))


def show_first_page(board: Field, t2i_models: list[str] | None, against: Field, *filters: Any) -> tuple[Any, ...]:
    """The first page of images under other filters."""
    return turn_page(1 - _view(filters).page, board, t2i_models, against, *filters)


def turn_page(pages: int, board: Field, t2i_models: list[str] | None, against: Field, *filters: Any) -> tuple[Any, ...]:
    """The page of images so many after this one, or the last there is: also one that an address brought."""
    found = _board(board)
    comparison = _comparison(found, t2i_models)
    if comparison is None:
        return _skipped(5)
    view = _view(filters)
    return _images(found, comparison, replace(view, page=view.page + pages))


def _view(filters: tuple[Any, ...]) -> View:
    """What the filters say, in the order of `build`'s `filters`."""
    dimension, skill, order, find, page = filters
    return View(dimension or "", skill or "", order or "", find or "", int(page or 1))


def _whole(board: Board, chosen: Chosen, against: str, view: View, unknown_board: str = "") -> tuple[Any, ...]:
    """Every output of the page, in the order of `build`'s `whole`."""
    if len(chosen.entries) < FEWEST:
        notes = html.notes_html(board, chosen, None, unknown_board)
        nothing = html.nothing_html(board, entries(get_database(), board), chosen)
        return (
            notes + nothing,
            gr.update(visible=False),
            *_skipped(3),
            _choice(()),
            *_skipped(4),
            _choice(()),
            *_skipped(5),
        )
    found = compare(get_database(), board, chosen.entries)
    radar = charts.radar(found)
    return (
        html.notes_html(board, chosen, found, unknown_board),
        gr.update(visible=True),
        gr.update(value=radar, visible=radar is not None),
        caption_html(charts.radar_in_words(found)) if radar is not None else html.no_radar_html(board),
        html.shares_html(board, found),
        _choice([(name, name) for name in chosen.names], against),
        *_differences(board, found, against),
        _choice(orders(chosen.names), view.order),
        *_images(board, found, view),
    )


def _differences(board: Board, found: Comparison, against: str) -> tuple[Any, ...]:
    rows = differences(found, against if against in found.t2i_models else found.t2i_models[0])
    forest = charts.forest(rows, found.t2i_models)
    filled = _("A filled marker is a clear difference, an open one could be chance; the lines are 95% intervals.")
    return (
        html.verdicts_html(rows),
        gr.update(value=forest, visible=forest is not None),
        html.no_forest_html() if forest is None else caption_html(filled),
        html.differences_html(board, found, rows),
    )


def _images(board: Board, found: Comparison, view: View) -> tuple[Any, ...]:
    shown = image_page(found, view)
    return (
        images_html(board, found, shown, view),
        place_html(shown) if shown.found else "",
        gr.update(interactive=shown.page > 1),
        gr.update(interactive=shown.page < shown.pages),
        shown.page,
    )


def _comparison(board: Board, t2i_models: list[str] | None) -> Comparison | None:
    database = get_database()
    chosen = choose(entries(database, board), t2i_models or [])
    return compare(database, board, chosen.entries) if len(chosen.entries) >= FEWEST else None


def _choice(choices: Sequence[tuple[str, str]], value: str | None = None) -> Update:
    return gr.update(choices=list(choices), value=value)


def _order(asked: str, number: int) -> str:
    return asked if asked == MOST_APART or order_places(asked, number) else AS_ASKED


def _one_of(asked: Field, known: Collection[str]) -> str:
    return asked if asked and asked in known else ""


def _skipped(number: int) -> tuple[Any, ...]:
    return tuple(gr.skip() for _each in range(number))


def _board(name: Field) -> Board:
    """The board of this name, else the closed world once somebody is on it, else the published figures."""
    database = get_database()
    try:
        return find_board(database, typed(name))
    except BadInput:
        first = find_board(database, CLOSED_WORLD)
        return first if first.t2i_models else find_board(database, PUBLISHED)
