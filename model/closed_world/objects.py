"""The looks of each kind of object: shapes in a unit square, x to the right, y down."""

from collections.abc import Collection
from dataclasses import dataclass

from PIL import Image, ImageDraw

RGB = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon, or the ellipse in the box of two points, in the object's colour or a fixed one."""

    points: tuple[Point, ...]
    ellipse: bool = False
    fill: RGB | None = None


def _ellipse(x0: float, y0: float, x1: float, y1: float, fill: RGB | None = None) -> Shape:
    return Shape(((x0, y0), (x1, y1)), ellipse=True, fill=fill)


def _polygon(*points: Point, fill: RGB | None = None) -> Shape:
    return Shape(points, fill=fill)


def _rectangle(x0: float, y0: float, x1: float, y1: float, fill: RGB | None = None) -> Shape:
    return Shape(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), fill=fill)


_DARK = (60, 60, 66)
_WOOD = (110, 80, 50)
_GLASS = (190, 225, 245)
_STEM = (40, 110, 50)
_BEAK = (230, 160, 30)
_POLE = (235, 0, 200)
_OUTLINE = (30, 30, 30)

# fmt: off
_STAR: tuple[Point, ...] = (
    (0.50, 0.02), (0.62, 0.36), (0.98, 0.38), (0.69, 0.60), (0.80, 0.95),
    (0.50, 0.75), (0.20, 0.95), (0.31, 0.60), (0.02, 0.38), (0.38, 0.36),
)
_SAW_BLADE: tuple[Point, ...] = (
    (0.30, 0.34), (0.98, 0.44), (0.98, 0.60), (0.90, 0.72), (0.82, 0.60), (0.74, 0.74),
    (0.66, 0.62), (0.58, 0.76), (0.50, 0.64), (0.42, 0.78), (0.30, 0.68),
)
# fmt: on

