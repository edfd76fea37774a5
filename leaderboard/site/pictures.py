"""Paths and addresses of generations' thumbnails; the originals are not served."""

from pathlib import Path
from urllib.parse import quote

from core.settings import get_settings


def thumbnail_path(data_dir: Path, digest: str) -> Path:
    """Return the path of the thumbnail (WebP) of the image with this SHA-256 (hex)."""
    return data_dir / "thumbnails" / f"{digest}.webp"


def thumbnail_address(digest: str) -> str | None:
    """Return the address of an image's thumbnail, relative to any page; None where it is not stored any more."""
    path = thumbnail_path(get_settings().data_dir, digest)
    return f"gradio_api/file={quote(path.as_posix())}" if path.is_file() else None
