"""The leaderboard page: a board's ranking, its agreement with people, and charts of both.

The state of the page is a `leaderboard.board.query.BoardQuery`, which its address holds. The address is read when the
page opens, when a heading or a page number is clicked, and on the way back; every table carries its own address, which
`board.js` shows. Every change of the table, by the form or by a new publication, is a request of `board.js`, which
sends the next one when the last is answered: answers that overtook each other would leave an older table.
"""

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import gradio as gr
import plotly.graph_objects as go

from core.language import _
from core.problems import Problem
from leaderboard.board import board_html as html
from leaderboard.board.agreement import board_pairs, get_board_agreement
from leaderboard.board.boards import Board, BoardKind, list_boards
from leaderboard.board.charts import (
    describe_agreement_scatter,
    describe_interval_bars,
    draw_agreement_scatter,
    draw_interval_bars,
)
from leaderboard.board.choice import list_board_choices, list_evaluator_choices, pick_board
from leaderboard.board.columns import default_columns, list_column_choices, name_annotators
from leaderboard.board.controls_page import FOLD, NAMES, bind_controls, build_controls, used_js
from leaderboard.board.filtering import drop_unknown_values, list_filter_choices, make_table
from leaderboard.board.query import BoardQuery, is_shown, read_form
from leaderboard.board.ranked import Ranked, ranked
from leaderboard.board.ranking_html import ranking_html, waiting_html
from leaderboard.store.database import get_database
from model.protocol.skills import Dimension
from web.blocks import current_blocks, styled_html
from web.fields import Field, typed
from web.language import words

REFRESH_SECONDS = 10.0
"""How often an open page looks whether something new was published."""

CSS = (Path(__file__).parent / "board.css").read_text(encoding="utf-8")
JS = (Path(__file__).parent / "board.js").read_text(encoding="utf-8")

ADDRESS = """(board) => {
  const address = new URL(location.href);
  address.searchParams.set("board", board);
  history.replaceState(null, "", address);
}"""
"""Script for pages whose address holds only a board: writes the chosen one into it."""

Update = dict[str, Any]


FILTERS = ("weights", "simulated", "licence", "organisation", "min_size", "max_size", "since", "until")

_html = partial(styled_html, CSS, elem_classes="board-html")


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    query, seen = gr.State(BoardQuery()), gr.State(None)
    with gr.Column(elem_id="board-form"):  # keeps the room until its fields are loaded
        form, more = build_controls()
    about = _html(elem_id="board-about")
    table = _html(value=waiting_html(), js_on_load=JS, elem_id="board-ranking")
    # Comes when the table is there, so that nothing is pushed down by it.
    with gr.Column(visible=False) as rest:
        below = _html()
        with gr.Column(visible=False) as bars_panel:
            gr.Markdown(words("## How sure is the order? 95% intervals"))
            bars = gr.Plot(show_label=False, container=False, elem_classes="board-chart")
            bars_caption = _html()
        gr.Markdown(words("## Agreement with the reference scores"))
        with gr.Row():
            with gr.Column(min_width=320):
                dimension = gr.Radio(
                    label=words("Dimension"),
                    choices=[
                        (words("Faithfulness"), Dimension.FAITHFULNESS.value),
                        (words("Alignment"), Dimension.ALIGNMENT.value),
                    ],
                    value=Dimension.ALIGNMENT.value,
                    elem_id="board-dimension",
                )
                agreement = _html(elem_id="board-agreement")
            with gr.Column(min_width=320, visible=False) as scatter_panel:
                scatter = gr.Plot(show_label=False, container=False, elem_classes="board-chart")
                scatter_caption = _html()

    news = gr.Textbox(visible="hidden")

    controls = [getattr(form, name) for name in NAMES]
    agreed = [agreement, scatter_panel, scatter, scatter_caption]
    whole = [*controls, more, about, table, query, seen]
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    current_blocks().load(None, js=FOLD, api_visibility="private")
    current_blocks().load(open_page, None, whole, **hidden)
    # `board.js` sends one request at a time; Gradio must not drop any.
    table.select(update_table, [query, *controls], whole, trigger_mode="multiple", **hidden)
    bind_controls(form)
    seen.change(show_below, [query, dimension], [rest, below, bars_panel, bars, bars_caption, *agreed], **hidden)
    dimension.change(show_agreement, [query, dimension], agreed, **hidden)
    gr.Timer(REFRESH_SECONDS).tick(check_revision, [query, seen], [news], **hidden)
    news.change(None, js=used_js("news"), api_visibility="private")


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """Render the state that the address holds, with a sentence on each part that was dropped."""
    parameters = request.query_params
    pairs = parameters.multi_items() if hasattr(parameters, "multi_items") else parameters.items()
    return _render(*BoardQuery.read(pairs), picked=True)