LOOKS: dict[str, tuple[Shape, ...]] = {
    "bird": (
        _polygon((0.10, 0.62), (0.00, 0.40), (0.34, 0.52)),
        _ellipse(0.14, 0.36, 0.76, 0.84),
        _ellipse(0.56, 0.10, 0.90, 0.44),
        _polygon((0.86, 0.22), (1.00, 0.30), (0.86, 0.36), fill=_BEAK),
        _ellipse(0.70, 0.20, 0.78, 0.28, fill=_DARK),
        _polygon((0.26, 0.50), (0.60, 0.50), (0.36, 0.74), fill=_DARK),
        _rectangle(0.40, 0.82, 0.45, 0.98, fill=_BEAK),
        _rectangle(0.54, 0.82, 0.59, 0.98, fill=_BEAK),
    ),
    "boat": (
        _polygon((0.02, 0.62), (0.98, 0.62), (0.80, 0.95), (0.20, 0.95)),
        _rectangle(0.46, 0.05, 0.52, 0.62, fill=_DARK),
        _polygon((0.55, 0.08), (0.92, 0.54), (0.55, 0.54)),
    ),
    "bus": (
        _rectangle(0.02, 0.14, 0.98, 0.80),
        _rectangle(0.08, 0.24, 0.30, 0.46, fill=_GLASS),
        _rectangle(0.38, 0.24, 0.60, 0.46, fill=_GLASS),
        _rectangle(0.68, 0.24, 0.92, 0.46, fill=_GLASS),
        _ellipse(0.14, 0.68, 0.38, 0.92, fill=_DARK),
        _ellipse(0.62, 0.68, 0.86, 0.92, fill=_DARK),
    ),
    "cactus": (
        _rectangle(0.14, 0.34, 0.26, 0.62),
        _rectangle(0.14, 0.52, 0.44, 0.64),
        _rectangle(0.74, 0.22, 0.86, 0.52),
        _rectangle(0.56, 0.42, 0.86, 0.54),
        _ellipse(0.38, 0.02, 0.62, 0.26),
        _rectangle(0.38, 0.14, 0.62, 0.80),
        _polygon((0.26, 0.76), (0.74, 0.76), (0.66, 0.98), (0.34, 0.98), fill=_WOOD),
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
    "hammer": (
        _rectangle(0.44, 0.30, 0.56, 0.98, fill=_WOOD),
        _polygon((0.14, 0.06), (0.74, 0.06), (0.94, 0.20), (0.74, 0.34), (0.14, 0.34)),
    ),
    "house": (
        _rectangle(0.12, 0.44, 0.88, 0.97),
        _polygon((0.02, 0.46), (0.50, 0.04), (0.98, 0.46), fill=_DARK),
        _rectangle(0.42, 0.64, 0.60, 0.97, fill=_WOOD),
        _rectangle(0.20, 0.54, 0.36, 0.68, fill=_GLASS),
    ),
    "ladder": (
        _rectangle(0.20, 0.02, 0.32, 0.98),
        _rectangle(0.68, 0.02, 0.80, 0.98),
        _rectangle(0.32, 0.12, 0.68, 0.20),
        _rectangle(0.32, 0.34, 0.68, 0.42),
        _rectangle(0.32, 0.56, 0.68, 0.64),
        _rectangle(0.32, 0.78, 0.68, 0.86),
    ),
    "lamp": (
        _rectangle(0.46, 0.38, 0.54, 0.90, fill=_DARK),
        _ellipse(0.28, 0.84, 0.72, 0.98, fill=_DARK),
        _polygon((0.34, 0.04), (0.66, 0.04), (0.88, 0.44), (0.12, 0.44)),
    ),
    "saw": (
        _polygon(*_SAW_BLADE),
        _ellipse(0.00, 0.28, 0.38, 0.80, fill=_WOOD),
        _ellipse(0.10, 0.42, 0.26, 0.66, fill=_GLASS),
    ),
    "star": (_polygon(*_STAR),),
    "table": (
        _rectangle(0.10, 0.36, 0.22, 0.98),
        _rectangle(0.78, 0.36, 0.90, 0.98),
        _rectangle(0.00, 0.26, 1.00, 0.42),
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

TOPS: dict[str, float] = {kind: min(y for part in parts for _, y in part.points) for kind, parts in LOOKS.items()}
BOTTOMS: dict[str, float] = {kind: max(y for part in parts for _, y in part.points) for kind, parts in LOOKS.items()}
"""Top and bottom of a kind within its square, for standing things on each other."""


def object_layer(kind: str, colour: RGB, size: int, faults: Collection[str]) -> Image.Image:
    """Draw one object on a transparent square of `size` pixels, with the faults of `faithfulness.object`."""
    layer = Image.new("RGBA", (size, size))
    pen = ImageDraw.Draw(layer)
    line = max(1, size // 40)
    for part in LOOKS[kind]:
        points = [(x * size, y * size) for x, y in part.points]
        fill = part.fill or colour
        if part.ellipse:
            pen.ellipse([*points[0], *points[1]], fill=fill, outline=_OUTLINE, width=line)
        else:
            pen.polygon(points, fill=fill, outline=_OUTLINE, width=line)
    if "faded" in faults:
        layer.paste(_faded(layer.crop((size // 2, 0, size, size))), (size // 2, 0))
    if "hole" in faults:
        middle, reach = size / 2, 0.17 * size
        hole = [middle - reach, middle - reach, middle + reach, middle + reach]
        pen.ellipse(hole, fill=(0, 0, 0, 0))
        pen.ellipse(hole, outline=_OUTLINE, width=max(2, size // 24))
    if "split" in faults:
        layer = _split(layer)
    if "pole" in faults:
        pen = ImageDraw.Draw(layer)
        ends = [(0.04 * size, 0.22 * size), (0.96 * size, 0.80 * size)]
        pen.line(ends, fill=_OUTLINE, width=max(3, size // 9))
        pen.line(ends, fill=_POLE, width=max(2, size // 14))
    return layer


def _faded(half: Image.Image) -> Image.Image:
    """Make an image four fifths transparent."""
    half.putalpha(half.getchannel("A").point([level // 5 for level in range(256)]))
    return half


def _split(layer: Image.Image) -> Image.Image:
    """Push upper and lower half apart sideways."""
    size, half = layer.width, layer.width // 2
    shift = round(size * 0.2)
    apart = Image.new("RGBA", (size, size))
    apart.paste(layer.crop((0, 0, size, half)), (-shift, 0))
    apart.paste(layer.crop((0, half, size, size)), (shift, half))
    return apart
