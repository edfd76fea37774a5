"""The words of the closed world, and what each stands for, as data."""

from dataclasses import dataclass

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (214, 39, 40),
    "orange": (255, 140, 20),
    "yellow": (245, 215, 40),
    "purple": (130, 60, 170),
    "pink": (245, 140, 190),
    "black": (35, 35, 40),
    "white": (248, 248, 248),
    "brown": (125, 75, 40),
}
"""Colours of objects. Blue and green are left to sky and grass."""

KINDS: tuple[str, ...] = (
    "ball",
    "boat",
    "car",
    "cat",
    "chair",
    "cup",
    "fish",
    "flower",
    "house",
    "star",
    "tree",
    "umbrella",
)
"""Kinds of objects."""

PERSON = "person"

NUMBERS: tuple[str, ...] = ("zero", "one", "two", "three", "four")
"""Number words by value; objects appear one to four times."""

STYLES: tuple[str, ...] = ("flat", "ink", "pixel art", "watercolour", "comic")
"""Styles; a picture whose prompt names none is drawn flat."""

RELATIONS: dict[str, tuple[str, bool]] = {
    "left of": ("horizontal", True),
    "right of": ("horizontal", False),
    "above": ("vertical", True),
    "below": ("vertical", False),
}
"""Spatial relation to (axis, whether the first thing comes first along it)."""

POSES: tuple[str, ...] = ("down", "one up", "both up", "out", "kick")
PROPS: tuple[str, ...] = ("flag", "box", "balloon", "ball")


@dataclass(frozen=True, slots=True)
class Action:
    """What a person does: the pose that shows it and the prop it takes."""

    words: str
    pose: str
    prop: str


ACTIONS: tuple[Action, ...] = (
    Action("waving a flag", "one up", "flag"),
    Action("lifting a box", "both up", "box"),
    Action("holding a balloon", "out", "balloon"),
    Action("kicking a ball", "kick", "ball"),
)

ACTION_BY_WORDS: dict[str, Action] = {action.words: action for action in ACTIONS}

FAULTS: dict[str, tuple[str, ...]] = {
    "faithfulness.body": ("third arm", "wrong legs", "loose head", "broken torso"),
    "faithfulness.hand": ("left fingers", "right fingers", "left size", "right size"),
    "faithfulness.face": ("left eye", "right eye", "nose", "mouth"),
    "faithfulness.object": ("first cut", "second cut", "third cut", "fourth cut"),
    "faithfulness.commonsense": ("sunken sun", "second sun", "fallen cloud", "swapped ground"),
}
"""Faults that can be put into a picture, four per faithfulness skill.

The written rule of the closed world: the true answer is 4 less the number of
faults of that skill in the picture; -1 for body, hand and face where nobody is
in it.
"""


def plural(kind: str, count: int) -> str:
    """`cat` or `cats`; of this world's kinds only fish stay the same."""
    return kind if count == 1 or kind == "fish" else f"{kind}s"
