"""Stored images: original bytes under their SHA-256, and small thumbnails beside them.

Bytes first go to a staging folder on the same file system; only when all of an
upload is there, and flushed, is each file renamed into its place. So a full
disk or a killed process never leaves half a file where one is looked for.

Images are stored before the rows that refer to them are written, outside the
transaction. So a writer of rows checks last, in its transaction and under
`lock_images`, that its images are still there, and a remover of images reads the
rows under the same lock. One of the two comes first, and the other sees it.
"""

import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from core.language import _
from core.problems import BadInput
from leaderboard.site.pictures import thumbnail_path
from leaderboard.store.database import Database
from leaderboard.store.deletion import find_referenced, lock_images
from model.evaluator.decoding import make_thumbnail

ABANDONED_AFTER = 24 * 3600
"""Seconds after which a staging folder, or an image that nothing refers to, must be of a process that died."""

_BATCH = 500
"""Digests per query; SQLite takes 32,766 parameters, older ones 999."""

_DIGEST = re.compile(r"[0-9a-f]{64}")

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""How the system says that a file does not fit any more."""


class StorageError(RuntimeError):
    """A stored image is missing or is no longer what was stored: a failure of ours."""


def generation_path(data_dir: Path, digest: str) -> Path:
    """Return where the original bytes with this SHA-256 (hex) lie."""
    return data_dir / "generations" / digest[:2] / digest[2:4] / digest


def read_generation(data_dir: Path, digest: str) -> bytes:
    """Read the original bytes of an image and check them against their digest; raises `StorageError`."""
    try:
        content = generation_path(data_dir, digest).read_bytes()
    except OSError as error:
        raise StorageError(f"The stored image {digest[:12]} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise StorageError(f"The stored image {digest[:12]} is damaged: its bytes changed since it was uploaded.")
    return content


def remove_image(data_dir: Path, digest: str) -> None:
    """Remove an image and its thumbnail, where they are there."""
    generation_path(data_dir, digest).unlink(missing_ok=True)
    thumbnail_path(data_dir, digest).unlink(missing_ok=True)


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
        for batch in _batches(_list_old_images(data_dir)):
            suspects |= set(batch) - find_referenced(session, batch)
    return remove_unreferenced(database, data_dir, suspects)


def _batches(digests: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(digests)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _list_old_images(data_dir: Path) -> Iterator[str]:
    """List the digests of images, and of thumbnails left without one, stored more than `ABANDONED_AFTER` ago."""
    for path in (data_dir / "generations").glob("*/*/*"):
        if _DIGEST.fullmatch(path.name) and _is_abandoned(path):
            yield path.name
    for path in (data_dir / "thumbnails").glob("*.webp"):
        digest = path.stem
        if _DIGEST.fullmatch(digest) and not generation_path(data_dir, digest).exists() and _is_abandoned(path):
            yield digest


def _is_abandoned(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - ABANDONED_AFTER
    except FileNotFoundError:
        return False  # another process removed it


class Staging:
    """Images on their way into storage. Make one with `stage_images`."""

    def __init__(self, data_dir: Path, folder: Path) -> None:
        self._data_dir = data_dir
        self._folder = folder
        self._staged: set[str] = set()
        self._placed: set[str] = set()
        self.new: set[str] = set()
        """The images placed that were not stored before."""

    def has(self, digest: str) -> bool:
        """Return whether an image was added and is still here, or where it was placed."""
        return digest in self._staged or (digest in self._placed and self._is_there(digest))

    def add(self, digest: str, content: bytes) -> None:
        """Write and flush an image and its thumbnail, unless it is here already."""
        if self.has(digest):
            return
        _write_flushed(self._folder / digest, content)
        _write_flushed(self._folder / f"{digest}.webp", make_thumbnail(content))
        self._staged.add(digest)

    def place(self) -> None:
        """Rename everything added into its place; needs no further room for bytes."""
        folders = set()
        for digest in sorted(self._staged):
            image = generation_path(self._data_dir, digest)
            if not image.exists():
                self.new.add(digest)
            for source, target in ((f"{digest}.webp", thumbnail_path(self._data_dir, digest)), (digest, image)):
                target.parent.mkdir(parents=True, exist_ok=True)
                (self._folder / source).replace(target)
                folders.add(target.parent)
            self._staged.remove(digest)
            self._placed.add(digest)
        for folder in folders:
            _flush_folder(folder)

    def all_there(self) -> bool:
        """Return whether everything placed is still in its place."""
        return all(self._is_there(digest) for digest in self._placed)

    def _is_there(self, digest: str) -> bool:
        return generation_path(self._data_dir, digest).exists() and thumbnail_path(self._data_dir, digest).exists()


@contextmanager
def stage_images(data_dir: Path) -> Iterator[Staging]:
    """Make a staging folder that is gone afterwards, whatever happens.

    Raises:
        BadInput: There is no space left (code `no_space_error`).
    """
    folder: Path | None = None
    try:
        root = data_dir / "staging"
        root.mkdir(parents=True, exist_ok=True)
        for abandoned in filter(_is_abandoned, root.iterdir()):
            shutil.rmtree(abandoned, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=root))
        yield Staging(data_dir, folder)
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise no_space_error() from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def no_space_error() -> BadInput:
    """Make the refusal of an upload that does not fit on our disk any more."""
    return BadInput.one(
        "no_space",
        "storage",
        _("There is no space left to store the images; nothing was kept. Try again later or tell the operator."),
    )


def _write_flushed(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    """Make renames in `folder` outlast a power cut, where the system can (Windows cannot open folders)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
