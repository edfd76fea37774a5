"""The cells of a ranking table: one T2I model's row, column by column."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import pandas as pd

from core.language import _
from leaderboard.board.columns import Column
from leaderboard.board.filtering import Table
from leaderboard.board.query import INTERVALS
from leaderboard.board.ranked import BASELINE
from leaderboard.site.links import t2i_model_link
from leaderboard.site.score_names import score_name
from model.protocol.skills import SKILL_BY_KEY, Dimension

SHADES = 8
"""The darkest shade of a skill's cell; 0 is none."""

Row = dict[str, Any]


class Cells:
    """Writes the rows of one page of a table."""

    def __init__(self, table: Table, columns: Sequence[Column]) -> None:
        self._table, self._columns = table, columns
        self._intervals = INTERVALS in (table.query.columns or ())
        grouped = [column for column in columns if column.group]
        self._firsts = {
            column.key
            for before, column in zip([None, *grouped], grouped, strict=False)
            if before is None or before.group != column.group
        }

    @property
    def shaded(self) -> bool:
        """Whether any column is shaded."""
        return self._table.query.heat and any(column.key in SKILL_BY_KEY for column in self._columns)

    def baselines(self, rows: pd.DataFrame) -> Iterator[dict[str, float]]:
        """Of each row, its baselines' scores by column."""
        keys = [column.key for column in self._columns if column.key.startswith(BASELINE)]
        for values in rows[keys].itertuples(index=False):
            yield dict(zip(keys, values, strict=True))

    def row(self, row: Row, baselines: dict[str, float]) -> str:
        """One T2I model's cells.

        Args:
            row: As `leaderboard.board.ranking.ranking_rows` gives it.
            baselines: Its baselines' scores by column, not a number where unknown.
        """
        return "".join(self._cell(column.key, row, baselines) for column in self._columns)

    def _cell(self, key: str, row: Row, baselines: dict[str, float]) -> str:
        if key == "rank":
            return _rank(row)
        if key == "t2i_model":
            return self._name(row)
        if key == "overall":
            return self._overall(row)
        kind = "number first" if key in self._firsts else "number"
        if key.startswith(BASELINE):
            return self._baseline(key, row, baselines[key], kind)
        if key in SKILL_BY_KEY:
            score = row["skills"].get(key, {"score": None, "low": None, "high": None})
            return self._number(key, score["score"], (score["low"], score["high"]), kind, n=score.get("n"))
        if key in list(Dimension):
            return self._number(key, row[key], row["intervals"][key], kind, rank=row[f"{key}_rank"])
        if key.endswith(".reference"):
            reference = row["reference"][key.removesuffix(".reference")]
            return self._number(key, reference, (None, None), f"{kind} reference")
        return _fact(key, row, first=key in self._firsts)

    def _name(self, row: Row) -> str:
        name, board = row["t2i_model"], self._table.query.board
        label = _("Pick {name} to compare", name=name)
        said = (
            f'<input type="checkbox" class="pick" value="{escape(name)}" aria-label="{escape(label)}" />'
            f'<a href="{escape(t2i_model_link(board, name))}">{escape(name)}</a>'
        )
        link = row["link"] or ""
        if link.startswith(("https://", "http://")):
            page = _("Web page of {name}", name=name)
            said += (
                f' <a class="out" href="{escape(link)}" target="_blank" rel="noopener nofollow ugc" '
                f'aria-label="{escape(page)}"></a>'
            )
        for text, kind, meaning in self._badges(row):
            said += f' <span class="badge {kind}" title="{escape(meaning)}">{escape(text)}</span>'
        if row["organisation"]:
            said += f'<span class="organisation">{escape(row["organisation"])}</span>'
        return f'<th scope="row" class="name" title="{escape(_facts(row))}">{said}</th>'

    def _badges(self, row: Row) -> Iterator[tuple[str, str, str]]:
        if row["simulated"]:
            yield _("simulated"), "world", _("Drawn by the closed world, not by a T2I model")
        if row["reported"]:
            yield _("reported"), "paper", _("By the original code; not computed here, no images")
        if row["t2i_model"] in self._table.new:
            yield _("new"), "new", _("Published within the last 14 days")

    def _overall(self, row: Row) -> str:
        value = row["overall"]
        if value is None:
            return '<td class="number">–</td>'
        low, high = row["intervals"]["overall"]
        strong = " best" if self._is_best("overall", value) else ""
        return (
            f'<td class="number overall{strong}"><span class="figure">{value:.2f}</span>'
            f'<span class="bar" style="--share:{value:.1f}%"></span>{_between(low, high, 1)}</td>'
        )

    def _number(
        self,
        key: str,
        value: float | None,
        interval: Sequence[float | None],
        kind: str,
        n: int | None = None,
        rank: int | None = None,
    ) -> str:
        if value is None:
            return f'<td class="{kind}" title="{escape(_("Not known"))}">–</td>'
        low, high = interval
        facts = []
        if rank is not None:
            facts.append(_("rank {rank} on {dimension}", rank=rank, dimension=score_name(key).lower()))
        if low is not None and high is not None:
            facts.append(_("95% interval {low:.2f} to {high:.2f}", low=low, high=high))
        if n is not None:
            facts.append(_("{n} answers", n=n))
        if self._is_best(key, value):
            kind += " best"
        kind += self._shade(key, value)
        below = _between(low, high, 2) if self._intervals else ""
        return f'<td class="{kind}" title="{escape(", ".join(facts))}">{value:.2f}{below}</td>'

    def _shade(self, key: str, value: float) -> str:
        """Pick the CSS class of a skill's shade, by the place of its score between the board's worst and best."""
        low, high = self._table.ranges.get(key, (0.0, 0.0))
        if key not in SKILL_BY_KEY or high <= low:
            return ""
        return f" h{round(SHADES * (value - low) / (high - low))}"

    def _is_best(self, key: str, value: float) -> bool:
        """Whether nobody on the board has more; where there is only one, nothing is said."""
        return self._table.total > 1 and key in self._table.ranges and value == self._table.ranges[key][1]

    def _baseline(self, key: str, row: Row, score: float, kind: str) -> str:
        if pd.isna(score):
            return f'<td class="{kind}" title="{escape(_("Not scored"))}">–</td>'
        images = self._table.board.baselines.scores[key.removeprefix(BASELINE), row["t2i_model"]][1]
        return f'<td class="{kind}" title="{escape(_("mean of {n} images", n=images))}">{score:.3f}</td>'


