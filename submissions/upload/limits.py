"""Caps that zips and folders share, and the refusals that go with them."""

from dataclasses import dataclass, field

from core.language import _
from core.problems import BadInput, Problem
from core.text import format_bytes
from submissions.upload.names import detect_archive


@dataclass
class Budget:
    """How many bytes of the whole upload are left; actual bytes are what counts."""

    total: int
    used: int = field(default=0)

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


def size_problem(where: str, limit: int) -> Problem:
    """Make the problem of a file of more than `limit` bytes."""
    text = _("Is larger than {limit}, the most an image may take.", limit=format_bytes(limit))
    return Problem("file_too_large", where, text)


def refuse_nested(head: bytes, where: str) -> None:
    """Refuse an archive inside the upload, known by its first bytes (512 suffice); raises `BadInput`."""
    kind = detect_archive(head)
    if kind is not None:
        text = _("Is {archive} inside the upload. Put its images in directly.", archive=kind.value)
        raise BadInput.one("nested_archive", where, text)
