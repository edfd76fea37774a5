"""The true answer to every skill question, from what was asked and what was drawn.

The written rule, alignment: of the things named for a skill, all right is 2,
some 1, none 0. Style: 2 throughout the picture, 1 in half of it, else 0.
Spatial: 2 as asked, 1 along the other axis, 0 the other way round or with one
of the two missing. Action: 2 pose and prop, 1 one of them, else 0.
Faithfulness: see `vocabulary.FAULTS`.
"""

from collections.abc import Iterable

from model.skills import ABSENT
from model.world.scene import Group, Scene, Wish
from model.world.vocabulary import NUMBERS, PERSON, RELATIONS, plural

_NEEDS_PERSON = ("faithfulness.body", "faithfulness.hand", "faithfulness.face")
_NO_PERSON_NEEDED = ("faithfulness.object", "faithfulness.commonsense")


def faithfulness(scene: Scene) -> dict[str, int]:
    """The true answer per faithfulness skill."""
    truth = {key: 4 - len(scene.faults.get(key, ())) for key in (*_NEEDS_PERSON, *_NO_PERSON_NEEDED)}
    return truth if scene.person else truth | dict.fromkeys(_NEEDS_PERSON, ABSENT)


def alignment(wish: Wish, scene: Scene) -> dict[str, int]:
    """The true answer per alignment skill the wish says something about."""
    truth = {}
    if wish.things:
        truth["alignment.object"] = _share(_shows(scene, thing) for thing in wish.things)
    if any(group.count for group in wish.groups):
        truth["alignment.count"] = _share(_count_is(scene, group) for group in wish.groups if group.count)
    if any(group.colour for group in wish.groups):
        truth["alignment.color"] = _share(_colour_is(scene, group) for group in wish.groups if group.colour)
    if wish.style:
        truth["alignment.style"] = 0 if scene.style != wish.style else 1 if scene.half_style else 2
    if wish.relation:
        truth["alignment.spatial"] = _spatial(wish, scene)
    if wish.action:
        right = (scene.pose == wish.action.pose) + (scene.prop == wish.action.prop)
        truth["alignment.action"] = right if scene.person else 0
    return truth


def elements(wish: Wish) -> dict[str, str]:
    """What the wish asks of each alignment skill, in the words of the question; others are left out."""
    named = {
        "alignment.object": ", ".join(wish.things),
        "alignment.count": ", ".join(
            f"{NUMBERS[group.count]} {plural(group.kind, group.count)}" for group in wish.groups if group.count
        ),
        "alignment.color": ", ".join(f"{group.colour} {group.kind}" for group in wish.groups if group.colour),
        "alignment.style": wish.style or "",
        "alignment.spatial": f"{wish.relation.first} {wish.relation.words} {wish.relation.second}"
        if wish.relation
        else "",
        "alignment.action": wish.action.words if wish.action else "",
    }
    return {key: element for key, element in named.items() if element}


def _share(rights: Iterable[bool]) -> int:
    verdicts = list(rights)
    return 2 if all(verdicts) else 1 if any(verdicts) else 0


def _shows(scene: Scene, thing: str) -> bool:
    return scene.person if thing == PERSON else scene.group(thing) is not None


def _count_is(scene: Scene, group: Group) -> bool:
    drawn = scene.group(group.kind)
    return drawn is not None and drawn.count == group.count


def _colour_is(scene: Scene, group: Group) -> bool:
    drawn = scene.group(group.kind)
    return drawn is not None and drawn.colour == group.colour


def _spatial(wish: Wish, scene: Scene) -> int:
    relation = wish.relation
    if relation is None or not (_shows(scene, relation.first) and _shows(scene, relation.second)):
        return 0
    axis, first_leads = RELATIONS[relation.words]
    if scene.axis != axis:
        return 1
    leads = scene.order.index(relation.first) < scene.order.index(relation.second)
    return 2 if leads == first_leads else 0
