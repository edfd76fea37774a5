"""The texts beside a board's table (`ranking_html`) as HTML: its origin, its columns, its agreement.

Plain text in, HTML out; everything that users or files provided is escaped.
The styles are `pages/board.css`.
"""

from html import escape

import pandas as pd

from core.language import _, mark
from leaderboard.board.agreement import BoardAgreement
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.columns import describe_skill, name_annotators
from leaderboard.site.links import ranking_file_link
from leaderboard.site.score_names import score_name
from leaderboard.statistics.agreement import Agreement
from leaderboard.store import published
from model.protocol.skills import SKILLS, Skill

__all__ = ["STATISTIC_LABELS", "agreement_html", "below_html", "board_html", "caption_html", "name_annotators"]

STATISTIC_LABELS: dict[str, tuple[str, str]] = {
    "kendall_tau_b": (
        mark("Kendall's tau-b"),
        mark("Pairs ordered alike minus pairs ordered against, ties corrected for; -1 to 1."),
    ),
    "kendall_tau_c": (mark("Kendall's tau-c"), mark("As tau-b, corrected for the number of distinct scores instead.")),
    "spearman_rho": (mark("Spearman's rho"), mark("Correlation of the two orders; -1 to 1.")),
    "pearson_r": (mark("Pearson's r"), mark("Correlation of the scores themselves; -1 to 1.")),
    "pairwise_accuracy": (
        mark("Pairwise accuracy"),
        mark("Share of pairs of T2I models that both order alike; 0 to 1."),
    ),
    "tie_calibrated_accuracy": (
        mark("Pairwise accuracy, ties calibrated"),
        mark("The same where small differences of the evaluator count as ties; 0 to 1."),
    ),
    "soft_pairwise_accuracy": (
        mark("Soft pairwise accuracy"),
        mark("How alike both are sure of which T2I model of a pair is better; 0 to 1."),
    ),
}

FILES: dict[str, str] = {"csv": "CSV", "json": "JSON", "parquet": "Parquet"}
"""Formats in which the whole ranking can be had, by ending."""


def board_html(board: Board) -> str:
    """Describe a board: the origin of its figures, and the evaluator and protocol behind them."""
    badges = [_badge(_("Published figures"), "paper")] if board.kind is BoardKind.PUBLISHED else []
    if board.reported:
        badges.append(_badge(_("Reported by the original code"), "paper"))
    if board.closed_world:
        badges.append(_badge(_("Closed world: rendered scenes"), "world"))
    source = (
        f'{_("Source:")} <a href="{published.SOURCE_URL}" target="_blank" rel="noopener">{escape(_(board.source))}</a>.'
        if board.kind is BoardKind.PUBLISHED
        else _provenance(board)
    )
    return (
        f'<div class="about"><h2>{escape(_(board.title))} {" ".join(badges)}</h2>'
        f"<p>{escape(board.explanation)}</p><p class='source'>{source}</p></div>"
    )


def below_html(board: Board, ranking: pd.DataFrame) -> str:
    """Render the part below the table: the meaning of every column, and the downloads."""
    return f'<div class="below">{_definitions(board)}{_downloads(board, ranking)}</div>'


def _definitions(board: Board) -> str:
    entries = [
        (
            _("Rank"),
            _(
                "By the overall score; equal scores share one. A range as 1-3 is the rank's 95% interval: those T2I "
                "models cannot be told apart with these prompts. Rest the pointer on a dimension's score to see the "
                "rank by that score alone."
            ),
        ),
        (
            _("Overall"),
            _(
                "Mean of the two dimensions, each as a share of its possible points, in percent. It is this "
                "leaderboard's own figure; the EvalAlign paper has none."
            ),
        ),
        (
            _("Faithfulness"),
            _("Points by counted answers, 0 to 4. A part that is not in the picture is not counted."),
        ),
        (_("Alignment"), _("Points by images; each question about a prompt earns up to 2.")),
        *((score_name(skill.key), describe_skill(skill)) for skill in SKILLS),
        (_("Intervals"), _interval_words(board)),
    ]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(meaning)}</dd>" for name, meaning in entries)
    return f'<details class="meaning"><summary>{_("What the columns mean")}</summary><dl>{rows}</dl></details>'


def _downloads(board: Board, ranking: pd.DataFrame) -> str:
    """Links to the whole ranking, unfiltered, as files."""
    if ranking.empty:
        return ""
    links = " ".join(
        f'<a class="download" href="{escape(ranking_file_link(board.name, ending))}" download>'
        f"{escape(_('Download as {format}', format=name))}</a>"
        for ending, name in FILES.items()
    )
    return f'<p class="downloads">{links}</p>'


