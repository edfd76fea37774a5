"""The words of the closed world as data: kinds, colours, styles, relations, actions and faults."""

from dataclasses import dataclass

from model.closed_world.objects import LOOKS

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (214, 39, 40),
    "orange": (255, 140, 20),
    "yellow": (245, 215, 40),
    "green": (20, 130, 50),
    "blue": (30, 70, 200),
    "purple": (130, 60, 170),
    "pink": (245, 140, 190),
    "black": (35, 35, 40),
    "white": (248, 248, 248),
    "brown": (125, 75, 40),
}
"""Colours of objects."""

KINDS: tuple[str, ...] = tuple(sorted(LOOKS))
"""Kinds of objects: animals, vehicles, furniture, plants, tools and other things."""

SUPPORTS: tuple[str, ...] = ("boat", "bus", "car", "chair", "house", "table")
"""Kinds that other things can stand on."""

PERSON = "person"

NUMBERS: tuple[str, ...] = ("zero", "one", "two", "three", "four", "five")
"""Number words by value; objects appear one to five times."""

STYLES: tuple[str, ...] = ("flat", "ink", "pixel art", "watercolour", "comic", "sketch", "blueprint", "mosaic")
"""Styles; a picture whose prompt names none is drawn flat."""

MONOCHROME: frozenset[str] = frozenset({"sketch", "blueprint"})
"""Styles in which nothing has a colour of its own, so that no colour asked for is shown."""

PLACES: tuple[str, ...] = ("meadow", "desert", "beach", "snow", "city", "dusk")
"""Backgrounds; no prompt asks for one."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A placement of things in a scene; `words` relate the first to the second, `reverse` the second to the first."""

    words: str
    reverse: str


ARRANGEMENTS: dict[str, Arrangement] = {
    "row": Arrangement("left of", "right of"),
    "column": Arrangement("above", "below"),
    "stack": Arrangement("on", "under"),
    "front": Arrangement("in front of", "behind"),
}

BETWEEN = "between"

RELATIONS: dict[str, tuple[str, bool]] = {
    "left of": ("row", True),
    "right of": ("row", False),
    "above": ("column", True),
    "below": ("column", False),
    "on": ("stack", True),
    "in front of": ("front", True),
    BETWEEN: ("row", True),
}
"""Relations that prompts ask for, to (arrangement, whether the first thing comes first in it)."""

POSES: tuple[str, ...] = ("down", "one up", "both up", "out", "kick", "front")
PROPS: tuple[str, ...] = ("flag", "box", "balloon", "ball", "book", "bucket")


@dataclass(frozen=True, slots=True)
class Action:
    """An action of a person, with the pose that shows it and the prop it takes."""

    words: str
    pose: str
    prop: str


ACTIONS: tuple[Action, ...] = (
    Action("waving a flag", "one up", "flag"),
    Action("lifting a box", "both up", "box"),
    Action("holding a balloon", "out", "balloon"),
    Action("kicking a ball", "kick", "ball"),
    Action("reading a book", "front", "book"),
    Action("carrying a bucket", "down", "bucket"),
)

FAULTS: dict[str, tuple[str, ...]] = {
    "faithfulness.body": ("third arm", "wrong legs", "loose head", "broken torso"),
    "faithfulness.hand": ("left fingers", "right fingers", "left size", "right size"),
    "faithfulness.face": ("left eye", "right eye", "nose", "mouth"),
    "faithfulness.object": ("split", "hole", "pole", "faded"),
    "faithfulness.commonsense": ("sunken sun", "second sun", "fallen cloud", "swapped ground"),
}
"""Faults that can be put into a picture, four per faithfulness skill.

The written rule of the closed world: the true answer is 4 less the number of
faults of that skill in the picture; -1 for `PERSON_SKILLS` where nobody is in it.
"""

PERSON_SKILLS: tuple[str, ...] = ("faithfulness.body", "faithfulness.hand", "faithfulness.face")
"""Skills of which there is nothing to judge without a person."""

_PLURALS = {"fish": "fish", "cactus": "cacti", "bus": "buses"}


def plural(kind: str, count: int) -> str:
    """Write a kind in singular or plural, as `cat` or `cats`."""
    return kind if count == 1 else _PLURALS.get(kind, f"{kind}s")
