"""Specifications (what a prompt asks) and scenes (what a picture shows), and how both are sampled."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from model.closed_world.vocabulary import (
    ACTIONS,
    BETWEEN,
    COLOURS,
    KINDS,
    MONOCHROME,
    NUMBERS,
    PERSON,
    PLACES,
    RELATIONS,
    STYLES,
    SUPPORTS,
    Action,
)

MAX_COUNT = len(NUMBERS) - 1


@dataclass(frozen=True, slots=True)
class Group:
    """Some objects of one kind that a prompt asks for; it leaves open what is None."""

    kind: str
    colour: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """`first` stands in `words` (a key of RELATIONS) to `second`, `between` to `second` and `third`."""

    first: str
    words: str
    second: str
    third: str | None = None

    @property
    def things(self) -> tuple[str, ...]:
        """The kinds (or the person) in relation."""
        return (self.first, self.second, *((self.third,) if self.third else ()))


@dataclass(frozen=True, slots=True)
class PromptSpec:
    """A prompt's specification: what it asks for. Kinds of groups differ, so that a kind names its group."""

    groups: tuple[Group, ...] = ()
    person: bool = False
    action: Action | None = None
    relation: Relation | None = None
    style: str | None = None

    @property
    def things(self) -> tuple[str, ...]:
        """The kinds asked for, then the person."""
        return (*(group.kind for group in self.groups), *((PERSON,) if self.person else ()))


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """Objects of one kind in the picture."""

    kind: str
    colour: str
    count: int


@dataclass(frozen=True, slots=True)
class Scene:
    """The content of a picture, down to the seed of its free details.

    `order` lists the kinds (and the person) in their `arrangement` (a key of `vocabulary.ARRANGEMENTS`): left to right,
    top to bottom, what stands on top first, what is in front first. `half_style`: only the left half is in `style`, the
    rest is flat. `faults` holds, per faithfulness skill, the faults put in.
    """

    groups: tuple[DrawnGroup, ...]
    person: bool
    pose: str
    prop: str | None
    arrangement: str
    order: tuple[str, ...]
    style: str
    half_style: bool
    place: str
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seed: int = 0

    def group(self, kind: str) -> DrawnGroup | None:
        """Find the drawn group of that kind, None where there is none."""
        return next((group for group in self.groups if group.kind == kind), None)

    def shows(self, thing: str) -> bool:
        """Check whether the kind (or the person) is in the picture."""
        return self.person if thing == PERSON else self.group(thing) is not None


def sample_spec(rng: random.Random, *, annotated: bool = True) -> PromptSpec:
    """Sample a specification; without `annotated` one without style or relation, as of faithfulness prompts."""
    person = rng.random() < (0.45 if annotated else 0.75)
    number = 1 if person else rng.choices((1, 2, 3), (3, 6, 2 if annotated else 0))[0]
    style = rng.choice(STYLES) if annotated and rng.random() < 0.4 else None
    groups = tuple(
        Group(
            kind,
            colour=rng.choice(list(COLOURS)) if style not in MONOCHROME and rng.random() < 0.6 else None,
            count=rng.randint(1, MAX_COUNT) if rng.random() < 0.6 else None,
        )
        for kind in rng.sample(KINDS, number)
    )
    action = rng.choice(ACTIONS) if person and rng.random() < 0.7 else None
    spec = PromptSpec(groups, person, action, style=style)
    if annotated and len(spec.things) > 1 and rng.random() < 0.65:
        spec = add_relation(spec, rng)
    return spec


def add_relation(spec: PromptSpec, rng: random.Random) -> PromptSpec:
    """Add a relation to a specification of two or three things, and reduce its groups to what that allows."""
    things = rng.sample(spec.things, len(spec.things))
    if len(things) == 3:
        return replace(spec, relation=Relation(things[0], BETWEEN, things[1], things[2]))
    words = rng.choice(relation_words(spec.things))
    if words not in ("on", "in front of"):
        return replace(spec, relation=Relation(things[0], words, things[1]))
    first, second = spec.groups
    if words == "on" and second.kind not in SUPPORTS:
        second = replace(second, kind=rng.choice([kind for kind in SUPPORTS if kind != first.kind]))
    first = replace(first, count=min(first.count, 3) if first.count else None)
    groups = (first, replace(second, count=1 if second.count else None))
    return replace(spec, groups=groups, relation=Relation(first.kind, words, second.kind))


def relation_words(things: tuple[str, ...]) -> list[str]:
    """List the relations of two things: people are too tall for anything but a place beside others."""
    return [
        words
        for words, (arrangement, _) in RELATIONS.items()
        if words != BETWEEN and (arrangement == "row" or PERSON not in things)
    ]


def sample_scene(spec: PromptSpec, rng: random.Random) -> Scene:
    """Sample a faultless scene that fulfils the specification; chance decides what that leaves open."""
    relation = spec.relation
    supports = {relation.second} if relation and relation.words in ("on", "in front of") else set()
    groups = tuple(
        DrawnGroup(
            group.kind,
            group.colour or rng.choice(list(COLOURS)),
            group.count or (1 if group.kind in supports else rng.randint(1, 3)),
        )
        for group in spec.groups
    )
    order = rng.sample(spec.things, len(spec.things))
    arrangement = "row" if spec.person or len(order) != 2 or rng.random() < 0.5 else "column"
    if relation:
        arrangement, first_leads = RELATIONS[relation.words]
        order = list(relation.things) if first_leads else list(relation.things)[::-1]
        if relation.words == BETWEEN:
            ends = rng.sample(relation.things[1:], 2)
            order = [ends[0], relation.first, ends[1]]
    return Scene(
        groups=groups,
        person=spec.person,
        pose=spec.action.pose if spec.action else "down",
        prop=spec.action.prop if spec.action else None,
        arrangement=arrangement,
        order=tuple(order),
        style=spec.style or "flat",
        half_style=False,
        place=rng.choice(PLACES),
        seed=rng.getrandbits(32),
    )
