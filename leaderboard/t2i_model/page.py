"""The page of one T2I model: its skills, answers, images, scores, origin and history, and what can be taken along."""

from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.i18n import I18nData
from gradio.route_utils import get_api_call_path, get_root_url

from core.problems import BadInput
from core.settings import get_settings
from leaderboard.board.boards import Board, list_boards
from leaderboard.board.choice import list_board_choices, pick_board
from leaderboard.board.ranked import ranked
from leaderboard.site.score_names import score_name
from leaderboard.store.database import get_database
from leaderboard.t2i_model import t2i_model_html as html
from leaderboard.t2i_model.answers import compute_option_shares, find_extremes
from leaderboard.t2i_model.charts import radar, radar_in_words
from leaderboard.t2i_model.history import list_appearances
from leaderboard.t2i_model.query import T2IModelQuery
from leaderboard.t2i_model.record import T2IModelRecord, find_record, near_names
from model.protocol.skills import SKILL_BY_KEY, SKILLS
from web.blocks import current_blocks, styled_html
from web.fields import Field, typed
from web.html import call_macro
from web.language import words

CSS = (Path(__file__).parent / "t2i_model.css").read_text(encoding="utf-8")
JS = (Path(__file__).parent / "t2i_model.js").read_text(encoding="utf-8")

HEAD = """<style>
.t2i-html .html-container { padding: 0 }
.t2i-radar .modebar-container { display: none }
.t2i-radar { min-height: 460px }
.t2i-radar .main-svg text { fill: var(--body-text-color) !important }
</style>"""
"""Outside the components' own styles: no second margin, and the radar's room and colour of text."""

ADDRESS = """(board, model, skill) => {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries({board, model, skill}))
    value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
}"""
"""Writes what is chosen into the address, so that it can be linked to and survives a reload."""

Update = dict[str, Any]

_html = partial(styled_html, CSS, elem_classes="t2i-html")


def build() -> tuple[gr.Dropdown, gr.Dropdown]:
    """Lay out the page in the current Blocks context and bind its events.

    Returns:
        The choices of board and T2I model, for what `app.py` may put below, such as an owner's actions.
    """
    with gr.Row():
        board = gr.Dropdown(label=words("Board"), choices=[], scale=1, min_width=220, elem_id="t2i-board")
        t2i_model = gr.Dropdown(
            label=words("T2I model"), choices=[], scale=1, min_width=220, elem_id="t2i-model", filterable=True
        )
    empty = _html(elem_id="t2i-empty")
    with gr.Column(visible=False) as whole:
        title = _html(head=HEAD, elem_id="t2i-title")
        gr.Markdown(words("## Skills against the field"))
        with gr.Row():
            with gr.Column(min_width=320):
                chart = gr.Plot(
                    show_label=False, container=False, label=words("Skills"), elem_classes="t2i-radar", visible=False
                )
                caption = _html(elem_id="t2i-radar-words")
            with gr.Column(min_width=320):
                scores = _html(elem_id="t2i-scores")
        gr.Markdown(words("## How its answers spread"))
        shares = _html(elem_id="t2i-shares")
        gr.Markdown(words("## Best and worst images"))
        skill = gr.Dropdown(
            label=words("Skill"),
            choices=[],
            elem_id="t2i-skill",
            filterable=False,
        )
        images = _html(elem_id="t2i-images")
        facts, past = _html(elem_id="t2i-facts"), _titled(words("## History"), "t2i-history")
        downloads = _titled(words("## Downloads"), "t2i-downloads")
        with gr.Row():
            with gr.Column(min_width=320):
                badge = _titled(words("## Badge"), "t2i-badge", js_on_load=JS)
                citation = _titled(words("## Citation"), "t2i-citation", js_on_load=JS)
            with gr.Column(min_width=320):
                card = _titled(words("## Model card"), "t2i-card", js_on_load=JS)

    panels = [title, chart, caption, scores, shares, skill, images, facts, past, downloads, badge, citation, card]
    shown = [empty, whole, *panels]
    hidden: dict[str, Any] = {"show_progress": "minimal", "api_visibility": "private"}
    chosen = [board, t2i_model, skill]
    current_blocks().load(open_page, None, [board, t2i_model, *shown], **hidden)
    for changed in (board, t2i_model):
        changed.input(show, chosen, [t2i_model, *shown], **hidden).then(None, chosen, None, js=ADDRESS, **hidden)
    skill.input(show_images, chosen, [images], **hidden).then(None, chosen, None, js=ADDRESS, **hidden)
    return board, t2i_model


