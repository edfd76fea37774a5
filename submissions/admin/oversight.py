"""What an admin looks at: the log, the queue, the submissions, and how the leaderboard is doing. Reads only."""

import csv
import io
import shutil
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from core.settings import Settings
from leaderboard.store.database import Database
from leaderboard.store.queue import is_paused
from leaderboard.store.tables import AuditLog, Submission, SubmissionState, Submitter, T2IModel, name_key, now
from submissions.evaluation.heartbeat import living_workers

S = SubmissionState

LAST_ERRORS = 5


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which rows of the log; an empty field lets all pass. `submission` and `actor` match from their beginning on."""

    actor: str = ""
    action: str = ""
    submission: str = ""
    since: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL."""
        found: list[ColumnElement[bool]] = []
        if _clean(self.actor):
            found.append(AuditLog.actor.startswith(_clean(self.actor), autoescape=True))
        if _clean(self.action):
            found.append(AuditLog.action == _clean(self.action))
        if _clean(self.submission):
            found.append(AuditLog.submission_id.startswith(_clean(self.submission), autoescape=True))
        if self.since is not None:
            found.append(AuditLog.at >= self.since)
        return found


@dataclass(frozen=True, slots=True)
class LogRow:
    """One act."""

    at: datetime
    actor: str
    action: str
    submission: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission as an admin sees it; `done` and `total` count images.

    `lease_seconds` is how long its worker's lease still runs, negative where it ran out; None where nobody has it.
    """

    submission: str
    t2i_model: str
    submitter: str
    signed_in: bool
    state: SubmissionState
    hidden: bool
    priority: int
    done: int
    total: int
    attempts: int
    worker: str | None
    lease_seconds: float | None
    created_at: datetime
    finished_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """How the leaderboard is doing. `states` counts submissions by state; disk figures are in bytes.

    `workers` are those that hold a live lease or send a heartbeat; `last_finished` is when a submission was last
    published.
    """

    database: str
    database_bytes: int | None
    disk_free: int
    disk_total: int
    paused: bool
    states: dict[SubmissionState, int]
    hidden: int
    images: int
    t2i_models: int
    workers: tuple[str, ...]
    last_finished: datetime | None
    errors: tuple[Entry, ...]


def log_rows(database: Database, wanted: LogFilter, limit: int, offset: int = 0) -> tuple[list[LogRow], int]:
    """Rows of the log, the newest first, and how many there are in all."""
    conditions = wanted.conditions()
    rows = select(AuditLog).where(*conditions).order_by(AuditLog.id.desc()).limit(limit).offset(offset)
    with database.read() as session:
        found = [LogRow(row.at, row.actor, row.action, row.submission_id, row.detail) for row in session.scalars(rows)]
        return found, session.scalars(select(func.count()).select_from(AuditLog).where(*conditions)).one()


def log_actions(database: Database) -> list[str]:
    """Every kind of act that the log knows, sorted."""
    with database.read() as session:
        return list(session.scalars(select(AuditLog.action).distinct().order_by(AuditLog.action)))


def log_csv(database: Database, wanted: LogFilter) -> str:
    """All rows that match, the oldest first, as CSV: at (ISO 8601, UTC), actor, action, submission, detail."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["at", "actor", "action", "submission", "detail"])
    with database.read() as session:
        for row in session.scalars(select(AuditLog).where(*wanted.conditions()).order_by(AuditLog.id)):
            cells = (row.at.isoformat(), row.actor, row.action, row.submission_id or "", row.detail)
            writer.writerow(_as_text(cell) for cell in cells)
    return buffer.getvalue()


def waiting(database: Database) -> list[Entry]:
    """What runs and what waits, in the order in which it is claimed, then what failed, the latest first."""
    with database.read() as session:
        queue = (
            _entries()
            .where(Submission.state.in_((S.RUNNING, S.QUEUED)))
            .order_by(Submission.state.desc(), Submission.priority, Submission.created_at, Submission.id)
        )
        failed = _entries().where(Submission.state == S.FAILED).order_by(Submission.finished_at.desc()).limit(20)
        return [_entry(row) for query in (queue, failed) for row in session.scalars(query)]


def find_submissions(database: Database, wanted: str, limit: int, offset: int = 0) -> tuple[list[Entry], int]:
    """Submissions whose id, T2I model or submitter begins so, the newest first, and how many there are in all."""
    conditions: list[ColumnElement[bool]] = []
    if text := _clean(wanted):
        conditions.append(
            or_(
                Submission.id.startswith(text.lower(), autoescape=True),
                T2IModel.name_key.startswith(name_key(text), autoescape=True),
                Submitter.name.startswith(text, autoescape=True),
            )
        )
    query = _entries().join(Submission.t2i_model).join(Submission.submitter).where(*conditions)
    count = select(func.count(Submission.id)).join(T2IModel).join(Submitter).where(*conditions)
    with database.read() as session:
        rows = session.scalars(query.order_by(Submission.created_at.desc(), Submission.id).limit(limit).offset(offset))
        return [_entry(row) for row in rows], session.scalars(count).one()


def condition(database: Database, settings: Settings) -> Condition:
    """How everything is doing now; raises the database's errors where it does not answer."""
    disk = shutil.disk_usage(settings.data_dir)
    beating = (worker.owner for worker in living_workers(settings.data_dir))
    file = settings.data_dir / "evalalign.db"
    with database.read() as session:
        counts = session.execute(select(Submission.state, func.count()).group_by(Submission.state)).all()
        leases = select(Submission.lease_owner).where(
            Submission.state == S.RUNNING, Submission.lease_expires_at > now()
        )
        failed = _entries().where(Submission.state == S.FAILED).order_by(Submission.finished_at.desc())
        return Condition(
            database=database.engine.dialect.name,
            database_bytes=file.stat().st_size if database.engine.dialect.name == "sqlite" and file.exists() else None,
            disk_free=disk.free,
            disk_total=disk.total,
            paused=is_paused(session),
            states={S(state): count for state, count in counts},
            hidden=session.scalars(select(func.count(Submission.id)).where(Submission.hidden)).one(),
            images=session.scalars(select(func.coalesce(func.sum(Submission.total), 0))).one(),
            t2i_models=session.scalars(select(func.count(T2IModel.id))).one(),
            workers=tuple(sorted({*filter(None, session.scalars(leases)), *beating})),
            last_finished=session.scalars(
                select(func.max(Submission.finished_at)).where(Submission.state == S.PUBLISHED)
            ).one(),
            errors=tuple(_entry(row) for row in session.scalars(failed.limit(LAST_ERRORS))),
        )


def _entries() -> Select[Submission]:
    return select(Submission).options(joinedload(Submission.t2i_model), joinedload(Submission.submitter))


def _entry(row: Submission) -> Entry:
    left = None if row.lease_expires_at is None else (row.lease_expires_at - now()).total_seconds()
    return Entry(
        submission=row.id,
        t2i_model=row.t2i_model.name,
        submitter=row.submitter.name,
        signed_in=row.signed_in,
        state=S(row.state),
        hidden=row.hidden,
        priority=row.priority,
        done=row.done,
        total=row.total,
        attempts=row.attempts,
        worker=row.lease_owner,
        lease_seconds=left,
        created_at=row.created_at,
        finished_at=row.finished_at,
        reason=row.reason,
    )


def _clean(text: str) -> str:
    """What was typed, without what PostgreSQL cannot take."""
    return text.replace("\0", "").strip()


def _as_text(cell: str) -> str:
    """A cell that a spreadsheet takes for text, and not for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
