"""Named endpoints of Gradio's API about boards, documented in docs/api.md."""

from typing import Any, Literal

from gradio.events import api

from core.problems import BadInput
from leaderboard.agreement.findings import findings_json, get_findings
from leaderboard.board.boards import find_board, list_boards
from leaderboard.board.choice import AGREEMENT_BOARD, DEFAULT_BOARD
from leaderboard.board.documents import file_document, ranking_document
from leaderboard.exchange.reported import upstream_document
from leaderboard.store.database import get_database
from web.endpoint import endpoint

AT_ONCE = 2
"""The concurrent requests to endpoints that calculate, so that the pages stay quick."""


def build() -> None:
    """Offer the endpoints in the current Blocks context."""
    api(leaderboard, api_name="leaderboard")
    api(agreement, api_name="agreement", concurrency_limit=AT_ONCE)
    api(export, api_name="export", concurrency_limit=AT_ONCE)


@endpoint
def leaderboard(board: str = DEFAULT_BOARD) -> dict[str, Any]:
    """Rank the T2I models of a board, the best first; intervals are 95%.

    Args:
        board: A board's name; `boards` in the answer lists them all.

    Returns:
        board, evaluator (a digest), rows (one per T2I model) and boards
    """
    database = get_database()
    document = ranking_document(database, find_board(database, board))
    return document | {"boards": [known.name for known in list_boards(database)]}


@endpoint
def agreement(board: str = AGREEMENT_BOARD, images: bool = False) -> dict[str, Any]:
    """Tell how well a board's scores agree with people's, every statistic with its interval.

    Args:
        board: A board's name.
        images: Also on single images, pairs of images, and of annotators with each other; takes longer.

    Returns:
        board, rows (per dimension), skills, ceilings, images, baselines and notes
    """
    database = get_database()
    return findings_json(get_findings(database, find_board(database, board), images=images))


@endpoint
def export(
    board: str = DEFAULT_BOARD, file_format: Literal["csv", "json", "upstream"] = "csv", t2i_model: str = ""
) -> dict[str, Any]:
    """Give a board's whole table, or one T2I model's result as the original EvalAlign scripts write it.

    Args:
        board: A board's name.
        file_format: `csv` (text) or `json` (records) for the table; `upstream` for one T2I model's result.
        t2i_model: Its name; for `upstream` only.

    Returns:
        board and format; then file and content, or t2i_model and results
    """
    database = get_database()
    chosen = find_board(database, board)
    if file_format == "upstream":
        if not t2i_model:
            raise BadInput.one("no_t2i_model", "t2i_model", "Is missing: whose result to give.")
        return upstream_document(database, chosen, t2i_model)
    if t2i_model:
        raise BadInput.one("option", "t2i_model", "Is for the format upstream; the table holds every T2I model.")
    return file_document(database, chosen, file_format)
