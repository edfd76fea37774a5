"""Where a T2I model has been published: every submission under every evaluator, and the paper's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leaderboard.board.boards import PUBLISHED_BOARD, Board
from leaderboard.board.ranked import ranked
from leaderboard.scores.aggregation import OVERALL
from leaderboard.store.database import Database
from leaderboard.store.t2i_models import ScoredSubmission, scored_submissions
from leaderboard.store.tables import name_key
from model.protocol.skills import Dimension


@dataclass(frozen=True, slots=True)
class Appearance:
    """One publication of a T2I model under one evaluator; scores in the units of `aggregation.Score`.

    `board` is the name of the board that shows it, None where there is none any more. The paper's figures have no
    submission, evaluator or date.
    """

    board: str | None
    protocol: str
    evaluator: str
    evaluator_digest: str | None
    submission: str | None
    archive_digest: str | None
    date: datetime | None
    reported: bool
    overall: float | None
    low: float | None
    high: float | None
    faithfulness: float | None
    alignment: float | None


def history(database: Database, boards: list[Board], name: str) -> list[Appearance]:
    """List every publication of the T2I model of this name, the newest first, the paper's figures last.

    Args:
        database: Where the results are.
        boards: As `leaderboard.board.boards.list_boards` gives them.
        name: The T2I model; case does not matter.
    """
    board_names = {(board.protocol_digest, board.evaluator_digest): board.name for board in boards}
    with database.read() as session:
        rows = scored_submissions(session, name, (OVERALL, *(dimension.value for dimension in Dimension)))
    return [*(_appearance(row, board_names) for row in rows), *_in_the_paper(database, name)]


def _appearance(row: ScoredSubmission, board_names: Mapping[tuple[str | None, str | None], str]) -> Appearance:
    submission, evaluator = row.submission, row.evaluator
    overall = row.scores.get(OVERALL)
    return Appearance(
        board=board_names.get((submission.protocol_digest, evaluator.digest)),
        protocol=submission.protocol.name,
        evaluator=evaluator.name,
        evaluator_digest=evaluator.digest,
        submission=submission.id,
        archive_digest=submission.archive_digest,
        date=submission.finished_at or submission.created_at,
        reported=submission.reported,
        overall=overall.score if overall else None,
        low=overall.low if overall else None,
        high=overall.high if overall else None,
        faithfulness=_score(row, Dimension.FAITHFULNESS),
        alignment=_score(row, Dimension.ALIGNMENT),
    )


def _score(row: ScoredSubmission, key: str) -> float | None:
    return row.scores[key].score if key in row.scores else None


def _in_the_paper(database: Database, name: str) -> list[Appearance]:
    frame = ranked(database, PUBLISHED_BOARD).rows
    rows = frame[[name_key(known) == name_key(name) for known in frame["t2i_model"]]]
    return [
        Appearance(
            board=PUBLISHED_BOARD.name,
            protocol=PUBLISHED_BOARD.title,
            evaluator=PUBLISHED_BOARD.source,
            evaluator_digest=None,
            submission=None,
            archive_digest=None,
            date=None,
            reported=False,
            overall=float(row["overall"]),
            low=None,
            high=None,
            faithfulness=float(row["faithfulness"]),
            alignment=float(row["alignment"]),
        )
        for row in rows.to_dict("records")
    ]
