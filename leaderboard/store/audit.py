"""The audit log: add an act, search the acts. Rows are never changed or deleted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from leaderboard.store.tables import AuditLog


@dataclass(frozen=True, slots=True)
class LogFilter:
    """The acts to search; an empty field lets all pass. `submission` and `actor` match from their beginning on."""

    actor: str = ""
    action: str = ""
    submission: str = ""
    since: datetime | None = None


def record_act(session: Session, action: str, actor: str, detail: str, submission_id: str | None = None) -> None:
    """Add an act to the log, as part of the caller's transaction."""
    session.add(AuditLog(actor=actor, action=action, submission_id=submission_id, detail=detail))


def search_log(session: Session, log_filter: LogFilter, limit: int | None = None, offset: int = 0) -> list[AuditLog]:
    """Find the acts that match, the newest first."""
    query = select(AuditLog).where(*_conditions(log_filter)).order_by(AuditLog.id.desc())
    return list(session.scalars(query.limit(limit).offset(offset)))


def submission_log(session: Session, submission_id: str) -> list[AuditLog]:
    """List the acts on one submission, the oldest first."""
    query = select(AuditLog).where(AuditLog.submission_id == submission_id).order_by(AuditLog.id)
    return list(session.scalars(query))


def count_log(session: Session, log_filter: LogFilter) -> int:
    """Count the acts that match."""
    return session.scalars(select(func.count()).select_from(AuditLog).where(*_conditions(log_filter))).one()


def list_actions(session: Session) -> list[str]:
    """List the kinds of acts in the log, sorted."""
    return list(session.scalars(select(AuditLog.action).distinct().order_by(AuditLog.action)))


def hidden_because(session: Session, submission_id: str) -> str:
    """Return the reason given when a submission was hidden last; empty where there is none."""
    hiding = select(AuditLog.detail).where(AuditLog.submission_id == submission_id, AuditLog.action == "hidden")
    return session.scalars(hiding.order_by(AuditLog.id.desc()).limit(1)).first() or ""


def _conditions(log_filter: LogFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if actor := strip_input(log_filter.actor):
        conditions.append(AuditLog.actor.startswith(actor, autoescape=True))
    if action := strip_input(log_filter.action):
        conditions.append(AuditLog.action == action)
    if submission := strip_input(log_filter.submission):
        conditions.append(AuditLog.submission_id.startswith(submission, autoescape=True))
    if log_filter.since is not None:
        conditions.append(AuditLog.at >= log_filter.since)
    return conditions


def strip_input(text: str) -> str:
    """Strip blanks around a typed text, and NUL, on which PostgreSQL fails."""
    return text.replace("\0", "").strip()