def update_table(query: BoardQuery, event: gr.EventData, *values: Any) -> tuple[Any, ...]:
    """Answer a request of `board.js`: for another address, for the state of the form, or for a new revision.

    Args:
        query: The present state of the page.
        event: `number`, which the answer repeats, and either `address`, of this page, or `names`: of the controls that
            were used, or `news`.
        values: The values of the form's controls, in the order of `NAMES`.
    """
    number = str(event.number)
    texts = dict(zip(NAMES, values, strict=True))
    names = {str(name) for name in event.names or ()}
    if event.address is not None:
        return open_address(query, str(event.address), number)
    for name in ("board", "evaluator"):
        if name in names and texts[name] not in (None, "", query.board):
            return switch_board(query, texts[name], number)
    texts.pop("evaluator")
    return apply_form(query, texts, names, number)


def open_address(query: BoardQuery, address: str, number: str) -> tuple[Any, ...]:
    """Render another address of this page, after a click on a heading or page number, or on the way back."""
    opened, problems = BoardQuery.read(parse_qsl(address.removeprefix("?"), keep_blank_values=True))
    same = opened.replace(sort=query.sort, page=query.page, t2i_models=query.t2i_models) == query
    return _render(opened, problems, picked=True, controls=not same, number=number)


def switch_board(query: BoardQuery, board: str, number: str) -> tuple[Any, ...]:
    """Render another board; the search stays, filters by values of the earlier board do not."""
    kept = query.replace(board=board, page=1, columns=None, licence=(), organisation=(), t2i_models=())
    return _render(kept, (), with_notices=False, number=number)


def apply_form(query: BoardQuery, texts: dict[str, Any], names: Collection[str], number: str) -> tuple[Any, ...]:
    """Render the table as the form asks; unchanged where no control has a new value.

    A control that reports every change also reports those that the way back made. It then has the query's value
    already, while other controls may still have their earlier ones: those are ignored.
    """
    used = {name for name in names if name in texts and not is_shown(query, name, texts[name])}
    if texts["board"] is None or not used:  # None: the browser has not filled the form yet
        return _render(query, (), with_notices=False, controls=False, number=number)
    changed, problems = read_form(query, texts | {"board": query.board})
    ranking = _ranked(list_boards(get_database()), query.board)
    if changed.columns is not None and set(changed.columns) == set(default_columns(ranking)):
        changed = changed.replace(columns=None)
    if changed.replace(page=query.page) == query:
        changed = query
    return _render(changed, problems, controls=False, number=number)


def check_revision(query: BoardQuery, seen: str | None) -> str | Update:
    """Return the board's version if it is another one than the page has seen."""
    version = _ranked(list_boards(get_database()), query.board).version
    return gr.skip() if seen in (None, version) else version


def show_below(query: BoardQuery, dimension: Field) -> tuple[Any, ...]:
    """Render everything below a board's table."""
    ranking = _ranked(list_boards(get_database()), query.board)
    certain = ranking.rows.dropna(subset=["overall", "overall.low"])
    return (
        gr.update(visible=True),
        html.below_html(ranking.board, ranking.rows),
        gr.update(visible=len(certain) > 1),
        draw_interval_bars(certain) if len(certain) > 1 else None,
        html.caption_html(describe_interval_bars(certain)),
        *show_agreement(query, dimension),
    )


