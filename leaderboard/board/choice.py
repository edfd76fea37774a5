"""Which boards a visitor can choose, and which one is shown to somebody who chose none."""

from collections.abc import Sequence

from core.language import _
from leaderboard.board.boards import CLOSED_WORLD, PUBLISHED, Board


def pick_board(boards: Sequence[Board], name: str) -> Board:
    """The board of this name, or the first there is: another evaluator may have taken over a name that was right."""
    by_name = {board.name: board for board in boards}
    return by_name.get(name) or by_name[first_board(boards)]


def first_board(boards: Sequence[Board]) -> str:
    """What a visitor sees first: the closed world once somebody is on it, until then the published figures."""
    filled = any(board.name == CLOSED_WORLD and board.t2i_models for board in boards)
    return CLOSED_WORLD if filled else PUBLISHED


def board_choices(boards: Sequence[Board]) -> list[tuple[str, str]]:
    """All boards, as (what is read, name)."""
    return [(f"{_(board.title)} ({board.name})", board.name) for board in boards]


def evaluator_choices(boards: Sequence[Board], chosen: Board) -> list[tuple[str, str]]:
    """The evaluators whose boards are of the same protocol as the chosen one's, as (what is read, board's name)."""
    digest = chosen.protocol_digest
    return [
        (f"{board.evaluator_name or '–'} {(board.evaluator_digest or '')[:12]}", board.name)
        for board in boards
        if digest is not None and board.protocol_digest == digest
    ]
