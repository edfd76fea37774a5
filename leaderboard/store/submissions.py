"""Submissions as rows: finding and locking one, the states it goes through, and the names it holds."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.language import _
from core.problems import BadInput
from core.text import make_printable
from leaderboard.store.audit import record_act
from leaderboard.store.tables import HumanScore, Submission, SubmissionState, Submitter, T2IModel, now

S = SubmissionState

TRANSITIONS: dict[SubmissionState, frozenset[SubmissionState]] = {
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
"""From each state, the states it may change to; anything else is a programmer's error."""

ACTIVE_STATES = frozenset({S.RECEIVED, S.VALIDATED, S.QUEUED, S.RUNNING, S.SCORED, S.PUBLISHED})
"""States in which a submission holds its T2I model's name."""

FINAL_STATES = frozenset({S.PUBLISHED, S.REJECTED, S.FAILED, S.WITHDRAWN})
"""States that nothing leaves by itself."""

_ID = re.compile(r"[0-9a-f]{32}")


class IllegalTransition(RuntimeError):
    """A submission was to change between two states that are not neighbours in `TRANSITIONS`."""


def change_state(
    session: Session, submission: Submission, state: SubmissionState, actor: str, detail: str = ""
) -> None:
    """Change a submission's state and write the audit log; raises `IllegalTransition`."""
    if state not in TRANSITIONS[S(submission.state)]:
        raise IllegalTransition(f"submission {submission.id} cannot go from {submission.state} to {state}")
    submission.state = state
    if state is not S.RUNNING and state is not S.SCORED:
        submission.lease_owner = None
        submission.lease_expires_at = None
    if state in FINAL_STATES:
        submission.finished_at = now()
    record_act(session, state.value, actor, detail, submission.id)


def can_withdraw(submission: Submission) -> bool:
    """Return whether a submission's state lets it be withdrawn."""
    return S.WITHDRAWN in TRANSITIONS[S(submission.state)]


def is_submission_id(text: str) -> bool:
    """Return whether a text is written as a submission's id: 32 hexadecimal digits."""
    return _ID.fullmatch(text) is not None


def check_submission_id(submission_id: str) -> None:
    """Refuse what cannot be an id before a database fails on it, as PostgreSQL does on a NUL; raises `BadInput`."""
    if not is_submission_id(submission_id):
        raise _unknown_submission(submission_id)


def find_submission(session: Session, submission_id: str, *, lock: bool = False) -> Submission:
    """Find a submission by its id; with `lock` its row is locked until a writing session ends.

    Raises:
        BadInput: There is none.
    """
    check_submission_id(submission_id)
    query = select(Submission).where(Submission.id == submission_id)
    submission = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if submission is None:
        raise _unknown_submission(submission_id)
    return submission


def _unknown_submission(submission_id: str) -> BadInput:
    return BadInput.one("unknown_submission", make_printable(submission_id), _("There is no submission with this id."))


def count_by_state(session: Session) -> dict[SubmissionState, int]:
    """Count the submissions in each state that any is in."""
    query = select(Submission.state, func.count()).group_by(Submission.state)
    return {S(state): count for state, count in session.execute(query)}


def is_name_active(session: Session, key: str, protocol_digest: str | None = None, *, reported: bool = True) -> bool:
    """Return whether an active submission, under a protocol or any, holds the T2I model's name with this `name_key`.

    `reported`: whether submissions count whose scores are only reported: they keep nobody from submitting images.
    """
    query = select(Submission.id).join(T2IModel)
    query = query.where(T2IModel.name_key == key, Submission.state.in_(sorted(ACTIVE_STATES)))
    if not reported:
        query = query.where(Submission.reported.is_(False))
    if protocol_digest is not None:
        query = query.where(Submission.protocol_digest == protocol_digest)
    return session.scalars(query.limit(1)).first() is not None


def describe_t2i_model(session: Session, key: str, description: Mapping[str, Any]) -> T2IModel:
    """Find the T2I model of a name and lock it, or add it; describe it anew where no active submission relies on it.

    Its reference scores are then deleted: this may be another T2I model of the same name. `key` is the `name_key` of
    that name, `description` the values of the columns of `T2IModel`.
    """
    query = select(T2IModel).where(T2IModel.name_key == key).with_for_update()
    t2i_model = session.scalars(query).one_or_none()
    if t2i_model is None:
        t2i_model = T2IModel(name_key=key, **description)
        session.add(t2i_model)
        session.flush()
    elif not is_name_active(session, key):
        for column, value in description.items():
            setattr(t2i_model, column, value)
        session.execute(delete(HumanScore).where(HumanScore.t2i_model_id == t2i_model.id))
    return t2i_model


def find_submitter(session: Session, name: str, *, lock: bool = False) -> Submitter | None:
    """Find a submitter by name; with `lock` the row is locked until a writing session ends."""
    query = select(Submitter).where(Submitter.name == name)
    return session.scalars(query.with_for_update() if lock else query).one_or_none()


def nth_latest_submission(session: Session, submitter: Submitter, n: int, since: datetime) -> datetime | None:
    """Return when the n-th latest submission of a signed-in submitter was made; None where there are fewer.

    Only those made after `since` count, and none that failed.
    """
    query = (
        select(Submission.created_at)
        .where(
            Submission.submitter_id == submitter.id,
            Submission.signed_in.is_(True),
            Submission.state != S.FAILED,
            Submission.created_at > since,
        )
        .order_by(Submission.created_at.desc())
        .offset(n - 1)
        .limit(1)
    )
    return session.scalars(query).first()
