"""The agreement page: every metric against people, with intervals, in tables and figures to look at and download."""

from dataclasses import asdict, dataclass
from typing import Any

import gradio as gr
import pandas as pd
import plotly.graph_objects as go
from gradio.context import Context

from core.language import _, mark
from core.problems import BadInput
from leaderboard.agreement import agreement_html as html
from leaderboard.agreement import charts as charts
from leaderboard.agreement.findings import EVALUATOR, Findings, agreement_table
from leaderboard.agreement.known_findings import known_findings
from leaderboard.board.agreement import AGREEMENT_KEYS
from leaderboard.board.baselines import baseline_pairs
from leaderboard.board.board_html import STATISTIC_LABELS, board_html, caption_html, people
from leaderboard.board.boards import PUBLISHED, Board, find_board, list_boards
from leaderboard.board.charts import agreement_scatter, scatter_in_words
from leaderboard.board.page import ADDRESS, CSS
from leaderboard.site.score_names import score_name
from leaderboard.statistics.influence import Influences, influence
from leaderboard.store.database import get_database
from model.protocol.skills import Dimension
from web.fields import Field, typed
from web.language import words

Update = dict[str, Any]

_IMAGE = """() => {
  const plot = document.querySelector("#FIGURE .js-plotly-plot");
  if (plot) Plotly.downloadImage(plot, {format: "FORMAT", filename: "FIGURE", width: plot.offsetWidth,
    height: plot.offsetHeight, scale: 2});
}"""
"""The browser itself writes the figure it shows."""

FIGURES: dict[str, str] = {
    "scatter": mark("## Scores by people and by the metric"),
    "residuals": mark("## Who is scored higher or lower than people's scores suggest"),
    "rank-flow": mark("## From people's order to the metric's"),
    "influence": mark("## Which T2I model moves tau-b most"),
    "skills": mark("## Agreement skill by skill"),
}
"""Name and title; the page shows them in this order."""

_FORMS = {"svg": mark("Download as SVG"), "png": mark("Download as PNG")}


@dataclass(frozen=True, slots=True)
class _Figure:
    panel: gr.Column
    plot: gr.Plot
    caption: gr.HTML


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    known = gr.State(None)
    with gr.Row():
        board = gr.Dropdown(label=words("Board"), choices=[], scale=2, min_width=220, elem_id="agreement-board")
        key = gr.Dropdown(label=words("Agreement on"), choices=[], scale=1, min_width=200, elem_id="agreement-key")
        metric = gr.Dropdown(
            label=words("Metric in the figures"), choices=[], scale=1, min_width=200, elem_id="agreement-metric"
        )
    about, table, compared = _html(), _html(elem_id="agreement-table"), _html()
    notes = _html(elem_id="agreement-notes")
    with gr.Column(elem_id="agreement-figures"):
        figures = [_figure(name, title) for name, title in FIGURES.items()]
    downloads = _html(elem_id="agreement-downloads")

    shown = [table, compared, *(part for figure in figures for part in (figure.panel, figure.plot, figure.caption))]
    whole = [known, key, metric, about, notes, *shown, downloads]
    hidden: dict[str, Any] = {"show_progress": "minimal", "api_visibility": "private"}
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(open_page, None, [board], **hidden).then(show_board, [board], whole, **hidden)
    board.input(show_board, [board], whole, **hidden)
    board.input(None, [board], None, js=ADDRESS, **hidden)
    gr.on([key.input, metric.input], show, [known, key, metric], [*shown, downloads], **hidden)


def _html(**options: Any) -> gr.HTML:
    return gr.HTML(css_template=CSS, apply_default_css=False, js_on_load=None, elem_classes="board-html", **options)


def _figure(name: str, title: str) -> _Figure:
    """A place for a figure, the sentence that says what it shows, and its downloads."""
    with gr.Column(visible=False) as panel:
        gr.Markdown(words(title))
        plot = gr.Plot(
            show_label=False,
            container=False,
            elem_classes="board-chart",
            elem_id=f"agreement-{name}",
        )
        caption = _html()
        with gr.Row(elem_classes="figure-downloads"):
            for form, label in _FORMS.items():
                button = gr.Button(words(label), size="sm", min_width=130, scale=0)
                script = _IMAGE.replace("FIGURE", f"agreement-{name}").replace("FORMAT", form)
                button.click(None, js=script, api_visibility="private")
    return _Figure(panel, plot, caption)


def open_page(request: gr.Request) -> Update:
    """The boards to choose from; chosen is the one that the address asks for with `?board=`, else the published one."""
    boards = list_boards(get_database())
    asked = request.query_params.get("board", "")
    names = [board.name for board in boards]
    choices = [(f"{_(board.title)} ({board.name})", board.name) for board in boards]
    return gr.update(choices=choices, value=asked if asked in names else PUBLISHED)


