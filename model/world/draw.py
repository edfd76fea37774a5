"""Scenes as pictures. The same scene and size always give the same bytes."""

import random

from PIL import Image, ImageDraw

from model.world.objects import RGB, object_layer
from model.world.people import Figure
from model.world.scene import DrawnGroup, Scene
from model.world.styles import apply_style
from model.world.vocabulary import COLOURS, PERSON

DEFAULT_SIZE = 384
"""Side of a picture in pixels, as simulated T2I models deliver them."""

_SKIES: tuple[RGB, ...] = ((135, 200, 240), (160, 210, 235), (110, 180, 230))
_GRASSES: tuple[RGB, ...] = ((120, 180, 90), (95, 160, 85), (140, 190, 110))
_SUN: RGB = (255, 200, 0)
_CLOUD: RGB = (255, 255, 255)

_PERSON_SHARE = 0.54
"""Share of the width that a person takes; sky, sun and clouds keep clear of it."""

_SKY_STRIP, _GROUND_STRIP = 0.15, 0.86
"""Between these heights (share of the picture) things are placed, so that they hide neither sun nor clouds."""


def render(scene: Scene, size: int = DEFAULT_SIZE) -> Image.Image:
    """The scene as an RGB picture of `size` x `size` pixels (drawn at twice that, then reduced)."""
    rng = random.Random(scene.seed)
    side = size * 2
    picture = Image.new("RGB", (side, side))
    pen = ImageDraw.Draw(picture)
    free = _free_columns(scene)
    _background(pen, scene, side, free, rng)
    for thing, box in _places(scene, free):
        group = scene.group(thing)
        if group is not None:
            _draw_group(picture, group, box, side, scene, rng)
    if scene.person:
        left, right = _person_columns(scene)
        box = (left * side, 0.08 * side, (right - left) * side, 0.9 * side)
        Figure(pen, box, scene.faults, scene.seed).draw(scene.pose, scene.prop)
    return apply_style(picture.reduce(2), scene.style, half=scene.half_style)


def _person_columns(scene: Scene) -> tuple[float, float]:
    """Left and right edge of the person's column: right of the others only where the order says so."""
    if scene.order and scene.order[0] != PERSON:
        return 1 - _PERSON_SHARE, 1.0
    return 0.0, _PERSON_SHARE


def _free_columns(scene: Scene) -> tuple[float, float]:
    """Left and right edge of what the person leaves."""
    if not scene.person:
        return 0.0, 1.0
    left, right = _person_columns(scene)
    return (right, 1.0) if left == 0.0 else (0.0, left)


def _background(
    pen: ImageDraw.ImageDraw, scene: Scene, side: int, free: tuple[float, float], rng: random.Random
) -> None:
    broken = scene.faults.get("faithfulness.commonsense", ())
    sky, grass = rng.choice(_SKIES), rng.choice(_GRASSES)
    if "swapped ground" in broken:
        sky, grass = grass, sky
    horizon = rng.uniform(0.45, 0.7) * side
    pen.rectangle([0, 0, side, horizon], fill=sky)
    pen.rectangle([0, horizon, side, side], fill=grass)
    left, width = free[0], free[1] - free[0]
    slots = [left + width * share for share in (0.17, 0.5, 0.83)]
    rng.shuffle(slots)
    _sun(pen, side, slots[0], 0.93 if "sunken sun" in broken else 0.075)
    if "second sun" in broken:
        _sun(pen, side, slots[1], 0.075)
    _cloud(pen, side, slots[2], 0.93 if "fallen cloud" in broken else 0.075)


def _sun(pen: ImageDraw.ImageDraw, side: int, x: float, y: float) -> None:
    r = 0.06 * side
    pen.ellipse([x * side - r, y * side - r, x * side + r, y * side + r], fill=_SUN, outline=(230, 140, 0), width=2)


def _cloud(pen: ImageDraw.ImageDraw, side: int, x: float, y: float) -> None:
    for dx, dy, r in ((-0.05, 0.01, 0.035), (0.0, -0.01, 0.045), (0.05, 0.01, 0.035)):
        cx, cy, radius = (x + dx) * side, (y + dy) * side, r * side
        pen.ellipse([cx - radius, cy - radius, cx + radius, cy + radius], fill=_CLOUD)


def _places(scene: Scene, free: tuple[float, float]) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Where each kind goes: (kind, (left, top, right, bottom) as shares of the picture), in `order` along `axis`."""
    things = [thing for thing in scene.order if thing != PERSON]
    left, right = free
    top, bottom = _SKY_STRIP, _GROUND_STRIP
    if len(things) < 2:
        return [(thing, (left, top, right, bottom)) for thing in things]
    if scene.axis == "horizontal":
        middle = (left + right) / 2
        boxes = [(left, top, middle, bottom), (middle, top, right, bottom)]
    else:
        middle = (top + bottom) / 2
        boxes = [(left, top, right, middle), (left, middle, right, bottom)]
    return list(zip(things, boxes, strict=True))


def _draw_group(
    picture: Image.Image,
    group: DrawnGroup,
    box: tuple[float, float, float, float],
    side: int,
    scene: Scene,
    rng: random.Random,
) -> None:
    left, top, right, bottom = (share * side for share in box)
    columns, rows = _grid(group.count, wide=right - left > bottom - top)
    cell_width, cell_height = (right - left) / columns, (bottom - top) / rows
    size = int(min(cell_width, cell_height, 0.42 * side) * rng.uniform(0.78, 0.95))
    layer = object_layer(group.kind, COLOURS[group.colour], size, len(scene.faults.get("faithfulness.object", ())))
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    for column, row in rng.sample(cells, group.count):
        x = left + column * cell_width + (cell_width - size) * rng.random()
        y = top + row * cell_height + (cell_height - size) * rng.random()
        picture.paste(layer, (round(x), round(y)), layer)


def _grid(count: int, *, wide: bool) -> tuple[int, int]:
    """Columns and rows for that many objects."""
    if count == 1:
        return 1, 1
    if count == 2:
        return (2, 1) if wide else (1, 2)
    return 2, 2
