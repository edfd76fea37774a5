"""How each kind of object looks: parts in a unit square, x to the right, y down."""

from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw

RGB = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A filled polygon, or the ellipse in the box of two points, in the object's colour or a fixed one."""

    points: tuple[Point, ...]
    ellipse: bool = False
    fill: RGB | None = None


def _ellipse(x0: float, y0: float, x1: float, y1: float, fill: RGB | None = None) -> Part:
    return Part(((x0, y0), (x1, y1)), ellipse=True, fill=fill)


def _polygon(*points: Point, fill: RGB | None = None) -> Part:
    return Part(points, fill=fill)


def _rectangle(x0: float, y0: float, x1: float, y1: float, fill: RGB | None = None) -> Part:
    return Part(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), fill=fill)


_DARK = (60, 60, 66)
_WOOD = (110, 80, 50)
_GLASS = (190, 225, 245)
_STEM = (40, 110, 50)

LOOKS: dict[str, tuple[Part, ...]] = {
    "ball": (
        _ellipse(0.05, 0.05, 0.95, 0.95),
        _ellipse(0.40, 0.05, 0.60, 0.95, fill=_DARK),
    ),
    "boat": (
        _polygon((0.02, 0.62), (0.98, 0.62), (0.80, 0.95), (0.20, 0.95)),
        _rectangle(0.46, 0.05, 0.52, 0.62, fill=_DARK),
        _polygon((0.55, 0.08), (0.92, 0.54), (0.55, 0.54)),
    ),
    "car": (
        _polygon((0.22, 0.48), (0.34, 0.22), (0.70, 0.22), (0.82, 0.48)),
        _rectangle(0.02, 0.46, 0.98, 0.74),
        _rectangle(0.38, 0.28, 0.66, 0.46, fill=_GLASS),
        _ellipse(0.12, 0.60, 0.38, 0.88, fill=_DARK),
        _ellipse(0.62, 0.60, 0.88, 0.88, fill=_DARK),
    ),
    "cat": (
        _polygon((0.26, 0.32), (0.30, 0.02), (0.46, 0.18), (0.56, 0.18), (0.72, 0.02), (0.76, 0.32)),
        _ellipse(0.24, 0.12, 0.78, 0.52),
        _ellipse(0.20, 0.42, 0.82, 0.98),
        _polygon((0.76, 0.92), (0.98, 0.50), (0.90, 0.46), (0.66, 0.84)),
        _ellipse(0.36, 0.24, 0.44, 0.34, fill=(90, 200, 90)),
        _ellipse(0.58, 0.24, 0.66, 0.34, fill=(90, 200, 90)),
    ),
    "chair": (
        _rectangle(0.18, 0.02, 0.32, 0.98),
        _rectangle(0.18, 0.50, 0.84, 0.64),
        _rectangle(0.70, 0.60, 0.84, 0.98),
    ),
    "cup": (
        _ellipse(0.58, 0.30, 0.98, 0.74),
        _ellipse(0.68, 0.40, 0.88, 0.64, fill=_DARK),
        _polygon((0.08, 0.16), (0.76, 0.16), (0.66, 0.92), (0.18, 0.92)),
        _ellipse(0.08, 0.08, 0.76, 0.26, fill=_DARK),
    ),
    "fish": (
        _polygon((0.62, 0.50), (0.98, 0.22), (0.98, 0.78)),
        _ellipse(0.02, 0.24, 0.76, 0.76),
        _ellipse(0.14, 0.38, 0.24, 0.50, fill=_DARK),
    ),
    "flower": (
        _rectangle(0.46, 0.50, 0.54, 0.98, fill=_STEM),
        _ellipse(0.33, 0.02, 0.67, 0.34),
        _ellipse(0.33, 0.40, 0.67, 0.72),
        _ellipse(0.14, 0.20, 0.48, 0.54),
        _ellipse(0.52, 0.20, 0.86, 0.54),
        _ellipse(0.40, 0.27, 0.60, 0.47, fill=_DARK),
    ),
    "house": (
        _rectangle(0.12, 0.44, 0.88, 0.97),
        _polygon((0.02, 0.46), (0.50, 0.04), (0.98, 0.46), fill=_DARK),
        _rectangle(0.42, 0.64, 0.60, 0.97, fill=_WOOD),
        _rectangle(0.20, 0.54, 0.36, 0.68, fill=_GLASS),
    ),
    "star": (
        _polygon(
            (0.50, 0.02),
            (0.62, 0.36),
            (0.98, 0.38),
            (0.69, 0.60),
            (0.80, 0.95),
            (0.50, 0.75),
            (0.20, 0.95),
            (0.31, 0.60),
            (0.02, 0.38),
            (0.38, 0.36),
        ),
    ),
    "tree": (
        _rectangle(0.42, 0.60, 0.58, 0.98, fill=_WOOD),
        _polygon((0.50, 0.02), (0.78, 0.38), (0.22, 0.38)),
        _polygon((0.50, 0.22), (0.94, 0.70), (0.06, 0.70)),
    ),
    "umbrella": (
        _rectangle(0.47, 0.40, 0.53, 0.94, fill=_DARK),
        _rectangle(0.34, 0.88, 0.53, 0.94, fill=_DARK),
        _polygon((0.02, 0.50), (0.16, 0.22), (0.50, 0.06), (0.84, 0.22), (0.98, 0.50)),
    ),
}


def object_layer(kind: str, colour: RGB, size: int, cuts: int) -> Image.Image:
    """One object on a transparent square of `size` pixels, cut `cuts` times (0 to 4) and its slices shifted apart."""
    layer = Image.new("RGBA", (size, size))
    pen = ImageDraw.Draw(layer)
    line = max(1, size // 40)
    for part in LOOKS[kind]:
        points = [(x * size, y * size) for x, y in part.points]
        fill = part.fill or colour
        if part.ellipse:
            pen.ellipse([*points[0], *points[1]], fill=fill, outline=(30, 30, 30), width=line)
        else:
            pen.polygon(points, fill=fill, outline=(30, 30, 30), width=line)
    return _cut(layer, cuts) if cuts else layer


def _cut(layer: Image.Image, cuts: int) -> Image.Image:
    size = layer.width
    wide = Image.new("RGBA", (size, size))
    edges = [round(index * size / (cuts + 1)) for index in range(cuts + 2)]
    shift = round(size * 0.22)
    for index, (top, bottom) in enumerate(pairwise(edges)):
        offset = shift if index % 2 else -shift
        wide.paste(layer.crop((0, top, size, bottom)), (offset, top))
    return wide
