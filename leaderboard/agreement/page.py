"""The agreement page: every metric against people, with intervals, in tables and figures to look at and download."""

from functools import partial
from typing import Any

import gradio as gr
import pandas as pd

from core.language import _, mark
from leaderboard.agreement import agreement_html as html
from leaderboard.agreement import charts
from leaderboard.agreement.findings import EVALUATOR, Findings, get_findings
from leaderboard.board.board_html import STATISTIC_LABELS, board_html, caption_html
from leaderboard.board.boards import list_boards
from leaderboard.board.charts import describe_agreement_scatter, draw_agreement_scatter
from leaderboard.board.choice import AGREEMENT_BOARD, list_board_choices, pick_board
from leaderboard.board.columns import name_annotators
from leaderboard.board.page import ADDRESS, CSS
from leaderboard.site.score_names import score_name
from leaderboard.statistics.influence import influence
from leaderboard.store.database import get_database
from model.protocol.skills import Dimension
from web.blocks import current_blocks, styled_html
from web.fields import Field, typed
from web.language import words

Update = dict[str, Any]

FIGURES: dict[str, str] = {
    "scatter": mark("## Scores by people and by the metric"),
    "skills": mark("## Agreement skill by skill"),
}
"""Name and title; the page shows them in this order."""

_html = partial(styled_html, CSS, elem_classes="board-html")


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    with gr.Row():
        board = gr.Dropdown(label=words("Board"), choices=[], scale=2, min_width=220, elem_id="agreement-board")
        key = gr.Dropdown(label=words("Agreement on"), choices=[], scale=1, min_width=200, elem_id="agreement-key")
        metric = gr.Dropdown(
            label=words("Metric in the figures"), choices=[], scale=1, min_width=200, elem_id="agreement-metric"
        )
    about, table, comparisons = _html(), _html(elem_id="agreement-table"), _html()
    notes = _html(elem_id="agreement-notes")
    with gr.Column(elem_id="agreement-figures"):
        figures = [part for name, title in FIGURES.items() for part in _figure(name, title)]
    influences = _html(elem_id="agreement-influence")
    downloads = _html(elem_id="agreement-downloads")

    shown = [table, comparisons, *figures, influences]
    whole = [key, metric, about, notes, downloads, *shown]
    hidden: dict[str, Any] = {"show_progress": "minimal", "api_visibility": "private"}
    current_blocks().load(open_page, None, [board], **hidden).then(show_board, [board], whole, **hidden)
    board.input(show_board, [board], whole, **hidden)
    board.input(None, [board], None, js=ADDRESS, **hidden)
    gr.on([key.input, metric.input], show, [board, key, metric], shown, **hidden)


def _figure(name: str, title: str) -> tuple[gr.Column, gr.Plot, gr.HTML]:
    """Lay out a figure below its title, above the sentence that describes it."""
    with gr.Column(visible=False) as panel:
        gr.Markdown(words(title))
        plot = gr.Plot(show_label=False, container=False, elem_classes="board-chart", elem_id=f"agreement-{name}")
        caption = _html()
    return panel, plot, caption


def open_page(request: gr.Request) -> Update:
    """List the boards; chosen is the one in the address's `?board=`."""
    boards = list_boards(get_database())
    chosen = pick_board(boards, request.query_params.get("board") or AGREEMENT_BOARD)
    return gr.update(choices=list_board_choices(boards), value=chosen.name)


def show_board(board: Field) -> tuple[Any, ...]:
    """Show one board, at first its first dimension and its own evaluator."""
    findings = _find(board)
    keys = findings.keys
    key = Dimension.ALIGNMENT.value if Dimension.ALIGNMENT in keys else next(iter(keys), None)
    metrics = [(html.metric_label(findings.board, name), name) for name in findings.pairs]
    return (
        gr.update(choices=[(score_name(each), each) for each in keys], value=key),
        gr.update(choices=metrics, value=EVALUATOR),
        board_html(findings.board),
        html.notes_html(findings.notes),
        html.downloads_html(findings) if keys else "",
        *show(board, key, EVALUATOR),
    )


def _find(board: Field) -> Findings:
    database = get_database()
    return get_findings(database, pick_board(list_boards(database), typed(board)))


def show(board: Field, key: Field, metric: Field) -> tuple[Any, ...]:
    """Show table, comparisons, figures and influence of one key; figures and influence by one metric."""
    findings, metric = _find(board), metric or EVALUATOR
    hidden = (gr.update(visible=False), None, "")
    if key not in findings.keys:
        return (html.no_reference_html(), "", *hidden, *hidden, "")
    pairs = findings.pairs.get(metric, findings.pairs[EVALUATOR].head(0))
    rows = pairs[pairs["key"] == key]
    if len(rows) < 2:
        return (html.table_html(findings, key), "", *hidden, *hidden, "")
    names = (name_annotators(findings.board), html.metric_label(findings.board, metric))
    heat = _by_skill(findings, metric)
    skills = (
        (gr.update(visible=True), charts.skill_heat(heat), caption_html(charts.heat_in_words(heat, heat.columns[0])))
        if len(heat)
        else hidden
    )
    return (
        html.table_html(findings, key),
        html.comparisons_html(findings.board, findings.compared.get(key, ())),
        gr.update(visible=True),
        draw_agreement_scatter(rows, *names),
        caption_html(describe_agreement_scatter(rows, *names)),
        *skills,
        html.influence_html(
            influence(rows["t2i_model"].tolist(), rows["reference"].to_numpy(float), rows["evaluator"].to_numpy(float))
        ),
    )


def _by_skill(findings: Findings, metric: str) -> pd.DataFrame:
    """Tabulate a metric's values, skills and dimensions down, statistics across; empty where no skill is known."""
    items = findings.agreement.get(metric, ())
    if not any(item.key not in list(Dimension) for item in items):
        return pd.DataFrame()
    rows = {
        score_name(item.key): {_(STATISTIC_LABELS[row.statistic][0]): row.value for row in item.rows} for item in items
    }
    return pd.DataFrame.from_dict(rows, orient="index").astype(float)
