"""Draw scenes as pictures; the same scene and size always give the same bytes."""

import random
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from model.closed_world.layout import Spot, compose, person_columns
from model.closed_world.objects import RGB, object_layer
from model.closed_world.people import Figure
from model.closed_world.scene import Scene
from model.closed_world.styles import apply_style
from model.closed_world.vocabulary import COLOURS

DEFAULT_SIZE = 224
"""Side of a picture in pixels, as simulated T2I models deliver them."""

_GROUNDS: dict[str, tuple[tuple[RGB, ...], tuple[RGB, ...]]] = {
    "meadow": (((135, 200, 240), (160, 210, 235)), ((120, 180, 90), (140, 190, 110))),
    "desert": (((150, 205, 235), (240, 205, 160)), ((225, 190, 120), (210, 170, 100))),
    "beach": (((140, 205, 240), (175, 220, 240)), ((238, 222, 170), (230, 210, 160))),
    "snow": (((170, 195, 215), (190, 205, 220)), ((236, 241, 246), (226, 234, 242))),
    "city": (((165, 190, 210), (185, 185, 200)), ((150, 150, 152), (165, 160, 158))),
    "dusk": (((38, 44, 84), (52, 50, 96)), ((72, 88, 92), (84, 80, 100))),
}
"""Colours of sky and ground by place."""

_SUN: RGB = (255, 200, 0)
_CLOUD: RGB = (255, 255, 255)
_DRAWN_AT = 2
"""Pictures are drawn this many times larger, then reduced, which smooths their edges."""


def render(scene: Scene, size: int = DEFAULT_SIZE) -> Image.Image:
    """Draw a scene as an RGB picture of `size` x `size` pixels."""
    composition = compose(scene)
    rng = random.Random(f"surroundings/{scene.seed}")
    side = size * _DRAWN_AT
    picture = Image.new("RGB", (side, side))
    pen = ImageDraw.Draw(picture)
    _background(pen, scene, side, rng)
    for spot in composition.spots:
        _draw_object(picture, spot, side, scene)
    if composition.person:
        left, top, width, height = (share * side for share in composition.person)
        Figure(pen, (left, top, width, height), scene.faults, scene.seed).draw(scene.pose, scene.prop)
    lit = ImageChops.multiply(picture.reduce(_DRAWN_AT), _light(rng.choice(_LIGHTS), size))
    return apply_style(lit, scene.style, half=scene.half_style)


_LIGHTS = ("even", "even", "left", "right", "warm")


@lru_cache(maxsize=16)
def _light(kind: str, size: int) -> Image.Image:
    """Return the light to multiply a picture with: from one side, a warm evening's, or an even one."""
    ramp = np.linspace(1.0, 0.78, size)
    across = {"left": ramp, "right": ramp[::-1]}.get(kind, np.ones(size))
    tint = np.array((1.0, 0.93, 0.82) if kind == "warm" else (1.0, 1.0, 1.0))
    field = np.broadcast_to(across[None, :, None] * tint, (size, size, 3))
    return Image.fromarray((field * 255).round().astype(np.uint8))


def _background(pen: ImageDraw.ImageDraw, scene: Scene, side: int, rng: random.Random) -> None:
    broken = scene.faults.get("faithfulness.commonsense", ())
    skies, grounds = _GROUNDS[scene.place]
    sky, ground = rng.choice(skies), rng.choice(grounds)
    horizon = rng.uniform(0.45, 0.7) * side
    upside_down = "swapped ground" in broken
    pen.rectangle([0, 0, side, horizon], fill=ground if upside_down else sky)
    pen.rectangle([0, horizon, side, side], fill=sky if upside_down else ground)
    _scenery(pen, scene.place, side, side - horizon if upside_down else horizon, rng)
    left, right = _free_columns(scene)
    slots = [left + (right - left) * share for share in (0.17, 0.5, 0.83)]
    rng.shuffle(slots)
    _sun(pen, side, slots[0], 0.93 if "sunken sun" in broken else 0.075)
    if "second sun" in broken:
        _sun(pen, side, slots[1], 0.075)
    _cloud(pen, side, slots[2], 0.93 if "fallen cloud" in broken else 0.075)


def _scenery(pen: ImageDraw.ImageDraw, place: str, side: int, horizon: float, rng: random.Random) -> None:
    """Draw the horizon of some places, low enough to be no object of its own."""
    if place == "city":
        x = 0.0
        while x < side:
            width, height = rng.uniform(0.06, 0.14) * side, rng.uniform(0.05, 0.16) * side
            grey = rng.randint(120, 150)
            pen.rectangle([x, horizon - height, x + width, horizon], fill=(grey, grey, grey + 12))
            x += width
    elif place == "beach":
        pen.rectangle([0, horizon - 0.07 * side, side, horizon], fill=(70, 150, 190))
    elif place == "snow":
        for _ in range(3):
            x, reach = rng.random() * side, rng.uniform(0.12, 0.24) * side
            pen.polygon([(x - reach, horizon), (x, horizon - reach * 0.6), (x + reach, horizon)], fill=(205, 215, 228))


def _free_columns(scene: Scene) -> tuple[float, float]:
    """Left and right edge of what the person leaves, where sun and clouds are seen whole."""
    if not scene.person:
        return 0.0, 1.0
    left, right = person_columns(scene)
    return (right, 1.0) if left == 0.0 else (0.0, left)


def _sun(pen: ImageDraw.ImageDraw, side: int, x: float, y: float) -> None:
    r = 0.06 * side
    pen.ellipse([x * side - r, y * side - r, x * side + r, y * side + r], fill=_SUN, outline=(230, 140, 0), width=2)


def _cloud(pen: ImageDraw.ImageDraw, side: int, x: float, y: float) -> None:
    for dx, dy, r in ((-0.05, 0.01, 0.035), (0.0, -0.01, 0.045), (0.05, 0.01, 0.035)):
        cx, cy, radius = (x + dx) * side, (y + dy) * side, r * side
        box = [cx - radius, cy - radius, cx + radius, cy + radius]
        pen.ellipse(box, fill=_CLOUD, outline=(150, 160, 175), width=1)


def _draw_object(picture: Image.Image, spot: Spot, side: int, scene: Scene) -> None:
    group = scene.group(spot.kind)
    if group is None:
        raise ValueError(f"A spot for a {spot.kind}, which the scene does not show.")
    size = max(8, round(spot.size * side))
    layer = object_layer(spot.kind, COLOURS[group.colour], size, scene.faults.get("faithfulness.object", ()))
    picture.paste(layer, (round(spot.x * side), round(spot.y * side)), layer)
