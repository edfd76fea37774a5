"""How many submissions a person who signed in may make in 24 hours."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.problems import Problem
from leaderboard.store.tables import Submission, SubmissionState, Submitter, now

WINDOW = timedelta(hours=24)


def quota_problems(session: Session, submitter: str, per_day: int) -> list[Problem]:
    """Why a signed-in person may not submit now: as many as are allowed in 24 hours; else an empty list.

    A submission that failed is not counted, for evaluation fails by no fault of its author. In a writing session
    the person is locked, so that two uploads at the same instant do not both count as the last one.

    Args:
        session: Reading, for a check beforehand, or writing.
        submitter: The name signed in with.
        per_day: How many are allowed; 0 for any number.
    """
    if per_day == 0:
        return []
    person = session.scalars(select(Submitter).where(Submitter.name == submitter).with_for_update()).one_or_none()
    if person is None:
        return []
    counted = (
        select(Submission.created_at)
        .where(
            Submission.submitter_id == person.id,
            Submission.signed_in.is_(True),
            Submission.state != SubmissionState.FAILED,
            Submission.created_at > now() - WINDOW,
        )
        .order_by(Submission.created_at.desc())
        .offset(per_day - 1)
        .limit(1)
    )
    filling = session.scalars(counted).first()
    if filling is None:
        return []
    # In whole minutes, rounded up, so that it is possible at the minute named.
    free = (filling + WINDOW + timedelta(seconds=59)).strftime("%Y-%m-%d %H:%M UTC")
    times = "once" if per_day == 1 else f"{per_day:,} times"
    return [
        Problem(
            "quota",
            "submitter",
            f"{submitter} has submitted {times} within 24 hours, the most that is allowed here. "
            f"The next submission is possible from {free} on.",
        )
    ]
