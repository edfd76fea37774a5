"""Builds uploads for the tests: sound ones, and ones that are wrong in one way."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension


def picture(color: tuple[int, int, int] = (200, 30, 30), size: tuple[int, int] = (48, 32), kind: str = "PNG") -> bytes:
    """A small sound image."""
    buffer = io.BytesIO()
    image = Image.new("RGB", size, color)
    image.paste((255, 255, 255), (4, 4, 12, 12))
    image.save(buffer, kind)
    return buffer.getvalue()


def sound_files(protocol: Protocol) -> dict[str, bytes]:
    """One image for every prompt, each different."""
    return {
        f"{prompt.dimension}/{prompt.prompt_id}.png": picture((10 * number % 256, 90, 20))
        for number, prompt in enumerate(protocol.prompts)
    }


def write_zip(path: Path, files: Mapping[str, bytes], *more: tuple[str, bytes]) -> Path:
    """A zip of `files`, then of `more` (whose names may repeat)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*files.items(), *more):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


def write_folder(path: Path, files: Mapping[str, bytes]) -> Path:
    """The same as a folder."""
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return path


def huge_png(width: int, height: int) -> bytes:
    """A PNG whose header promises width x height grey pixels; small, for it is all zeros and packed."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(width + 1)) for _ in range(64)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def first_file(protocol: Protocol, dimension: Dimension = Dimension.FAITHFULNESS) -> str:
    """The name of the image for the first prompt of a dimension."""
    return f"{dimension}/{protocol.prompts_of(dimension)[0].prompt_id}.png"