def _rank(row: Row) -> str:
    """Render the interval of a rank, as 1-3, with the rank itself as its title; else the rank."""
    rank, (low, high) = row["rank"], row["rank_interval"]
    if rank is None:
        return '<td class="rank">–</td>'
    if low is None:
        return f'<td class="rank" title="{escape(_(row["rank_note"]) if row["rank_note"] else "")}">{rank}</td>'
    shown = f"{low}" if low == high else f"{low}-{high}"
    title = _("rank {rank} by the score as it is; 95% interval {low} to {high}", rank=rank, low=low, high=high)
    return f'<td class="rank" title="{escape(title)}">{shown}</td>'


def _between(low: float | None, high: float | None, digits: int) -> str:
    if low is None or high is None:
        return ""
    ends = _("{low} to {high}", low=f"{low:.{digits}f}", high=f"{high:.{digits}f}")
    return f'<span class="interval">{ends}</span>'


def _fact(key: str, row: Row, *, first: bool) -> str:
    text = {
        "organisation": row["organisation"],
        "licence": row["licence"],
        "open_weights": {True: _("open"), False: _("closed")}.get(row["open_weights"]),
        "parameters": short_number(row["parameters"]) if row["parameters"] else None,
        "date": row["date"][:10] if row["date"] else None,
    }[key]
    kind = ("number" if key == "parameters" else "fact") + (" first" if first else "")
    return f'<td class="{kind}">{escape(text or "–")}</td>'


def short_number(count: int) -> str:
    """Shorten a number of parameters: 860M, 2.6B."""
    for size, letter in ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K")):
        if count >= size:
            return f"{count / size:.1f}".removesuffix(".0") + letter
    return str(count)


def _facts(row: Row) -> str:
    """Join the other facts about a T2I model, as the title of its name."""
    weights = {True: _("open weights"), False: _("closed weights")}.get(row["open_weights"], "")
    size = _("{n:,} parameters", n=row["parameters"]) if row["parameters"] else ""
    date = _("published {day}", day=row["date"][:10]) if row["date"] else ""
    submission = _("submission {id}", id=row["submission"]) if row["submission"] else ""
    return ", ".join(filter(None, [row["t2i_model"], weights, size, row["licence"] or "", date, submission]))
