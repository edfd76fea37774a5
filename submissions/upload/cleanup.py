"""Removes stored images that no submission refers to, without ever taking one from a submission on its way in.

Images are stored before the rows that refer to them are written, outside the
transaction. So whoever writes rows looks last, in its transaction and under
`lock_storage`, whether its images are still there; whoever removes images looks
at the rows under the same lock. One of the two comes first, and the other sees it.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaderboard.store.database import Database
from leaderboard.store.tables import Generation
from submissions.upload.storage import ABANDONED_AFTER, remove, stored_before

_LOCK = 0x45564C535452
"""Key of the PostgreSQL advisory lock on the stored images."""

_AT_ONCE = 500
"""Digests per query; SQLite takes 32,766 parameters, older ones 999."""


def lock_storage(session: Session) -> None:
    """Until the writing session ends, nobody else decides which images are referred to.

    On SQLite a writing session shuts out all others from its first statement on.
    """
    connection = session.connection()  # begins the transaction, if nothing has yet
    if connection.dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def remove_unreferenced(database: Database, data_dir: Path, digests: Collection[str]) -> int:
    """Remove those of the images that no submission refers to; gives how many."""
    removed = 0
    for some in _batches(sorted(digests)):
        with database.write() as session:
            lock_storage(session)
            unreferenced = set(some) - _referenced(session, some)
            for digest in unreferenced:
                remove(data_dir, digest)
        removed += len(unreferenced)
    return removed


def sweep(database: Database, data_dir: Path) -> int:
    """Remove what processes that died between storing and entering left behind; gives how many images.

    Only images stored more than `ABANDONED_AFTER` ago, so that no upload in progress has to store its own again.
    """
    suspects: set[str] = set()
    with database.read() as session:
        for some in _batches(stored_before(data_dir, time.time() - ABANDONED_AFTER)):
            suspects |= set(some) - _referenced(session, some)
    return remove_unreferenced(database, data_dir, suspects)


def _batches(digests: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(digests)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def _referenced(session: Session, digests: Collection[str]) -> set[str]:
    return set(session.scalars(select(Generation.image_digest).where(Generation.image_digest.in_(digests))))
