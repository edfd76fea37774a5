"""The agreement page as HTML: metrics against statistics, paired comparisons, and downloads of every table."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd

from core.language import _, mark
from leaderboard.agreement.findings import EVALUATOR, Findings
from leaderboard.board.board_html import STATISTIC_LABELS, people
from leaderboard.board.boards import Board
from leaderboard.site.score_names import score_name
from leaderboard.site.table_files import FORMATS, MEDIA_TYPES
from leaderboard.statistics.agreement import Agreement
from leaderboard.statistics.ceiling import Ceiling
from leaderboard.statistics.comparing import Comparison

_HALVES = {
    "prompts": mark("half of the prompts against the other half"),
    "annotators": mark("annotators against each other"),
}


def metric_label(board: Board, metric: str) -> str:
    """A metric's name for readers; the board's own evaluator goes by its own name."""
    return (board.evaluator_name or "EvalAlign") if metric == EVALUATOR else metric


def rows_by_metric(found: Findings, key: str) -> dict[str, tuple[Agreement, ...]]:
    """Statistics of every metric that has scores on that key."""
    items = {EVALUATOR: found.rows} | found.baselines
    return {metric: item.rows for metric, own in items.items() for item in own if item.key == key}


def no_reference_html() -> str:
    """What stands there where nobody's scores are known."""
    title = _("No reference scores")
    said = _(
        "Agreement compares scores of T2I models with people's, or with simulated annotators'. None are known for the "
        "T2I models on this board; choose another board above."
    )
    return f'<div class="empty"><h3>{escape(title)}</h3><p>{escape(said)}</p></div>'


def table_html(found: Findings, key: str) -> str:
    """Metrics down, statistics across, each value over its interval; below them people against people."""
    by_metric = rows_by_metric(found, key)
    statistics = [row.statistic for row in next(iter(by_metric.values()))]
    heads = "".join(
        f'<th scope="col" title="{escape(_(STATISTIC_LABELS[each][1]))}">{escape(_(STATISTIC_LABELS[each][0]))}</th>'
        for each in statistics
    )
    body = "".join(
        f'<tr><th scope="row">{escape(metric_label(found.board, metric))}</th>{"".join(map(_cell, rows))}</tr>'
        for metric, rows in by_metric.items()
    )
    ceilings = "".join(_ceiling(ceiling, len(statistics)) for ceiling in found.ceilings.get(key, ()))
    n = next(iter(by_metric.values()))[0].n
    caption = _(
        "{key}: {n} T2I models, against {people}. Below each value its 95% interval over T2I models, and p against no "
        "association.",
        key=score_name(key),
        n=n,
        people=people(found.board),
    )
    return (
        f'<div class="agreement"><p class="caption">{escape(caption)}</p><div class="scroll" tabindex="0" '
        f'role="region" aria-label="{escape(_("Agreement by metric"), quote=True)}"><table><thead><tr><th scope="col">'
        f"{escape(_('Metric'))}</th>{heads}</tr></thead><tbody>{body}{ceilings}</tbody></table></div></div>"
    )


def compared_html(board: Board, compared: Sequence[Comparison]) -> str:
    """Which of two metrics agrees better, and whether that could be chance; nothing where there is only one."""
    if not compared:
        return ""
    rows = "".join(_comparison(board, row) for row in compared)
    said = _("Paired permutation tests on the same T2I models, corrected for the number of pairs.")
    return (
        f'<div class="agreement"><h3>{escape(_("Which metric agrees better?"))}</h3><table><thead><tr><th scope="col">'
        f'{escape(_("Metrics"))}</th><th scope="col">tau-b</th><th scope="col">{escape(_("Difference"))}</th>'
        f'<th scope="col"><i>p</i> (Holm)</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="caption">{escape(said)}</p></div>'
    )


def notes_html(notes: Sequence[str]) -> str:
    """What has to be known of the figures."""
    items = "".join(f"<li>{escape(_(note))}</li>" for note in notes)
    return f'<div class="agreement"><ul class="notes">{items}</ul></div>' if items else ""


