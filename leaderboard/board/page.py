"""The leaderboard page: a board's ranking, its agreement with people, and charts of both.

What is shown is a `leaderboard.board.query.BoardQuery`, and the page's address says all of it.
The address leads to the query when the page opens, when a heading or a page's
number is chosen and when somebody goes back; every table says its own address,
which `board.js` puts where it belongs. Whatever changes the table, a control of
the form and news included, goes through `board.js`, which has one wish answered
after the other: answers that overtook each other would leave an older table.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import gradio as gr
import plotly.graph_objects as go
from gradio.context import Context

from core.language import _
from core.problems import Problem
from leaderboard.board import board_html as html
from leaderboard.board.agreement import board_agreement, board_pairs
from leaderboard.board.boards import Board, BoardKind, list_boards
from leaderboard.board.charts import agreement_scatter, bars_in_words, interval_bars, scatter_in_words
from leaderboard.board.choice import board_choices, evaluator_choices, pick_board
from leaderboard.board.columns import column_choices, people, usual_columns
from leaderboard.board.controls import FOLD, NAMES, bind_controls, build_controls, used_js
from leaderboard.board.filtering import drop_unknown_values, filter_choices, table_of
from leaderboard.board.query import BoardQuery, is_shown, read_form
from leaderboard.board.ranked import Ranked, ranked
from leaderboard.board.ranking_html import ranking_html, waiting_html
from leaderboard.store.database import get_database
from model.protocol.skills import Dimension
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
"""For pages whose address says a board and no more: the chosen one goes into it."""

Update = dict[str, Any]


FILTERS = ("weights", "simulated", "licence", "organisation", "min_size", "max_size", "since", "until")


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
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(None, js=FOLD, api_visibility="private")
    opened.load(open_page, None, whole, **hidden)
    # `board.js` has one wish answered at a time; Gradio is not to drop any of them.
    table.select(grant, [query, *controls], whole, trigger_mode="multiple", **hidden)
    bind_controls(form)
    seen.change(show_below, [query, dimension], [rest, below, bars_panel, bars, bars_caption, *agreed], **hidden)
    dimension.change(show_agreement, [query, dimension], agreed, **hidden)
    gr.Timer(REFRESH_SECONDS).tick(look_for_news, [query, seen], [news], **hidden)
    news.change(None, js=used_js("news"), api_visibility="private")


def _html(**options: Any) -> gr.HTML:
    """A place for HTML in the styles of this page."""
    return gr.HTML(
        css_template=CSS, apply_default_css=False, elem_classes="board-html", **({"js_on_load": None} | options)
    )


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """What the address asks for; a sentence on everything in it that could not be had."""
    parameters = request.query_params
    pairs = parameters.multi_items() if hasattr(parameters, "multi_items") else parameters.items()
    return _whole(*BoardQuery.read(pairs), picked=True)


def grant(query: BoardQuery, event: gr.EventData, *values: Any) -> tuple[Any, ...]:
    """What `board.js` wishes for: another address, what the form says now, or the same with news.

    Args:
        query: What is looked at.
        event: `number`, by which the browser knows the answer, and either `address`, of this page, or `names`: of the
            controls that were used, or `news`.
        values: What the form's controls hold, in the order of `NAMES`.
    """
    number = str(event.number)
    texts = dict(zip(NAMES, values, strict=True))
    names = {str(name) for name in event.names or ()}
    if event.address is not None:
        return follow(query, str(event.address), number)
    for name in ("board", "evaluator"):
        if name in names and texts[name] not in (None, "", query.board):
            return switch_board(query, texts[name], number)
    texts.pop("evaluator")
    return change(query, texts, names, number)


def follow(query: BoardQuery, address: str, number: str) -> tuple[Any, ...]:
    """What another address of this page asks for: a heading or a page's number was chosen, or somebody went back."""
    wanted, problems = BoardQuery.read(parse_qsl(address.removeprefix("?"), keep_blank_values=True))
    same = wanted.replace(sort=query.sort, page=query.page, t2i_models=query.t2i_models) == query
    return _whole(wanted, problems, picked=True, controls=not same, number=number)


def switch_board(query: BoardQuery, board: str, number: str) -> tuple[Any, ...]:
    """Another board; what was searched for stays, what only the earlier board had does not."""
    kept = query.replace(board=board, page=1, columns=None, licence=(), organisation=(), t2i_models=())
    return _whole(kept, (), told=False, number=number)


