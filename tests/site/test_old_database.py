"""A database that the code wrote before its packages were drawn anew opens as ever, and shows the same boards.

`before_issue_7.sql` is what `tests.helpers.awkward_board` made of an empty database with the code of commit 44a6221;
`before_issue_7.json` what `python -m leaderboard boards`, `rank` and `agreement` said of it then.
"""

import json
import sqlite3
from functools import partial
from typing import Any

import pytest

from core.settings import Settings
from leaderboard.__main__ import app
from tests.helpers.command_line import run_json_command
from tests.helpers.paths import ROOT

run_json = partial(run_json_command, app)

DATA = ROOT / "tests/helpers/data"
BEFORE: dict[str, Any] = json.loads((DATA / "before_issue_7.json").read_text())


def differences(before: Any, after: Any, place: str = "") -> list[str]:
    """Where two JSON documents differ; what is only in the second may have been added."""
    if isinstance(before, dict) and isinstance(after, dict):
        lost = [f"{place}.{key} is gone" for key in before.keys() - after.keys()]
        return lost + [line for key in before.keys() & after.keys() for line in _differences(before, after, key, place)]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [line for key in range(len(before)) for line in _differences(before, after, key, place)]
    if isinstance(before, float) and isinstance(after, int | float):
        return [] if after == pytest.approx(before, rel=1e-9) else [f"{place}: {before} is {after}"]
    return [] if before == after else [f"{place}: {before} is {after}"]


def _differences(before: Any, after: Any, key: Any, place: str) -> list[str]:
    return differences(before[key], after[key], f"{place}.{key}")


@pytest.fixture
def old_database(settings: Settings) -> None:
    connection = sqlite3.connect(settings.data_dir / "evalalign.db")
    connection.executescript((DATA / "before_issue_7.sql").read_text())
    connection.close()


@pytest.mark.usefixtures("old_database")
def test_an_old_database_shows_the_same_boards() -> None:
    assert run_json("boards")["boards"] == BEFORE["boards"]
    for board, document in BEFORE["rank"].items():
        assert differences(document, run_json("rank", "--board", board)) == []
    for board, document in BEFORE["agreement"].items():
        after = run_json("agreement", "--board", board, "--images", "--influence")
        assert differences(document, after) == []
