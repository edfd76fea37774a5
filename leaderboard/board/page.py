"""The leaderboard page: a board's ranking, its agreement with people, and charts of both.

What is shown is a `leaderboard.board.query.View`, and the page's address says all of it.
The address leads to the view when the page opens, when a heading or a page's
number is chosen and when somebody goes back; every table says its own address,
which `board.js` puts where it belongs. Whatever changes the table, a control of
the form and news included, goes through `board.js`, which has one wish answered
after the other: answers that overtook each other would leave an older table.
"""

from collections.abc import Collection
from dataclasses import replace
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
from leaderboard.board.query import View, read_address, read_form, says
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
    view, seen = gr.State(View()), gr.State(None)
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
    whole = [*controls, more, about, table, view, seen]
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(None, js=FOLD, api_visibility="private")
    opened.load(open_page, None, whole, **hidden)
    # `board.js` has one wish answered at a time; Gradio is not to drop any of them.
    table.select(grant, [view, *controls], whole, trigger_mode="multiple", **hidden)
    bind_controls(form)
    seen.change(show_below, [view, dimension], [rest, below, bars_panel, bars, bars_caption, *agreed], **hidden)
    dimension.change(show_agreement, [view, dimension], agreed, **hidden)
    gr.Timer(REFRESH_SECONDS).tick(look_for_news, [view, seen], [news], **hidden)
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
    return _whole(*read_address(pairs), picked=True)


def grant(view: View, event: gr.EventData, *values: Any) -> tuple[Any, ...]:
    """What `board.js` wishes for: another address, what the form says now, or the same with news.

    Args:
        view: What is looked at.
        event: `number`, by which the browser knows the answer, and either `address`, of this page, or `names`: of the
            controls that were used, or `news`.
        values: What the form's controls hold, in the order of `NAMES`.
    """
    number = str(event.number)
    texts = dict(zip(NAMES, values, strict=True))
    names = {str(name) for name in event.names or ()}
    if event.address is not None:
        return follow(view, str(event.address), number)
    for name in ("board", "evaluator"):
        if name in names and texts[name] not in (None, "", view.board):
            return switch_board(view, texts[name], number)
    texts.pop("evaluator")
    return change(view, texts, names, number)


def follow(view: View, address: str, number: str) -> tuple[Any, ...]:
    """What another address of this page asks for: a heading or a page's number was chosen, or somebody went back."""
    wanted, problems = read_address(parse_qsl(address.removeprefix("?"), keep_blank_values=True))
    same = replace(wanted, sort=view.sort, descending=view.descending, page=view.page, models=view.models) == view
    return _whole(wanted, problems, picked=True, controls=not same, number=number)


def switch_board(view: View, board: str, number: str) -> tuple[Any, ...]:
    """Another board; what was searched for stays, what only the earlier board had does not."""
    kept = replace(view, board=board, page=1, columns=None, licence=(), organisation=(), models=())
    return _whole(kept, (), told=False, number=number)


def change(view: View, texts: dict[str, Any], names: Collection[str], number: str) -> tuple[Any, ...]:
    """The table, filtered anew or in other columns; as it was where the form says nothing new, or nothing at all.

    A control that tells of every change tells also of those that going back has made. Then it holds what the view says
    already, while others may still hold what they held before: they do not count.
    """
    told = {name for name in names if name in texts and not says(view, name, texts[name])}
    if texts["board"] is None or not told:  # None: the browser has not filled the form yet
        return _whole(view, (), told=False, controls=False, number=number)
    asked, problems = read_form(view, texts | {"board": view.board})
    found = _ranked(list_boards(get_database()), view.board)
    if asked.columns is not None and set(asked.columns) == set(usual_columns(found)):
        asked = replace(asked, columns=None)
    if replace(asked, page=view.page) == view:
        asked = view
    return _whole(asked, problems, controls=False, number=number)


def look_for_news(view: View, seen: str | None) -> str | Update:
    """Tell the page that something was published on the board since it was shown."""
    version = _ranked(list_boards(get_database()), view.board).version
    return gr.skip() if seen in (None, version) else version


