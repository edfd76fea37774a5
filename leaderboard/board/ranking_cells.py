"""The cells of a ranking table: one T2I model's row, column by column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.language import _
from leaderboard.board.columns import Column
from leaderboard.board.filtering import Table
from leaderboard.board.query import INTERVALS
from leaderboard.board.ranked import BASELINE
from leaderboard.board.ranking import list_ranking_rows
from leaderboard.site.links import t2i_model_link
from leaderboard.site.score_names import score_name
from model.protocol.skills import SKILL_BY_KEY, Dimension

SHADES = 8
"""The darkest shade of a skill's cell; 0 is none."""

UNKNOWN = "–"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its CSS classes, text, title, interval below the text, the share (percent) that a bar shows.

    `t2i_model` holds the parts of the cell that names the T2I model, instead of a text.
    """

    css: str
    text: str = UNKNOWN
    title: str = ""
    interval: str = ""
    share: float | None = None
    t2i_model: dict[str, Any] | None = None


class Cells:
    """The cells of one page of a table."""

    def __init__(self, table: Table, columns: Sequence[Column]) -> None:
        self._table, self._columns = table, columns
        self._intervals = INTERVALS in (table.query.columns or ())
        grouped = [column for column in columns if column.group]
        self.firsts = {
            column.key
            for before, column in zip([None, *grouped], grouped, strict=False)
            if before is None or before.group != column.group
        }
        """The keys of the columns that begin a group."""

    @property
    def shaded(self) -> bool:
        """Whether any column is shaded."""
        return self._table.query.heat and any(column.key in SKILL_BY_KEY for column in self._columns)

    def rows(self) -> Iterator[list[TableCell]]:
        """Make the cells of each row of the page."""
        keys = [column.key for column in self._columns if column.key.startswith(BASELINE)]
        scores = self._table.rows[keys].itertuples(index=False)
        for row, values in zip(list_ranking_rows(self._table.rows), scores, strict=True):
            baselines = dict(zip(keys, values, strict=True))
            yield [self._make_cell(column.key, row, baselines) for column in self._columns]

    def _make_cell(self, key: str, row: Row, baselines: dict[str, float]) -> TableCell:
        if key == "rank":
            return _rank_cell(row)
        if key == "t2i_model":
            return TableCell("name", t2i_model=self._describe_name(row))
        if key == "overall":
            return self._overall_cell(row)
        css = "number first" if key in self.firsts else "number"
        if key.startswith(BASELINE):
            return self._baseline_cell(key, row, baselines[key], css)
        if key in SKILL_BY_KEY:
            score = row["skills"].get(key, {"score": None, "low": None, "high": None})
            return self._score_cell(key, score["score"], (score["low"], score["high"]), css, n=score.get("n"))
        if key in list(Dimension):
            return self._score_cell(key, row[key], row["intervals"][key], css, rank=row[f"{key}_rank"])
        if key.endswith(".reference"):
            reference = row["reference"][key.removesuffix(".reference")]
            return self._score_cell(key, reference, (None, None), f"{css} reference")
        return _fact_cell(key, row, first=key in self.firsts)

    def _describe_name(self, row: Row) -> dict[str, Any]:
        link = row["link"] or ""
        return {
            "name": row["t2i_model"],
            "address": t2i_model_link(self._table.query.board, row["t2i_model"]),
            "link": link if link.startswith(("https://", "http://")) else "",
            "badges": list(self._list_badges(row)),
            "organisation": row["organisation"],
            "facts": _join_facts(row),
        }

    def _list_badges(self, row: Row) -> Iterator[tuple[str, str, str]]:
        if row["simulated"]:
            yield _("simulated"), "world", _("Drawn by the closed world, not by a T2I model")
        if row["reported"]:
            yield _("reported"), "paper", _("By the original code; not computed here, no images")
        if row["t2i_model"] in self._table.new:
            yield _("new"), "new", _("Published within the last 14 days")

    def _overall_cell(self, row: Row) -> TableCell:
        value = row["overall"]
        if value is None:
            return TableCell("number")
        css = "number overall best" if self._is_best("overall", value) else "number overall"
        low, high = row["intervals"]["overall"]
        return TableCell(css, f"{value:.2f}", interval=_describe_interval(low, high, 1), share=value)

    def _score_cell(
        self,
        key: str,
        value: float | None,
        interval: Sequence[float | None],
        css: str,
        n: int | None = None,
        rank: int | None = None,
    ) -> TableCell:
        if value is None:
            return TableCell(css, title=_("Not known"))
        low, high = interval
        facts = []
        if rank is not None:
            facts.append(_("rank {rank} on {dimension}", rank=rank, dimension=score_name(key).lower()))
        if low is not None and high is not None:
            facts.append(_("95% interval {low:.2f} to {high:.2f}", low=low, high=high))
        if n is not None:
            facts.append(_("{n} answers", n=n))
        css += (" best" if self._is_best(key, value) else "") + self._pick_shade(key, value)
        below = _describe_interval(low, high, 2) if self._intervals else ""
        return TableCell(css, f"{value:.2f}", ", ".join(facts), below)

    def _pick_shade(self, key: str, value: float) -> str:
        """Pick the CSS class of a skill's shade, by the place of its score between the board's worst and best."""
        low, high = self._table.ranges.get(key, (0.0, 0.0))
        if key not in SKILL_BY_KEY or high <= low:
            return ""
        return f" h{round(SHADES * (value - low) / (high - low))}"

    def _is_best(self, key: str, value: float) -> bool:
        """Return whether a score is the board's highest, on a board of more than one T2I model."""
        return self._table.total > 1 and key in self._table.ranges and value == self._table.ranges[key][1]

    def _baseline_cell(self, key: str, row: Row, score: float, css: str) -> TableCell:
        if pd.isna(score):
            return TableCell(css, title=_("Not scored"))
        images = self._table.board.baselines.scores[key.removeprefix(BASELINE), row["t2i_model"]][1]
        return TableCell(css, f"{score:.3f}", _("mean of {n} images", n=images))


