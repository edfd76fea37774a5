"""Draw people: a body with hands and a face, each of which can be drawn wrong on purpose."""

import math
import random
from collections.abc import Collection, Mapping

from PIL import ImageDraw

RGB = tuple[int, int, int]
Box = tuple[float, float, float, float]

_SKINS: tuple[RGB, ...] = ((255, 219, 172), (224, 172, 105), (198, 134, 66), (141, 85, 36))
_HAIRS: tuple[RGB, ...] = ((40, 30, 25), (120, 70, 30), (200, 160, 80), (150, 150, 150))
_CLOTHES: tuple[RGB, ...] = ((40, 80, 160), (30, 120, 120), (110, 110, 120), (90, 60, 110))
_INK: RGB = (25, 25, 30)

_ARMS: dict[str, tuple[float, float]] = {
    "down": (65.0, 65.0),
    "one up": (65.0, -62.0),
    "both up": (-62.0, -62.0),
    "out": (65.0, -5.0),
    "kick": (40.0, 40.0),
    "front": (82.0, 82.0),
}
"""Pose to the angles of the left and right arm: degrees below the horizontal, away from the body."""

_REACH = 0.15
"""Length of an arm, in heights of the person."""


def has_sixth_finger(seed: int) -> bool:
    """Check whether hands with wrong fingers have six of them, else none; the same in all pictures of a seed."""
    return seed % 2 == 0


def resting_hand(pose: str, side: int) -> tuple[float, float]:
    """Return the place of the hand on a side (-1 left, 1 right): x from the middle, y from the top, in heights."""
    return _hand_at(side, _ARMS[pose][0 if side < 0 else 1])


def head_offset(body_faults: Collection[str]) -> float:
    """Return how far right of the middle the head is, in heights of the person."""
    return -0.15 if "loose head" in body_faults else 0.0


def _hand_at(side: int, angle: float) -> tuple[float, float]:
    x, y = _shoulder(side)
    return (x + side * _REACH * math.cos(math.radians(angle)), y + _REACH * math.sin(math.radians(angle)))


def _shoulder(side: int) -> tuple[float, float]:
    return (side * 0.09, 0.36)