def _titled(heading: I18nData, elem_id: str, **options: Any) -> gr.HTML:
    gr.Markdown(heading)
    return _html(elem_id=elem_id, **options)


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """Show what the address asks for, see `T2IModelQuery`, and offer what else can be chosen."""
    query, problems = T2IModelQuery.read(request.query_params.multi_items())
    boards = list_boards(get_database())
    names = [board.name for board in boards]
    choices = gr.update(choices=list_board_choices(boards))
    if query.board and query.board not in names:
        near = near_names(query.board, names) or names
        message = html.unknown_board_html(query.board, query.t2i_model, near)
        return choices | {"value": None}, gr.update(choices=[], value=None), *_nothing(message)
    board = pick_board(boards, query.board)
    names, message, *panels = show(board.name, query.t2i_model, query.skill, request)
    message += "".join(call_macro(html.TEMPLATE, "caption", str(problem)) for problem in problems)
    return choices | {"value": board.name}, names, message, *panels


def show(name: Field, t2i_model: Field, skill: Field, request: gr.Request) -> tuple[Any, ...]:
    """Show everything about the T2I model of this name on a board, and offer the others of the board."""
    database = get_database()
    boards = list_boards(database)
    board = pick_board(boards, typed(name))
    names = ranked(database, board).rows["t2i_model"].tolist()
    model = typed(t2i_model)
    if not model:
        return gr.update(choices=names, value=None), *_nothing(call_macro(html.TEMPLATE, "unchosen", board))
    try:
        record = find_record(database, board, model)
    except BadInput:
        elsewhere = {appearance.board for appearance in list_appearances(database, boards, model) if appearance.board}
        message = html.unknown_html(board, model, near_names(model, names), sorted(elsewhere))
        return gr.update(choices=names, value=None), *_nothing(message)
    return gr.update(choices=names, value=record.name), *_panels(boards, record, _skill(skill), _site(request))


def show_images(name: Field, t2i_model: Field, skill: Field) -> str | Update:
    """Show the best and worst images of another skill."""
    database = get_database()
    try:
        record = find_record(database, pick_board(list_boards(database), typed(name)), typed(t2i_model))
    except BadInput:  # withdrawn since the page was opened
        unchanged: Update = gr.skip()
        return unchanged
    return html.images_html(record, find_extremes(database, record, _skill(skill)))


def _panels(boards: list[Board], record: T2IModelRecord, skill: str, site: str) -> tuple[Any, ...]:
    database = get_database()
    figure = radar(record)
    return (
        "",
        gr.update(visible=True),
        html.title_html(record),
        gr.update(value=figure, visible=figure is not None),
        call_macro(html.TEMPLATE, "radar", record.board, radar_in_words(record) if figure else ""),
        html.scores_html(record),
        html.shares_html(record, compute_option_shares(database, record)),
        gr.update(
            choices=[(score_name(skill.key), skill.key) for skill in SKILLS], value=skill, visible=record.judged_here
        ),
        html.images_html(record, find_extremes(database, record, skill)),
        html.facts_html(record),
        html.history_html(record, list_appearances(database, boards, record.name)),
        html.downloads_html(record),
        html.badge_html(record, site),
        html.citation_html(record, site),
        html.model_card_html(record, site, get_settings().hub_benchmark),
    )


def _nothing(message: str) -> tuple[Any, ...]:
    """Put a message in place of all panels."""
    return message, gr.update(visible=False), *(gr.skip() for _ in range(13))


def _skill(chosen: Field) -> str:
    """Return the key of the chosen skill, or of the first."""
    return chosen if chosen in SKILL_BY_KEY else SKILLS[0].key


def _site(request: gr.Request) -> str:
    """Return the absolute address of this site, as the visitor's browser knows it."""
    inner = request.request
    return "" if inner is None else get_root_url(inner, get_api_call_path(inner), None)
