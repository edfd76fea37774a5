"""A board's agreement with people, computed once per state of the board and shared by everybody who looks at it."""

import threading
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from leaderboard.agreement.findings import Findings, findings
from leaderboard.board.boards import Board
from leaderboard.board.ranked import board_version
from leaderboard.store.database import Database
from leaderboard.store.tables import Annotation

_known: WeakKeyDictionary[Database, dict[str, tuple[str, Findings]]] = WeakKeyDictionary()
_one_at_a_time = threading.Lock()


def known_findings(database: Database, board: Board) -> Findings:
    """The findings of a board, without those on single images, as they stand now."""
    with database.read() as session:
        labels = session.scalars(select(func.max(Annotation.id))).one()
    version = f"{board_version(database, board)} {labels}"
    with _one_at_a_time:
        kept = _known.setdefault(database, {})
        if kept.get(board.name, ("", None))[0] != version:
            kept[board.name] = (version, findings(database, board))
        return kept[board.name][1]
