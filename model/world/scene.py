"""Wishes (what a prompt asks) and scenes (what a picture really shows), and how both are drawn from chance."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from model.world.vocabulary import (
    ACTIONS,
    COLOURS,
    FAULTS,
    KINDS,
    NUMBERS,
    PERSON,
    POSES,
    PROPS,
    RELATIONS,
    STYLES,
    Action,
)

MAX_COUNT = len(NUMBERS) - 1


@dataclass(frozen=True, slots=True)
class Group:
    """Some objects of one kind asked for; what is None is left open by the prompt."""

    kind: str
    colour: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """`first` stands in `words` (a key of RELATIONS) to `second`; both name a kind or a person."""

    first: str
    words: str
    second: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a prompt asks for. Kinds of groups differ, so that a kind names its group."""

    groups: tuple[Group, ...] = ()
    person: bool = False
    action: Action | None = None
    relation: Relation | None = None
    style: str | None = None

    @property
    def things(self) -> tuple[str, ...]:
        """The kinds asked for, and the person."""
        return (*(group.kind for group in self.groups), *((PERSON,) if self.person else ()))


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """Objects really in the picture."""

    kind: str
    colour: str
    count: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What a picture shows, down to the seed of its free details.

    `order` lists the kinds (and the person) as they come along `axis`, left to
    right or top to bottom. `half_style`: only the left half is in `style`, the
    rest is flat. `faults` holds, per faithfulness skill, the faults put in.
    """

    groups: tuple[DrawnGroup, ...]
    person: bool
    pose: str
    prop: str | None
    axis: str
    order: tuple[str, ...]
    style: str
    half_style: bool
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seed: int = 0

    def group(self, kind: str) -> DrawnGroup | None:
        """The drawn group of that kind, if there is one."""
        return next((group for group in self.groups if group.kind == kind), None)


def sample_wish(rng: random.Random, *, annotated: bool = True) -> Wish:
    """A wish by chance. Without `annotated`: a plain one, as faithfulness prompts are (no style, no relation)."""
    person = rng.random() < (0.45 if annotated else 0.75)
    kinds = rng.sample(KINDS, 1 if person or rng.random() < 0.3 else 2)
    groups = tuple(
        Group(
            kind,
            colour=rng.choice(list(COLOURS)) if rng.random() < 0.6 else None,
            count=rng.randint(1, MAX_COUNT) if rng.random() < 0.6 else None,
        )
        for kind in kinds
    )
    wish = Wish(groups, person, action=rng.choice(ACTIONS) if person and rng.random() < 0.7 else None)
    if not annotated:
        return wish
    if len(wish.things) == 2 and rng.random() < 0.6:
        first, second = rng.sample(wish.things, 2)
        wish = replace(wish, relation=Relation(first, rng.choice(relation_words(wish.things)), second))
    return replace(wish, style=rng.choice(STYLES) if rng.random() < 0.4 else None)


def relation_words(things: tuple[str, ...]) -> list[str]:
    """The relations two things can have: people are too tall to stand above or below anything."""
    return [words for words, (axis, _) in RELATIONS.items() if axis == "horizontal" or PERSON not in things]


def fulfil(wish: Wish, rng: random.Random) -> Scene:
    """A faultless scene that grants the wish; what the wish leaves open is decided by chance."""
    groups = tuple(
        DrawnGroup(group.kind, group.colour or rng.choice(list(COLOURS)), group.count or rng.randint(1, 3))
        for group in wish.groups
    )
    order = list(wish.things)
    rng.shuffle(order)
    axis = "horizontal" if wish.person or rng.random() < 0.5 else "vertical"
    if wish.relation:
        axis, first_leads = RELATIONS[wish.relation.words]
        pair = [wish.relation.first, wish.relation.second]
        order = pair if first_leads else pair[::-1]
    return Scene(
        groups=groups,
        person=wish.person,
        pose=wish.action.pose if wish.action else ("down" if wish.person else POSES[0]),
        prop=wish.action.prop if wish.action else None,
        axis=axis,
        order=tuple(order),
        style=wish.style or "flat",
        half_style=False,
        seed=rng.getrandbits(32),
    )


def spoil(scene: Scene, wish: Wish, rates: Mapping[str, float], rng: random.Random) -> Scene:
    """The scene with faults put in: each skill goes wrong with its rate (0 to 1), by a random degree."""
    for key, spoiler in _ALIGNMENT_SPOILERS:
        if rng.random() < rates[key]:
            scene = spoiler(scene, wish, rng)
    faults = {}
    for key, kinds_of_fault in FAULTS.items():
        applies = scene.person or key in ("faithfulness.object", "faithfulness.commonsense")
        if applies and rng.random() < rates[key]:
            faults[key] = tuple(sorted(rng.sample(kinds_of_fault, rng.randint(1, 4))))
    return replace(scene, faults=faults)


def _spoil_object(scene: Scene, wish: Wish, rng: random.Random) -> Scene:
    """Replace some or all of the kinds by others, or leave out a group where something else stays."""
    others = [kind for kind in KINDS if kind not in wish.things]
    victims = rng.sample(scene.groups, rng.randint(1, len(scene.groups)))
    for victim in victims:
        if len(scene.order) > 1 and rng.random() < 0.4:
            scene = replace(
                scene,
                groups=tuple(group for group in scene.groups if group is not victim),
                order=tuple(thing for thing in scene.order if thing != victim.kind),
            )
            continue
        other = others.pop(rng.randrange(len(others)))
        scene = replace(
            scene,
            groups=tuple(replace(group, kind=other) if group is victim else group for group in scene.groups),
            order=tuple(other if thing == victim.kind else thing for thing in scene.order),
        )
    if scene.person and scene.groups and rng.random() < 0.3:
        scene = replace(
            scene,
            person=False,
            pose="down",
            prop=None,
            order=tuple(thing for thing in scene.order if thing != PERSON),
        )
    return scene


def _spoil_count(scene: Scene, wish: Wish, rng: random.Random) -> Scene:
    """Draw some of the groups too often or too seldom."""
    if not scene.groups:
        return scene
    victims = rng.sample(scene.groups, rng.randint(1, len(scene.groups)))
    changed = {
        group.kind: rng.choice([count for count in range(1, MAX_COUNT + 1) if count != group.count])
        for group in victims
    }
    return replace(
        scene, groups=tuple(replace(group, count=changed.get(group.kind, group.count)) for group in scene.groups)
    )


def _spoil_colour(scene: Scene, wish: Wish, rng: random.Random) -> Scene:
    """Give some of the groups another colour."""
    if not scene.groups:
        return scene
    victims = rng.sample(scene.groups, rng.randint(1, len(scene.groups)))
    changed = {group.kind: rng.choice([name for name in COLOURS if name != group.colour]) for group in victims}
    return replace(
        scene, groups=tuple(replace(group, colour=changed.get(group.kind, group.colour)) for group in scene.groups)
    )


def _spoil_style(scene: Scene, wish: Wish, rng: random.Random) -> Scene:
    """Draw in another style, or only half of the picture in the right one."""
    if wish.style is None:
        return scene
    if scene.style != "flat" and rng.random() < 0.5:
        return replace(scene, half_style=True)
    return replace(scene, style=rng.choice([style for style in STYLES if style != wish.style]))


def _spoil_spatial(scene: Scene, wish: Wish, rng: random.Random) -> Scene:
    """Turn the order round, or place things along the other axis."""
    if scene.person or rng.random() < 0.5:
        return replace(scene, order=scene.order[::-1])
    return replace(scene, axis="vertical" if scene.axis == "horizontal" else "horizontal")


def _spoil_action(scene: Scene, wish: Wish, rng: random.Random) -> Scene:
    """Change the pose, the prop or both."""
    if not scene.person:
        return scene
    part = rng.choice(("pose", "prop", "both"))
    if part != "prop":
        scene = replace(scene, pose=rng.choice([pose for pose in POSES if pose != scene.pose]))
    if part != "pose":
        props = [prop for prop in (*PROPS, None) if prop != scene.prop]
        scene = replace(scene, prop=rng.choice(props))
    return scene


_ALIGNMENT_SPOILERS = (
    ("alignment.object", _spoil_object),
    ("alignment.count", _spoil_count),
    ("alignment.color", _spoil_colour),
    ("alignment.style", _spoil_style),
    ("alignment.spatial", _spoil_spatial),
    ("alignment.action", _spoil_action),
)