def show_agreement(query: BoardQuery, dimension: Field) -> tuple[str, Update, go.Figure | None, str]:
    """Render the agreement panel of one dimension: statistics, whether there is a plot, the plot, its words."""
    database = get_database()
    board = pick_board(list_boards(database), query.board)
    pairs = board_pairs(database, board)
    pairs = pairs[pairs["key"] == dimension]
    text = html.agreement_html(board, typed(dimension), get_board_agreement(database, board))
    if len(pairs) < 2:
        return text, gr.update(visible=False), None, ""
    names = (name_annotators(board), "EvalAlign" if board.kind is BoardKind.PUBLISHED else _("the evaluator"))
    sentence = describe_agreement_scatter(pairs, *names)
    return text, gr.update(visible=True), draw_agreement_scatter(pairs, *names), html.caption_html(sentence)


def _render(
    query: BoardQuery,
    problems: Any,
    *,
    picked: bool = False,
    with_notices: bool = True,
    controls: bool = True,
    number: str = "",
) -> tuple[Any, ...]:
    """Render the form, the words above the table, the table, its query, and its version.

    Args:
        query: The state to render.
        problems: Parts of the address that were dropped.
        picked: See `ranking_html`.
        with_notices: Whether to show the problems, and values that the board does not have.
        controls: Whether to update the values of the form.
        number: See `ranking_html`.
    """
    boards = list_boards(get_database())
    ranking = _ranked(boards, query.board)
    notices = [*problems]
    if query.board and query.board != ranking.board.name:
        message = _("There is no board “{board}”; this is another one.", board=query.board)
        notices.append(Problem("unknown_board", "board", message))
    query, more = drop_unknown_values(ranking, query.replace(board=ranking.board.name))
    form = (
        _form(ranking, query, boards)
        if controls
        else [gr.update(choices=list_board_choices(boards)), *[gr.skip()] * len(NAMES)]
    )
    notices = [*notices, *more] if with_notices else []
    table = ranking_html(make_table(ranking, query), notices, picked=picked, number=number)
    return (*form, html.board_html(ranking.board), table, query, ranking.version)


def _form(ranking: Ranked, query: BoardQuery, boards: list[Board]) -> list[Any]:
    """Make the updates of the form's controls, and of the rarer filters' panel, which is open if any is set."""
    facts = list_filter_choices(ranking)
    rivals = list_evaluator_choices(boards, ranking.board)
    values: dict[str, Any] = {
        "board": gr.update(choices=list_board_choices(boards), value=query.board),
        "evaluator": gr.update(choices=rivals, value=query.board if rivals else None, visible=len(rivals) > 1),
        "licence": gr.update(choices=facts["licence"], value=list(query.licence)),
        "organisation": gr.update(choices=facts["organisation"], value=list(query.organisation)),
        "since": gr.update(value="" if query.since is None else query.since.isoformat()),
        "until": gr.update(value="" if query.until is None else query.until.isoformat()),
        "columns": gr.update(
            choices=list_column_choices(ranking),
            value=list(default_columns(ranking) if query.columns is None else query.columns),
        ),
    }
    rare = any((query.licence, query.organisation, query.since, query.until, query.min_size, query.max_size))
    # Published figures have no facts to filter by; the filters keep their place.
    known = ranking.board.kind is BoardKind.MEASURED
    for name in FILTERS:
        values.setdefault(name, gr.update(value=getattr(query, name)))["interactive"] = known
    return [*(values[name] if name in values else getattr(query, name) for name in NAMES), gr.update(open=rare)]


def _ranked(boards: list[Board], name: str) -> Ranked:
    return ranked(get_database(), pick_board(boards, name))