class Figure:
    """One person drawn into a box, `(left, top, width, height)` in pixels; lengths inside are shares of the height."""

    def __init__(self, pen: ImageDraw.ImageDraw, box: Box, faults: Mapping[str, Collection[str]], seed: int) -> None:
        self.pen = pen
        self.left, self.top, self.width, self.height = box
        self.body_faults = faults.get("faithfulness.body", ())
        self.hand_faults = faults.get("faithfulness.hand", ())
        self.face_faults = faults.get("faithfulness.face", ())
        rng = random.Random(seed)
        self.skin, self.hair, self.shirt = rng.choice(_SKINS), rng.choice(_HAIRS), rng.choice(_CLOTHES)
        self.trousers = rng.choice(_CLOTHES)
        self.sixth_finger = has_sixth_finger(seed)

    def draw(self, pose: str, prop: str | None) -> None:
        """Draw the person in a pose, with the prop where it belongs."""
        self._legs(kick=pose == "kick")
        self._torso()
        left, right = _ARMS[pose]
        self._arm(-1, left)
        hand = self._arm(1, right)
        if "third arm" in self.body_faults:
            self._arm(-1, 12.0, plain=True)
        self._head()
        if prop:
            self._prop(prop, hand)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        """Convert figure coordinates (x from the middle, y from the top, in heights) to pixels."""
        return (self.left + self.width / 2 + x * self.height, self.top + y * self.height)

    def _disc(self, x: float, y: float, radius: float, fill: RGB) -> None:
        cx, cy = self._at(x, y)
        r = radius * self.height
        self.pen.ellipse([cx - r, cy - r, cx + r, cy + r], fill=fill)

    def _stroke(self, start: tuple[float, float], end: tuple[float, float], width: float, fill: RGB) -> None:
        self.pen.line([self._at(*start), self._at(*end)], fill=fill, width=max(1, round(width * self.height)))

    def _legs(self, *, kick: bool) -> None:
        feet = [(-0.10, 0.97), (0.24, 0.84) if kick else (0.10, 0.97)]
        if "wrong legs" in self.body_faults:
            feet = [(0.0, 0.97)]
        for x, y in feet:
            hip = (0.06 if x > 0 else -0.06 if x < 0 else 0.0, 0.66)
            self._stroke(hip, (x, y), 0.075, self.trousers)
            self._disc(x + 0.02, y, 0.04, _INK)

    def _torso(self) -> None:
        cuts = [(0.33, 0.50, 0.10), (0.50, 0.70, -0.10)] if "broken torso" in self.body_faults else [(0.33, 0.70, 0.0)]
        for top, bottom, shift in cuts:
            corners = [(-0.11, top), (0.11, top), (0.10, bottom), (-0.10, bottom)]
            self.pen.polygon([self._at(x + shift, y) for x, y in corners], fill=self.shirt)

    def _arm(self, side: int, angle: float, *, plain: bool = False) -> tuple[float, float]:
        """Draw an arm on one side (-1 left, 1 right); returns the place of its hand."""
        radians = math.radians(angle)
        hand = _hand_at(side, angle)
        self._stroke(_shoulder(side), hand, 0.055, self.shirt)
        name = "left" if side < 0 else "right"
        size = 1.9 if f"{name} size" in self.hand_faults and not plain else 1.0
        for spread, length in self._fingers(name, plain=plain):
            angle = radians + math.radians(spread)
            reach = 0.075 * size * length
            tip = (hand[0] + side * reach * math.cos(angle), hand[1] + reach * math.sin(angle))
            self._stroke(hand, tip, 0.019 * size, self.skin)
        self._disc(*hand, 0.034 * size, self.skin)
        return hand

    def _fingers(self, name: str, *, plain: bool) -> list[tuple[float, float]]:
        """Return spread (degrees from the arm's direction) and length (1 is usual) of a hand's fingers."""
        five = [(-64.0, 1.0), (-32.0, 1.0), (0.0, 1.0), (32.0, 1.0), (64.0, 1.0)]
        if plain or f"{name} fingers" not in self.hand_faults:
            return five
        return [*five, (118.0, 1.5)] if self.sixth_finger else []

    def _head(self) -> None:
        loose = "loose head" in self.body_faults
        x, y = head_offset(self.body_faults), 0.15
        if not loose:
            self._stroke((0, 0.28), (0, 0.35), 0.07, self.skin)
        self._disc(x, y - 0.02, 0.155, self.hair)
        self._disc(x, y + 0.015, 0.14, self.skin)
        self._eye(x - 0.055, y, "left eye")
        self._eye(x + 0.055, y, "right eye")
        nose = (x, y + 0.045) if "nose" not in self.face_faults else (x, y - 0.085)
        self._disc(*nose, 0.026, (200, 60, 60))
        if "mouth" not in self.face_faults:
            self._stroke((x - 0.06, y + 0.095), (x + 0.06, y + 0.095), 0.03, (150, 20, 30))
        else:
            self._stroke((x - 0.10, y + 0.03), (x - 0.10, y + 0.13), 0.03, (150, 20, 30))

    def _eye(self, x: float, y: float, fault: str) -> None:
        if fault in self.face_faults:
            self._disc(x, y, 0.05, (255, 255, 255))
            self._disc(x, y, 0.03, (220, 30, 30))
            return
        self._disc(x, y, 0.036, (255, 255, 255))
        self._disc(x, y, 0.02, _INK)

    def _prop(self, prop: str, hand: tuple[float, float]) -> None:
        x, y = hand
        if prop == "flag":
            self._stroke((x, y + 0.05), (x, y - 0.24), 0.018, _INK)
            self.pen.polygon(
                [self._at(x, y - 0.24), self._at(x + 0.13, y - 0.18), self._at(x, y - 0.12)], fill=(0, 170, 90)
            )
        elif prop == "box":
            left, top = self._at(x - 0.06, y - 0.19)
            right, bottom = self._at(x + 0.08, y - 0.05)
            self.pen.rectangle([left, top, right, bottom], fill=(196, 154, 94), outline=_INK)
        elif prop == "balloon":
            self._stroke((x, y), (x + 0.05, y - 0.14), 0.01, _INK)
            self._disc(x + 0.05, y - 0.19, 0.075, (0, 150, 220))
        elif prop == "book":
            self._page(-0.105, 0.0)
            self._page(0.0, 0.105)
        elif prop == "bucket":
            self._stroke((x, y), (x, y + 0.12), 0.012, _INK)
            corners = [(-0.075, 0.12), (0.075, 0.12), (0.05, 0.25), (-0.05, 0.25)]
            self.pen.polygon([self._at(x + dx, y + dy) for dx, dy in corners], fill=(150, 165, 175), outline=_INK)
        else:
            self._disc(0.25, 0.93, 0.06, (250, 250, 250))
            self._disc(0.25, 0.93, 0.025, _INK)

    def _page(self, left: float, right: float) -> None:
        self.pen.rectangle([self._at(left, 0.43), self._at(right, 0.55)], fill=(250, 248, 235), outline=_INK, width=2)
