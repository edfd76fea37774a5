"""Render the texts beside a board's table: its origin, its columns, its agreement; the templates are `board.html`."""

import pandas as pd

from core.language import _, mark
from leaderboard.board.agreement import BoardAgreement
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.columns import describe_skill, name_annotators
from leaderboard.site.links import ranking_file_link
from leaderboard.site.score_names import score_name
from leaderboard.store import published
from model.protocol.skills import SKILLS
from web.html import call_macro

TEMPLATE = "leaderboard/board/board.html"

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
"""Formats of tables, by ending."""


def board_html(board: Board) -> str:
    """Render the origin of a board's figures, and the evaluator and protocol behind them."""
    return call_macro(TEMPLATE, "about", board, published.SOURCE_URL)


def below_html(board: Board, ranking: pd.DataFrame) -> str:
    """Render the part below the table: the meaning of every column, and the downloads."""
    meanings = [
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
        (_("Intervals"), _describe_intervals(board)),
    ]
    files = [] if ranking.empty else [(name, ranking_file_link(board.name, ending)) for ending, name in FILES.items()]
    return call_macro(TEMPLATE, "below", meanings, files)


def agreement_html(board: Board, dimension: str, agreements: list[BoardAgreement]) -> str:
    """Render one dimension's agreement: a sentence, the statistics with their intervals, its skills, and the notes."""
    by_key = {agreement.key: agreement for agreement in agreements}
    if dimension not in by_key:
        return call_macro(TEMPLATE, "agreement", None)
    rows = {row.statistic: row for row in by_key[dimension].rows}
    notes: tuple[str, ...] = published.NOTES if board.kind is BoardKind.PUBLISHED else ()
    if board.simulated_reference:
        notes = (mark("The reference scores are simulated: the closed world knows the true answer to every question."),)
    return call_macro(
        TEMPLATE,
        "agreement",
        rows["kendall_tau_b"],
        rows["pairwise_accuracy"],
        score_name(dimension).lower(),
        name_annotators(board),
        [(*STATISTIC_LABELS[row.statistic], row) for row in by_key[dimension].rows],
        [
            (skill.label, skill.meaning, by_key[skill.key].rows[0])
            for skill in SKILLS
            if skill.dimension == dimension and skill.key in by_key
        ],
        notes,
    )


def caption_html(sentence: str) -> str:
    """Render the words under a chart."""
    return call_macro(TEMPLATE, "caption", sentence)


def _describe_intervals(board: Board) -> str:
    if board.kind is BoardKind.PUBLISHED:
        return _("The published figures come without intervals: those of single images were not published.")
    return _(
        "95%: where the score would lie with other prompts of the same kind (bootstrap over prompts, the same draws "
        "for every T2I model). Ranks: every pair of T2I models is tested on its differences prompt by prompt, with "
        "Holm's correction for their number. Rest the pointer on a figure to see its interval and the number of "
        "answers, or choose intervals among the columns."
    )
