"""The queue: which worker a submission belongs to, and for how long.

The database is the queue. A worker claims one submission under a lease that it
keeps renewing; when it dies the lease runs out and any other worker resumes.
Results are written only in a transaction that has first renewed the lease.
"""

from dataclasses import dataclass
from datetime import timedelta

from core.language import _
from core.problems import BadInput
from leaderboard.store.audit import record_act
from leaderboard.store.database import Database, Session
from leaderboard.store.queue import find_next, is_paused
from leaderboard.store.submissions import can_withdraw, change_state, find_submission
from leaderboard.store.tables import Submission, SubmissionState, now

MAX_ATTEMPTS = 3
"""Claims in a row that may end in a dead worker, without one batch done, before the submission fails."""

STOPPED = "the worker was stopped"
"""Detail in the audit log of a submission that its worker released."""


class LeaseLost(RuntimeError):
    """The submission is no longer this worker's: it stalled too long, or the submission was withdrawn."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of the worker called `owner` to write results of one submission, for `seconds` at a time."""

    submission_id: str
    owner: str
    seconds: float


def claim_submission(database: Database, owner: str, lease_seconds: float) -> Lease | None:
    """Lease the submission that is next in the queue; None where nothing waits or the queue is paused.

    First by priority, then by age. One whose worker died (its lease ran out) is
    resumed; after `MAX_ATTEMPTS` such deaths it becomes `failed` instead.
    """
    with database.read() as session:
        # Idle workers only read, so that they hold up no writer.
        if is_paused(session) or find_next(session, now()) is None:
            return None
    while True:
        with database.write() as session:
            moment = now()
            if is_paused(session):
                return None
            submission = find_next(session, moment, lock=True)
            if submission is None:
                return None
            queued = submission.state == SubmissionState.QUEUED
            if not queued and submission.attempts >= MAX_ATTEMPTS:
                reason = (
                    f"Evaluation broke down {submission.attempts} times in a row without getting any further. "
                    "This is a failure of ours, not of the images."
                )
                fail_submission(session, submission, owner, reason)
                continue
            if queued:
                change_state(session, submission, SubmissionState.RUNNING, owner)
            else:
                record_act(session, "resumed", owner, "", submission.id)
            submission.attempts += 1
            submission.started_at = submission.started_at or moment
            # An earlier worker's pace says nothing: the evaluation may have rested for days.
            submission.paced_since = submission.paced_from = None
            submission.lease_owner = owner
            submission.lease_expires_at = moment + timedelta(seconds=lease_seconds)
            return Lease(submission.id, owner, lease_seconds)


def lock_leased(session: Session, lease: Lease) -> Submission:
    """Lock the leased submission and renew its lease, as part of the caller's transaction.

    Raises:
        LeaseLost: It is another worker's by now, or finished. Nothing may be written then.
    """
    try:
        submission = find_submission(session, lease.submission_id, lock=True)
    except BadInput as error:
        raise LeaseLost(str(error)) from error
    if submission.lease_owner != lease.owner:
        raise LeaseLost(f"submission {lease.submission_id} no longer belongs to {lease.owner}")
    submission.lease_expires_at = now() + timedelta(seconds=lease.seconds)
    return submission


def renew_lease(database: Database, lease: Lease) -> None:
    """Keep the lease for another `lease.seconds`; raises `LeaseLost`."""
    with database.write() as session:
        lock_leased(session, lease)


def release_submission(database: Database, lease: Lease) -> None:
    """Give an unfinished submission back to the queue, without counting the attempt; raises `LeaseLost`."""
    with database.write() as session:
        submission = lock_leased(session, lease)
        submission.attempts = max(0, submission.attempts - 1)
        change_state(session, submission, SubmissionState.QUEUED, lease.owner, STOPPED)


def fail_submission(session: Session, submission: Submission, actor: str, reason: str) -> None:
    """Change a submission's state to `failed`, for a reason in words for its author."""
    submission.reason = reason
    change_state(session, submission, SubmissionState.FAILED, actor, reason)


def withdraw_submission(database: Database, submission_id: str, actor: str) -> None:
    """Withdraw a submission, also while it runs: its worker then stops.

    Permission is checked by the caller: for people, `submissions.identity.ownership` does.

    Raises:
        BadInput: There is no such submission, or it is withdrawn or rejected already.
    """
    with database.write() as session:
        submission = find_submission(session, submission_id, lock=True)
        if not can_withdraw(submission):
            text = _("Is {state} already, so it cannot be withdrawn.", state=submission.state)
            raise BadInput.one("not_withdrawable", submission_id, text)
        change_state(session, submission, SubmissionState.WITHDRAWN, actor)
