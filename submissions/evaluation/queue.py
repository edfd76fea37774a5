"""The queue: which submission is whose, and which moves between states are allowed.

The database is the queue. A worker claims one submission under a lease that it
keeps renewing; when it dies the lease runs out and any other worker resumes.
Whoever writes results first checks, in the same transaction, that the lease is
still its own.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from core.language import _
from core.problems import BadInput
from leaderboard.store.database import Database
from leaderboard.store.tables import AuditLog, Submission, SubmissionState, Switch, now
from submissions.upload.names import shown

MAX_ATTEMPTS = 3
"""Claims in a row that may end in a dead worker, without one batch done, before the submission fails."""

STOPPED = "the worker was stopped"
"""What the log says of a submission that its worker gave back."""

PAUSED = "paused"
"""The switch that keeps workers from claiming; what they are at, they finish."""

_ID = re.compile(r"[0-9a-f]{32}")

S = SubmissionState

MOVES: dict[SubmissionState, frozenset[SubmissionState]] = {
    S.RECEIVED: frozenset({S.VALIDATED, S.REJECTED}),
    S.VALIDATED: frozenset({S.QUEUED, S.REJECTED, S.WITHDRAWN}),
    S.QUEUED: frozenset({S.RUNNING, S.WITHDRAWN}),
    S.RUNNING: frozenset({S.QUEUED, S.SCORED, S.FAILED, S.WITHDRAWN}),
    S.SCORED: frozenset({S.PUBLISHED, S.FAILED, S.WITHDRAWN}),
    S.PUBLISHED: frozenset({S.QUEUED, S.WITHDRAWN}),
    S.REJECTED: frozenset(),
    S.FAILED: frozenset({S.QUEUED, S.WITHDRAWN}),
    S.WITHDRAWN: frozenset(),
}
"""From each state, the states it may move to; anything else is a programmer's error."""

ACTIVE = frozenset({S.RECEIVED, S.VALIDATED, S.QUEUED, S.RUNNING, S.SCORED, S.PUBLISHED})
"""States in which a submission holds its T2I model's name."""


class IllegalMove(RuntimeError):
    """A submission was to move between two states that are not neighbours in `MOVES`."""


class LeaseLost(RuntimeError):
    """The submission is no longer this worker's: it stalled too long, or the submission was withdrawn."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of the worker called `owner` to write results of one submission, for `seconds` at a time."""

    submission_id: str
    owner: str
    seconds: float


def move(session: Session, submission: Submission, state: SubmissionState, actor: str, detail: str = "") -> None:
    """Move a submission to `state` and note it in the audit log; raises `IllegalMove`."""
    if state not in MOVES[SubmissionState(submission.state)]:
        raise IllegalMove(f"submission {submission.id} cannot go from {submission.state} to {state}")
    submission.state = state
    if state is not S.RUNNING and state is not S.SCORED:
        submission.lease_owner = None
        submission.lease_expires_at = None
    if state in (S.PUBLISHED, S.FAILED, S.WITHDRAWN, S.REJECTED):
        submission.finished_at = now()
    session.add(AuditLog(actor=actor, action=state.value, submission_id=submission.id, detail=detail))


def claim(database: Database, owner: str, lease_seconds: float) -> Lease | None:
    """Take the submission whose turn it is, or None where nothing waits or the queue is paused.

    First by priority, then by age. One whose worker died (its lease ran out) is
    resumed; after `MAX_ATTEMPTS` such deaths it becomes `failed` instead.
    """
    with database.read() as session:
        # Idle workers only read, so that they hold up no writer.
        if is_paused(session) or session.scalars(_waiting(now())).first() is None:
            return None
    while True:
        with database.write() as session:
            moment = now()
            if is_paused(session):
                return None
            submission = session.scalars(_waiting(moment).with_for_update(skip_locked=True)).first()
            if submission is None:
                return None
            if submission.state != S.QUEUED and submission.attempts >= MAX_ATTEMPTS:
                fail(
                    session,
                    submission,
                    owner,
                    f"Evaluation broke down {submission.attempts} times in a row without getting any further. "
                    "This is a failure of ours, not of the images.",
                )
                continue
            if submission.state == S.QUEUED:
                move(session, submission, S.RUNNING, owner)
            else:
                session.add(AuditLog(actor=owner, action="resumed", submission_id=submission.id))
            submission.attempts += 1
            submission.started_at = submission.started_at or moment
            # An earlier worker's pace says nothing: the evaluation may have rested for days.
            submission.paced_since = submission.paced_from = None
            submission.lease_owner = owner
            submission.lease_expires_at = moment + timedelta(seconds=lease_seconds)
            return Lease(submission.id, owner, lease_seconds)


