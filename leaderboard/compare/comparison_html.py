"""Compared T2I models as HTML: the tables under the figures, and what is said where there is nothing to compare.

Plain data in, HTML out; everything that users or files provided is escaped. The styles are `pages/compare.css`;
`comparison_images_html` has the images.
"""

from base64 import b64encode
from collections.abc import Hashable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from core.language import _
from leaderboard.board.boards import Board, BoardKind
from leaderboard.compare.charts import STYLES, differences_in_words, radar_skills
from leaderboard.compare.choice import FEWEST, MOST, Candidate, Selection
from leaderboard.compare.comparison import Comparison
from leaderboard.scores.aggregation import OVERALL
from leaderboard.site.links import compare_link, leaderboard_link, t2i_model_link
from leaderboard.site.score_names import score_name
from leaderboard.site.table_files import FORMATS
from leaderboard.statistics.ranks import ALPHA
from model.protocol.skills import SKILLS, Dimension

_MARKERS = {
    "circle": '<circle cx="17" cy="7" r="4.5"/>',
    "square": '<path d="M13 3h8v8h-8z"/>',
    "diamond": '<path d="M17 1.5 22.5 7 17 12.5 11.5 7z"/>',
    "triangle-up": '<path d="M17 1.5 22.5 11.5h-11z"/>',
}
_DASHES = {"solid": "none", "dash": "7 4", "dot": "2 3", "dashdot": "7 3 2 3"}


def notes_html(
    board: Board,
    selection: Selection,
    comparison: Comparison | None,
    notes: Sequence[str] = (),
    unknown_board: str = "",
) -> str:
    """Write what a visitor has to know of a comparison before reading it, behind `notes`; empty where it is nothing."""
    notes = list(notes)
    if unknown_board:
        notes.append(_("There is no board called {name}; this is {board}.", name=unknown_board, board=_(board.title)))
    if selection.unknown:
        notes.append(_("Not on this board, and left out: {names}.", names=", ".join(selection.unknown)))
    if selection.too_many:
        notes.append(
            _(
                "At most {most} T2I models are compared; left out: {names}.",
                most=MOST,
                names=", ".join(selection.too_many),
            )
        )
    if comparison is not None:
        notes += _notes_of(board, comparison)
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<ul class="notes" role="status">{items}</ul>' if notes else ""


def nothing_html(board: Board, candidates: Sequence[Candidate], selection: Selection) -> str:
    """Write what stands in place of a comparison where fewer than two T2I models of the board are chosen."""
    if len(candidates) < FEWEST:
        text = _("A comparison takes two T2I models, and this board has {number}.", number=len(candidates))
        link = f'<a href="{escape(leaderboard_link(board.name), quote=True)}">{escape(_("To the leaderboard"))}</a>'
        return _empty(_("There is nothing to compare yet"), text, link)
    first = [
        *selection.names,
        *(name for name in (candidate.t2i_model for candidate in candidates) if name not in selection.names),
    ][:FEWEST]
    link = (
        f'<a href="{escape(compare_link(board.name, first), quote=True)}">'
        f"{escape(_('Compare {first} with {second}', first=first[0], second=first[1]))}</a>"
    )
    if selection.names:
        text = _("{name} alone is chosen; choose at least one more above.", name=selection.names[0])
        return _empty(_("One more T2I model is needed"), text, link)
    return _empty(_("Choose T2I models to compare"), _("Choose two to four of this board's T2I models above."), link)


def shares_html(board: Board, comparison: Comparison) -> str:
    """Write the radar as a table: every T2I model's share of the possible points, and its points, for every score."""
    keys = [OVERALL, *(dimension.value for dimension in Dimension), *radar_skills(comparison)]
    head = "".join(
        f'<th scope="col" class="right">{swatch(number)} '
        f'<a href="{escape(t2i_model_link(board.name, name), quote=True)}">{escape(name)}</a></th>'
        for number, name in enumerate(comparison.t2i_models)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(score_name(key))}</th>'
        + "".join(_share(comparison, key, name) for name in comparison.t2i_models)
        + "</tr>"
        for key in keys
    )
    unknown = [score_name(skill.key) for skill in SKILLS if skill.key not in keys]
    missing = (
        f'<p class="caption">{escape(_("No score by skill is known for: {skills}.", skills=", ".join(unknown)))}</p>'
        if 0 < len(unknown) < len(SKILLS)
        else ""
    )
    caption = _("Share of the possible points; below it the points as the leaderboard shows them.")
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(_("Scores"), quote=True)}"><table>'
        f'<caption>{escape(caption)}</caption><thead><tr><th scope="col">{escape(_("Score"))}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{missing}"
    )


def no_radar_html(board: Board) -> str:
    """Say why there is no radar."""
    if board.kind is BoardKind.PUBLISHED:
        return _empty(_("No radar"), _("The paper's authors published no scores by skill, only those of dimensions."))
    return _empty(_("No radar"), _("Fewer than three skills have a score; the table below shows what is known."))


def no_forest_html() -> str:
    """Say why there is no forest of differences."""
    text = _("Intervals need answers to single images of at least two T2I models. The table shows the differences.")
    return _empty(_("No intervals"), text)


