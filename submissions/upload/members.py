"""The files of an upload, in a zip or a folder: which names are refused or ignored, and how large they may be."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from core.language import _
from core.problems import BadInput, Problem
from core.text import format_bytes, make_printable
from model.protocol.skills import Dimension

MAX_NAME = 255
"""Longest member name, in characters."""

_CLUTTER_FILES = {".ds_store", "thumbs.db", "desktop.ini", ".directory"}
_CLUTTER_FOLDERS = {"__macosx", ".spotlight-v100", ".trashes", ".fseventsd"}
_ARCHIVE_SUFFIXES = {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst"}


ZIP = "a zip archive"

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"PK\x07\x08", ZIP),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (257, b"ustar", "a tar archive"),
)
"""Where bytes of an archive are that tell its kind, and how the kind is named in a sentence."""


@dataclass(frozen=True, slots=True)
class UploadMember:
    """A file of an upload: its name as given, its place in the upload, and its cleaned path.

    `path` has neither `.` parts nor the single folder that archivers like to put around everything.
    """

    name: str
    index: int
    path: str = ""


@dataclass
class Budget:
    """How many bytes of the whole upload are left; actual bytes are what counts."""

    total: int
    used: int = 0

    def spend(self, count: int, where: str) -> None:
        """Count bytes that were read; raises `BadInput` once there are too many."""
        self.used += count
        if self.used > self.total:
            text = _(
                "With this file the upload passes {limit} unpacked, the most that is allowed. Save the images in a "
                "more compact format.",
                limit=format_bytes(self.total),
            )
            raise BadInput.one("archive_too_large", where, text)


def detect_archive(head: bytes) -> str | None:
    """Name the kind of archive that starts with `head` (512 bytes suffice), or None."""
    return next((kind for at, magic, kind in _MAGIC if head[at : at + len(magic)] == magic), None)


def size_problem(where: str, limit: int) -> Problem:
    """Make the problem of a file of more than `limit` bytes."""
    text = _("Is larger than {limit}, the most an image may take.", limit=format_bytes(limit))
    return Problem("file_too_large", where, text)


def refuse_nested(head: bytes, where: str) -> None:
    """Refuse an archive inside the upload, known by its first bytes (512 suffice); raises `BadInput`."""
    kind = detect_archive(head)
    if kind is not None:
        text = _("Is {archive} inside the upload. Put its images in directly.", archive=kind)
        raise BadInput.one("nested_archive", where, text)


def is_clutter(name: str) -> bool:
    """Return whether an operating system or archiver left this file behind; it is ignored, not refused."""
    parts = PurePosixPath(name).parts
    if not parts:
        return True
    last = parts[-1].casefold()
    return last in _CLUTTER_FILES or last.startswith("._") or parts[0].casefold() in _CLUTTER_FOLDERS


def select_members(
    checked: Sequence[tuple[UploadMember, Problem | None]], max_entries: int, where: str
) -> tuple[tuple[UploadMember, ...], tuple[Problem, ...]]:
    """Select the members that are sound, with safe names used once, and give them their `path`.

    `checked` are the members, each with what is wrong with it beside its name; `where` is the upload's own name.
    Returns the selected members, and a problem for each other one.
    """
    problems = [problem for _member, problem in checked if problem is not None]
    candidates = [member for member, problem in checked if problem is None]
    if len(candidates) > max_entries:
        text = _("Holds more than {n} files, the most that are allowed.", n=f"{max_entries:,}")
        return (), (*problems, Problem("too_many_entries", where, text))
    safe: list[tuple[UploadMember, tuple[str, ...]]] = []
    for member in candidates:
        problem = _name_problem(member.name)
        if problem is None:
            safe.append((member, tuple(part for part in member.name.split("/") if part not in ("", "."))))
        else:
            problems.append(problem)
    # One folder around everything, as archivers like to put, is no part of the names.
    tops = {part for _member, parts in safe for part in parts[:1]}
    enclosed = len(tops) == 1 and not tops & set(Dimension) and all(len(parts) > 1 for _member, parts in safe)
    first_names: dict[str, str] = {}
    selected: list[UploadMember] = []
    for member, parts in safe:
        path = "/".join(parts[1:] if enclosed else parts)
        key = unicodedata.normalize("NFKC", path).casefold()
        if key in first_names:
            text = _("Has the same name as {other}. Keep one of the two.", other=make_printable(first_names[key]))
            problems.append(Problem("duplicate_name", make_printable(member.name), text))
            continue
        first_names[key] = member.name
        selected.append(UploadMember(member.name, member.index, path))
    return tuple(selected), tuple(problems)


def _name_problem(name: str) -> Problem | None:
    where = make_printable(name)
    parts = name.replace("\\", "/").split("/")
    if ".." in parts:
        text = _("Points outside the upload. Pack the two folders themselves, from inside.")
        return Problem("path_traversal", where, text)
    if name.startswith(("/", "\\")):
        return Problem("absolute_name", where, _("Is an absolute path. Names start with faithfulness/ or alignment/."))
    if len(name) > 1 and name[1] == ":" and name[0].isascii() and name[0].isalpha():
        text = _("Starts with a drive letter. Names start with faithfulness/ or alignment/.")
        return Problem("absolute_name", where, text)
    if "\\" in name:
        return Problem("backslash", where, _("Has a backslash in its name. Folders are separated by a plain slash."))
    if not name.isprintable():
        return Problem("bad_name", where, _("Has unprintable characters in its name. Rename it to <prompt id>.png."))
    if len(name) > MAX_NAME:
        return Problem("bad_name", where, _("Has a name of more than {n} characters.", n=MAX_NAME))
    if any(name.casefold().endswith(suffix) for suffix in _ARCHIVE_SUFFIXES):
        return Problem("nested_archive", where, _("Is an archive inside the upload. Put its images in directly."))
    return None