def change(query: BoardQuery, texts: dict[str, Any], names: Collection[str], number: str) -> tuple[Any, ...]:
    """The table, filtered anew or in other columns; as it was where the form says nothing new, or nothing at all.

    A control that tells of every change tells also of those that going back has made. Then it holds what the query says
    already, while others may still hold what they held before: they do not count.
    """
    told = {name for name in names if name in texts and not is_shown(query, name, texts[name])}
    if texts["board"] is None or not told:  # None: the browser has not filled the form yet
        return _whole(query, (), told=False, controls=False, number=number)
    asked, problems = read_form(query, texts | {"board": query.board})
    found = _ranked(list_boards(get_database()), query.board)
    if asked.columns is not None and set(asked.columns) == set(usual_columns(found)):
        asked = asked.replace(columns=None)
    if asked.replace(page=query.page) == query:
        asked = query
    return _whole(asked, problems, controls=False, number=number)


def look_for_news(query: BoardQuery, seen: str | None) -> str | Update:
    """Tell the page that something was published on the board since it was shown."""
    version = _ranked(list_boards(get_database()), query.board).version
    return gr.skip() if seen in (None, version) else version


def show_below(query: BoardQuery, dimension: Field) -> tuple[Any, ...]:
    """Everything below a board's table."""
    found = _ranked(list_boards(get_database()), query.board)
    certain = found.rows.dropna(subset=["overall", "overall.low"])
    return (
        gr.update(visible=True),
        html.below_html(found.board, found.rows),
        gr.update(visible=len(certain) > 1),
        interval_bars(certain) if len(certain) > 1 else None,
        html.caption_html(bars_in_words(certain)),
        *show_agreement(query, dimension),
    )


def show_agreement(query: BoardQuery, dimension: Field) -> tuple[str, Update, go.Figure | None, str]:
    """The agreement panel for one dimension: statistics, whether there is a plot, the plot, its words."""
    database = get_database()
    board = pick_board(list_boards(database), query.board)
    every = board_pairs(database, board)
    pairs = every[every["key"] == dimension]
    text = html.agreement_html(board, typed(dimension), board_agreement(every))
    if len(pairs) < 2:
        return text, gr.update(visible=False), None, ""
    names = (people(board), "EvalAlign" if board.kind is BoardKind.PUBLISHED else _("the evaluator"))
    sentence = scatter_in_words(pairs, *names)
    return text, gr.update(visible=True), agreement_scatter(pairs, *names), html.caption_html(sentence)


def _whole(
    query: BoardQuery,
    problems: Any,
    *,
    picked: bool = False,
    told: bool = True,
    controls: bool = True,
    number: str = "",
) -> tuple[Any, ...]:
    """The form, the words above the table, the table, what it shows, and its version.

    Args:
        query: What is asked for.
        problems: What was wrong with asking for it.
        picked: See `ranking_html`.
        told: Whether to say what the board does not know of what is asked.
        controls: Whether the form has to change with it.
        number: See `ranking_html`.
    """
    boards = list_boards(get_database())
    found = _ranked(boards, query.board)
    notices = [*problems]
    if query.board and query.board != found.board.name:
        message = _("There is no board “{board}”; this is another one.", board=query.board)
        notices.append(Problem("unknown_board", "board", message))
    query, more = drop_unknown_values(found, query.replace(board=found.board.name))
    form = (
        _form(found, query, boards)
        if controls
        else [gr.update(choices=board_choices(boards)), *[gr.skip()] * len(NAMES)]
    )
    notices = [*notices, *more] if told else []
    table = ranking_html(table_of(found, query), notices, picked=picked, number=number)
    return (*form, html.board_html(found.board), table, query, found.version)


def _form(found: Ranked, query: BoardQuery, boards: list[Board]) -> list[Any]:
    """Values of the form's controls, and whether the rarer filters are open."""
    facts = filter_choices(found)
    rivals = evaluator_choices(boards, found.board)
    values: dict[str, Any] = {
        "board": gr.update(choices=board_choices(boards), value=query.board),
        "evaluator": gr.update(choices=rivals, value=query.board if rivals else None, visible=len(rivals) > 1),
        "licence": gr.update(choices=facts["licence"], value=list(query.licence)),
        "organisation": gr.update(choices=facts["organisation"], value=list(query.organisation)),
        "since": gr.update(value="" if query.since is None else query.since.isoformat()),
        "until": gr.update(value="" if query.until is None else query.until.isoformat()),
        "columns": gr.update(
            choices=column_choices(found),
            value=list(usual_columns(found) if query.columns is None else query.columns),
        ),
    }
    rare = any((query.licence, query.organisation, query.since, query.until, query.min_size, query.max_size))
    # Of published figures nothing is known to filter by; the filters keep their place.
    known = found.board.kind is BoardKind.MEASURED
    for name in FILTERS:
        values.setdefault(name, gr.update(value=getattr(query, name)))["interactive"] = known
    return [*(values[name] if name in values else getattr(query, name) for name in NAMES), gr.update(open=rare)]


def _ranked(boards: list[Board], name: str) -> Ranked:
    return ranked(get_database(), pick_board(boards, name))
