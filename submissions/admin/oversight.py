"""The condition of the leaderboard, for its admins, and the audit log as CSV."""

import csv
import io
import shutil
from dataclasses import dataclass

from core.settings import Settings
from leaderboard.store.audit import LogFilter, search_log
from leaderboard.store.database import Database, Session
from leaderboard.store.listings import SubmissionTotals, count_totals, list_failures
from leaderboard.store.queue import is_paused
from leaderboard.store.tables import Submission
from submissions.evaluation.heartbeat import living_workers
from web.downloads import escape_formula

SHOWN_FAILURES = 5
"""Failures shown beside the condition; the latest."""


@dataclass(frozen=True, slots=True)
class Condition:
    """The condition of everything; sizes are in bytes, `workers` those that hold a live lease or send a heartbeat."""

    database: str
    database_bytes: int | None
    disk_free: int
    disk_total: int
    paused: bool
    totals: SubmissionTotals
    workers: tuple[str, ...]
    failures: tuple[Submission, ...]


def read_condition(database: Database, settings: Settings) -> Condition:
    """Read how everything is doing; raises the database's errors where it does not answer."""
    disk = shutil.disk_usage(settings.data_dir)
    beating = (worker.owner for worker in living_workers(settings.data_dir))
    dialect, file = database.engine.dialect.name, settings.data_dir / "evalalign.db"
    with database.read() as session:
        totals = count_totals(session)
        return Condition(
            database=dialect,
            database_bytes=file.stat().st_size if dialect == "sqlite" and file.exists() else None,
            disk_free=disk.free,
            disk_total=disk.total,
            paused=is_paused(session),
            totals=totals,
            workers=tuple(sorted({*totals.lease_owners, *beating})),
            failures=tuple(list_failures(session, SHOWN_FAILURES)),
        )


def write_log_csv(session: Session, log_filter: LogFilter) -> str:
    """Write all matching acts, the oldest first, as CSV: at (ISO 8601, UTC), actor, action, submission, detail."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["at", "actor", "action", "submission", "detail"])
    for entry in reversed(search_log(session, log_filter)):
        cells = (entry.at.isoformat(), entry.actor, entry.action, entry.submission_id or "", entry.detail)
        writer.writerow(escape_formula(cell) for cell in cells)
    return buffer.getvalue()
