"""Which T2I models a board has to compare, and which of them an address or a visitor names."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from leaderboard.board.boards import Board
from leaderboard.board.ranked import ranked
from leaderboard.store.database import Database
from leaderboard.store.tables import name_key

FEWEST, MOST = 2, 4
"""So many T2I models are compared."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A T2I model on a board; `submission` is None where figures were published without one."""

    t2i_model: str
    submission: str | None
    reported: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """The T2I models to compare, in the order in which they were named, and the names that cannot be.

    `unknown`: names that are not on the board; `too_many`: known ones beyond the `MOST` first.
    """

    candidates: tuple[Candidate, ...] = ()
    unknown: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of those to compare."""
        return tuple(candidate.t2i_model for candidate in self.candidates)


def list_candidates(database: Database, board: Board) -> tuple[Candidate, ...]:
    """List the T2I models of a board, the best first."""
    rows = ranked(database, board).rows
    return tuple(
        Candidate(str(name), None if pd.isna(submission) else str(submission), bool(reported))
        for name, submission, reported in zip(rows["t2i_model"], rows["submission"], rows["reported"], strict=True)
    )


def select_candidates(candidates: Sequence[Candidate], names: Sequence[str]) -> Selection:
    """Select at most `MOST` of a board's T2I models by name; case does not matter, a name given twice counts once."""
    by_key = {name_key(candidate.t2i_model): candidate for candidate in candidates}
    spelling = {name_key(name): name.strip() for name in reversed(names)}
    keys = list(dict.fromkeys(name_key(name) for name in names if name.strip()))
    known = [by_key[key] for key in keys if key in by_key]
    return Selection(
        tuple(known[:MOST]),
        tuple(spelling[key] for key in keys if key not in by_key),
        tuple(candidate.t2i_model for candidate in known[MOST:]),
    )
