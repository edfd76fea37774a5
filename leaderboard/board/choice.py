"""The default board, and the boards that a visitor can choose."""

from collections.abc import Sequence

from core.language import _
from leaderboard.board.boards import CLOSED_WORLD, PUBLISHED, Board

DEFAULT_BOARD, AGREEMENT_BOARD = CLOSED_WORLD, PUBLISHED
"""The boards that commands and the API take where none is named; agreement takes the published figures."""


def default_board(boards: Sequence[Board]) -> Board:
    """Return the board shown first: the closed world's once it has a T2I model, else the published figures."""
    by_name = {board.name: board for board in boards}
    closed_world = by_name.get(CLOSED_WORLD)
    return closed_world if closed_world and closed_world.t2i_models else by_name.get(PUBLISHED, boards[0])


def pick_board(boards: Sequence[Board], name: str) -> Board:
    """Return the board of this name, or the default: a name may have passed to another evaluator's board."""
    return next((board for board in boards if board.name == name), None) or default_board(boards)


def list_board_choices(boards: Sequence[Board]) -> list[tuple[str, str]]:
    """List boards as choices, (label, name)."""
    return [(f"{_(board.title)} ({board.name})", board.name) for board in boards]


def list_evaluator_choices(boards: Sequence[Board], chosen: Board) -> list[tuple[str, str]]:
    """List the evaluators of the chosen board's protocol as choices, (label, name of the board)."""
    digest = chosen.protocol_digest
    return [
        (f"{board.evaluator_name or '–'} {(board.evaluator_digest or '')[:12]}", board.name)
        for board in boards
        if digest is not None and board.protocol_digest == digest
    ]
