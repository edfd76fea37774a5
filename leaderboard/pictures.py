"""Where the pages find the small pictures of generations; the originals are not served."""

from urllib.parse import quote

from model.settings import get_settings


def thumbnail_address(digest: str) -> str:
    """The thumbnail of the image with this SHA-256 (hex), relative to any page."""
    path = get_settings().data_dir / "thumbnails" / f"{digest}.webp"
    return f"gradio_api/file={quote(str(path))}"
