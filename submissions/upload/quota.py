"""How many submissions a person who signed in may make in 24 hours."""

from datetime import timedelta

from core.problems import Problem
from leaderboard.store.database import Session
from leaderboard.store.submissions import find_submitter, nth_latest_submission
from leaderboard.store.tables import now

WINDOW = timedelta(hours=24)


def quota_problems(session: Session, submitter: str, per_day: int) -> list[Problem]:
    """Say why a signed-in person may not submit now: as many as are allowed in 24 hours; else an empty list.

    A submission that failed is not counted, for evaluation fails by no fault of its author. In a writing session
    the person is locked, so that two uploads at the same instant do not both count as the last one.

    Args:
        session: Reading, for a check beforehand, or writing.
        submitter: The name signed in with.
        per_day: How many are allowed; 0 for any number.
    """
    person = find_submitter(session, submitter, lock=True) if per_day else None
    if person is None:
        return []
    last_counted = nth_latest_submission(session, person, per_day, since=now() - WINDOW)
    if last_counted is None:
        return []
    # In whole minutes, rounded up, so that it is possible at the minute named.
    free = (last_counted + WINDOW + timedelta(seconds=59)).strftime("%Y-%m-%d %H:%M UTC")
    times = "once" if per_day == 1 else f"{per_day:,} times"
    return [
        Problem(
            "quota",
            "submitter",
            f"{submitter} has submitted {times} within 24 hours, the most that is allowed here. "
            f"The next submission is possible from {free} on.",
        )
    ]
