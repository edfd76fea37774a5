"""The audit log: filters and pages."""

from leaderboard.store.audit import LogFilter, count_log, hidden_because, list_actions, record_act, search_log
from leaderboard.store.database import Database
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_submission


def test_log_is_filtered_and_paged_newest_first(database: Database, tiny_protocol: Protocol) -> None:
    submission, _t2i_model = add_submission(database, tiny_protocol, "One")
    with database.write() as session:
        for action in ("received", "validated", "queued"):
            record_act(session, action, "Ada", "", submission)
        record_act(session, "queue paused", "root", "New disk.")
    with database.read() as session:
        newest = [entry.action for entry in search_log(session, LogFilter(), limit=2)]
        assert (newest, count_log(session, LogFilter())) == (["queue paused", "queued"], 4)
        assert [entry.action for entry in search_log(session, LogFilter(), limit=2, offset=2)] == [
            "validated",
            "received",
        ]
        for log_filter, count in (
            (LogFilter(action="queued"), 1),
            (LogFilter(actor="Ad"), 3),
            (LogFilter(actor="%"), 0),
            (LogFilter(submission=submission[:6]), 3),
            (LogFilter(submission="\0"), 4),
        ):
            assert count_log(session, log_filter) == len(search_log(session, log_filter)) == count, log_filter
        assert list_actions(session) == ["queue paused", "queued", "received", "validated"]


def test_last_reason_for_hiding_is_found(database: Database, tiny_protocol: Protocol) -> None:
    submission, _t2i_model = add_submission(database, tiny_protocol, "One")
    with database.write() as session:
        for action, reason in (
            ("hidden", "First."),
            ("unhidden", "No."),
            ("hidden", "Second."),
            ("priority", "0 to 1."),
        ):
            record_act(session, action, "root", reason, submission)
    with database.read() as session:
        assert hidden_because(session, submission) == "Second."
        assert hidden_because(session, "f" * 32) == ""
