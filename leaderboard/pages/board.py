"""The leaderboard page: a board's ranking, its agreement with people, and charts of both."""

from pathlib import Path
from typing import Any

import gradio as gr
import pandas as pd
import plotly.graph_objects as go
from gradio.context import Context

from leaderboard import board_html as html
from leaderboard.agreement import board_agreement, board_pairs
from leaderboard.baseline_html import BaselineColumns
from leaderboard.baselines import baseline_system_scores
from leaderboard.boards import CLOSED_WORLD, PUBLISHED, Board, BoardKind, find_board, list_boards
from leaderboard.charts import agreement_scatter, bars_in_words, interval_bars, scatter_in_words
from leaderboard.database import get_database
from leaderboard.ranking import ranking
from model.page_language import words
from model.problems import BadInput
from model.skills import Dimension

REFRESH_SECONDS = 10.0
"""How often an open page looks whether something new was published."""

ALL, OPEN, CLOSED = "All", "Open weights", "Closed weights"

CSS = (Path(__file__).parent / "board.css").read_text(encoding="utf-8")
JS = (Path(__file__).parent / "board.js").read_text(encoding="utf-8")

HEAD = """<style>
.board-html .html-container { padding: 0 }
@media (max-width: 640px) { .board-chart .textpoint { display: none } }
.board-chart .modebar-container { display: none }
.board-chart .main-svg > :not(.hoverlayer) text { fill: var(--body-text-color) !important; opacity: .85 }
</style>"""
"""Outside the components' own styles: no second margin around HTML, text of the charts in the page's own colour.

On a phone points have no room for names, which a touch shows.
"""

ADDRESS = """(board) => {
  const address = new URL(location.href);
  address.searchParams.set("board", board);
  history.replaceState(null, "", address);
}"""
"""The chosen board goes into the address, so that what is shown can be linked to."""

Update = dict[str, Any]


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    seen = gr.State(None)
    with gr.Row():
        board = gr.Dropdown(label="Board", choices=[], scale=2, min_width=220, elem_id="board-choice")
        search = gr.Textbox(
            label=words("Search"),
            placeholder="Part of a name or an organisation",
            scale=3,
            min_width=220,
            elem_id="board-search",
        )
    with gr.Row(visible=False) as filters_row:
        weights = gr.Radio(label="Weights", choices=[ALL, OPEN, CLOSED], value=ALL, scale=2, min_width=320)
        simulated = gr.Checkbox(label="Show simulated T2I models", value=True, min_width=260)
    about = _html()
    table = _html(js_on_load=JS, head=HEAD, elem_id="board-ranking")
    below = _html()
    with gr.Column(visible=False) as bars_panel:
        gr.Markdown("## How sure is the order? 95% intervals")
        bars = gr.Plot(show_label=False, container=False, elem_classes="board-chart")
        bars_caption = _html()
    gr.Markdown("## Agreement with the reference scores")
    with gr.Row():
        with gr.Column(min_width=320):
            dimension = gr.Radio(
                label="Dimension",
                choices=[(item.value.capitalize(), item.value) for item in Dimension],
                value=Dimension.ALIGNMENT.value,
                elem_id="board-dimension",
            )
            agreement = _html(elem_id="board-agreement")
        with gr.Column(min_width=320, visible=False) as scatter_panel:
            scatter = gr.Plot(show_label=False, container=False, elem_classes="board-chart")
            scatter_caption = _html()

    filters = [search, weights, simulated]
    agreed = [agreement, scatter_panel, scatter, scatter_caption]
    whole = [about, filters_row, table, below, bars_panel, bars, bars_caption, seen, *agreed]
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(open_page, None, [board], **hidden).then(show_board, [board, *filters, dimension], whole, **hidden)
    board.input(show_board, [board, *filters, dimension], whole, **hidden)
    board.input(None, [board], None, js=ADDRESS, **hidden)
    typed = [search.change, weights.change, simulated.change]
    gr.on(typed, show_table, [board, *filters], [table], trigger_mode="always_last", **hidden)
    dimension.change(show_agreement, [board, dimension], agreed, **hidden)
    gr.Timer(REFRESH_SECONDS).tick(refresh, [seen, board, *filters, dimension], [board, *whole], **hidden)


