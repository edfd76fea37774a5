"""Which submissions visitors may see: the one predicate that boards, agreement, exports and feeds share."""

from sqlalchemy import ColumnElement, and_

from leaderboard.tables import Submission, SubmissionState


def visible() -> ColumnElement[bool]:
    """Of `Submission`: it is published, and no admin has hidden it."""
    return and_(Submission.state == SubmissionState.PUBLISHED, Submission.hidden.is_(False))
