"""The agreement page as HTML: metrics against statistics, paired comparisons, influence, and links to the tables."""

from collections.abc import Sequence
from html import escape

from core.language import _, mark
from leaderboard.agreement.findings import EVALUATOR, Findings
from leaderboard.agreement.tables import TABLES
from leaderboard.board.board_html import STATISTIC_LABELS, name_annotators
from leaderboard.board.boards import Board
from leaderboard.site.links import agreement_file_link
from leaderboard.site.score_names import score_name
from leaderboard.site.table_files import FORMATS
from leaderboard.statistics.agreement import Agreement
from leaderboard.statistics.ceiling import Ceiling
from leaderboard.statistics.comparing import MetricComparison
from leaderboard.statistics.influence import Influences

MOST_INFLUENTIAL = 30
"""The page lists that many T2I models; the file has all."""

_HALVES = {
    "prompts": mark("half of the prompts against the other half"),
    "annotators": mark("annotators against each other"),
}


def metric_label(board: Board, metric: str) -> str:
    """Name a metric for readers; the board's own evaluator goes by its own name."""
    return (board.evaluator_name or "EvalAlign") if metric == EVALUATOR else metric


def no_reference_html() -> str:
    """Render the note of a board without reference scores."""
    title = _("No reference scores")
    text = _(
        "Agreement compares scores of T2I models with people's, or with simulated annotators'. None are known for the "
        "T2I models on this board; choose another board above."
    )
    return f'<div class="empty"><h3>{escape(title)}</h3><p>{escape(text)}</p></div>'


def table_html(findings: Findings, key: str) -> str:
    """Render metrics down and statistics across, each value over its interval; below them people against people."""
    by_metric = {metric: item.rows for metric, items in findings.agreement.items() for item in items if item.key == key}
    first = next(iter(by_metric.values()))
    labels = [STATISTIC_LABELS[row.statistic] for row in first]
    heads = "".join(
        f'<th scope="col" title="{escape(_(meaning))}">{escape(_(label))}</th>' for label, meaning in labels
    )
    body = "".join(
        f'<tr><th scope="row">{escape(metric_label(findings.board, metric))}</th>{"".join(map(_cell, rows))}</tr>'
        for metric, rows in by_metric.items()
    )
    ceilings = "".join(_ceiling(ceiling, len(labels)) for ceiling in findings.ceilings.get(key, ()))
    caption = _(
        "{key}: {n} T2I models, against {people}. Below each value its 95% interval over T2I models, and p against no "
        "association.",
        key=score_name(key),
        n=first[0].n,
        people=name_annotators(findings.board),
    )
    return (
        f'<div class="agreement"><p class="caption">{escape(caption)}</p><div class="scroll" tabindex="0" '
        f'role="region" aria-label="{escape(_("Agreement by metric"), quote=True)}"><table><thead><tr><th scope="col">'
        f"{escape(_('Metric'))}</th>{heads}</tr></thead><tbody>{body}{ceilings}</tbody></table></div></div>"
    )


def comparisons_html(board: Board, comparisons: Sequence[MetricComparison]) -> str:
    """Render which of two metrics agrees better, and whether that could be chance; "" where there is only one."""
    if not comparisons:
        return ""
    rows = "".join(_comparison(board, row) for row in comparisons)
    caption = _("Paired permutation tests on the same T2I models, corrected for the number of pairs.")
    return (
        f'<div class="agreement"><h3>{escape(_("Which metric agrees better?"))}</h3><table><thead><tr><th scope="col">'
        f'{escape(_("Metrics"))}</th><th scope="col">tau-b</th><th scope="col">{escape(_("Difference"))}</th>'
        f'<th scope="col"><i>p</i> (Holm)</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="caption">{escape(caption)}</p></div>'
    )


