"""Delete what hangs on a submission, whose own row and log remain, and find the images that rows still refer to.

`submissions.upload.storage` says how that is kept true.
"""

from collections.abc import Collection

from sqlalchemy import Table, delete, func, or_, select
from sqlalchemy.orm import Session

from leaderboard.store.tables import AuditLog, Generation, Submission, TableBase

_LOCK = 0x45564C535452
"""Key of the PostgreSQL advisory lock on the stored images."""


def has_generations(session: Session, submission_id: str) -> bool:
    """Return whether a submission has stored generations."""
    query = select(Generation.id).where(Generation.submission_id == submission_id).limit(1)
    return session.scalars(query).first() is not None


def delete_generations(session: Session, submission_id: str) -> set[str]:
    """Delete a submission's generations and whatever refers to them or to it, but for its log.

    Returns:
        The digests of the images that its generations had.
    """
    generations = TableBase.metadata.tables[Generation.__tablename__]
    of_submission = select(Generation.id).where(Generation.submission_id == submission_id)
    digests = select(Generation.image_digest).where(Generation.submission_id == submission_id)
    removed = set(session.scalars(digests))
    remaining = {Submission.__tablename__, AuditLog.__tablename__, Generation.__tablename__}
    # The tables that refer to others come last in `sorted_tables`.
    for table in reversed(TableBase.metadata.sorted_tables):
        if table.name in remaining:
            continue
        conditions = [
            *(table.c[name].in_(of_submission) for name in _columns_to(table, Generation.__tablename__)),
            *(table.c[name] == submission_id for name in _columns_to(table, Submission.__tablename__)),
        ]
        if conditions:
            session.execute(delete(table).where(or_(*conditions)))
    session.execute(delete(generations).where(generations.c.submission_id == submission_id))
    return removed


def lock_images(session: Session) -> None:
    """Keep all others from deciding which images are referred to, until this writing session ends.

    On SQLite a writing session excludes all others from its first statement on.
    """
    connection = session.connection()  # begins the transaction, if nothing has yet
    if connection.dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def find_referenced(session: Session, digests: Collection[str]) -> set[str]:
    """Find those of the images (SHA-256, hex) that a generation refers to; at most some 500 at a time."""
    return set(session.scalars(select(Generation.image_digest).where(Generation.image_digest.in_(digests))))


def _columns_to(table: Table, target: str) -> list[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table.name == target]
