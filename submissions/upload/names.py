"""Names of the files in an upload: which are safe, which are clutter, which are the same."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from core.language import _
from core.problems import Problem
from model.protocol.skills import Dimension

MAX_NAME = 255
"""Longest member name, in characters."""

_SHOWN = 120
_CLUTTER_FILES = {".ds_store", "thumbs.db", "desktop.ini", ".directory"}
_CLUTTER_FOLDERS = {"__macosx", ".spotlight-v100", ".trashes", ".fseventsd"}
_ARCHIVE_SUFFIXES = {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"}


class FileType(Enum):
    """Kinds of archive that are told apart by their first bytes; the value names one in a sentence."""

    ZIP = "a zip archive"
    SEVEN_ZIP = "a 7z archive"
    RAR = "a RAR archive"
    GZIP = "a gzip archive"
    BZIP2 = "a bzip2 archive"
    XZ = "an xz archive"
    ZSTD = "a Zstandard archive"
    TAR = "a tar archive"


_MAGIC: tuple[tuple[int, bytes, FileType], ...] = (
    (0, b"PK\x03\x04", FileType.ZIP),
    (0, b"PK\x05\x06", FileType.ZIP),
    (0, b"PK\x07\x08", FileType.ZIP),
    (0, b"7z\xbc\xaf\x27\x1c", FileType.SEVEN_ZIP),
    (0, b"Rar!\x1a\x07", FileType.RAR),
    (0, b"\x1f\x8b", FileType.GZIP),
    (0, b"BZh", FileType.BZIP2),
    (0, b"\xfd7zXZ\x00", FileType.XZ),
    (0, b"\x28\xb5\x2f\xfd", FileType.ZSTD),
    (257, b"ustar", FileType.TAR),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A member of an upload: its name as given, its place in the upload, and its cleaned path.

    `path` has neither `.` parts nor the single folder that archivers like to put around everything.
    """

    name: str
    index: int
    path: str = ""


def archive_kind(head: bytes) -> FileType | None:
    """The kind of archive that starts with `head` (512 bytes suffice), or None."""
    return next((kind for at, magic, kind in _MAGIC if head[at : at + len(magic)] == magic), None)


def shown(name: str) -> str:
    """A name fit for a message: no control characters or lone surrogates, at most 120 characters."""
    clean = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in name
    )
    return clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}…"


def megabytes(count: int) -> str:
    """A size in bytes, in the unit a person would use."""
    for unit, size in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"


def is_clutter(name: str) -> bool:
    """Whether an operating system or archiver left this file behind; it is ignored, not refused."""
    parts = PurePosixPath(name).parts
    if not parts:
        return True
    last = parts[-1].casefold()
    return last in _CLUTTER_FILES or last.startswith("._") or parts[0].casefold() in _CLUTTER_FOLDERS


def select_entries(
    candidates: Sequence[Entry], max_entries: int, where: str
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries whose names are safe and their own, with their `path`; a problem for each other one."""
    if len(candidates) > max_entries:
        return (), (
            Problem(
                "too_many_entries",
                where,
                _("Holds more than {n} files, the most that are allowed.", n=f"{max_entries:,}"),
            ),
        )
    problems: list[Problem] = []
    safe: list[tuple[Entry, tuple[str, ...]]] = []
    for entry in candidates:
        problem = _name_problem(entry.name)
        if problem is None:
            safe.append((entry, tuple(part for part in entry.name.split("/") if part not in ("", "."))))
        else:
            problems.append(problem)
    skip = _enclosing_folders([parts for _entry, parts in safe])
    first_of: dict[str, str] = {}
    chosen: list[Entry] = []
    for entry, parts in safe:
        path = "/".join(parts[skip:])
        key = unicodedata.normalize("NFKC", path).casefold()
        if key in first_of:
            problems.append(
                Problem(
                    "duplicate_name",
                    shown(entry.name),
                    _("Has the same name as {other}. Keep one of the two.", other=shown(first_of[key])),
                )
            )
            continue
        first_of[key] = entry.name
        chosen.append(Entry(entry.name, entry.index, path))
    return tuple(chosen), tuple(problems)


def _name_problem(name: str) -> Problem | None:
    where = shown(name)
    parts = name.replace("\\", "/").split("/")
    if ".." in parts:
        return Problem(
            "path_traversal", where, _("Points outside the upload. Pack the two folders themselves, from inside.")
        )
    if name.startswith(("/", "\\")):
        return Problem("absolute_name", where, _("Is an absolute path. Names start with faithfulness/ or alignment/."))
    if len(name) > 1 and name[1] == ":" and name[0].isascii() and name[0].isalpha():
        return Problem(
            "absolute_name", where, _("Starts with a drive letter. Names start with faithfulness/ or alignment/.")
        )
    if "\\" in name:
        return Problem("backslash", where, _("Has a backslash in its name. Folders are separated by a plain slash."))
    if not name.isprintable():
        return Problem("bad_name", where, _("Has unprintable characters in its name. Rename it to <prompt id>.png."))
    if len(name) > MAX_NAME:
        return Problem("bad_name", where, _("Has a name of more than {n} characters.", n=MAX_NAME))
    if any(name.casefold().endswith(suffix) for suffix in _ARCHIVE_SUFFIXES):
        return Problem("nested_archive", where, _("Is an archive inside the upload. Put its images in directly."))
    return None


def _enclosing_folders(paths: Sequence[tuple[str, ...]]) -> int:
    """1 where one folder, which is not a dimension's, encloses everything; else 0."""
    if not paths or any(len(parts) < 2 for parts in paths):
        return 0
    tops = {parts[0] for parts in paths}
    return 1 if len(tops) == 1 and not tops & set(Dimension) else 0
