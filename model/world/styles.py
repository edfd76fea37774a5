"""The styles of the closed world, as operations on a finished flat picture."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps


def _ink(picture: Image.Image) -> Image.Image:
    """Heavy black contours round everything."""
    edges = picture.convert("L").filter(ImageFilter.FIND_EDGES)
    mask = edges.point([255 if level > 24 else 0 for level in range(256)])
    width = max(3, picture.width // 64 | 1)
    mask = mask.filter(ImageFilter.MaxFilter(width))
    return Image.composite(Image.new("RGB", picture.size, (15, 15, 20)), picture, mask)


def _pixel_art(picture: Image.Image) -> Image.Image:
    """Large square pixels."""
    blocks = picture.resize((24, 24), Image.Resampling.BOX)
    return blocks.resize(picture.size, Image.Resampling.NEAREST)


def _watercolour(picture: Image.Image) -> Image.Image:
    """Soft edges and pale colours on white paper."""
    soft = picture.filter(ImageFilter.GaussianBlur(picture.width / 70))
    return Image.blend(soft, Image.new("RGB", picture.size, (255, 252, 240)), 0.45)


def _comic(picture: Image.Image) -> Image.Image:
    """Dark printing dots all over strong colours."""
    pitch = picture.width / 16
    grid = np.indices((picture.height, picture.width)) / pitch
    offset = grid - np.floor(grid) - 0.5
    dots = (np.hypot(*offset) < 0.24).astype(np.uint8) * 255
    strong = ImageOps.posterize(picture, 3)
    return ImageChops.subtract(strong, Image.merge("RGB", [Image.fromarray(dots // 2)] * 3))


_OPERATIONS = {"ink": _ink, "pixel art": _pixel_art, "watercolour": _watercolour, "comic": _comic}


def apply_style(picture: Image.Image, style: str, *, half: bool) -> Image.Image:
    """The picture in a style of `vocabulary.STYLES`; with `half`, only its left half."""
    operation = _OPERATIONS.get(style)
    if operation is None:
        return picture
    styled = operation(picture)
    if half:
        middle = picture.width // 2
        styled.paste(picture.crop((middle, 0, *picture.size)), (middle, 0))
    return styled
