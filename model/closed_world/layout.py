"""The places of a scene's things, in shares of the picture's side."""

import random
from dataclasses import dataclass

from model.closed_world.objects import BOTTOMS, TOPS
from model.closed_world.scene import Scene
from model.closed_world.vocabulary import PERSON

_PERSON_SHARE = 0.54
"""Share of the width that a person takes."""

_TOP, _BOTTOM = 0.15, 0.87
"""Between these heights things are placed, so that they hide neither sun nor clouds."""

_LARGEST = 0.42
"""Side of the largest object."""


Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in shares of the picture."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One object: its kind, the left upper corner of its square and the square's side, in shares of the picture."""

    kind: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Composition:
    """The places of a scene: a spot for every object, those behind first, and the person's box.

    `person` is (left, top, width, height), None where nobody is in the picture.
    """

    spots: tuple[Spot, ...]
    person: tuple[float, float, float, float] | None


def person_columns(scene: Scene) -> tuple[float, float]:
    """Return left and right edge of the person's column: on the right only where the order puts others first."""
    if scene.order and scene.order[0] != PERSON:
        return 1 - _PERSON_SHARE, 1.0
    return 0.0, _PERSON_SHARE


def compose(scene: Scene) -> Composition:
    """Place everything in a scene; the result follows from the scene alone."""
    rng = random.Random(scene.seed)
    spots = tuple(place_objects(scene, rng))
    if not scene.person:
        return Composition(spots, None)
    left, right = person_columns(scene)
    height = 0.9 * rng.uniform(0.88, 1.0)
    return Composition(spots, (left + rng.uniform(-0.03, 0.03), 0.98 - height, right - left, height))


def place_objects(scene: Scene, rng: random.Random) -> list[Spot]:
    """Place every object, those behind first."""
    things = [thing for thing in scene.order if thing != PERSON]
    counts = {group.kind: group.count for group in scene.groups}
    left, right = 0.0, 1.0
    if scene.person:
        edges = person_columns(scene)
        left, right = (edges[1], 1.0) if edges[0] == 0.0 else (0.0, edges[0])
    if len(things) == 2 and scene.arrangement == "stack":
        return _stack(things[0], counts[things[0]], things[1], counts[things[1]], rng)
    if len(things) == 2 and scene.arrangement == "front":
        return _front(things[0], counts[things[0]], things[1], counts[things[1]], rng)
    spots: list[Spot] = []
    for index, thing in enumerate(things):
        start, end = index / len(things), (index + 1) / len(things)
        if scene.arrangement == "column":
            box = (left, _TOP + (_BOTTOM - _TOP) * start, right, _TOP + (_BOTTOM - _TOP) * end)
        else:
            box = (left + (right - left) * start, _TOP, left + (right - left) * end, _BOTTOM)
        spots.extend(_scatter(thing, counts[thing], box, rng))
    return spots


def _scatter(kind: str, count: int, box: Box, rng: random.Random) -> list[Spot]:
    """Place objects of a kind within a box, each in a cell of its own, all of one size."""
    left, top, right, bottom = box
    columns, rows = _grid(count, wide=right - left > bottom - top)
    width, height = (right - left) / columns, (bottom - top) / rows
    size = min(width, height, _LARGEST) * rng.uniform(0.75, 0.97)
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    return [
        Spot(
            kind,
            left + column * width + (width - size) * rng.random(),
            top + row * height + (height - size) * rng.random(),
            size,
        )
        for column, row in rng.sample(cells, count)
    ]


def _stack(upper: str, uppers: int, lower: str, lowers: int, rng: random.Random) -> list[Spot]:
    """Place the lower ones side by side on the ground, the upper ones on their tops, touching them."""
    size = min(0.5, 0.96 / lowers) * rng.uniform(0.85, 1.0)
    start = (1 - size * lowers) * rng.random()
    base_y = 0.9 - size * BOTTOMS[lower]
    below = [Spot(lower, start + index * size, base_y, size) for index in range(lowers)]
    surface = base_y + size * TOPS[lower]
    per_base = -(-uppers // lowers)
    small = min(0.3, size * 0.96 / per_base, (surface - 0.14) / BOTTOMS[upper])
    above = []
    for index in range(uppers):
        base = below[index % lowers]
        row = (base.size - small * per_base) / 2 + small * (index // lowers)
        above.append(Spot(upper, base.x + row, surface - small * BOTTOMS[upper] + 0.005, small))
    return below + above


def _front(near: str, nears: int, far: str, fars: int, rng: random.Random) -> list[Spot]:
    """Place the far ones larger and higher up, the near ones lower and over them, so that they cover a part."""
    size = min(0.55, 0.98 / fars) * rng.uniform(0.9, 1.0)
    start = (1 - size * fars) * rng.random()
    middle = 0.18 + 0.3
    behind = [Spot(far, start + index * size, middle - size / 2, size) for index in range(fars)]
    small = min(0.34, 0.96 / nears) * rng.uniform(0.85, 1.0)
    row = small * nears
    centre = start + size * fars / 2
    left = min(max(0.0, centre - row / 2 + rng.uniform(-0.05, 0.05)), 1 - row)
    y = middle + size / 2 - small * 0.45
    return behind + [Spot(near, left + index * small, y, small) for index in range(nears)]


def _grid(count: int, *, wide: bool) -> tuple[int, int]:
    """Return columns and rows for that many objects."""
    columns, rows = {1: (1, 1), 2: (2, 1), 3: (2, 2), 4: (2, 2), 5: (3, 2)}[count]
    return (columns, rows) if wide else (rows, columns)
