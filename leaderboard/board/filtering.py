"""From a board's whole ranking to the page of it that a query asks for: filtered, sorted, cut."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from core.language import _
from core.problems import Problem
from leaderboard.board.boards import BoardKind
from leaderboard.board.columns import NAME, board_columns, column_choices
from leaderboard.board.query import CLOSED, OPEN, RANK, BoardQuery
from leaderboard.board.ranked import Ranked
from leaderboard.store.tables import fold_text
from model.protocol.skills import SKILLS

PAGE_ROWS = 50
"""T2I models on one page of the table."""

NEW_FOR = timedelta(days=14)
"""How long a publication counts as new."""

_BILLION = 1e9


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One page of a board's table.

    `rows` are those of the page; `matching` counts those that passed the filters, `total` all. `ranges` has for every
    column of scores its lowest and highest value on the whole board. `new` names the T2I models published lately.
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
        """How many pages the matching T2I models fill; at least one."""
        return max(1, -(-self.matching // PAGE_ROWS))


def table_of(board: Ranked, query: BoardQuery, now: datetime | None = None) -> Table:
    """The page that a query asks for; the last one where it asks for a later one.

    Args:
        board: The ranking.
        query: What is asked for; see `drop_unknown_values`.
        now: The present moment, aware; from it is known what is new.
    """
    rows = ordered(filtered(board, query), query)
    last = max(1, -(-len(rows) // PAGE_ROWS))
    query = query.replace(page=min(query.page, last))
    page = rows.iloc[(query.page - 1) * PAGE_ROWS : query.page * PAGE_ROWS]
    latest = (now or datetime.now(UTC)) - NEW_FOR
    new = page.loc[(_dates(page) >= latest).to_numpy(), "t2i_model"]
    return Table(board, query, page, len(rows), len(board.rows), _ranges(board), frozenset(new))


def drop_unknown_values(board: Ranked, query: BoardQuery) -> tuple[BoardQuery, list[Problem]]:
    """A query with what its board does not know left out, and a problem for each such value."""
    facts = filter_choices(board)
    known: dict[str, set[str]] = {
        "columns": {key for _name, key in column_choices(board)},
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
    if query.sort_key not in {column.key for column in board_columns(board)}:
        problems.append(_unknown("sort", query.sort_key))
        query = query.replace(sort=RANK)
    return query, problems


def filter_choices(board: Ranked) -> dict[str, list[str]]:
    """The licences and organisations there are on a board, each sorted."""
    return {
        fact: sorted({str(value) for value in board.rows[fact].dropna() if value}, key=str.casefold)
        for fact in ("licence", "organisation")
    }


def filtered(board: Ranked, query: BoardQuery) -> pd.DataFrame:
    """The rows of a ranking that a query's filters let through, in the ranking's order.

    Whose licence, size or date is not known passes only where nothing is asked of it. The published figures come
    without such facts; there only the search counts.
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


def ordered(rows: pd.DataFrame, query: BoardQuery) -> pd.DataFrame:
    """Rows in a query's order; equal ones in the order they had, those without a value last."""
    if query.sort == RANK:
        return rows
    values = rows[query.sort_key]
    if not pd.api.types.is_numeric_dtype(values) and query.sort_key != "date":
        values = values.map(_comparable)
    order = values.reset_index(drop=True).sort_values(ascending=not query.descending, kind="stable", na_position="last")
    return rows.iloc[order.index]


def _comparable(value: Any) -> Any:
    """Texts without regard to case; nothing known, or an empty text, as missing."""
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
