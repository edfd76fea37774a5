"""Which T2I models a board has to compare, and which of them an address or a visitor asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from leaderboard.board.boards import Board
from leaderboard.board.ranked import ranked
from leaderboard.scores.aggregation import OVERALL
from leaderboard.store.database import Database
from leaderboard.store.tables import name_key

FEWEST, MOST = 2, 4
"""So many T2I models are compared."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A T2I model on a board; `submission` is None where figures were published without one."""

    t2i_model: str
    submission: str | None
    reported: bool
    overall: float | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an address or a visitor asked for: those to compare, and what cannot be.

    `unknown`: names that are not on the board; `too_many`: known ones beyond the `MOST` first.
    """

    entries: tuple[Entry, ...]
    unknown: tuple[str, ...]
    too_many: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Of those to compare, in the order in which they were asked for."""
        return tuple(entry.t2i_model for entry in self.entries)


def entries(database: Database, board: Board) -> tuple[Entry, ...]:
    """List the T2I models of a board, the best first, as its ranking does."""
    rows = ranked(database, board).rows
    return tuple(
        Entry(
            str(name),
            None if pd.isna(submission) else str(submission),
            bool(reported),
            None if pd.isna(overall) else float(overall),
        )
        for name, submission, reported, overall in zip(
            rows["t2i_model"], rows["submission"], rows["reported"], rows[OVERALL], strict=True
        )
    )


def choose(known: Sequence[Entry], wanted: Sequence[str]) -> Chosen:
    """Those of a board's T2I models that were asked for by name, in any case, each once, at most `MOST`."""
    by_key = {name_key(entry.t2i_model): entry for entry in known}
    asked = list(dict.fromkeys(name_key(name) for name in wanted if name.strip()))
    spelt = {name_key(name): name.strip() for name in reversed(wanted)}
    found = [by_key[key] for key in asked if key in by_key]
    return Chosen(
        tuple(found[:MOST]),
        tuple(spelt[key] for key in asked if key not in by_key),
        tuple(entry.t2i_model for entry in found[MOST:]),
    )
