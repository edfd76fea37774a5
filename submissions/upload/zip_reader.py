"""Reading a zip member by member, trusting none of its headers."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BufferedReader
from operator import itemgetter

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from core.text import format_bytes, make_printable
from submissions.upload.members import (
    ZIP,
    Budget,
    UploadMember,
    detect_archive,
    is_clutter,
    refuse_nested,
    select_members,
    size_problem,
)

MAX_RATIO = 100
"""Most bytes that one packed byte may become; image formats are packed already and stay near 1."""

RATIO_MATTERS_FROM = 256 * 1024
"""Bytes below which the ratio is not looked at: a small plain image may well pack 200:1."""

DIRECTORY_BYTES_PER_ENTRY = 1024
"""Room granted to one line of a zip's table of contents, which is read whole."""

CHUNK = 64 * 1024

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_END_RECORD = struct.Struct("<4s4H2IH")
_END64_LOCATOR_BYTES = 20
_END64_RECORD = struct.Struct("<4sQ2H2I4Q")
_MAX_COMMENT = 65_535
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class ZipUpload:
    """A zip file. See `submissions.upload.archive.Upload`."""

    def __init__(self, stream: BufferedReader, name: str, settings: Settings) -> None:
        self._stream = stream
        self._max_image_bytes = settings.max_image_bytes
        self._budget = Budget(settings.max_archive_bytes)
        size = stream.seek(0, io.SEEK_END)
        if size > settings.max_archive_bytes:
            limit = format_bytes(settings.max_archive_bytes)
            text = _("Is {size}; at most {limit} are allowed.", size=format_bytes(size), limit=limit)
            raise BadInput.one("archive_too_large", name, text)
        _refuse_other_formats(stream, name, size)
        _refuse_huge_directory(stream, name, size, settings.max_archive_entries)
        self._infos, directory_starts_at = _directory(stream, name)
        stream.seek(0)
        self.digest: str | None = hashlib.file_digest(stream, "sha256").hexdigest()

        checked = [
            (UploadMember(info.orig_filename, index), _member_problem(info, self._max_image_bytes))
            for index, info in enumerate(self._infos)
            if not (info.is_dir() or is_clutter(info.filename))
        ]
        if not checked:
            raise BadInput.one("empty_archive", name, _("Holds no files. Put the images in it and upload it again."))
        self._starts, overlaps = _data_spans(stream, self._infos, directory_starts_at)
        selected, problems = select_members(checked, settings.max_archive_entries, name)
        self.members = tuple(member for member in selected if member.index in self._starts)
        self.problems = (*problems, *overlaps)

    def read(self, member: UploadMember) -> bytes:
        """Inflate a member; see `submissions.upload.archive.Upload.read`."""
        info = self._infos[member.index]
        where = make_printable(info.orig_filename)
        content = bytearray()
        crc = 0
        for piece in self._inflated(info, self._starts[member.index], where):
            content += piece
            crc = zlib.crc32(piece, crc)
            if len(content) > self._max_image_bytes:
                raise BadInput([size_problem(where, self._max_image_bytes)])
            if len(content) > RATIO_MATTERS_FROM and len(content) > MAX_RATIO * info.compress_size:
                raise BadInput([_bomb_problem(where)])
            if len(content) > info.file_size:
                text = _("Unpacks to more bytes than the zip declares. Pack it again.")
                raise BadInput.one("archive_bomb", where, text)
            self._budget.spend(len(piece), where)
        if len(content) != info.file_size or crc != info.CRC:
            text = _("Is damaged: its content does not match its checksum. Make the zip again.")
            raise BadInput.one("bad_checksum", where, text)
        refuse_nested(bytes(content[:512]), where)
        return bytes(content)

    def _inflated(self, info: zipfile.ZipInfo, start: int, where: str) -> Iterator[bytes]:
        """Inflate a member in pieces of at most `CHUNK` bytes, so that a bomb is refused before it has grown."""
        self._stream.seek(start)
        left = info.compress_size
        inflate = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else None
        while left > 0:
            packed = self._stream.read(min(CHUNK, left))
            if not packed:
                raise BadInput([_truncation_problem(where)])
            left -= len(packed)
            if inflate is None:
                yield packed
                continue
            more = True
            while more:
                try:
                    piece = inflate.decompress(packed, CHUNK)
                except zlib.error:
                    text = _("Is damaged: it cannot be unpacked. Make the zip again.")
                    raise BadInput.one("bad_checksum", where, text) from None
                yield piece
                packed = inflate.unconsumed_tail
                # After a full piece zlib may owe more, though it has swallowed all that was packed.
                more = bool(packed) or len(piece) == CHUNK
        if inflate is not None:
            if not inflate.eof:
                raise BadInput([_truncation_problem(where)])
            if inflate.unused_data:
                raise BadInput.one("bad_checksum", where, _("Is damaged: it is followed by foreign bytes."))


def _refuse_other_formats(stream: BufferedReader, name: str, size: int) -> None:
    """Refuse a file that is empty, or another kind of archive by its first bytes."""
    if size == 0:
        raise BadInput.one("empty_archive", name, _("Is empty: 0 bytes. Did the upload or the packing fail?"))
    stream.seek(0)
    kind = detect_archive(stream.read(512))
    if kind is not None and kind != ZIP:
        text = _("Is {archive}, not a zip. Pack the images as a plain .zip and upload that.", archive=kind)
        raise BadInput.one("not_a_zip", name, text)