def influence_html(influences: Influences) -> str:
    """Render the T2I models that move tau-b most, below sentences about the first."""
    rows = "".join(
        f'<tr><th scope="row">{escape(row.t2i_model)}</th><td>{_figure(row.without)}</td><td>{_figure(row.best)}</td>'
        f"<td>{row.gain:+.4f}</td></tr>"
        for row in influences.rows[:MOST_INFLUENTIAL]
        if row.gain is not None
    )
    names = (_("T2I model"), _("Tau-b without it"), _("Tau-b at its best"), _("Possible gain of tau-b"))
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    return (
        f'<div class="agreement"><h3>{escape(_("Which T2I model moves tau-b most"))}</h3>'
        f'<p class="caption">{escape(influence_in_words(influences))}</p>'
        f"{f'<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>' if rows else ''}</div>"
    )


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
    """Render what has to be known of the figures."""
    items = "".join(f"<li>{escape(_(note))}</li>" for note in notes)
    return f'<div class="agreement"><ul class="notes">{items}</ul></div>' if items else ""


def downloads_html(findings: Findings) -> str:
    """Render links to every table of the board's agreement that holds anything, as CSV, JSON and Parquet."""
    empty = {"comparisons": not findings.compared, "ceilings": not findings.ceilings}
    rows = "".join(
        f'<tr><th scope="row">{escape(_(title))}</th>'
        + "".join(f"<td>{_download(findings.board, name, _(title), ending[1:])}</td>" for ending in FORMATS)
        + "</tr>"
        for name, (title, _table) in TABLES.items()
        if not empty.get(name)
    )
    return f'<div class="agreement"><h3>{escape(_("Download"))}</h3><table><tbody>{rows}</tbody></table></div>'


def _download(board: Board, name: str, title: str, ending: str) -> str:
    kind = "Parquet" if ending == "parquet" else ending.upper()
    label = escape(_("{table} as {kind}", table=title, kind=kind), quote=True)
    address = escape(agreement_file_link(board.name, name, ending), quote=True)
    return f'<a download href="{address}" aria-label="{label}">{kind}</a>'


def _cell(row: Agreement) -> str:
    note = _(row.note) if row.note else ""
    if row.value is None:
        return f'<td title="{escape(note, quote=True)}">{escape(_("unavailable"))}</td>'
    interval = _interval(row.low, row.high) or escape(_("no interval"))
    p_value = "" if row.p_value is None else f", <i>p</i> {_p(row.p_value)}"
    facts = [note, _("interval: {method}", method=_(row.method)) if row.method else ""]
    if row.prompts_low is not None:
        facts.append(_("over prompts {low:.2f} to {high:.2f}", low=row.prompts_low, high=row.prompts_high))
    return (
        f'<td title="{escape("; ".join(filter(None, facts)))}">{row.value:.4f}'
        f'<span class="interval">{interval}{p_value}</span></td>'
    )


def _ceiling(ceiling: Ceiling, columns: int) -> str:
    halves = _(_HALVES.get(ceiling.split, ceiling.split))
    label = f"{escape(_('People with people'))} <small>{escape(halves)}</small>"
    if ceiling.value is None:
        note = escape(_(ceiling.note)) if ceiling.note else ""
        return f'<tr><th scope="row">{label}</th><td colspan="{columns}">{note}</td></tr>'
    return (
        f'<tr><th scope="row">{label}</th><td>{ceiling.value:.4f}<span class="interval">'
        f'{_interval(ceiling.low, ceiling.high)}</span></td><td colspan="{columns - 1}"></td></tr>'
    )


def _comparison(board: Board, row: MetricComparison) -> str:
    names = escape(
        _("{first} and {second}", first=metric_label(board, row.first), second=metric_label(board, row.second))
    )
    if row.difference is None or row.first_tau is None or row.second_tau is None:
        note = escape(_(row.note)) if row.note else ""
        return f'<tr><th scope="row">{names}</th><td colspan="3">{note}</td></tr>'
    p_value = "–" if row.p_holm is None else _p(row.p_holm)
    both = _("{first} and {second}", first=f"{row.first_tau:.4f}", second=f"{row.second_tau:.4f}")
    return f'<tr><th scope="row">{names}</th><td>{both}</td><td>{row.difference:+.4f}</td><td>{p_value}</td></tr>'


def _interval(low: float | None, high: float | None) -> str:
    """Format an interval, escaped; "" where there is none."""
    return "" if low is None or high is None else escape(_("{low:.2f} to {high:.2f}", low=low, high=high))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _p(value: float) -> str:
    return "&lt; 0.001" if value < 0.001 else f"{value:.3f}"
