"""List the boards. A board is one protocol under one evaluator, or the published figures."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.language import _, mark
from core.problems import BadInput
from leaderboard.store import published
from leaderboard.store.boards import RegisteredProtocol, ScoredBoard, list_protocols, list_scored_boards
from leaderboard.store.database import Database

CLOSED_WORLD = "closed-world"
PUBLISHED = "evalalign-published"

_DIGEST_SHOWN = 12


class BoardKind(StrEnum):
    """Where a board's figures come from."""

    MEASURED = "measured"
    PUBLISHED = "published"


class Exam(StrEnum):
    """The state of a board's evaluator in its protocol's exam; `AWAITED`: no evaluator has passed it yet."""

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
    """One board and the origin of its figures.

    `measured` figures come from an evaluator that ran here, `published` ones
    from the paper. `closed_world` says that the evaluator judges rendered
    scenes, not photographs; `simulated_reference` that the reference scores are
    those of simulated annotators, not people's; `reported` that the original
    code gave all its scores, elsewhere. `updated` is the latest publication. A
    board without publications has no evaluator.
    """

    name: str
    title: str
    kind: BoardKind = BoardKind.MEASURED
    source: str = "This leaderboard"
    closed_world: bool = False
    simulated_reference: bool = False
    t2i_models: int = 0
    protocol_name: str | None = None
    protocol_digest: str | None = None
    evaluator_name: str | None = None
    evaluator_digest: str | None = None
    updated: datetime | None = None
    exam: Exam = Exam.NOT_ASKED
    reported: bool = False

    @property
    def explanation(self) -> str:
        """A few sentences for visitors, shown above the figures."""
        exam = _EXAM_SENTENCES.get(self.exam)
        return f"{self._origin} {_(exam)}" if exam else self._origin

    @property
    def may_be_default(self) -> bool:
        """Whether the board may bear its protocol's name without its evaluator's digest."""
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
    t2i_models=len(published.published_scores()),
)

_EMPTY_CLOSED_WORLD = Board(CLOSED_WORLD, mark("Closed world"), closed_world=True, simulated_reference=True)


def list_boards(database: Database) -> list[Board]:
    """List all boards by name, the closed world's first; it and the published figures are always there.

    A protocol's newest evaluator (by its most recent publication), among those
    that passed the protocol's exam if it sets thresholds, has the protocol's
    name without its version; the others add `@` and the first twelve characters
    of their digest.
    """
    with database.read() as session:
        protocols = list_protocols(session)
        scored = list_scored_boards(session)
    by_digest = {protocol.digest: protocol for protocol in protocols}
    measured = [_scored_board(row, by_digest[row.protocol_digest]) for row in scored]
    empty = [_empty_board(protocol) for protocol in protocols]
    boards: dict[str, Board] = {}
    for board in measured:
        if board.evaluator_digest and (board.name in boards or not board.may_be_default):
            board = replace(board, name=f"{board.name}@{board.evaluator_digest[:_DIGEST_SHOWN]}")
        boards[board.name] = board
    waiting = {base_name(name) for name in boards}
    for board in (*empty, _EMPTY_CLOSED_WORLD, PUBLISHED_BOARD):
        protocol = by_digest.get(board.protocol_digest or "")
        awaited = protocol is not None and protocol.has_exam and board.name in waiting
        boards.setdefault(board.name, replace(board, exam=Exam.AWAITED) if awaited else board)
    return sorted(boards.values(), key=lambda board: (base_name(board.name) != CLOSED_WORLD, board.name))


def find_board(database: Database, name: str) -> Board:
    """Find a board by its name.

    Raises:
        BadInput: There is no such board; the message lists the boards.
    """
    boards = {board.name: board for board in list_boards(database)}
    if name not in boards:
        raise BadInput.one("unknown_board", name, f"There is no such board; there are: {', '.join(boards)}.")
    return boards[name]


def base_name(name: str) -> str:
    """Strip the version from a protocol's name, or the evaluator from a board's."""
    return re.sub(r"-v\d+$", "", name.partition("@")[0])


def _scored_board(scored: ScoredBoard, protocol: RegisteredProtocol) -> Board:
    return replace(
        _empty_board(protocol),
        source="The original EvalAlign code" if scored.reported else "This leaderboard",
        closed_world=scored.closed_world,
        t2i_models=scored.t2i_models,
        evaluator_name=scored.evaluator_name,
        evaluator_digest=scored.evaluator_digest,
        updated=scored.updated,
        exam=_EXAMS[scored.passed_exam] if protocol.has_exam else Exam.NOT_ASKED,
        reported=scored.reported,
    )


_EXAMS = {True: Exam.PASSED, False: Exam.FAILED, None: Exam.NOT_SAT}


def _empty_board(protocol: RegisteredProtocol) -> Board:
    closed_world = base_name(protocol.name) == CLOSED_WORLD
    return Board(
        name=base_name(protocol.name),
        title=protocol.title,
        closed_world=closed_world,
        simulated_reference=closed_world,
        protocol_name=protocol.name,
        protocol_digest=protocol.digest,
    )
