"""The compare page: two to four T2I models of a board, their skills, their differences, and image by image."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from core.language import _
from core.problems import Problem
from leaderboard.board.boards import Board, list_boards
from leaderboard.board.choice import list_board_choices, pick_board
from leaderboard.compare import charts
from leaderboard.compare import comparison_html as html
from leaderboard.compare.choice import FEWEST, MOST, Selection, list_candidates, select_candidates
from leaderboard.compare.comparison import Comparison, compare, differences
from leaderboard.compare.images import image_page, list_orders, pair_orders
from leaderboard.compare.query import AS_ASKED, MOST_APART, CompareQuery
from leaderboard.site.score_names import score_name
from leaderboard.store.database import get_database
from model.protocol.skills import SKILLS, Dimension
from web.blocks import Update, current_blocks, styled_html
from web.fields import Field, typed
from web.html import call_macro
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
"""Writes what is shown into the address, so that it can be linked to and outlives a reload."""

_html = partial(styled_html, CSS, elem_classes="compare-html")


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
    current_blocks().load(open_page, None, [board, t2i_models, dimension, skill, find, *whole], **hidden)
    board.input(choose_board, [board, t2i_models], [t2i_models], **hidden).then(
        start_again, state, whole, **hidden
    ).then(None, state, None, js=ADDRESS, **hidden)
    for events, action, outputs in (
        ([t2i_models.input], start_again, whole),
        ([against.input], show_differences, tested),
        ([dimension.input, skill.input, order.input], partial(turn_page, None), pictured),
        ([find.change], partial(turn_page, 0), pictured),
        ([back.click], partial(turn_page, -1), pictured),
        ([on.click], partial(turn_page, 1), pictured),
    ):
        gr.on(events, action, state, outputs, trigger_mode="always_last", **hidden).then(
            None, state, None, js=ADDRESS, **hidden
        )


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """Show what can be chosen, what of it the address asks for, and the page for that."""
    query, problems = CompareQuery.read(request.query_params.multi_items())
    database = get_database()
    boards = list_boards(database)
    board = pick_board(boards, query.board)
    candidates = list_candidates(database, board)
    selection = select_candidates(candidates, query.t2i_models)
    unknown_board = query.board if query.board != board.name else ""
    dimensions = [(_(dimension.label), dimension.value) for dimension in Dimension]
    skills = [(score_name(skill.key), skill.key) for skill in SKILLS]
    return (
        gr.update(choices=list_board_choices(boards), value=board.name),
        gr.update(choices=[candidate.t2i_model for candidate in candidates], value=list(selection.names)),
        gr.update(choices=[(_("All"), ""), *dimensions], value=query.dimension),
        gr.update(choices=[(_("All"), ""), *skills], value=query.skill),
        query.search,
        *_whole(board, selection, query, problems, unknown_board),
    )


def choose_board(board: Field, t2i_models: list[str] | None) -> Update:
    """Offer the T2I models of another board; those that were chosen and are on it, too, stay chosen."""
    candidates = list_candidates(get_database(), _board(board))
    selection = select_candidates(candidates, t2i_models or [])
    return gr.update(choices=[candidate.t2i_model for candidate in candidates], value=list(selection.names))


def start_again(board: Field, t2i_models: list[str] | None, against: Field, *filters: Any) -> tuple[Any, ...]:
    """Show the whole page for other T2I models, on its first page of images."""
    chosen = _board(board)
    selection = select_candidates(list_candidates(get_database(), chosen), t2i_models or [])
    return _whole(chosen, selection, _query(filters).replace(against=typed(against), page=1))


def show_differences(board: Field, t2i_models: list[str] | None, against: Field, *_filters: Any) -> tuple[Any, ...]:
    """Show the differences to another one of the T2I models."""
    comparison = _comparison(board, t2i_models)
    return _skip(4) if comparison is None else _differences(comparison, typed(against))


def turn_page(
    pages: int | None, board: Field, t2i_models: list[str] | None, _against: Field, *filters: Any
) -> tuple[Any, ...]:
    """Show the page of images so many after this one, the first (None) or the last there is."""
    comparison, query = _comparison(board, t2i_models), _query(filters)
    if comparison is None:
        return _skip(5)
    return _images(comparison, query.replace(page=1 if pages is None else query.page + pages))


def _query(filters: tuple[Any, ...]) -> CompareQuery:
    """Make a query of the filters' fields, in the order of `build`'s `filters`."""
    dimension, skill, order, search, page = filters
    return CompareQuery(
        dimension=dimension or "", skill=skill or "", order=order or "", search=typed(search), page=int(page or 1)
    )


def _whole(
    board: Board, selection: Selection, query: CompareQuery, problems: Sequence[Problem] = (), unknown_board: str = ""
) -> tuple[Any, ...]:
    """Every output of the page, in the order of `build`'s `whole`."""
    render_notes = partial(call_macro, html.TEMPLATE, "notes", board, selection, problems, unknown_board)
    if len(selection.candidates) < FEWEST:
        nothing = html.nothing_html(board, list_candidates(get_database(), board), selection)
        empty = gr.update(choices=[], value=None)
        return render_notes(None) + nothing, gr.update(visible=False), *_skip(3), empty, *_skip(4), empty, *_skip(5)
    comparison = compare(get_database(), board, selection.candidates)
    names = selection.names
    against = query.against if query.against in names else names[0]
    if query.order not in (MOST_APART, *pair_orders(names)):
        query = query.replace(order=AS_ASKED)
    radar = charts.radar(comparison)
    return (
        render_notes(comparison),
        gr.update(visible=True),
        gr.update(value=radar, visible=radar is not None),
        html.radar_caption_html(comparison) if radar is not None else call_macro(html.TEMPLATE, "no_radar", board),
        html.shares_html(comparison),
        gr.update(choices=[(name, name) for name in names], value=against),
        *_differences(comparison, against),
        gr.update(choices=list_orders(names), value=query.order),
        *_images(comparison, query),
    )


def _differences(comparison: Comparison, against: str) -> tuple[Any, ...]:
    rows = differences(comparison, against if against in comparison.t2i_models else comparison.t2i_models[0])
    forest = charts.forest(rows, comparison.t2i_models)
    return (
        html.verdicts_html(rows),
        gr.update(value=forest, visible=forest is not None),
        call_macro(html.TEMPLATE, "forest_caption", forest is not None),
        html.differences_html(comparison, rows),
    )


def _images(comparison: Comparison, query: CompareQuery) -> tuple[Any, ...]:
    page = image_page(comparison, query)
    return (
        html.images_html(comparison, page, query),
        call_macro(html.IMAGES, "place", page),
        gr.update(interactive=page.page > 1),
        gr.update(interactive=page.page < page.pages),
        page.page,
    )


def _comparison(board: Field, t2i_models: list[str] | None) -> Comparison | None:
    database, chosen = get_database(), _board(board)
    candidates = select_candidates(list_candidates(database, chosen), t2i_models or []).candidates
    return compare(database, chosen, candidates) if len(candidates) >= FEWEST else None


def _skip(number: int) -> tuple[Any, ...]:
    return tuple(gr.skip() for _output in range(number))


def _board(name: Field) -> Board:
    return pick_board(list_boards(get_database()), typed(name))
