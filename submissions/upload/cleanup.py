"""Removing stored images that no submission refers to, without ever taking one from a submission being entered.

Images are stored before the rows that refer to them are written, outside the
transaction. So a writer of rows checks last, in its transaction and under
`lock_images`, that its images are still there, and a remover of images reads the
rows under the same lock. One of the two comes first, and the other sees it.
"""

import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from leaderboard.store.database import Database
from leaderboard.store.images import find_referenced, lock_images
from submissions.upload.storage import ABANDONED_AFTER, list_stored_before, remove_image

_BATCH = 500
"""Digests per query; SQLite takes 32,766 parameters, older ones 999."""


def remove_unreferenced(database: Database, data_dir: Path, digests: Collection[str]) -> int:
    """Remove those of the images that no submission refers to; returns how many."""
    removed = 0
    for batch in _batches(sorted(digests)):
        with database.write() as session:
            lock_images(session)
            unreferenced = set(batch) - find_referenced(session, batch)
            for digest in unreferenced:
                remove_image(data_dir, digest)
        removed += len(unreferenced)
    return removed


def remove_abandoned(database: Database, data_dir: Path) -> int:
    """Remove the images of processes that died between storing and entering them; returns how many.

    Only those stored more than `ABANDONED_AFTER` ago, so that no upload in progress has to store its own again.
    """
    suspects: set[str] = set()
    with database.read() as session:
        for batch in _batches(list_stored_before(data_dir, time.time() - ABANDONED_AFTER)):
            suspects |= set(batch) - find_referenced(session, batch)
    return remove_unreferenced(database, data_dir, suspects)


def _batches(digests: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(digests)
    while batch := list(islice(rest, _BATCH)):
        yield batch
