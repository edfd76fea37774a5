"""Render the agreement page: metrics against statistics, comparisons, influence, links; see `agreement.html`."""

from collections.abc import Sequence

from core.language import _, mark
from leaderboard.agreement.findings import EVALUATOR, Findings
from leaderboard.agreement.tables import TABLES
from leaderboard.board.board_html import FILES, STATISTIC_LABELS
from leaderboard.board.boards import Board
from leaderboard.board.columns import name_annotators
from leaderboard.site.links import agreement_file_link
from leaderboard.site.score_names import score_name
from leaderboard.statistics.comparing import MetricComparison
from leaderboard.statistics.influence import Influences
from web.html import call_macro

TEMPLATE = "leaderboard/agreement/agreement.html"

MOST_INFLUENTIAL = 30
"""The most T2I models that the page lists; the file has all."""

_HALVES = {
    "prompts": mark("half of the prompts against the other half"),
    "annotators": mark("annotators against each other"),
}


def metric_label(board: Board, metric: str) -> str:
    """Name a metric for readers; the board's own evaluator goes by its own name."""
    return (board.evaluator_name or "EvalAlign") if metric == EVALUATOR else metric


def no_reference_html() -> str:
    """Render the note of a board without reference scores."""
    return call_macro(TEMPLATE, "no_reference")


def table_html(findings: Findings, key: str) -> str:
    """Render metrics down and statistics across, each value over its interval; below them people against people."""
    metrics = [
        (metric_label(findings.board, metric), item.rows)
        for metric, items in findings.agreement.items()
        for item in items
        if item.key == key
    ]
    first = metrics[0][1]
    caption = _(
        "{key}: {n} T2I models, against {people}. Below each value its 95% interval over T2I models, and p against no "
        "association.",
        key=score_name(key),
        n=first[0].n,
        people=name_annotators(findings.board),
    )
    statistics = [STATISTIC_LABELS[row.statistic] for row in first]
    ceilings = [(ceiling, _HALVES.get(ceiling.split, ceiling.split)) for ceiling in findings.ceilings.get(key, ())]
    return call_macro(TEMPLATE, "table", caption, statistics, metrics, ceilings)


def comparisons_html(board: Board, comparisons: Sequence[MetricComparison]) -> str:
    """Render which of two metrics agrees better, and whether that could be chance; "" where there is only one."""
    rows = [(metric_label(board, row.first), metric_label(board, row.second), row) for row in comparisons]
    return call_macro(TEMPLATE, "comparisons", rows) if rows else ""


def influence_html(influences: Influences) -> str:
    """Render the T2I models that move tau-b most, below sentences about the first."""
    rows = [row for row in influences.rows[:MOST_INFLUENTIAL] if row.gain is not None]
    return call_macro(TEMPLATE, "influence", influence_in_words(influences), rows)


def influence_in_words(influences: Influences) -> str:
    """Describe in words which T2I model moves tau-b most."""
    rows = [row for row in influences.rows if row.gain is not None]
    if not rows or influences.value is None:
        return _("With so few T2I models, none can be left out.")
    sentence = _(
        "Tau-b is {value:.4f}. {name} moves it most: were its score alone moved to where it agrees best, tau-b would "
        "be {best:.4f}.",
        value=influences.value,
        name=rows[0].t2i_model,
        best=rows[0].best,
    )
    left_out = [row for row in rows if row.change is not None]
    if left_out:
        most = max(left_out, key=lambda row: abs(row.change or 0.0))
        sentence += " " + _(
            "Left out altogether, {name} makes the largest change: {value:.4f} without it.",
            name=most.t2i_model,
            value=most.without,
        )
    return sentence


def notes_html(notes: Sequence[str]) -> str:
    """Render remarks on the figures."""
    return call_macro(TEMPLATE, "notes", notes)


def downloads_html(findings: Findings) -> str:
    """Render links to every table of the board's agreement that has rows, as CSV, JSON and Parquet."""
    empty = {"comparisons": not findings.compared, "ceilings": not findings.ceilings}
    tables = [
        (title, [(kind, agreement_file_link(findings.board.name, name, ending)) for ending, kind in FILES.items()])
        for name, (title, _table) in TABLES.items()
        if not empty.get(name)
    ]
    return call_macro(TEMPLATE, "downloads", tables)