def hold(session: Session, lease: Lease) -> Submission:
    """The leased submission, its lease renewed, as part of the caller's transaction.

    Raises:
        LeaseLost: it is someone else's by now, or finished. Nothing may be written then.
    """
    submission = session.scalars(
        select(Submission).where(Submission.id == lease.submission_id).with_for_update()
    ).one_or_none()
    if submission is None or submission.lease_owner != lease.owner:
        raise LeaseLost(f"submission {lease.submission_id} no longer belongs to {lease.owner}")
    submission.lease_expires_at = now() + timedelta(seconds=lease.seconds)
    return submission


def renew(database: Database, lease: Lease) -> None:
    """The heartbeat: keep the lease for another `lease.seconds`; raises `LeaseLost`."""
    with database.write() as session:
        hold(session, lease)


def release(database: Database, lease: Lease) -> None:
    """Give an unfinished submission back to the queue, at no cost; raises `LeaseLost`."""
    with database.write() as session:
        submission = hold(session, lease)
        submission.attempts = max(0, submission.attempts - 1)
        move(session, submission, S.QUEUED, lease.owner, STOPPED)


def fail(session: Session, submission: Submission, actor: str, reason: str) -> None:
    """Move a submission to `failed`, for a reason in words for its author."""
    submission.reason = reason
    move(session, submission, S.FAILED, actor, reason)


def is_paused(session: Session) -> bool:
    """Whether an admin keeps workers from claiming."""
    switch = session.get(Switch, PAUSED)
    return switch is not None and switch.on


def locked(session: Session, submission_id: str) -> Submission:
    """The submission with this id, locked until the writing session ends; raises `BadInput` where there is none."""
    check_id(submission_id)
    submission = session.scalars(
        select(Submission).where(Submission.id == submission_id).with_for_update()
    ).one_or_none()
    if submission is None:
        raise unknown_submission(submission_id)
    return submission


def withdraw(database: Database, submission_id: str, actor: str) -> None:
    """Take a submission back on its author's wish, also while it runs: its worker then stops.

    Who may is the caller's to know; `submissions.identity.ownership` does for people.

    Raises:
        BadInput: there is no such submission, or it is withdrawn or rejected already.
    """
    with database.write() as session:
        submission = locked(session, submission_id)
        if S.WITHDRAWN not in MOVES[SubmissionState(submission.state)]:
            raise BadInput.one(
                "not_withdrawable",
                submission_id,
                _("Is {state} already, so it cannot be withdrawn.", state=submission.state),
            )
        move(session, submission, S.WITHDRAWN, actor)


def is_id(text: str) -> bool:
    """Whether this is written as a submission's id."""
    return _ID.fullmatch(text) is not None


def check_id(submission_id: str) -> None:
    """Refuse what cannot be an id before a database chokes on it (PostgreSQL does, on a NUL); raises `BadInput`."""
    if not is_id(submission_id):
        raise unknown_submission(submission_id)


def unknown_submission(submission_id: str) -> BadInput:
    """The refusal of an id that no submission has."""
    return BadInput.one("unknown_submission", shown(submission_id), _("There is no submission with this id."))


def _waiting(moment: datetime) -> Select[Submission]:
    abandoned = and_(Submission.state == S.RUNNING, Submission.lease_expires_at < moment)
    return (
        select(Submission)
        .where(or_(Submission.state == S.QUEUED, abandoned))
        .order_by(Submission.priority, Submission.created_at, Submission.id)
        .limit(1)
    )