def downloads_html(name: str, tables: Mapping[str, pd.DataFrame]) -> str:
    """Links that download every table as CSV, JSON and Parquet; they hold the files, the server keeps none.

    Args:
        name: What the files' names begin with.
        tables: By title.
    """
    rows = "".join(
        f'<tr><th scope="row">{escape(_(title))}</th>'
        + "".join(f"<td>{_download(name, title, table, ending)}</td>" for ending in FORMATS)
        + "</tr>"
        for title, table in tables.items()
        if len(table)
    )
    return f'<div class="agreement"><h3>{escape(_("Download"))}</h3><table><tbody>{rows}</tbody></table></div>'


def _download(name: str, title: str, table: pd.DataFrame, ending: str) -> str:
    data = b64encode(FORMATS[ending](table)).decode()
    file = escape(f"{name}-{title.lower().replace(' ', '-')}{ending}", quote=True)
    kind = ending[1:].upper() if ending != ".parquet" else "Parquet"
    said = _("{table} as {kind}", table=_(title), kind=kind)
    address = f"data:{MEDIA_TYPES[ending]};base64,{data}"
    return f'<a download="{file}" href="{address}" aria-label="{escape(said, quote=True)}">{kind}</a>'


def _cell(row: Agreement) -> str:
    if row.value is None:
        return f'<td title="{escape(_said(row.note), quote=True)}">{escape(_("unavailable"))}</td>'
    between = _between(row.low, row.high) or escape(_("no interval"))
    p_value = (
        "" if row.p_value is None else ", <i>p</i> " + ("&lt; 0.001" if row.p_value < 0.001 else f"{row.p_value:.3f}")
    )
    facts = [_said(row.note), _("interval: {method}", method=_(row.method)) if row.method else ""]
    if row.prompts_low is not None:
        facts.append(_("over prompts {low:.2f} to {high:.2f}", low=row.prompts_low, high=row.prompts_high))
    return (
        f'<td title="{escape("; ".join(filter(None, facts)))}">{row.value:.4f}'
        f'<span class="interval">{between}{p_value}</span></td>'
    )


def _ceiling(ceiling: Ceiling, columns: int) -> str:
    halves = _(_HALVES.get(ceiling.split, ceiling.split))
    label = f"{escape(_('People with people'))} <small>{escape(halves)}</small>"
    if ceiling.value is None:
        return f'<tr><th scope="row">{label}</th><td colspan="{columns}">{escape(_said(ceiling.note))}</td></tr>'
    between = _between(ceiling.low, ceiling.high)
    return (
        f'<tr><th scope="row">{label}</th><td>{ceiling.value:.4f}<span class="interval">{between}</span></td>'
        f'<td colspan="{columns - 1}"></td></tr>'
    )


def _comparison(board: Board, row: Comparison) -> str:
    names = escape(
        _("{first} and {second}", first=metric_label(board, row.first), second=metric_label(board, row.second))
    )
    if row.difference is None or row.first_tau is None or row.second_tau is None:
        return f'<tr><th scope="row">{names}</th><td colspan="3">{escape(_said(row.note))}</td></tr>'
    p_value = "–" if row.p_holm is None else _p(row.p_holm)
    both = _("{first} and {second}", first=f"{row.first_tau:.4f}", second=f"{row.second_tau:.4f}")
    return f'<tr><th scope="row">{names}</th><td>{both}</td><td>{row.difference:+.4f}</td><td>{p_value}</td></tr>'


def _said(note: str | None) -> str:
    return _(note) if note else ""


def _between(low: float | None, high: float | None) -> str:
    """An interval, escaped; empty where there is none."""
    return "" if low is None or high is None else escape(_("{low:.2f} to {high:.2f}", low=low, high=high))


def _p(value: float) -> str:
    return "&lt; 0.001" if value < 0.001 else f"{value:.3f}"