def agreement_html(board: Board, dimension: str, found: list[BoardAgreement]) -> str:
    """One dimension's agreement: a sentence, the statistics with their intervals, its skills, and the notes.

    Args:
        board: The board.
        dimension: Which of its dimensions.
        found: What `leaderboard.board.agreement.board_agreement` gives.
    """
    by_key = {item.key: item for item in found}
    if dimension not in by_key:
        return (
            f'<div class="empty"><h3>{_("No reference scores")}</h3><p>'
            + _(
                "Agreement compares the evaluator's scores with people's, or with simulated annotators'. "
                "None are known for the T2I models on this board."
            )
            + "</p></div>"
        )
    rows = "".join(_agreement_row(_statistic(row.statistic), row) for row in by_key[dimension].rows)
    skills = [skill for skill in SKILLS if skill.dimension == dimension and skill.key in by_key]
    notes = "".join(f"<li>{escape(_(note))}</li>" for note in _notes(board))
    return (
        f'<div class="agreement"><p class="lead">{_lead(board, by_key[dimension])}</p>'
        f"{_statistics(_('Statistic'), rows)}{_per_skill(skills, by_key)}"
        + (f'<ul class="notes">{notes}</ul>' if notes else "")
        + "</div>"
    )


def _statistic(name: str) -> tuple[str, str]:
    label, meaning = STATISTIC_LABELS[name]
    return _(label), _(meaning)


def caption_html(sentence: str) -> str:
    """Render the words under a chart."""
    return f'<p class="caption">{escape(sentence)}</p>'


def _badge(text: str, kind: str) -> str:
    return f'<span class="badge {kind}">{escape(text)}</span>'


def _provenance(board: Board) -> str:
    if board.evaluator_digest is None or board.protocol_digest is None:
        return _("No evaluator has judged anything on this board yet.")
    said = _(
        "Protocol {protocol}, evaluator {evaluator}",
        protocol=_with_digest(board.protocol_name, board.protocol_digest),
        evaluator=_with_digest(board.evaluator_name, board.evaluator_digest),
    )
    updated = ", " + _("updated {time} UTC", time=f"{board.updated:%Y-%m-%d %H:%M}") if board.updated else ""
    return f"{said}{updated}."


def _with_digest(name: str | None, digest: str) -> str:
    return f'{escape(name or "")} <code title="{escape(digest)}">{escape(digest[:12])}</code>'


def _interval_words(board: Board) -> str:
    if board.kind is BoardKind.PUBLISHED:
        return _("The published figures come without intervals: those of single images were not published.")
    return _(
        "95%: where the score would lie with other prompts of the same kind (bootstrap over prompts, the same draws "
        "for every T2I model). Ranks: every pair of T2I models is tested on its differences prompt by prompt, with "
        "Holm's correction for their number. Rest the pointer on a figure to see its interval and the number of "
        "answers, or choose intervals among the columns."
    )


def _lead(board: Board, found: BoardAgreement) -> str:
    rows = {row.statistic: row for row in found.rows}
    tau, pairs = rows["kendall_tau_b"], rows["pairwise_accuracy"]
    if tau.value is None or pairs.value is None:
        note = tau.note or pairs.note
        return escape(_(note)) if note else ""
    said = _(
        "On {dimension} the evaluator orders {share} of the pairs of T2I models as {people} do. "
        "Kendall's tau-b is {tau}.",
        dimension=escape(score_name(found.key).lower()),
        share=f"<b>{pairs.value:.0%}</b>",
        people=name_annotators(board),
        tau=f"<b>{tau.value:.4f}</b>",
    )
    if tau.low is None:
        return said
    interval = _(
        "With {n} T2I models to go by, its 95% interval is {low} to {high}.",
        n=tau.n,
        low=f"{tau.low:.2f}",
        high=f"{tau.high:.2f}",
    )
    return f"{said} {interval}"


def _per_skill(skills: list[Skill], by_key: dict[str, BoardAgreement]) -> str:
    if not skills:
        return ""
    rows = "".join(_agreement_row((_(skill.label), _(skill.meaning)), by_key[skill.key].rows[0]) for skill in skills)
    title = _("Kendall's tau-b skill by skill")
    return f"<details><summary>{title}</summary>{_statistics(_('Skill'), rows)}</details>"


def _statistics(first: str, rows: str) -> str:
    return (
        f'<table><thead><tr><th scope="col">{first}</th><th scope="col">{_("Value")}</th>'
        f'<th scope="col">{_("95% interval")}</th><th scope="col"><i>p</i></th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _agreement_row(said: tuple[str, str], row: Agreement) -> str:
    label, meaning = map(escape, said)
    head = f'<th scope="row" title="{meaning}">{label}</th>'
    note = escape(_(row.note)) if row.note else ""
    if row.value is None:
        return f'<tr>{head}<td colspan="3">{note}</td></tr>'
    between = None if row.low is None else _("{low:.2f} to {high:.2f}", low=row.low, high=row.high)
    interval = between or f'<span title="{note}">–</span>'
    p_value = "–" if row.p_value is None else "&lt;0.001" if row.p_value < 0.001 else f"{row.p_value:.3f}"
    return f"<tr>{head}<td>{row.value:.4f}</td><td>{interval}</td><td>{p_value}</td></tr>"


def _notes(board: Board) -> tuple[str, ...]:
    if board.kind is BoardKind.PUBLISHED:
        return published.NOTES
    if board.simulated_reference:
        return (_("The reference scores are simulated: the closed world knows the true answer to every question."),)
    return ()
