"""Which submissions visitors may see, and which of a T2I model's stands for it: shared by boards, exports and feeds."""

from datetime import datetime

from sqlalchemy import ColumnElement, UnaryExpression, and_, func
from sqlalchemy.orm import InstrumentedAttribute

from leaderboard.store.tables import Submission, SubmissionState


def visible() -> ColumnElement[bool]:
    """Of `Submission`: it is published, and no admin has hidden it."""
    return and_(Submission.state == SubmissionState.PUBLISHED, Submission.hidden.is_(False))


def published_at() -> ColumnElement[datetime]:
    """When a submission was published; a reported one when it was entered."""
    return func.coalesce(Submission.finished_at, Submission.created_at)


def representative_order() -> tuple[UnaryExpression[bool], ColumnElement[datetime], InstrumentedAttribute[str]]:
    """Orders submissions such that the last one of each T2I model stands for it.

    That is the latest; what was evaluated here stands before what is only reported.
    """
    return (Submission.reported.desc(), published_at(), Submission.id)