def _rank_cell(row: Row) -> TableCell:
    """Make the cell of a rank: its interval, as 1-3, with the rank itself as its title; else the rank."""
    rank, (low, high) = row["rank"], row["rank_interval"]
    if rank is None:
        return TableCell("rank")
    if low is None:
        return TableCell("rank", str(rank), _(row["rank_note"]) if row["rank_note"] else "")
    title = _("rank {rank} by the score as it is; 95% interval {low} to {high}", rank=rank, low=low, high=high)
    return TableCell("rank", f"{low}" if low == high else f"{low}-{high}", title)


def _describe_interval(low: float | None, high: float | None, digits: int) -> str:
    if low is None or high is None:
        return ""
    return _("{low} to {high}", low=f"{low:.{digits}f}", high=f"{high:.{digits}f}")


def _fact_cell(key: str, row: Row, *, first: bool) -> TableCell:
    text = {
        "organisation": row["organisation"],
        "licence": row["licence"],
        "open_weights": {True: _("open"), False: _("closed")}.get(row["open_weights"]),
        "parameters": short_number(row["parameters"]) if row["parameters"] else None,
        "date": row["date"][:10] if row["date"] else None,
    }[key]
    css = ("number" if key == "parameters" else "fact") + (" first" if first else "")
    return TableCell(css, text or UNKNOWN)


def short_number(count: int) -> str:
    """Shorten a number of parameters: 860M, 2.6B."""
    for size, letter in ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K")):
        if count >= size:
            return f"{count / size:.1f}".removesuffix(".0") + letter
    return str(count)


def _join_facts(row: Row) -> str:
    """Join the other facts about a T2I model, as the title of its name."""
    weights = {True: _("open weights"), False: _("closed weights")}.get(row["open_weights"], "")
    size = _("{n:,} parameters", n=row["parameters"]) if row["parameters"] else ""
    date = _("published {day}", day=row["date"][:10]) if row["date"] else ""
    submission = _("submission {id}", id=row["submission"]) if row["submission"] else ""
    return ", ".join(filter(None, [row["t2i_model"], weights, size, row["licence"] or "", date, submission]))