def _refuse_huge_directory(stream: BufferedReader, name: str, size: int, max_entries: int) -> None:
    """Refuse a table of contents too long to be read into memory, by what the end record says of it.

    Record layouts: PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
    """
    tail_at = max(0, size - _END64_RECORD.size - _END64_LOCATOR_BYTES - _END_RECORD.size - _MAX_COMMENT)
    stream.seek(tail_at)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_RECORD.size:
        stream.seek(0)
        if stream.read(4) == b"PK\x03\x04":
            text = _("The zip is cut off: its end is missing. Pack it or upload it again.")
            raise BadInput.one("truncated_archive", name, text)
        raise BadInput.one("not_a_zip", name, _("Is not a zip file. Pack the images as a plain .zip and upload that."))
    disk, entries, directory_bytes = itemgetter(1, 4, 5)(_END_RECORD.unpack_from(tail, at))
    locator_at = at - _END64_LOCATOR_BYTES
    record_at = locator_at - _END64_RECORD.size
    if record_at >= 0 and tail[locator_at : locator_at + 4] == b"PK\x06\x07":
        # Where zipfile looks too, whatever the locator says: both must read the same record.
        record = _END64_RECORD.unpack_from(tail, record_at)
        entries, directory_bytes = record[7], record[8]
    elif disk not in (0, 0xFFFF):
        text = _("Is one part of a zip split into several. Pack the images as one single zip.")
        raise BadInput.one("split_archive", name, text)
    if entries == 0 and directory_bytes == 0:
        raise BadInput.one("empty_archive", name, _("The zip is empty. Put the images in it and upload it again."))
    if directory_bytes > 65_536 + max_entries * DIRECTORY_BYTES_PER_ENTRY:
        text = _(
            "Its table of contents is far longer than {n} files need, the most that are allowed. "
            "Pack the images alone.",
            n=f"{max_entries:,}",
        )
        raise BadInput.one("too_many_entries", name, text)


def _directory(stream: BufferedReader, name: str) -> tuple[list[zipfile.ZipInfo], int]:
    """Read every line of the zip's table of contents, and the byte at which the table starts."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return archive.infolist(), archive.start_dir
    # zipfile lets all of these out for tables that are damaged in different ways
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OverflowError, OSError) as error:
        reason = make_printable(str(error))
        text = _("The zip's table of contents is damaged ({reason}). Pack it again.", reason=reason)
        raise BadInput.one("damaged_archive", name, text) from None
    except (struct.error, IndexError, EOFError):
        text = _("The zip's table of contents is damaged. Pack it or upload it again.")
        raise BadInput.one("damaged_archive", name, text) from None


def _member_problem(info: zipfile.ZipInfo, max_image_bytes: int) -> Problem | None:
    """Return what is wrong with a member by the table of contents alone, or None."""
    where = make_printable(info.orig_filename)
    kind = (info.external_attr >> 16) & 0o170000
    if kind == 0o120000:
        return Problem("symlink", where, _("Is a link. Put the image itself in the zip."))
    if kind not in (0, 0o100000):
        return Problem("special_file", where, _("Is not an ordinary file. Only images belong in the zip."))
    if info.flag_bits & _ENCRYPTED:
        return Problem("encrypted", where, _("Is protected by a password. Pack the images without one."))
    if info.compress_type not in _METHODS:
        text = _("Is packed in an unusual way. Use the ordinary zip method (Deflate).")
        return Problem("unsupported_compression", where, text)
    if info.file_size > max_image_bytes:
        return size_problem(where, max_image_bytes)
    if info.file_size > RATIO_MATTERS_FROM and info.file_size > MAX_RATIO * info.compress_size:
        return _bomb_problem(where)
    return None


def _data_spans(
    stream: BufferedReader, infos: list[zipfile.ZipInfo], directory_starts_at: int
) -> tuple[dict[int, int], list[Problem]]:
    """Find where each member's packed bytes start, by index; members that share bytes are problems.

    Overlapping members are how a small zip unpacks to petabytes (David Fifield,
    "A better zip bomb", 2019).
    """
    starts: dict[int, int] = {}
    problems: list[Problem] = []
    reached = 0
    for index, info in sorted(enumerate(infos), key=lambda item: item[1].header_offset):
        if info.is_dir() and info.compress_size == 0:
            continue
        where = make_printable(info.orig_filename)
        header = b""
        if 0 <= info.header_offset < directory_starts_at:
            stream.seek(info.header_offset)
            header = stream.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            problems.append(Problem("damaged_archive", where, _("Its place in the zip is wrong. Pack the zip again.")))
            continue
        fields = _LOCAL_HEADER.unpack(header)
        start = info.header_offset + _LOCAL_HEADER.size + fields[9] + fields[10]
        end = start + info.compress_size
        if info.header_offset < reached:
            text = _("Shares its bytes with another file of the zip. Pack it again.")
            problems.append(Problem("overlapping_members", where, text))
        elif end > directory_starts_at:
            problems.append(_truncation_problem(where))
        else:
            starts[index] = start
        reached = max(reached, end)
    return starts, problems


def _truncation_problem(where: str) -> Problem:
    return Problem("truncated_archive", where, _("Is cut off: the zip ends before the file does. Pack it again."))


def _bomb_problem(where: str) -> Problem:
    text = _(
        "Unpacks to more than {ratio} times its packed size, which no image does. Remove it or save it anew.",
        ratio=MAX_RATIO,
    )
    return Problem("archive_bomb", where, text)
