"""Lists of submissions: the queue, what a search finds, one author's own, the latest; and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from leaderboard.store.audit import strip_input
from leaderboard.store.submissions import count_by_state
from leaderboard.store.tables import SkillScore, Submission, SubmissionState, Submitter, T2IModel, name_key, now
from leaderboard.store.visibility import published_at, visible

S = SubmissionState

_NEWEST_FIRST = (Submission.created_at.desc(), Submission.id)


@dataclass(frozen=True, slots=True)
class SubmissionTotals:
    """Counts over all submissions; `lease_owners` are the workers whose leases run."""

    by_state: dict[SubmissionState, int]
    hidden: int
    images: int
    t2i_models: int
    lease_owners: tuple[str, ...]
    last_published: datetime | None


def list_queue(session: Session) -> list[Submission]:
    """List the running submissions, then the waiting ones in the order in which they are claimed."""
    query = _select_submissions().where(Submission.state.in_((S.RUNNING, S.QUEUED)))
    order = (Submission.state.desc(), Submission.priority, Submission.created_at, Submission.id)
    return list(session.scalars(query.order_by(*order)))


def list_failures(session: Session, limit: int) -> list[Submission]:
    """List the failed submissions, the latest first."""
    query = _select_submissions().where(Submission.state == S.FAILED).order_by(Submission.finished_at.desc())
    return list(session.scalars(query.limit(limit)))


def search_submissions(session: Session, text: str, limit: int, offset: int = 0) -> tuple[list[Submission], int]:
    """Find the submissions whose id, T2I model or submitter begins with a text.

    Returns:
        One page of them, the newest first, and how many there are in all.
    """
    conditions: list[ColumnElement[bool]] = []
    if start := strip_input(text):
        conditions = [
            or_(
                Submission.id.startswith(start.lower(), autoescape=True),
                T2IModel.name_key.startswith(name_key(start), autoescape=True),
                Submitter.name.startswith(start, autoescape=True),
            )
        ]
    query = _select_submissions().join(Submission.t2i_model).join(Submission.submitter).where(*conditions)
    count = select(func.count(Submission.id)).join(T2IModel).join(Submitter).where(*conditions)
    page = query.order_by(*_NEWEST_FIRST).limit(limit).offset(offset)
    return list(session.scalars(page)), session.scalars(count).one()


def list_own_submissions(session: Session, ids: Sequence[str], submitter: str | None, limit: int) -> list[Submission]:
    """List the submissions with these ids or by this submitter (None: by no one), the newest first."""
    conditions = [Submission.id.in_(ids)]
    if submitter:
        conditions.append(Submission.submitter_id.in_(select(Submitter.id).where(Submitter.name == submitter)))
    query = _select_submissions().where(or_(*conditions)).order_by(*_NEWEST_FIRST)
    return list(session.scalars(query.limit(limit)))


def latest_publications(session: Session, limit: int) -> list[tuple[Submission, SkillScore | None]]:
    """Find the visible submissions published last, the newest first.

    Returns:
        Each with its T2I model loaded, and its overall score by the evaluator that published it; None without one.
    """
    is_overall = and_(
        SkillScore.submission_id == Submission.id,
        SkillScore.evaluator_digest == Submission.evaluator_digest,
        SkillScore.key == "overall",
    )
    query = select(Submission, SkillScore).outerjoin(SkillScore, is_overall).where(visible())
    query = query.options(joinedload(Submission.t2i_model)).order_by(published_at().desc(), Submission.id).limit(limit)
    return [(submission, score) for submission, score in session.execute(query)]


def count_totals(session: Session) -> SubmissionTotals:
    """Count submissions by state, hidden ones, images, T2I models and workers."""
    leases = select(Submission.lease_owner).where(Submission.state == S.RUNNING, Submission.lease_expires_at > now())
    last_published = select(func.max(Submission.finished_at)).where(Submission.state == S.PUBLISHED)
    return SubmissionTotals(
        by_state=count_by_state(session),
        hidden=session.scalars(select(func.count(Submission.id)).where(Submission.hidden)).one(),
        images=session.scalars(select(func.coalesce(func.sum(Submission.total), 0))).one(),
        t2i_models=session.scalars(select(func.count(T2IModel.id))).one(),
        lease_owners=tuple(filter(None, session.scalars(leases))),
        last_published=session.scalars(last_published).one(),
    )


def _select_submissions() -> Select[Submission]:
    """Select submissions with their T2I models and submitters, which stay readable when the session is closed."""
    return select(Submission).options(joinedload(Submission.t2i_model), joinedload(Submission.submitter))
