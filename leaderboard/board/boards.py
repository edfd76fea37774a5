"""Boards: what a visitor can look at. A board is one protocol under one evaluator, or the published figures."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from core.language import _, mark
from core.problems import BadInput
from leaderboard.scores.aggregation import OVERALL
from leaderboard.store import published
from leaderboard.store.database import Database
from leaderboard.store.tables import SkillScore, StoredEvaluator, StoredProtocol, Submission
from leaderboard.store.visibility import published_at, visible

CLOSED_WORLD = "closed-world"
PUBLISHED = "evalalign-published"

_DIGEST_SHOWN = 12


class BoardKind(StrEnum):
    """Where a board's figures come from."""

    MEASURED = "measured"
    PUBLISHED = "published"


class Exam(StrEnum):
    """How a board's evaluator stands to the exam of its protocol; `AWAITED`: nobody has passed it yet."""

    NOT_ASKED = "not asked"
    PASSED = "passed"
    FAILED = "failed"
    NOT_SAT = "not sat"
    AWAITED = "awaited"


_EXAM_SENTENCES = {
    Exam.FAILED: mark(
        "Its evaluator did not pass the exam of its protocol, so this cannot be the protocol's default board."
    ),
    Exam.NOT_SAT: mark(
        "Its evaluator has not sat the exam of its protocol, so this cannot be the protocol's default board."
    ),
    Exam.AWAITED: mark(
        "No evaluator has passed the exam of this protocol yet; the boards named after it with an @ show what others "
        "measured."
    ),
}


@dataclass(frozen=True, slots=True)
class Board:
    """One board and what must be said of its figures.

    `measured` figures come from an evaluator that ran here, `published` ones
    from the paper. `closed_world` says that the evaluator judges rendered
    scenes, not photographs; `simulated_reference` that the reference scores are
    those of simulated annotators, not people's; `reported` that the original
    code gave all its scores, elsewhere. `updated` is the latest publication. A
    board that nobody has been published on has no evaluator. `exam` is not
    asked where the protocol sets no thresholds.
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
    exam: Exam = Exam.NOT_ASKED
    reported: bool = False

    @property
    def explanation(self) -> str:
        """A few sentences that a visitor reads above the figures."""
        exam = _EXAM_SENTENCES.get(self.exam)
        return f"{self._origin} {_(exam)}" if exam else self._origin

    @property
    def may_be_default(self) -> bool:
        """Whether the board may have its protocol's name without more."""
        return self.exam in (Exam.NOT_ASKED, Exam.PASSED)

    @property
    def _origin(self) -> str:
        if self.kind is BoardKind.PUBLISHED:
            return _(
                "Figures published by the authors of EvalAlign, human scores and EvalAlign's, for 24 T2I models. "
                "Nothing here was run by this leaderboard."
            )
        if self.reported:
            return _(
                "Reported by the original EvalAlign code, run elsewhere. This leaderboard computed nothing here: "
                "there are no images, and so no intervals."
            )
        if self.closed_world:
            return _(
                "Measured here by a closed-world evaluator: it judges rendered scenes, not photographs. "
                "The T2I models that come with it are simulated, and so are the annotators whose labels make its "
                "reference scores."
            )
        return _("Measured here: every score comes from an evaluator that looked at the submitted images.")


PUBLISHED_BOARD = Board(
    name=PUBLISHED,
    title=mark("EvalAlign, published figures"),
    kind=BoardKind.PUBLISHED,
    source=published.SOURCE,
    closed_world=False,
    simulated_reference=False,
    t2i_models=len(published.published_scores()),
)

_EMPTY_CLOSED_WORLD = Board(
    name=CLOSED_WORLD,
    title=mark("Closed world"),
    kind=BoardKind.MEASURED,
    source="This leaderboard",
    closed_world=True,
    simulated_reference=True,
    t2i_models=0,
)