def verdicts_html(rows: pd.DataFrame) -> str:
    """Write which differences are clear, and what that means."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in differences_in_words(rows))
    number = int(rows["p_holm"].notna().sum())
    meaning = (
        _(
            "Clear means: the probability that even one of the {number} differences shown here is called so by chance "
            "alone is at most {level}% (paired tests over prompts, Holm's correction).",
            level=f"{100 * ALPHA:g}",
            number=number,
        )
        if number
        else ""
    )
    return f'<ul class="verdicts">{items}</ul><p class="caption">{escape(meaning)}</p>'


def differences_html(board: Board, comparison: Comparison, rows: pd.DataFrame) -> str:
    """Write all differences as a table, and their download."""
    head = "".join(
        f'<th scope="col">{escape(text)}</th>'
        for text in (
            _("Score"),
            _("T2I model"),
            _("Its share"),
            _("The other's"),
            _("Difference"),
            _("95% interval"),
            _("Corrected p"),
            _("Clear?"),
        )
    )
    body = "".join(_difference(comparison, row) for row in rows.dropna(subset=["difference"]).to_dict("records"))
    caption = _("Each T2I model less {name}, in percentage points of the possible.", name=rows["against"].iloc[0])
    region = escape(_("Paired differences"), quote=True)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{region}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{_download(board, rows)}"
    )


def swatch(place: int) -> str:
    """Draw the line and marker of a T2I model, by its place among the compared, as the figures draw it."""
    style = STYLES[place]
    return (
        f'<svg class="swatch" width="34" height="14" viewBox="0 0 34 14" aria-hidden="true" fill="{style.colour}">'
        f'<path d="M0 7h34" stroke="{style.colour}" stroke-width="2.5" stroke-dasharray="{_DASHES[style.dash]}"/>'
        f"{_MARKERS[style.marker]}</svg>"
    )


def _notes_of(board: Board, comparison: Comparison) -> list[str]:
    if board.kind is BoardKind.PUBLISHED:
        return [_("These figures were published without those of single images: no intervals, no images.")]
    notes = []
    reported = [candidate.t2i_model for candidate in comparison.candidates if candidate.reported]
    answered = {*comparison.answers["t2i_model"], *reported}
    without = [name for name in comparison.t2i_models if name not in answered]
    if reported:
        notes.append(
            _(
                "Reported by the original code, elsewhere; no images and no intervals: {names}.",
                names=", ".join(reported),
            )
        )
    if without:
        notes.append(_("No answers to single images are here, so no intervals: {names}.", names=", ".join(without)))
    if comparison.tests.common < comparison.tests.prompts and comparison.tests.t2i_models:
        notes.append(
            _(
                "These T2I models were not asked the same: differences and intervals rest on the {common} of {asked} "
                "prompts that all of them answered alike.",
                common=comparison.tests.common,
                asked=comparison.tests.prompts,
            )
        )
    return notes


def _share(comparison: Comparison, key: str, name: str) -> str:
    share, points = comparison.share(key, name), float(comparison.points.loc[[key], name].to_numpy(np.float64)[0])
    if np.isnan(share):
        why = escape(_("No answer counted for this score."), quote=True)
        return f'<td class="number"><abbr title="{why}">–</abbr></td>'
    small = "" if key == OVERALL else f'<span class="interval">{points:.3f}</span>'
    return f'<td class="number">{share:.1f}%{small}</td>'


def _difference(comparison: Comparison, row: Mapping[Hashable, Any]) -> str:
    name = str(row["t2i_model"])
    low, high, p_holm = (float(str(row[part])) for part in ("low", "high", "p_holm"))
    between = "–" if np.isnan(low) else f"{low:+.1f} … {high:+.1f}"
    p_value = "–" if np.isnan(p_holm) else "&lt; 0.001" if p_holm < 0.001 else f"{p_holm:.3f}"
    sure = "–" if np.isnan(p_holm) else _("clear") if row["clear"] else _("could be chance")
    figures = (f"{row['score']:.1f}%", f"{row['against_score']:.1f}%", f"{row['difference']:+.1f}", between, p_value)
    cells = "".join(f'<td class="number">{figure}</td>' for figure in figures)
    strong = ' class="clear"' if row["clear"] else ""
    return (
        f'<tr{strong}><th scope="row">{escape(score_name(str(row["key"])))}</th>'
        f"<td>{swatch(comparison.t2i_models.index(name))} {escape(name)}</td>{cells}<td>{escape(sure)}</td></tr>"
    )


def _download(board: Board, rows: pd.DataFrame) -> str:
    """Write a link that holds the file itself; the server keeps none."""
    data = b64encode(FORMATS[".csv"](rows)).decode()
    name = escape(f"{board.name.replace('@', '-')}-differences.csv", quote=True)
    address = f"data:text/csv;charset=utf-8;base64,{data}"
    return f'<a class="download" download="{name}" href="{address}">{escape(_("Download as CSV"))}</a>'


def _empty(title: str, text: str, link: str = "") -> str:
    return f'<div class="empty"><h3>{escape(title)}</h3><p>{escape(text)}</p>{link}</div>'