def show_below(view: View, dimension: Field) -> tuple[Any, ...]:
    """Everything below a board's table."""
    found = _ranked(list_boards(get_database()), view.board)
    certain = found.rows.dropna(subset=["overall", "overall.low"])
    return (
        gr.update(visible=True),
        html.below_html(found.board, found.rows),
        gr.update(visible=len(certain) > 1),
        interval_bars(certain) if len(certain) > 1 else None,
        html.caption_html(bars_in_words(certain)),
        *show_agreement(view, dimension),
    )


def show_agreement(view: View, dimension: Field) -> tuple[str, Update, go.Figure | None, str]:
    """The agreement panel for one dimension: statistics, whether there is a plot, the plot, its words."""
    database = get_database()
    board = pick_board(list_boards(database), view.board)
    every = board_pairs(database, board)
    pairs = every[every["key"] == dimension]
    text = html.agreement_html(board, typed(dimension), board_agreement(every))
    if len(pairs) < 2:
        return text, gr.update(visible=False), None, ""
    names = (people(board), "EvalAlign" if board.kind is BoardKind.PUBLISHED else _("the evaluator"))
    sentence = scatter_in_words(pairs, *names)
    return text, gr.update(visible=True), agreement_scatter(pairs, *names), html.caption_html(sentence)


def _whole(
    view: View,
    problems: Any,
    *,
    picked: bool = False,
    told: bool = True,
    controls: bool = True,
    number: str = "",
) -> tuple[Any, ...]:
    """The form, the words above the table, the table, what it shows, and its version.

    Args:
        view: What is asked for.
        problems: What was wrong with asking for it.
        picked: See `ranking_html`.
        told: Whether to say what the board does not know of what is asked.
        controls: Whether the form has to change with it.
        number: See `ranking_html`.
    """
    boards = list_boards(get_database())
    found = _ranked(boards, view.board)
    notices = [*problems]
    if view.board and view.board != found.board.name:
        message = _("There is no board “{board}”; this is another one.", board=view.board)
        notices.append(Problem("unknown_board", "board", message))
    view, more = drop_unknown_values(found, replace(view, board=found.board.name))
    form = (
        _form(found, view, boards)
        if controls
        else [gr.update(choices=board_choices(boards)), *[gr.skip()] * len(NAMES)]
    )
    notices = [*notices, *more] if told else []
    table = ranking_html(table_of(found, view), notices, picked=picked, number=number)
    return (*form, html.board_html(found.board), table, view, found.version)


def _form(found: Ranked, view: View, boards: list[Board]) -> list[Any]:
    """Values of the form's controls, and whether the rarer filters are open."""
    facts = filter_choices(found)
    rivals = evaluator_choices(boards, found.board)
    values: dict[str, Any] = {
        "board": gr.update(choices=board_choices(boards), value=view.board),
        "evaluator": gr.update(choices=rivals, value=view.board if rivals else None, visible=len(rivals) > 1),
        "licence": gr.update(choices=facts["licence"], value=list(view.licence)),
        "organisation": gr.update(choices=facts["organisation"], value=list(view.organisation)),
        "since": gr.update(value="" if view.since is None else view.since.isoformat()),
        "until": gr.update(value="" if view.until is None else view.until.isoformat()),
        "columns": gr.update(
            choices=column_choices(found),
            value=list(usual_columns(found) if view.columns is None else view.columns),
        ),
    }
    rare = any((view.licence, view.organisation, view.since, view.until, view.min_size, view.max_size))
    # Of published figures nothing is known to filter by; the filters keep their place.
    known = found.board.kind is BoardKind.MEASURED
    for name in FILTERS:
        values.setdefault(name, gr.update(value=getattr(view, name)))["interactive"] = known
    return [*(values[name] if name in values else getattr(view, name) for name in NAMES), gr.update(open=rare)]


def _ranked(boards: list[Board], name: str) -> Ranked:
    return ranked(get_database(), pick_board(boards, name))
