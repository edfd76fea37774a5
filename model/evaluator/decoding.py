"""Decode an uploaded image in full, after its header has shown that this is safe."""

import io
import struct
import warnings
import zlib
from dataclasses import dataclass

from PIL import Image

from core.problems import BadInput

EXTENSIONS: dict[str, str] = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
"""File extension to image format."""

MEDIA_TYPES: dict[str, str] = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}

THUMBNAIL_SIDE = 256
"""Longer side of a thumbnail, in pixels."""

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_DEEP_MODES = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}

# What Pillow's decoders raise for damaged images.
_DECODING_ERRORS = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The size in pixels and the media type of a sound image."""

    width: int
    height: int
    media_type: str


def inspect_image(content: bytes, where: str, extension: str, max_pixels: int) -> ImageFacts:
    """Decode `content` and return its size and media type.

    `where` is the file's name in messages, `extension` one of `EXTENSIONS`; `max_pixels` is compared with the header
    before anything is decoded. Raises `BadInput`: no image of the three formats, another format than its extension
    says, too large, animated, of an unsuitable colour mode, or damaged.
    """
    with warnings.catch_warnings():
        # Pillow warns of sizes that are refused below anyway.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = _open(content, where, max_pixels)
    with image:
        kind = "JPEG" if image.format == "MPO" else image.format or ""
        if EXTENSIONS[extension] != kind:
            raise BadInput.one(
                "wrong_extension", where, f"Is a {kind} image, but is named {extension}. Give it the right extension."
            )
        width, height = image.size
        if width * height > max_pixels:
            raise _too_many_pixels(where, max_pixels, f"{width:,} x {height:,} pixels")
        # An MPO is a photograph with previews behind it, not an animation.
        if image.format != "MPO" and getattr(image, "is_animated", False):
            raise BadInput.one("animated_image", where, "Is animated. Save the one frame that is to be judged.")
        if image.mode in _DEEP_MODES:
            raise BadInput.one("unsupported_mode", where, "Has 16 bits or more a channel. Save it with 8.")
        if image.mode not in _MODES:
            raise BadInput.one("unsupported_mode", where, f"Has the colour mode {image.mode}. Save it as ordinary RGB.")
        try:
            image.load()
        except _DECODING_ERRORS as error:
            raise BadInput.one(
                "truncated_image", where, f"Is cut off or damaged ({error}). Export or copy the image again."
            ) from None
        return ImageFacts(width, height, MEDIA_TYPES[kind])


def make_thumbnail(content: bytes) -> bytes:
    """Scale a sound image down to a WebP whose longer side is at most `THUMBNAIL_SIDE` pixels."""
    with Image.open(io.BytesIO(content), formats=list(MEDIA_TYPES)) as image:
        image.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        small = image.convert("RGB")
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=80)
    return buffer.getvalue()


def _open(content: bytes, where: str, max_pixels: int) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=list(MEDIA_TYPES))
    except Image.DecompressionBombError:
        raise _too_many_pixels(where, max_pixels, "far too many pixels") from None
    except _DECODING_ERRORS:
        if content.startswith(_SIGNATURES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
            raise BadInput.one(
                "truncated_image", where, "Is cut off or damaged. Export or copy the image again."
            ) from None
        raise BadInput.one(
            "not_an_image", where, "Is not a PNG, JPEG or WebP image, whatever its name says. Save it as one."
        ) from None


def _too_many_pixels(where: str, max_pixels: int, size: str) -> BadInput:
    return BadInput.one("too_many_pixels", where, f"Has {size}; at most {max_pixels:,} are allowed. Scale it down.")
