"""What every patch of a picture shows: what a vision tower learns from before it is asked in words.

A picture is cut into `grid` x `grid` patches as the tower cuts it. Each patch
is told plain facts of what lies in it: kinds, centres and colours of objects,
how things are arranged, the person's pose, prop and parts, the style, and where
the patch itself lies. Like the plain questions of `facts.py` they say what is
to be seen, never how good it is.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from model.closed_world.layout import Composition, Spot, compose
from model.closed_world.people import has_sixth_finger, head_offset, resting_hand
from model.closed_world.scene import Scene
from model.closed_world.vocabulary import ARRANGEMENTS, COLOURS, FAULTS, KINDS, MONOCHROME, POSES, PROPS, STYLES

PATCH_FACTS: tuple[str, ...] = (
    *(f"kind {kind}" for kind in KINDS),
    *(f"centre of {kind}" for kind in KINDS),
    *(f"colour {colour}" for colour in COLOURS),
    *(f"object {look}" for look in FAULTS["faithfulness.object"]),
    *(f"arrangement {name}" for name in ARRANGEMENTS),
    "person",
    *(f"pose {pose}" for pose in POSES),
    *(f"prop {prop}" for prop in PROPS),
    *(f"body {look}" for look in FAULTS["faithfulness.body"]),
    "head",
    *(f"face {look}" for look in FAULTS["faithfulness.face"]),
    "hand",
    "hand large",
    "hand six fingers",
    "hand zero fingers",
    *(f"style {style}" for style in STYLES),
    "across",
    "down",
)
"""What a patch is told, in this order; each is 0 or 1, but `across` and `down`, the place of its middle (0 to 1)."""

HARD_FACTS = ("kind", "centre", "hand")
"""First words of the facts that are learnt last: shapes take a tower longer than colours."""

_INDEX = {fact: index for index, fact in enumerate(PATCH_FACTS)}
_COVERED = 0.3
"""A patch shows what covers this share of it."""
_HEAD, _HAND = 0.16, 0.09
"""Half the side of the squares round head and hand, in heights of the person."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in shares of the picture."""


def compute_patch_facts(scene: Scene, grid: int) -> NDArray[np.float32]:
    """The facts of each patch, row by row: (grid * grid, facts), 0 to 1."""
    composition = compose(scene)
    facts = np.zeros((grid, grid, len(PATCH_FACTS)), np.float32)
    for spot in composition.spots:
        _tell_object(facts, scene, spot)
    for box, told in _person(scene, composition):
        _tell(facts, _covered(box, grid), told)
    half = grid // 2
    facts[:, :half, _INDEX[f"style {scene.style}"]] = 1
    facts[:, half:, _INDEX[f"style {'flat' if scene.half_style else scene.style}"]] = 1
    middles = (np.arange(grid) + 0.5) / grid
    facts[:, :, _INDEX["across"]] = middles[None, :]
    facts[:, :, _INDEX["down"]] = middles[:, None]
    return facts.reshape(grid * grid, len(PATCH_FACTS))


def _tell(facts: NDArray[np.float32], where: NDArray[np.bool_], told: list[str]) -> None:
    for fact in told:
        facts[where, _INDEX[fact]] = 1


def _tell_object(facts: NDArray[np.float32], scene: Scene, spot: Spot) -> None:
    grid = facts.shape[0]
    group = scene.group(spot.kind)
    told = [f"kind {spot.kind}", *(f"object {look}" for look in scene.faults.get("faithfulness.object", ()))]
    if group and scene.style not in MONOCHROME:
        told.append(f"colour {group.colour}")
    if len(scene.order) == 2:
        told.append(f"arrangement {scene.arrangement}")
    _tell(facts, _covered((spot.x, spot.y, spot.x + spot.size, spot.y + spot.size), grid), told)
    row, column = (min(max(int((start + spot.size / 2) * grid), 0), grid - 1) for start in (spot.y, spot.x))
    facts[row, column, _INDEX[f"centre of {spot.kind}"]] = 1


def _person(scene: Scene, composition: Composition) -> Iterator[tuple[Box, list[str]]]:
    """Boxes of the person and of the parts with faces and hands, and what is told of each."""
    if composition.person is None:
        return
    left, top, width, height = composition.person
    middle = left + width / 2
    body = scene.faults.get("faithfulness.body", ())
    told = ["person", f"pose {scene.pose}", *(f"body {look}" for look in body)]
    if scene.prop:
        told.append(f"prop {scene.prop}")
    yield (middle - 0.28 * height, top, middle + 0.28 * height, top + height), told
    face = scene.faults.get("faithfulness.face", ())
    squares = [(head_offset(body), 0.15, _HEAD, ["head", *(f"face {look}" for look in face)])]
    for side, name in ((-1, "left"), (1, "right")):
        squares.append((*resting_hand(scene.pose, side), _HAND, ["hand", *_hand_looks(scene, name)]))
    for x, y, reach, told in squares:
        x, y, reach = middle + x * height, top + y * height, reach * height
        yield (x - reach, y - reach, x + reach, y + reach), told


def _hand_looks(scene: Scene, side: str) -> Iterator[str]:
    looks = scene.faults.get("faithfulness.hand", ())
    if f"{side} size" in looks:
        yield "hand large"
    if f"{side} fingers" in looks:
        yield f"hand {'six' if has_sixth_finger(scene.seed) else 'zero'} fingers"


def _covered(box: Box, grid: int) -> NDArray[np.bool_]:
    """The patches (grid, grid) of which the box covers enough."""
    left, top, right, bottom = (edge * grid for edge in box)
    starts = np.arange(grid)
    across = np.clip(np.minimum(right, starts + 1) - np.maximum(left, starts), 0, None)
    down = np.clip(np.minimum(bottom, starts + 1) - np.maximum(top, starts), 0, None)
    covered: NDArray[np.bool_] = (down[:, None] * across[None, :]) >= _COVERED
    return covered
