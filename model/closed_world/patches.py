"""Facts about every patch of a picture, from which a vision tower learns before it learns from questions.

A picture is cut into `grid` x `grid` patches as the tower cuts it. A patch's facts are the kinds, centres and colours
of the objects in it, their arrangement, the person's pose, prop and parts, the style, and the place of the patch:
what is to be seen, never how good it is.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from model.closed_world.layout import Box, Composition, Spot, compose
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
"""The facts of a patch, in this order; each is 0 or 1, but `across` and `down`, the place of its middle (0 to 1)."""

HARD_FACTS = ("kind", "centre", "hand")
"""First words of the facts that a tower learns last: shapes take it longer than colours."""

_INDEX = {fact: index for index, fact in enumerate(PATCH_FACTS)}
_COVERED = 0.3
"""A patch shows what covers this share of it."""
_HEAD, _HAND = 0.16, 0.09
"""Half the side of the squares round head and hand, in heights of the person."""


def compute_patch_facts(scene: Scene, grid: int) -> NDArray[np.float32]:
    """Compute the facts of each patch, row by row: (grid * grid, facts), 0 to 1."""
    composition = compose(scene)
    facts = np.zeros((grid, grid, len(PATCH_FACTS)), np.float32)
    for spot in composition.spots:
        _mark_object(facts, scene, spot)
    for box, names in _person_facts(scene, composition):
        _mark(facts, _covered(box, grid), names)
    half = grid // 2
    facts[:, :half, _INDEX[f"style {scene.style}"]] = 1
    facts[:, half:, _INDEX[f"style {'flat' if scene.half_style else scene.style}"]] = 1
    middles = (np.arange(grid) + 0.5) / grid
    facts[:, :, _INDEX["across"]] = middles[None, :]
    facts[:, :, _INDEX["down"]] = middles[:, None]
    return facts.reshape(grid * grid, len(PATCH_FACTS))


def _mark(facts: NDArray[np.float32], where: NDArray[np.bool_], names: list[str]) -> None:
    for fact in names:
        facts[where, _INDEX[fact]] = 1


def _mark_object(facts: NDArray[np.float32], scene: Scene, spot: Spot) -> None:
    grid = facts.shape[0]
    group = scene.group(spot.kind)
    names = [f"kind {spot.kind}", *(f"object {look}" for look in scene.faults.get("faithfulness.object", ()))]
    if group and scene.style not in MONOCHROME:
        names.append(f"colour {group.colour}")
    if len(scene.order) == 2:
        names.append(f"arrangement {scene.arrangement}")
    _mark(facts, _covered((spot.x, spot.y, spot.x + spot.size, spot.y + spot.size), grid), names)
    row, column = (min(max(int((start + spot.size / 2) * grid), 0), grid - 1) for start in (spot.y, spot.x))
    facts[row, column, _INDEX[f"centre of {spot.kind}"]] = 1


def _person_facts(scene: Scene, composition: Composition) -> Iterator[tuple[Box, list[str]]]:
    """Yield the boxes of the person, the head and the hands, each with the names of its facts."""
    if composition.person is None:
        return
    left, top, width, height = composition.person
    middle = left + width / 2
    body = scene.faults.get("faithfulness.body", ())
    names = ["person", f"pose {scene.pose}", *(f"body {look}" for look in body)]
    if scene.prop:
        names.append(f"prop {scene.prop}")
    yield (middle - 0.28 * height, top, middle + 0.28 * height, top + height), names
    face = scene.faults.get("faithfulness.face", ())
    squares = [(head_offset(body), 0.15, _HEAD, ["head", *(f"face {look}" for look in face)])]
    for side, name in ((-1, "left"), (1, "right")):
        squares.append((*resting_hand(scene.pose, side), _HAND, ["hand", *_hand_looks(scene, name)]))
    for x, y, reach, names in squares:
        x, y, reach = middle + x * height, top + y * height, reach * height
        yield (x - reach, y - reach, x + reach, y + reach), names


def _hand_looks(scene: Scene, side: str) -> Iterator[str]:
    looks = scene.faults.get("faithfulness.hand", ())
    if f"{side} size" in looks:
        yield "hand large"
    if f"{side} fingers" in looks:
        yield f"hand {'six' if has_sixth_finger(scene.seed) else 'zero'} fingers"


def _covered(box: Box, grid: int) -> NDArray[np.bool_]:
    """Find the patches, (grid, grid), of which the box covers enough."""
    left, top, right, bottom = (edge * grid for edge in box)
    starts = np.arange(grid)
    across = np.clip(np.minimum(right, starts + 1) - np.maximum(left, starts), 0, None)
    down = np.clip(np.minimum(bottom, starts + 1) - np.maximum(top, starts), 0, None)
    covered: NDArray[np.bool_] = (down[:, None] * across[None, :]) >= _COVERED
    return covered
