"""Reading an upload, a zip or a folder, without trusting anything it says of itself.

Nothing is ever extracted to disk. `open_upload` lists the members, with a
`Problem` for each one that is refused; `Upload.read` gives one member's bytes,
counted and checked while they are inflated, whatever the headers claim.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from core.text import make_printable
from submissions.upload.members import Budget, UploadMember, is_clutter, refuse_nested, select_members, size_problem
from submissions.upload.zip_reader import ZipUpload


class Upload(Protocol):
    """An opened upload: its usable members, what is wrong with the others, and the bytes on demand."""

    members: tuple[UploadMember, ...]
    problems: tuple[Problem, ...]
    digest: str | None
    """SHA-256 of a zip's bytes; None for a folder, whose digest is made of its members'."""

    def read(self, member: UploadMember) -> bytes:
        """Read all bytes of one member; raises `BadInput` where they are not what they should be."""
        ...


@contextmanager
def open_upload(path: Path, settings: Settings) -> Iterator[Upload]:
    """Open a zip or a folder.

    Raises:
        BadInput: It is neither, it cannot be read at all, or it is empty.
        Problems of single members do not raise: they are in `Upload.problems`.
    """
    if path.is_dir():
        yield FolderUpload(path, settings)
        return
    try:
        if path.exists() and not path.is_file():
            raise BadInput.one("not_a_file", path.name, _("Is neither a zip file nor a folder."))
        stream = path.open("rb")
    except OSError as error:
        raise _unreadable(path.name, error) from None
    with stream:
        yield ZipUpload(stream, path.name, settings)


class FolderUpload:
    """A folder, for the command line. See `Upload`."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self._max_image_bytes = settings.max_image_bytes
        self._budget = Budget(settings.max_archive_bytes)
        self.digest: str | None = None
        try:
            paths = _list_files(root, settings.max_archive_entries)
        except OSError as error:
            raise _unreadable(root.name, error) from None
        names = {path: path.relative_to(root).as_posix() for path in paths}
        self._paths = [path for path in paths if not is_clutter(names[path])]
        if not self._paths:
            raise BadInput.one("empty_archive", root.name, _("The folder holds no files."))
        checked = [
            (UploadMember(names[path], index), _path_problem(path, names[path], self._max_image_bytes))
            for index, path in enumerate(self._paths)
        ]
        self.members, self.problems = select_members(checked, settings.max_archive_entries, root.name)

    def read(self, member: UploadMember) -> bytes:
        """Read a file; see `Upload.read`."""
        where = make_printable(member.name)
        try:
            with self._paths[member.index].open("rb") as stream:
                content = stream.read(self._max_image_bytes + 1)
        except OSError as error:
            raise _unreadable(where, error) from None
        if len(content) > self._max_image_bytes:
            raise BadInput([size_problem(where, self._max_image_bytes)])
        self._budget.spend(len(content), where)
        refuse_nested(content[:512], where)
        return content


def _unreadable(where: str, error: OSError) -> BadInput:
    return BadInput.one("unreadable", where, _("Cannot be read: {reason}.", reason=error.strerror))


def _list_files(root: Path, max_entries: int) -> list[Path]:
    """List everything under `root` that is not a plain folder, sorted; stops soon after `max_entries`.

    Links to folders are listed, never followed.
    """
    paths: list[Path] = []
    folders = [root]
    while folders and len(paths) <= max_entries:
        for path in folders.pop().iterdir():
            if path.is_dir() and not path.is_symlink():
                folders.append(path)
            elif not is_clutter(path.name):
                paths.append(path)
    return sorted(paths)


def _path_problem(path: Path, name: str, max_image_bytes: int) -> Problem | None:
    where = make_printable(name)
    if path.is_symlink():
        return Problem("symlink", where, _("Is a link. Put the image itself in the folder."))
    if not path.is_file():
        return Problem("special_file", where, _("Is not an ordinary file. Only images belong in the folder."))
    if path.stat().st_size > max_image_bytes:
        return size_problem(where, max_image_bytes)
    return None