def show_board(board: Field) -> tuple[Any, ...]:
    """Everything the page shows of one board, at first on its first dimension and by its own evaluator."""
    database = get_database()
    try:
        found = known_findings(database, find_board(database, typed(board)))
    except BadInput:  # another evaluator may have taken over its name since the page was opened
        found = known_findings(database, find_board(database, PUBLISHED))
    keys = [item.key for item in found.rows]
    key = Dimension.ALIGNMENT.value if Dimension.ALIGNMENT in keys else next(iter(keys), None)
    metrics = [(html.metric_label(found.board, name), name) for name in (EVALUATOR, *found.baselines)]
    shown = show(found, key, EVALUATOR)
    return (
        found,
        gr.update(choices=[(score_name(each), each) for each in keys], value=key),
        gr.update(choices=metrics, value=EVALUATOR),
        board_html(found.board),
        html.notes_html(found.notes),
        *shown,
    )


def show(found: Findings | None, key: Field, metric: Field) -> tuple[Any, ...]:
    """Table, comparison and figures of one key; the figures by one metric; and what can be downloaded."""
    metric = metric or EVALUATOR
    pairs = pd.DataFrame() if found is None or key is None else _pairs(found, metric)
    own = pairs[pairs["key"] == key] if len(pairs) else pairs
    if found is None or key is None or len(own) < 2:
        empty = html.no_reference_html() if found is None or key is None else html.table_html(found, key)
        return (empty, "", *_hidden(len(FIGURES)), "")
    names = (people(found.board), html.metric_label(found.board, metric))
    influences = influence(
        own["t2i_model"].tolist(), own["reference"].to_numpy(float), own["evaluator"].to_numpy(float)
    )
    off, moves, heat = charts.residuals(own), charts.rank_moves(own), _by_skill(found, metric)
    parts: list[tuple[go.Figure, str]] = [
        (agreement_scatter(own, *names), scatter_in_words(own, *names)),
        (charts.residual_bars(off), charts.residuals_in_words(off, names[1])),
        (charts.rank_flow(moves, *names), charts.flow_in_words(moves, names[1])),
        (charts.influence_bars(influences), charts.influence_in_words(influences)),
    ]
    if len(heat):
        parts.append((charts.skill_heat(heat), charts.heat_in_words(heat, str(heat.columns[0]))))
    figures = [part for figure, said in parts for part in (gr.update(visible=True), figure, caption_html(said))]
    return (
        html.table_html(found, key),
        html.compared_html(found.board, found.compared.get(key, ())),
        *figures,
        *_hidden(len(FIGURES) - len(parts)),
        html.downloads_html(_file_name(found.board, metric, key), _tables(found, key, off, moves, influences)),
    )


def _hidden(figures: int) -> list[Any]:
    return [part for _ in range(figures) for part in (gr.update(visible=False), None, "")]


def _pairs(found: Findings, metric: str) -> pd.DataFrame:
    """People's and the metric's scores, all keys."""
    if metric == EVALUATOR:
        return found.pairs
    return baseline_pairs(get_database(), found.board).get(metric, found.pairs.head(0))


def _by_skill(found: Findings, metric: str) -> pd.DataFrame:
    """A metric's values, skills and dimensions down, statistics across; empty where no skill is known."""
    items = found.rows if metric == EVALUATOR else found.baselines.get(metric, ())
    if not any(item.key not in list(Dimension) for item in items):
        return pd.DataFrame()
    rows = {
        score_name(item.key): {_(STATISTIC_LABELS[row.statistic][0]): row.value for row in item.rows} for item in items
    }
    return pd.DataFrame.from_dict(rows, orient="index").astype(float)


def _tables(
    found: Findings, key: str, off: pd.DataFrame, moves: pd.DataFrame, influences: Influences
) -> dict[str, pd.DataFrame]:
    """Every table of the page, by title."""
    compared = [{"key": each} | asdict(row) for each in AGREEMENT_KEYS for row in found.compared.get(each, ())]
    ceilings = [{"key": each} | asdict(one) for each, both in found.ceilings.items() for one in both]
    return {
        mark("Statistics"): agreement_table(found),
        mark("Scores"): found.pairs,
        mark("Comparisons"): pd.DataFrame(compared),
        mark("People with people"): pd.DataFrame(ceilings),
        mark("Residuals"): off.assign(key=key),
        mark("Ranks"): moves.assign(key=key),
        mark("Influence"): pd.DataFrame([asdict(row) for row in influences.rows]).assign(key=key),
    }


def _file_name(board: Board, metric: str, key: str) -> str:
    return "-".join((board.name.replace("@", "-"), metric, key.replace(".", "-")))
