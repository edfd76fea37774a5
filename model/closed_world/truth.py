"""The true answer to every skill question, from what was asked and what was drawn.

The written rule, alignment: of the things named for a skill, all right is 2, some 1, none 0. Colour: in a monochrome
style (a sketch, a blueprint) nothing has the colour asked for. Style: 2 throughout the picture, 1 in half of it, else
0. Spatial: 2 as asked, 1 arranged in another way, 0 the other way round or with one of the things missing; `above` and
`on` (and their reverses) are near enough to each other to be told from the other ways only by touch: one in place of
the other is 1, the reverse of either is 0; `between`: 2 in the middle, 1 at an end. Action: 2 pose and prop, 1 one of
them, else 0. Faithfulness: see `vocabulary.FAULTS`.
"""

from collections.abc import Iterable

from model.closed_world.scene import Group, PromptSpec, Scene
from model.closed_world.vocabulary import BETWEEN, FAULTS, MONOCHROME, NUMBERS, PERSON_SKILLS, RELATIONS, plural
from model.protocol.skills import ABSENT

_UPRIGHT = ("column", "stack")


def answer_faithfulness(scene: Scene) -> dict[str, int]:
    """Answer every faithfulness question truly, by skill."""
    truth = {key: 4 - len(scene.faults.get(key, ())) for key in FAULTS}
    return truth if scene.person else truth | dict.fromkeys(PERSON_SKILLS, ABSENT)


def answer_alignment(spec: PromptSpec, scene: Scene) -> dict[str, int]:
    """Answer truly, by skill, every alignment question that the specification raises."""
    truth = {}
    if spec.things:
        truth["alignment.object"] = _share(scene.shows(thing) for thing in spec.things)
    if any(group.count for group in spec.groups):
        truth["alignment.count"] = _share(count_is(scene, group) for group in spec.groups if group.count)
    if any(group.colour for group in spec.groups):
        truth["alignment.color"] = _share(colour_is(scene, group) for group in spec.groups if group.colour)
    if spec.style:
        truth["alignment.style"] = 0 if scene.style != spec.style else 1 if scene.half_style else 2
    if spec.relation:
        truth["alignment.spatial"] = _spatial(spec, scene)
    if spec.action:
        right = (scene.pose == spec.action.pose) + (scene.prop == spec.action.prop)
        truth["alignment.action"] = right if scene.person else 0
    return truth


def name_elements(spec: PromptSpec) -> dict[str, str]:
    """Name what a prompt asks of each alignment skill, in the words of the question; others are left out."""
    elements = {
        "alignment.object": ", ".join(spec.things),
        "alignment.count": ", ".join(
            f"{NUMBERS[group.count]} {plural(group.kind, group.count)}" for group in spec.groups if group.count
        ),
        "alignment.color": ", ".join(f"{group.colour} {group.kind}" for group in spec.groups if group.colour),
        "alignment.style": spec.style or "",
        "alignment.spatial": _relation_words(spec),
        "alignment.action": spec.action.words if spec.action else "",
    }
    return {key: element for key, element in elements.items() if element}


def count_is(scene: Scene, group: Group) -> bool:
    """Check whether the group's kind is drawn in its count."""
    drawn = scene.group(group.kind)
    return drawn is not None and drawn.count == group.count


def colour_is(scene: Scene, group: Group) -> bool:
    """Check whether the group's kind is seen in its colour."""
    drawn = scene.group(group.kind)
    return drawn is not None and drawn.colour == group.colour and scene.style not in MONOCHROME


def _relation_words(spec: PromptSpec) -> str:
    relation = spec.relation
    if relation is None:
        return ""
    words = f"{relation.first} {relation.words} {relation.second}"
    return f"{words} and {relation.third}" if relation.third else words


def _share(rights: Iterable[bool]) -> int:
    verdicts = list(rights)
    return 2 if all(verdicts) else 1 if any(verdicts) else 0


def _spatial(spec: PromptSpec, scene: Scene) -> int:
    relation = spec.relation
    if relation is None or not all(scene.shows(thing) for thing in relation.things):
        return 0
    places = [scene.order.index(thing) for thing in relation.things]
    if relation.words == BETWEEN:
        return 2 if places[0] == 1 and len(scene.order) == 3 else 1
    arrangement, first_leads = RELATIONS[relation.words]
    right_way = (places[0] < places[1]) == first_leads
    if scene.arrangement == arrangement:
        return 2 if right_way else 0
    if arrangement in _UPRIGHT and scene.arrangement in _UPRIGHT:
        return 1 if right_way else 0
    return 1
