"""Where a T2I model has been published: every submission under every evaluator, and the paper's figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.problems import BadInput
from leaderboard.board.boards import PUBLISHED_BOARD, Board
from leaderboard.scores.aggregation import OVERALL
from leaderboard.store.database import Database
from leaderboard.store.t2i_models import Provenance, scores_by_provenance
from leaderboard.store.tables import SkillScore
from leaderboard.t2i_model.record import KeyScore, find_record
from model.protocol.skills import Dimension


@dataclass(frozen=True, slots=True)
class Appearance:
    """One publication of a T2I model under one evaluator, with its scores by key: overall and of the dimensions.

    `board` is the name of the board that shows it, None where there is none any more. The paper's figures have no
    provenance.
    """

    board: str | None
    provenance: Provenance | None
    scores: Mapping[str, SkillScore | KeyScore]


def list_appearances(database: Database, boards: list[Board], name: str) -> list[Appearance]:
    """List every publication of the T2I model of this name, the newest first, the paper's figures last.

    Args:
        database: Where the results are.
        boards: As `leaderboard.board.boards.list_boards` gives them.
        name: The T2I model; case does not matter.
    """
    names = {(board.protocol_digest, board.evaluator_digest): board.name for board in boards}
    with database.read() as session:
        rows = scores_by_provenance(session, name, (OVERALL, *Dimension))
    appearances = [
        Appearance(names.get((made_by.submission.protocol_digest, made_by.evaluator.digest)), made_by, scores)
        for made_by, scores in rows
    ]
    try:
        published = find_record(database, PUBLISHED_BOARD, name)
    except BadInput:
        return appearances
    return [*appearances, Appearance(PUBLISHED_BOARD.name, None, published.score_by_key)]
