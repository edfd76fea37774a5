"""Filter, sort and cut a board's ranking to the page of it that a query asks for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from core.language import _
from core.problems import Problem
from leaderboard.board.boards import BoardKind
from leaderboard.board.columns import NAME, list_column_choices, list_columns
from leaderboard.board.query import CLOSED, OPEN, RANK, BoardQuery
from leaderboard.board.ranked import Ranked
from leaderboard.store.tables import fold_text
from model.protocol.skills import SKILLS

PAGE_ROWS = 50
"""T2I models on one page of the table."""

NEW_FOR = timedelta(days=14)
"""The time for which a publication is marked as new."""

_BILLION = 1e9


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One page of a board's table.

    `rows` are those of the page; `matching` counts the rows that pass the filters, `total` all. `ranges` maps every
    column of scores to its lowest and highest value on the whole board. `new` names recently published T2I models.
    """

    board: Ranked
    query: BoardQuery
    rows: pd.DataFrame
    matching: int
    total: int
    ranges: dict[str, tuple[float, float]]
    new: frozenset[str]

    @property
    def pages(self) -> int:
        """The number of pages that the matching T2I models fill; at least one."""
        return max(1, -(-self.matching // PAGE_ROWS))

    @property
    def first(self) -> int:
        """The place of the page's first row among the matching ones, from 1."""
        return (self.query.page - 1) * PAGE_ROWS + 1


def make_table(board: Ranked, query: BoardQuery, now: datetime | None = None) -> Table:
    """Make the page of the table that a query asks for, or the last page if it asks for a later one.

    `drop_unknown_values` checks the query before; `now`, aware, decides which publications are new.
    """
    rows = sort_rows(filter_rows(board, query), query)
    last = max(1, -(-len(rows) // PAGE_ROWS))
    query = query.replace(page=min(query.page, last))
    page = rows.iloc[(query.page - 1) * PAGE_ROWS : query.page * PAGE_ROWS]
    latest = (now or datetime.now(UTC)) - NEW_FOR
    new = page.loc[(_dates(page) >= latest).to_numpy(), "t2i_model"]
    return Table(board, query, page, len(rows), len(board.rows), _ranges(board), frozenset(new))


def drop_unknown_values(board: Ranked, query: BoardQuery) -> tuple[BoardQuery, list[Problem]]:
    """Drop from a query the values that its board does not have; also return a problem for each."""
    facts = list_filter_choices(board)
    known: dict[str, set[str]] = {
        "columns": {key for _name, key in list_column_choices(board)},
        "licence": set(facts["licence"]),
        "organisation": set(facts["organisation"]),
        "t2i_models": set(board.rows[NAME]),
    }
    problems = []
    for field, there in known.items():
        asked = getattr(query, field) or ()
        strange = [value for value in asked if value not in there]
        if strange:
            left: dict[str, Any] = {field: tuple(value for value in asked if value in there)}
            query = query.replace(**left)
            problems += [_unknown("model" if field == "t2i_models" else field, value) for value in strange]
    if query.sort_key not in {column.key for column in list_columns(board)}:
        problems.append(_unknown("sort", query.sort_key))
        query = query.replace(sort=RANK)
    return query, problems


def list_filter_choices(board: Ranked) -> dict[str, list[str]]:
    """List the licences and the organisations on a board, each sorted."""
    return {
        fact: sorted({str(value) for value in board.rows[fact].dropna() if value}, key=str.casefold)
        for fact in ("licence", "organisation")
    }


def filter_rows(board: Ranked, query: BoardQuery) -> pd.DataFrame:
    """Select the rows of a ranking that pass a query's filters, in the ranking's order.

    A row whose licence, size or date is unknown passes only where that is not filtered by. The published figures come
    without such facts; only the search applies to them.
    """
    rows = board.rows
    keep = pd.Series(True, index=rows.index)
    search = fold_text(query.search.strip())
    if search:
        known = rows[["t2i_model", "organisation"]].astype(object).fillna("")
        keep &= np.array([search in fold_text(f"{name} {by}") for name, by in known.itertuples(index=False)], bool)
    if board.board.kind is BoardKind.PUBLISHED:
        return rows[keep]
    if query.weights in (OPEN, CLOSED):
        keep &= rows["open_weights"].eq(query.weights == OPEN)
    if not query.simulated:
        keep &= ~rows["simulated"].astype(bool)
    for fact, chosen in (("licence", query.licence), ("organisation", query.organisation)):
        if chosen:
            keep &= rows[fact].isin(chosen)
    size = rows["parameters"].astype(float) / _BILLION
    if query.min_size is not None:
        keep &= size >= query.min_size
    if query.max_size is not None:
        keep &= size <= query.max_size
    days = _dates(rows).dt.normalize()
    if query.since is not None:
        keep &= days >= pd.Timestamp(query.since, tz=UTC)
    if query.until is not None:
        keep &= days <= pd.Timestamp(query.until, tz=UTC)
    return rows[keep]


def sort_rows(rows: pd.DataFrame, query: BoardQuery) -> pd.DataFrame:
    """Sort rows as a query asks; equal ones keep their order, those without a value come last."""
    if query.sort == RANK:
        return rows
    values = rows[query.sort_key]
    if not pd.api.types.is_numeric_dtype(values) and query.sort_key != "date":
        values = values.map(_comparable)
    order = values.reset_index(drop=True).sort_values(ascending=not query.descending, kind="stable", na_position="last")
    return rows.iloc[order.index]


def _comparable(value: Any) -> Any:
    """Fold the case of a text for sorting; an unknown value or an empty text is missing."""
    if isinstance(value, str):
        return value.casefold() or None
    return None if pd.isna(value) else value


def _dates(rows: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(rows["date"], utc=True)


def _ranges(board: Ranked) -> dict[str, tuple[float, float]]:
    keys = ["overall", "faithfulness", "alignment", *(skill.key for skill in SKILLS)]
    scores = board.rows[keys].astype(float)
    lows, highs = scores.min(), scores.max()
    return {key: (float(lows[key]), float(highs[key])) for key in keys if pd.notna(lows[key])}


def _unknown(where: str, value: str) -> Problem:
    return Problem("bad_address", where, _("“{value}” is not on this board; it was left out.", value=value))
