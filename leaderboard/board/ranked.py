"""The door to rankings: each is computed once per revision of its board and shared by all requests."""

from dataclasses import dataclass, replace

import pandas as pd

from leaderboard.board.baselines import BaselineColumns, baseline_system_scores
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.ranking import COLUMNS, compute_ranking
from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database
from leaderboard.store.revision import board_revision

BASELINE = "baseline."
"""The prefix of the keys of baselines' columns."""

_rankings: ResultCache[str, "Ranked"] = ResultCache(32)
"""By version; a ranking of 1,000 T2I models takes about 2 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A board with its ranking, its baselines' scores, and the version of both. It is shared: do not change it.

    `rows` has the columns of `leaderboard.board.ranking`, and `baseline.<name>` for each baseline. `known` names the
    columns that have any value. `baseline_scores` is as `baseline_system_scores` gives it.
    """

    board: Board
    version: str
    rows: pd.DataFrame
    baselines: BaselineColumns
    baseline_scores: pd.DataFrame
    known: frozenset[str]

    @property
    def ranking(self) -> pd.DataFrame:
        """The rows without the baselines' columns."""
        return self.rows[list(COLUMNS)]


def ranked(database: Database, board: Board) -> Ranked:
    """Return the ranking of a board as it stands now, from the cache where nothing changed."""
    version = board_version(database, board)
    ranking = _rankings.get(database, version, lambda: _compute(database, board, version))
    return ranking if ranking.board == board else replace(ranking, board=board)


def board_version(database: Database, board: Board) -> str:
    """Name the state of a board: another text whenever anything changed that its pages show."""
    if board.protocol_digest is None:
        return board.kind.value if board.kind is BoardKind.PUBLISHED else board.name
    with database.read() as session:
        revision = board_revision(session, board.protocol_digest)
    return f"{board.protocol_digest} {board.evaluator_digest} {revision}"


def _compute(database: Database, board: Board, version: str) -> Ranked:
    ranking = compute_ranking(database, board)
    scores = baseline_system_scores(database, ranking)
    baselines = BaselineColumns.of(scores)
    columns = {
        f"{BASELINE}{name}": [
            baselines.scores.get((name, t2i_model), (float("nan"), 0))[0] for t2i_model in ranking["t2i_model"]
        ]
        for name in baselines.titles
    }
    rows = ranking.join(pd.DataFrame(columns, index=ranking.index))
    known = (str(key) for key, values in rows.items() if (values.notna() & values.ne("")).any())
    return Ranked(board, version, rows, baselines, scores, frozenset(known))
