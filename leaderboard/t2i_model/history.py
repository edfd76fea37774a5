"""Where a T2I model has been published: every submission under every evaluator, and the paper's figures."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from leaderboard.board.boards import PUBLISHED_BOARD, Board
from leaderboard.board.ranked import ranked
from leaderboard.scores.aggregation import OVERALL
from leaderboard.store.database import Database
from leaderboard.store.tables import SkillScore, StoredEvaluator, StoredProtocol, Submission, T2IModel, name_key
from leaderboard.store.visibility import published_at, visible
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
    """Every publication of the T2I model of this name, the newest first, the paper's figures last.

    Args:
        database: Where the results are.
        boards: As `leaderboard.board.boards.list_boards` gives them.
        name: The T2I model; case does not matter.
    """
    shown = {(board.protocol_digest, board.evaluator_digest): board.name for board in boards}
    found: dict[tuple[str, str], dict[str, SkillScore]] = {}
    rows = {}
    with database.read() as session:
        for score, submission, evaluator, protocol in session.execute(
            select(SkillScore, Submission, StoredEvaluator, StoredProtocol.name)
            .join(Submission, Submission.id == SkillScore.submission_id)
            .join(T2IModel, T2IModel.id == Submission.t2i_model_id)
            .join(StoredEvaluator, StoredEvaluator.digest == SkillScore.evaluator_digest)
            .join(StoredProtocol, StoredProtocol.digest == Submission.protocol_digest)
            .where(
                T2IModel.name_key == name_key(name),
                visible(),
                SkillScore.key.in_([OVERALL, *(dimension.value for dimension in Dimension)]),
            )
            .order_by(published_at().desc(), Submission.id, StoredEvaluator.digest)
        ):
            place = (submission.id, evaluator.digest)
            found.setdefault(place, {})[score.key] = score
            rows[place] = (submission, evaluator, protocol)
    appearances = []
    for place, scores in found.items():
        submission, evaluator, protocol = rows[place]
        overall = scores.get(OVERALL)
        appearances.append(
            Appearance(
                shown.get((submission.protocol_digest, evaluator.digest)),
                protocol,
                evaluator.name,
                evaluator.digest,
                submission.id,
                submission.archive_digest,
                submission.finished_at or submission.created_at,
                submission.reported,
                overall.score if overall else None,
                overall.low if overall else None,
                overall.high if overall else None,
                *(scores[key].score if key in scores else None for key in Dimension),
            )
        )
    return appearances + _in_the_paper(database, name)


def _in_the_paper(database: Database, name: str) -> list[Appearance]:
    frame = ranked(database, PUBLISHED_BOARD).rows
    own = frame[[name_key(known) == name_key(name) for known in frame["t2i_model"]]]
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
        for row in own.to_dict("records")
    ]
