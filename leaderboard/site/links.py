"""Addresses of the pages about a T2I model, a comparison, a prompt: relative, as all pages lie side by side."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

LEADERBOARD, T2I_MODEL, COMPARE, EXPLORE, AGREEMENT = ".", "t2i-model", "compare", "explore", "agreement"
"""The pages' paths, from any of them."""

RANKING_FILE = "download/ranking"
"""Without its ending; `leaderboard.board.routes` answers there."""

AGREEMENT_FILE = "download/agreement"
"""Without the table's name and ending; `leaderboard.agreement.routes` answers there."""

SUBMIT = "submit"


def leaderboard_link(board: str, **state: str) -> str:
    """Link to a board, sorted, filtered and searched as `state` says."""
    return _address(LEADERBOARD, board=board, **state)


def t2i_model_link(board: str, t2i_model: str) -> str:
    """Link to the page of one T2I model on a board."""
    return _address(T2I_MODEL, board=board, model=t2i_model)


def compare_link(board: str, t2i_models: Sequence[str]) -> str:
    """Link to a comparison of two to four T2I models."""
    return _address(COMPARE, board=board) + "".join(f"&{urlencode({'model': name})}" for name in t2i_models)


def ranking_file_link(board: str, ending: str) -> str:
    """Link to the whole ranking of a board as a file; `ending` is one of `csv`, `json`, `parquet`."""
    return _address(f"{RANKING_FILE}.{ending}", board=board)


def agreement_file_link(board: str, table: str, ending: str) -> str:
    """Link one of `leaderboard.agreement.tables.TABLES` of a board as a file; `ending`: `csv`, `json`, `parquet`."""
    return _address(f"{AGREEMENT_FILE}/{table}.{ending}", board=board)


def explore_link(board: str, **state: str) -> str:
    """Link to the generations of a board, narrowed as `state` says (`prompt`, `skill`, `answer`, `model`, ...)."""
    return _address(EXPLORE, board=board, **state)


def prompt_key(dimension: str, prompt_id: str) -> str:
    """Write a prompt for an address, `dimension/id`: both dimensions may use the same ids."""
    return f"{dimension}/{prompt_id}"


def submission_link(submission: str) -> str:
    """Link to the progress of a submission, where its author withdraws it, too."""
    return _address(SUBMIT, submission=submission)


def badge_link(board: str, t2i_model: str) -> str:
    """Link to the badge (SVG) of one T2I model's result on a board."""
    return f"badge/{quote(board, safe='')}/{quote(t2i_model, safe='')}.svg"


def export_link(board: str, t2i_model: str, table: str, form: str) -> str:
    """Link to one T2I model's `answers` or `scores` as a file: `csv`, `json` or `parquet`."""
    return f"export/{quote(board, safe='')}/{table}.{form}?{urlencode({'model': t2i_model})}"


def _address(path: str, /, **state: str) -> str:
    return f"{path}?{urlencode({key: value for key, value in state.items() if value})}"