def _html(**options: Any) -> gr.HTML:
    """A place for HTML in the styles of this page."""
    return gr.HTML(
        css_template=CSS, apply_default_css=False, elem_classes="board-html", **({"js_on_load": None} | options)
    )


def open_page(request: gr.Request) -> Update:
    """The boards to choose from; chosen is the one that the address asks for with `?board=`, if there is one."""
    boards = list_boards(get_database())
    names = [board.name for board in boards]
    asked = request.query_params.get("board", "")
    return gr.update(choices=_choices(boards), value=asked if asked in names else _first(boards))


def show_board(board: str, search: str, weights: str, simulated: bool, dimension: str) -> tuple[Any, ...]:
    """Everything the page shows of one board."""
    found = _find(board)
    rows = ranking(get_database(), found)
    certain = rows.dropna(subset=["overall", "overall.low"])
    return (
        html.board_html(found),
        gr.update(visible=found.kind is BoardKind.MEASURED),
        html.ranking_html(found, _filtered(found, rows, search, weights, simulated), len(rows), _baselines(found)),
        html.below_html(found, rows),
        gr.update(visible=len(certain) > 1),
        interval_bars(certain) if len(certain) > 1 else None,
        html.caption_html(bars_in_words(certain)),
        found,
        *show_agreement(board, dimension),
    )


def show_table(board: str, search: str, weights: str, simulated: bool) -> str:
    """The ranking, filtered anew."""
    found = _find(board)
    rows = ranking(get_database(), found)
    return html.ranking_html(found, _filtered(found, rows, search, weights, simulated), len(rows), _baselines(found))


def show_agreement(board: str, dimension: str) -> tuple[str, Update, go.Figure | None, str]:
    """The agreement panel for one dimension: statistics, whether there is a plot, the plot, its words."""
    found = _find(board)
    every = board_pairs(get_database(), found)
    pairs = every[every["key"] == dimension]
    text = html.agreement_html(found, dimension, board_agreement(every))
    if len(pairs) < 2:
        return text, gr.update(visible=False), None, ""
    names = (html.people(found), "EvalAlign" if found.kind is BoardKind.PUBLISHED else "the evaluator")
    sentence = scatter_in_words(pairs, *names)
    return text, gr.update(visible=True), agreement_scatter(pairs, *names), html.caption_html(sentence)


def refresh(
    seen: Board | None, board: str, search: str, weights: str, simulated: bool, dimension: str
) -> tuple[Any, ...] | Any:
    """Show the board again if something was published on it since; otherwise leave the page as it is."""
    if seen is None or _find(board) == seen:
        return gr.skip()
    boards = list_boards(get_database())
    return (gr.update(choices=_choices(boards)), *show_board(board, search, weights, simulated, dimension))


def _baselines(board: Board) -> BaselineColumns:
    return BaselineColumns.of(baseline_system_scores(get_database(), board))


def _find(name: str) -> Board:
    """The board, or the first there is: another evaluator may have taken over its name since the page was opened."""
    database = get_database()
    try:
        return find_board(database, name)
    except BadInput:
        return find_board(database, _first(list_boards(database)))


def _choices(boards: list[Board]) -> list[tuple[str, str]]:
    return [(f"{board.title} ({board.name})", board.name) for board in boards]


def _first(boards: list[Board]) -> str:
    """What a visitor sees first: the closed world once somebody is on it, until then the published figures."""
    filled = any(board.name == CLOSED_WORLD and board.t2i_models for board in boards)
    return CLOSED_WORLD if filled else PUBLISHED


def _filtered(board: Board, rows: pd.DataFrame, search: str, weights: str, simulated: bool) -> pd.DataFrame:
    wanted = search.strip().casefold()
    known = rows[["t2i_model", "organisation"]].astype(object).fillna("")
    keep = pd.Series(
        [wanted in f"{name} {by}".casefold() for name, by in known.to_numpy()], index=rows.index, dtype=bool
    )
    if board.kind is BoardKind.MEASURED:
        if weights != ALL:
            keep &= rows["open_weights"].eq(weights == OPEN)
        if not simulated:
            keep &= ~rows["simulated"].astype(bool)
    return rows[keep]
