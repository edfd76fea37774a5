"""The styles of the closed world, as operations on a finished flat picture."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps

_MOSAIC_TILES = 28
_PIXELS = 26


def _contours(picture: Image.Image) -> Image.Image:
    """Mask of the picture's edges, 255 on them."""
    return picture.convert("L").filter(ImageFilter.FIND_EDGES).point([255 if level > 24 else 0 for level in range(256)])


def _ink(picture: Image.Image) -> Image.Image:
    """Heavy black contours round everything."""
    mask = _contours(picture).filter(ImageFilter.MaxFilter(3))
    return Image.composite(Image.new("RGB", picture.size, (15, 15, 20)), picture, mask)


def _pixel_art(picture: Image.Image) -> Image.Image:
    """Large square pixels."""
    blocks = picture.resize((_PIXELS, _PIXELS), Image.Resampling.BOX)
    return blocks.resize(picture.size, Image.Resampling.NEAREST)


def _watercolour(picture: Image.Image) -> Image.Image:
    """Soft edges and pale colours on white paper."""
    soft = picture.filter(ImageFilter.BoxBlur(picture.width / 70))
    return Image.blend(soft, Image.new("RGB", picture.size, (255, 252, 240)), 0.45)


def _comic(picture: Image.Image) -> Image.Image:
    """Dark printing dots all over strong colours."""
    return ImageChops.subtract(ImageOps.posterize(picture, 3), _dots(picture.size))


def _sketch(picture: Image.Image) -> Image.Image:
    """Grey pencil on white paper: contours and faint hatching in the shade."""
    grey = ImageOps.grayscale(picture)
    paper = grey.point([200 + level * 55 // 255 for level in range(256)])
    lines = _contours(picture).point([level * 190 // 255 for level in range(256)])
    return ImageChops.subtract(paper, lines).convert("RGB")


def _blueprint(picture: Image.Image) -> Image.Image:
    """White lines on blue paper."""
    shade = ImageOps.grayscale(picture).point([level // 5 for level in range(256)])
    drawing = ImageChops.lighter(shade, _contours(picture))
    return ImageOps.colorize(drawing, (16, 44, 120), (235, 245, 255))


def _mosaic(picture: Image.Image) -> Image.Image:
    """Small square tiles of one colour each, with pale joints between them."""
    tiles = picture.resize((_MOSAIC_TILES, _MOSAIC_TILES), Image.Resampling.BOX)
    return Image.composite(
        Image.new("RGB", picture.size, (225, 220, 205)),
        tiles.resize(picture.size, Image.Resampling.NEAREST),
        _joints(picture.size),
    )


@lru_cache(maxsize=4)
def _dots(size: tuple[int, int]) -> Image.Image:
    grid = np.indices((size[1], size[0])) / (size[0] / 20)
    offset = grid - np.floor(grid) - 0.5
    dots = (np.hypot(*offset) < 0.24).astype(np.uint8) * 127
    return Image.merge("RGB", [Image.fromarray(dots)] * 3)


@lru_cache(maxsize=4)
def _joints(size: tuple[int, int]) -> Image.Image:
    tile = size[0] / _MOSAIC_TILES
    across, down = (np.arange(length) % tile < 1 for length in size)
    return Image.fromarray(np.where(down[:, None] | across[None, :], np.uint8(255), np.uint8(0)))


_OPERATIONS = {
    "ink": _ink,
    "pixel art": _pixel_art,
    "watercolour": _watercolour,
    "comic": _comic,
    "sketch": _sketch,
    "blueprint": _blueprint,
    "mosaic": _mosaic,
}


def apply_style(picture: Image.Image, style: str, *, half: bool) -> Image.Image:
    """Turn a picture into a style of `vocabulary.STYLES`; with `half`, only its left half."""
    operation = _OPERATIONS.get(style)
    if operation is None:
        return picture
    styled = operation(picture)
    if half:
        middle = picture.width // 2
        styled.paste(picture.crop((middle, 0, *picture.size)), (middle, 0))
    return styled
