"""Which stored images rows refer to; `submissions.upload.storage` says how that is kept true."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaderboard.store.tables import Generation

_LOCK = 0x45564C535452
"""Key of the PostgreSQL advisory lock on the stored images."""


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
