"""Whose turn it is, whose submission it is, and what may become of it; on both kinds of database."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.problems import BadInput
from leaderboard.store.database import Database
from leaderboard.store.submissions import TRANSITIONS, IllegalTransition, change_state
from leaderboard.store.tables import AuditLog, Submission, SubmissionState, now
from model.protocol.protocol import Protocol
from submissions.evaluation.queue import (
    MAX_ATTEMPTS,
    Lease,
    LeaseLost,
    claim_submission,
    lock_leased,
    release_submission,
    renew_lease,
    withdraw_submission,
)
from submissions.evaluation.status import read_status
from tests.helpers.filled import add_submission

LONG = 60.0


def enqueue(database: Database, protocol: Protocol, name: str, *, priority: int = 0, age: int = 0) -> str:
    submission_id, _ = add_submission(database, protocol, name)
    with database.write() as session:
        row = session.get_one(Submission, submission_id)
        row.state = SubmissionState.QUEUED
        row.priority = priority
        row.created_at = now() - timedelta(seconds=age)
    return submission_id


def expire(database: Database, submission_id: str) -> None:
    with database.write() as session:
        session.get_one(Submission, submission_id).lease_expires_at = now() - timedelta(seconds=1)


def claimed(database: Database, owner: str = "w1") -> Lease:
    lease = claim_submission(database, owner, LONG)
    assert lease is not None
    return lease


def test_priority_comes_before_age(database: Database, tiny_protocol: Protocol) -> None:
    late = enqueue(database, tiny_protocol, "late", age=1)
    old = enqueue(database, tiny_protocol, "old", age=100)
    urgent = enqueue(database, tiny_protocol, "urgent", priority=-1)
    assert [read_status(database, one).position for one in (urgent, old, late)] == [1, 2, 3]
    assert [claimed(database).submission_id for _ in range(3)] == [urgent, old, late]
    assert claim_submission(database, "w1", LONG) is None


def test_two_workers_never_get_the_same_submission(database: Database, tiny_protocol: Protocol) -> None:
    expected = sorted(enqueue(database, tiny_protocol, f"m{number}") for number in range(12))
    got: list[str] = []

    def work(owner: str) -> None:
        while (lease := claim_submission(database, owner, LONG)) is not None:
            got.append(lease.submission_id)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == expected


def test_only_an_expired_lease_can_be_claimed_by_others(database: Database, tiny_protocol: Protocol) -> None:
    submission_id = enqueue(database, tiny_protocol, "m")
    first = claimed(database, "w1")
    assert claim_submission(database, "w2", LONG) is None
    expire(database, submission_id)
    renew_lease(database, first)
    assert claim_submission(database, "w2", LONG) is None
    expire(database, submission_id)
    second = claimed(database, "w2")
    assert second.submission_id == submission_id
    with pytest.raises(LeaseLost):
        renew_lease(database, first)
    with pytest.raises(LeaseLost), database.write() as session:
        lock_leased(session, first)
    with pytest.raises(LeaseLost):
        release_submission(database, first)
    renew_lease(database, second)


def test_three_deaths_without_progress_fail_it_with_a_reason(database: Database, tiny_protocol: Protocol) -> None:
    submission_id = enqueue(database, tiny_protocol, "m")
    for number in range(MAX_ATTEMPTS):
        assert claimed(database, f"w{number}").submission_id == submission_id
        expire(database, submission_id)
    assert claim_submission(database, "w9", LONG) is None
    outcome = read_status(database, submission_id)
    assert outcome.state is SubmissionState.FAILED
    assert "failure of ours" in (outcome.reason or "")
    with database.read() as session:
        assert session.get_one(Submission, submission_id).finished_at is not None


def test_stopping_a_worker_politely_costs_no_attempt(database: Database, tiny_protocol: Protocol) -> None:
    submission_id = enqueue(database, tiny_protocol, "m")
    for _ in range(2 * MAX_ATTEMPTS):
        release_submission(database, claimed(database))
        assert read_status(database, submission_id).state is SubmissionState.QUEUED
    assert claimed(database).submission_id == submission_id


def test_time_left_is_measured_from_the_present_workers_start(database: Database, tiny_protocol: Protocol) -> None:
    submission_id = enqueue(database, tiny_protocol, "m")
    claimed(database)
    assert read_status(database, submission_id).seconds_left is None
    with database.write() as session:
        row = session.get_one(Submission, submission_id)
        row.total, row.done, row.paced_from = 100, 60, 40
        row.paced_since = now() - timedelta(seconds=10)
    assert read_status(database, submission_id).seconds_left == pytest.approx(20, abs=2)
    expire(database, submission_id)
    claimed(database, "w2")
    assert read_status(database, submission_id).seconds_left is None


def test_withdrawing_takes_a_running_submission_from_its_worker(database: Database, tiny_protocol: Protocol) -> None:
    submission_id = enqueue(database, tiny_protocol, "m")
    lease = claimed(database)
    withdraw_submission(database, submission_id, "author")
    with pytest.raises(LeaseLost):
        renew_lease(database, lease)
    assert read_status(database, submission_id).state is SubmissionState.WITHDRAWN
    with pytest.raises(BadInput, match="withdrawn already"):
        withdraw_submission(database, submission_id, "author")


@pytest.mark.parametrize("submission_id", ["0" * 32, "nothing", "", "a\x00b", "\udc80", "9" * 10_000])
def test_an_unknown_id_is_refused(database: Database, submission_id: str) -> None:
    for door in (
        lambda: read_status(database, submission_id),
        lambda: withdraw_submission(database, submission_id, "author"),
    ):
        with pytest.raises(BadInput) as caught:
            door()
        assert caught.value.problems[0].code == "unknown_submission"


def test_only_listed_transitions_are_possible_and_each_is_logged(database: Database, tiny_protocol: Protocol) -> None:
    submission_id, _ = add_submission(database, tiny_protocol, "m")
    moves = [(old, new) for old in SubmissionState for new in SubmissionState]
    for old, new in moves:
        with database.write() as session:
            row = session.get_one(Submission, submission_id)
            row.state = old
            if new in TRANSITIONS[old]:
                change_state(session, row, new, "tester")
                assert row.state is new
            else:
                with pytest.raises(IllegalTransition):
                    change_state(session, row, new, "tester")
    with database.read() as session:
        noted = session.scalars(select(AuditLog.action).where(AuditLog.actor == "tester")).all()
    assert sorted(noted) == sorted(new.value for old, new in moves if new in TRANSITIONS[old])


def test_every_state_is_reachable_and_the_ends_have_no_exit() -> None:
    reached = {SubmissionState.RECEIVED}
    while more := {new for old in reached for new in TRANSITIONS[old]} - reached:
        reached |= more
    assert reached == set(SubmissionState)
    assert TRANSITIONS[SubmissionState.WITHDRAWN] == TRANSITIONS[SubmissionState.REJECTED] == frozenset()