def list_boards(database: Database) -> list[Board]:
    """Every board, by name, the closed world's first; it and the published figures are always there.

    A protocol's newest evaluator (by its most recent publication), among those
    that passed the protocol's exam if it sets thresholds, has the protocol's
    name without its version; the others add `@` and the first twelve characters
    of their digest.
    """
    with database.read() as session:
        protocols = list(session.scalars(select(StoredProtocol).order_by(StoredProtocol.created_at.desc())))
        demanding = {protocol.digest for protocol in protocols if _sets_thresholds(protocol)}
        measured = [_measured(row, demanding) for row in _published_under(session)]
        unused = [_unused(protocol) for protocol in protocols]
    boards: dict[str, Board] = {}
    for board in measured:
        if board.evaluator_digest and (board.name in boards or not board.may_be_default):
            board = replace(board, name=f"{board.name}@{board.evaluator_digest[:_DIGEST_SHOWN]}")
        boards[board.name] = board
    waiting = {base_name(name) for name in boards}
    for board in (*unused, _EMPTY_CLOSED_WORLD, PUBLISHED_BOARD):
        awaited = board.protocol_digest in demanding and board.name in waiting
        boards.setdefault(board.name, replace(board, exam=Exam.AWAITED) if awaited else board)
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


def _published_under(session: Session) -> list[Row[str, str, str, str, str, bool, bool | None, int, datetime, int]]:
    """Protocol, evaluator, number of T2I models, latest publication, whether (1) or not (0) all is only reported.

    What was computed here comes first, the newest before the others.
    """
    latest = func.max(published_at())
    reported = func.min(case((Submission.reported, 1), else_=0))
    return list(
        session.execute(
            select(
                StoredProtocol.name,
                StoredProtocol.title,
                StoredProtocol.digest,
                StoredEvaluator.name,
                StoredEvaluator.digest,
                StoredEvaluator.closed_world,
                StoredEvaluator.passed_exam,
                func.count(Submission.t2i_model_id.distinct()),
                latest,
                reported,
            )
            .join(Submission, Submission.protocol_digest == StoredProtocol.digest)
            .join(SkillScore, SkillScore.submission_id == Submission.id)
            .join(StoredEvaluator, StoredEvaluator.digest == SkillScore.evaluator_digest)
            .where(visible(), SkillScore.key == OVERALL)
            .group_by(
                StoredProtocol.name,
                StoredProtocol.title,
                StoredProtocol.digest,
                StoredEvaluator.name,
                StoredEvaluator.digest,
                StoredEvaluator.closed_world,
                StoredEvaluator.passed_exam,
            )
            .order_by(reported, latest.desc(), StoredEvaluator.digest)
        )
    )


def _measured(
    row: Row[str, str, str, str, str, bool, bool | None, int, datetime, int], demanding: Collection[str]
) -> Board:
    (
        protocol_name,
        title,
        protocol_digest,
        evaluator_name,
        evaluator_digest,
        closed_world,
        passed,
        number,
        updated,
        reported,
    ) = row
    return Board(
        name=base_name(protocol_name),
        title=title,
        kind=BoardKind.MEASURED,
        source="The original EvalAlign code" if reported else "This leaderboard",
        closed_world=closed_world,
        simulated_reference=base_name(protocol_name) == CLOSED_WORLD,
        t2i_models=number,
        protocol_name=protocol_name,
        protocol_digest=protocol_digest,
        evaluator_name=evaluator_name,
        evaluator_digest=evaluator_digest,
        updated=updated,
        exam=_EXAMS[passed] if protocol_digest in demanding else Exam.NOT_ASKED,
        reported=bool(reported),
    )


_EXAMS = {True: Exam.PASSED, False: Exam.FAILED, None: Exam.NOT_SAT}


def _sets_thresholds(protocol: StoredProtocol) -> bool:
    return json.loads(protocol.content).get("exam") is not None


def _unused(protocol: StoredProtocol) -> Board:
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
