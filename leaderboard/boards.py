"""Boards: what a visitor can look at. A board is one protocol under one evaluator, or the published figures."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from leaderboard import published
from leaderboard.aggregation import OVERALL
from leaderboard.database import Database
from leaderboard.tables import Evaluator, Protocol, SkillScore, Submission, SubmissionState
from model.problems import BadInput

CLOSED_WORLD = "closed-world"
PUBLISHED = "evalalign-published"

_DIGEST_SHOWN = 12


class BoardKind(StrEnum):
    """Where a board's figures come from."""

    MEASURED = "measured"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Board:
    """One board and what must be said of its figures.

    `measured` figures come from an evaluator that ran here, `published` ones
    from the paper. `closed_world` says that the evaluator judges rendered
    scenes, not photographs; `simulated_reference` that the reference scores are
    the closed world's truth, not people's judgement. `updated` is the latest
    publication. A board that nobody has been published on has no evaluator.
    """

    name: str
    title: str
    kind: BoardKind
    source: str
    closed_world: bool
    simulated_reference: bool
    t2i_models: int
    protocol_name: str | None = None
    protocol_digest: str | None = None
    evaluator_name: str | None = None
    evaluator_digest: str | None = None
    updated: datetime | None = None

    @property
    def explanation(self) -> str:
        """One or two sentences that a visitor reads above the figures."""
        if self.kind is BoardKind.PUBLISHED:
            return (
                "Figures published by the authors of EvalAlign, human scores and EvalAlign's, for 24 T2I models. "
                "Nothing here was run by this leaderboard."
            )
        if self.closed_world:
            return (
                "Measured here by a closed-world evaluator: it judges rendered scenes, not photographs. "
                "Its reference scores are the closed world's own truth, not people's judgement."
            )
        return "Measured here: every score comes from an evaluator that looked at the submitted images."


PUBLISHED_BOARD = Board(
    name=PUBLISHED,
    title="EvalAlign, published figures",
    kind=BoardKind.PUBLISHED,
    source=published.SOURCE,
    closed_world=False,
    simulated_reference=False,
    t2i_models=len(published.published_scores()),
)

_EMPTY_CLOSED_WORLD = Board(
    name=CLOSED_WORLD,
    title="Closed world",
    kind=BoardKind.MEASURED,
    source="This leaderboard",
    closed_world=True,
    simulated_reference=True,
    t2i_models=0,
)


def list_boards(database: Database) -> list[Board]:
    """Every board, by name, the closed world's first; it and the published figures are always there.

    A protocol's newest evaluator (by its most recent publication) has the
    protocol's name without its version; the others add `@` and the first twelve
    characters of their digest.
    """
    with database.read() as session:
        measured = [_measured(row) for row in _published_under(session)]
        unused = [_unused(row) for row in session.execute(select(Protocol).order_by(Protocol.created_at.desc()))]
    boards: dict[str, Board] = {}
    for board in measured:
        if board.name in boards and board.evaluator_digest:
            board = replace(board, name=f"{board.name}@{board.evaluator_digest[:_DIGEST_SHOWN]}")
        boards[board.name] = board
    for board in (*unused, _EMPTY_CLOSED_WORLD, PUBLISHED_BOARD):
        boards.setdefault(board.name, board)
    return sorted(boards.values(), key=lambda board: (base_name(board.name) != CLOSED_WORLD, board.name))


def find_board(database: Database, name: str) -> Board:
    """The board of this name.

    Raises:
        BadInput: There is none; the message lists those there are.
    """
    boards = {board.name: board for board in list_boards(database)}
    if name not in boards:
        raise BadInput.one("unknown_board", name, f"There is no such board; there are: {', '.join(boards)}.")
    return boards[name]


def base_name(name: str) -> str:
    """A protocol's name without its version, or a board's without its evaluator."""
    return re.sub(r"-v\d+$", "", name.partition("@")[0])


def _published_under(session: Session) -> list[Row[str, str, str, str, str, bool, int, datetime]]:
    """Protocol, evaluator, number of T2I models and latest publication, the newest first."""
    latest = func.max(func.coalesce(Submission.finished_at, Submission.created_at))
    return list(
        session.execute(
            select(
                Protocol.name,
                Protocol.title,
                Protocol.digest,
                Evaluator.name,
                Evaluator.digest,
                Evaluator.closed_world,
                func.count(Submission.t2i_model_id.distinct()),
                latest,
            )
            .join(Submission, Submission.protocol_digest == Protocol.digest)
            .join(SkillScore, SkillScore.submission_id == Submission.id)
            .join(Evaluator, Evaluator.digest == SkillScore.evaluator_digest)
            .where(Submission.state == SubmissionState.PUBLISHED, SkillScore.key == OVERALL)
            .group_by(
                Protocol.name,
                Protocol.title,
                Protocol.digest,
                Evaluator.name,
                Evaluator.digest,
                Evaluator.closed_world,
            )
            .order_by(latest.desc(), Evaluator.digest)
        )
    )


def _measured(row: Row[str, str, str, str, str, bool, int, datetime]) -> Board:
    protocol_name, title, protocol_digest, evaluator_name, evaluator_digest, closed_world, t2i_models, updated = row
    return Board(
        name=base_name(protocol_name),
        title=title,
        kind=BoardKind.MEASURED,
        source="This leaderboard",
        closed_world=closed_world,
        simulated_reference=base_name(protocol_name) == CLOSED_WORLD,
        t2i_models=t2i_models,
        protocol_name=protocol_name,
        protocol_digest=protocol_digest,
        evaluator_name=evaluator_name,
        evaluator_digest=evaluator_digest,
        updated=updated,
    )


def _unused(row: Row[Protocol]) -> Board:
    protocol = row[0]
    closed_world = base_name(protocol.name) == CLOSED_WORLD
    return Board(
        name=base_name(protocol.name),
        title=protocol.title,
        kind=BoardKind.MEASURED,
        source="This leaderboard",
        closed_world=closed_world,
        simulated_reference=closed_world,
        t2i_models=0,
        protocol_name=protocol.name,
        protocol_digest=protocol.digest,
    )
