"""The list of a visitor's own submissions."""

from leaderboard.store.database import Database
from model.protocol.protocol import Protocol
from submissions.submit.mine_page import find_own_submissions
from tests.helpers.filled import add_submission


def test_list_holds_remembered_ids_and_those_under_the_name(database: Database, tiny_protocol: Protocol) -> None:
    ids = [add_submission(database, tiny_protocol, name)[0] for name in ("a", "b", "c")]
    assert find_own_submissions(database, []) == []
    remembered = [
        item.t2i_model.name for item in find_own_submissions(database, [ids[0], "nonsense", "\0", 7, None, "f" * 32])
    ]
    assert remembered == ["a"]
    assert {item.t2i_model.name for item in find_own_submissions(database, ids[:1], "Ada")} == {"a", "b", "c"}
    assert find_own_submissions(database, [], "Bob") == []
