"""Lists of submissions."""

from leaderboard.store.database import Database
from leaderboard.store.listings import search_submissions
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_submission


def test_search_matches_the_beginning_of_id_t2i_model_or_submitter(database: Database, tiny_protocol: Protocol) -> None:
    submission, _t2i_model = add_submission(database, tiny_protocol, "One")
    with database.read() as session:
        for text in (submission[:5].upper(), "oN", "Ada", "", " \0"):
            submissions, total = search_submissions(session, text, 10)
            assert ([item.id for item in submissions], total) == ([submission], 1)
        assert search_submissions(session, "%", 10) == ([], 0)
        assert search_submissions(session, "ne", 10) == ([], 0)
        assert search_submissions(session, "", 10, offset=1) == ([], 1)
