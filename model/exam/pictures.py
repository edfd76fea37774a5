"""Changes of an image by the exam's robustness probes."""

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

JPEG_QUALITY = 60

SHIFT = 3
"""Pixels, to the right and downwards."""

_TEXT_HEIGHT = 1 / 12
"""Of the image's height: easily read, and small enough to hide little of the image."""


def enlarged(image: Image.Image) -> Image.Image:
    """Scale to one and a half times the width and height."""
    return ImageOps.scale(image, 1.5, Image.Resampling.LANCZOS)


def reduced(image: Image.Image) -> Image.Image:
    """Scale to three quarters of the width and height."""
    return ImageOps.scale(image, 0.75, Image.Resampling.LANCZOS)


def compressed(image: Image.Image) -> Image.Image:
    """Compress as JPEG at quality 60."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=JPEG_QUALITY)
    return Image.open(buffer).convert("RGB")


def shifted(image: Image.Image) -> Image.Image:
    """Move by 3 pixels to the right and downwards; the edge is repeated where nothing would be."""
    pixels = np.pad(np.asarray(image.convert("RGB")), ((SHIFT, 0), (SHIFT, 0), (0, 0)), mode="edge")
    return Image.fromarray(pixels[: image.height, : image.width])


def mirrored(image: Image.Image) -> Image.Image:
    """Exchange left and right."""
    return ImageOps.mirror(image)


def with_text(image: Image.Image, text: str) -> Image.Image:
    """Paint `text` into the upper left corner, black on a white strip."""
    painted = image.convert("RGB")
    height = max(8, round(image.height * _TEXT_HEIGHT))
    font = ImageFont.load_default(size=height)
    pen = ImageDraw.Draw(painted)
    position = (height // 4, height // 4)
    pen.rectangle(pen.textbbox(position, text, font=font), fill="white")
    pen.text(position, text, fill="black", font=font)
    return painted


HARMLESS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "enlarged": enlarged,
    "reduced": reduced,
    "compressed": compressed,
    "shifted": shifted,
}
"""Changes after which every answer should be the same."""
