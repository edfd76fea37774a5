"""Plain questions about a scene and their answers in words, for pretraining: of what is seen, never how good."""

import random
from collections.abc import Sequence

from model.closed_world.people import has_sixth_finger
from model.closed_world.scene import MAX_COUNT, Group, PromptSpec, Scene
from model.closed_world.truth import colour_is, count_is
from model.closed_world.vocabulary import (
    ACTIONS,
    ARRANGEMENTS,
    BETWEEN,
    COLOURS,
    KINDS,
    MONOCHROME,
    NUMBERS,
    PERSON_SKILLS,
    RELATIONS,
    STYLES,
    plural,
)

QuestionAnswer = tuple[str, str]
"""A question and its answer."""

_LOOKS: dict[str, tuple[str, tuple[tuple[str, str, str], ...]]] = {
    "faithfulness.body": (
        "Describe the body.",
        (
            ("third arm", "two arms", "three arms"),
            ("wrong legs", "two legs", "one leg"),
            ("loose head", "head on neck", "head off neck"),
            ("broken torso", "torso straight", "torso bent"),
        ),
    ),
    "faithfulness.hand": (
        "Describe the hands.",
        (
            ("left fingers", "left five", ""),
            ("left size", "left small", "left large"),
            ("right fingers", "right five", ""),
            ("right size", "right small", "right large"),
        ),
    ),
    "faithfulness.face": (
        "Describe the face.",
        (
            ("left eye", "left eye black", "left eye red"),
            ("right eye", "right eye black", "right eye red"),
            ("nose", "nose below eyes", "nose above eyes"),
            ("mouth", "mouth level", "mouth upright"),
        ),
    ),
    "faithfulness.object": (
        "Describe the objects.",
        (
            ("split", "in one piece", "in two pieces"),
            ("hole", "without hole", "with hole"),
            ("pole", "without pole", "with pole"),
            ("faded", "solid", "half faded"),
        ),
    ),
    "faithfulness.commonsense": (
        "Describe the sky.",
        (
            ("sunken sun", "sun high", "sun low"),
            ("second sun", "one sun", "two suns"),
            ("fallen cloud", "cloud high", "cloud low"),
            ("swapped ground", "sky over ground", "ground over sky"),
        ),
    ),
}
"""Per faithfulness skill a question, and per fault how the part looks without and with it."""


_TWO_THING_RELATIONS = tuple(words for words in RELATIONS if words != BETWEEN)


def sample_questions(scene: Scene, spec: PromptSpec, rng: random.Random) -> list[QuestionAnswer]:
    """Everything questions about one scene; `spec` only steers what statements are about."""
    questions = [("Describe the picture.", _caption(scene)), rng.choice(_about_style(scene, rng))]
    if rng.random() < 0.3:
        questions.append(("Where is this?", scene.place))
    for group in scene.groups:
        questions.append((f"How many: {group.kind}?", str(group.count)))
        if scene.style not in MONOCHROME:
            questions.append((f"Which colour: {group.kind}?", group.colour))
    questions += _presence(scene, rng)
    if len(scene.order) == 2:
        questions.append(_placement(scene, rng))
    questions.append(_relation(scene, rng))
    if scene.person:
        questions.append(("What does the person do?", f"{scene.pose} {scene.prop or 'nothing'}"))
    if scene.style == "flat":
        questions += _looks(scene, rng)
    for stated in (spec, sample_partly_true_spec(scene, rng), sample_partly_true_spec(scene, rng)):
        questions += _statements(stated, scene, rng)
    return list(dict.fromkeys(questions))


def _caption(scene: Scene) -> str:
    things = [_thing_words(scene, thing) for thing in scene.order]
    joint = f" {ARRANGEMENTS[scene.arrangement].words} "
    return f"{scene.style}: {joint.join(things) or 'nothing'}"


def _thing_words(scene: Scene, thing: str) -> str:
    group = scene.group(thing)
    if group is None:
        return thing
    words = [NUMBERS[group.count], *([] if scene.style in MONOCHROME else [group.colour]), plural(thing, group.count)]
    return " ".join(words)


def _about_style(scene: Scene, rng: random.Random) -> list[QuestionAnswer]:
    right = "flat" if scene.half_style else scene.style
    style = rng.choice((scene.style, rng.choice(STYLES)))
    share = "no" if style != scene.style else "half" if scene.half_style else "yes"
    return [("Which style, left and right?", f"{scene.style}, {right}"), (f"Is it {style}?", share)]


def _placement(scene: Scene, rng: random.Random) -> QuestionAnswer:
    arrangement = ARRANGEMENTS[scene.arrangement]
    first, second = scene.order
    if rng.random() < 0.5:
        return f"Where is the {first}: {second}?", arrangement.words
    return f"Where is the {second}: {first}?", arrangement.reverse


def _presence(scene: Scene, rng: random.Random) -> list[QuestionAnswer]:
    """Ask for kinds and colours, as often for those that are there as for others; at times count what is not there."""
    kinds, colours = [group.kind for group in scene.groups], [group.colour for group in scene.groups]
    other = rng.choice([kind for kind in KINDS if kind not in kinds])
    questions = [(f"Is there: {kind}?", "yes") for kind in kinds[:1]] + [(f"Is there: {other}?", "no")]
    if scene.style not in MONOCHROME and colours:
        colour = rng.choice(colours if rng.random() < 0.5 else [name for name in COLOURS if name not in colours])
        kind = rng.choice(kinds)
        drawn = scene.group(kind)
        questions.append((f"Is there: {colour} {kind}?", "yes" if drawn and drawn.colour == colour else "no"))
    if rng.random() < 0.3:
        questions.append((f"How many: {other}?", "0"))
    return questions


def _relation(scene: Scene, rng: random.Random) -> QuestionAnswer:
    """Ask whether a relation holds; where it does not, the answer is the one that does."""
    things = [*scene.order, *rng.sample([kind for kind in KINDS if not scene.shows(kind)], 2)]
    present = len(scene.order)
    if present == 3 and rng.random() < 0.6:
        first, second, third = rng.sample(scene.order, 3)
        answer = "yes" if scene.order.index(first) == 1 else "no, at an end"
        return f"Is it so: {first} {BETWEEN} {second} and {third}?", answer
    pool = scene.order if present > 1 and rng.random() < 0.85 else things[: max(present, 1) + 1]
    first, second = rng.sample(pool, 2)
    if not (scene.shows(first) and scene.shows(second)):
        return f"Is it so: {first} {rng.choice(_TWO_THING_RELATIONS)} {second}?", "no, one is missing"
    arrangement = ARRANGEMENTS[scene.arrangement]
    leads = scene.order.index(first) < scene.order.index(second)
    real = arrangement.words if leads else arrangement.reverse
    stated = real if rng.random() < 0.4 else rng.choice(_TWO_THING_RELATIONS)
    return f"Is it so: {first} {stated} {second}?", "yes" if stated == real else f"no, {real}"


def _looks(scene: Scene, rng: random.Random) -> list[QuestionAnswer]:
    """Ask for a description of each part, in a fixed order, and how many statements of a list about it hold."""
    questions: list[QuestionAnswer] = []
    for key, (question, parts) in _LOOKS.items():
        if not scene.person and key in PERSON_SKILLS:
            if rng.random() < 0.3:
                questions.append((question, "nobody"))
            continue
        if key == "faithfulness.object" and not scene.groups:
            continue
        faults = scene.faults.get(key, ())
        fingers = "six" if has_sixth_finger(scene.seed) else "zero"
        words = [(usual, unusual or f"{fault.split()[0]} {fingers}") for fault, usual, unusual in parts]
        seen = [pair[fault in faults] for (fault, _, _), pair in zip(parts, words, strict=True)]
        questions.append((question, ", ".join(seen)))
        stated = [rng.choice(pair) for pair in words]
        rng.shuffle(stated)
        stated = stated[: rng.randint(2, 4)]
        questions.append(
            (f"How many are so: {', '.join(stated)}?", NUMBERS[sum(statement in seen for statement in stated)])
        )
    return questions


def _statements(spec: PromptSpec, scene: Scene, rng: random.Random) -> list[QuestionAnswer]:
    """Ask how many statements of a list hold, and whether single ones do."""
    counted = [group for group in spec.groups if group.count]
    coloured = [group for group in spec.groups if group.colour]
    questions = [_how_many(spec.things, [scene.shows(thing) for thing in spec.things])]
    if counted:
        words = [f"{NUMBERS[group.count or 0]} {plural(group.kind, group.count or 0)}" for group in counted]
        questions.append(_how_many(words, [count_is(scene, group) for group in counted]))
    if coloured:
        words = [f"{group.colour} {group.kind}" for group in coloured]
        questions.append(_how_many(words, [colour_is(scene, group) for group in coloured]))
    if spec.action and scene.person:
        pose = "yes" if scene.pose == spec.action.pose else "no"
        prop = "yes" if scene.prop == spec.action.prop else "no"
        questions.append((f"Pose and prop of {spec.action.words}?", f"{pose} {prop}"))
    return questions


def _how_many(statements: Sequence[str], hold: Sequence[bool]) -> QuestionAnswer:
    return f"How many are shown: {', '.join(statements)}?", NUMBERS[sum(hold)]


def sample_partly_true_spec(scene: Scene, rng: random.Random) -> PromptSpec:
    """Sample a specification of which each part is true of the scene about half of the time."""
    kinds = [group.kind for group in scene.groups if rng.random() < 0.75]
    while not kinds or (len(kinds) == 1 and rng.random() < 0.4):
        kinds.append(rng.choice([kind for kind in KINDS if kind not in kinds]))
    rng.shuffle(kinds)
    person = len(kinds) < 2 and rng.random() < (0.6 if scene.person else 0.3)
    groups = tuple(_partly_fitting_group(scene, kind, rng) for kind in kinds)
    spec = PromptSpec(
        groups,
        person,
        action=rng.choice(ACTIONS) if person else None,
        style=rng.choice((scene.style, rng.choice(STYLES))),
    )
    if person and rng.random() < 0.5:
        fitting = [action for action in ACTIONS if action.pose == scene.pose or action.prop == scene.prop]
        spec = PromptSpec(groups, person, rng.choice(fitting or ACTIONS), style=spec.style)
    return spec


def _partly_fitting_group(scene: Scene, kind: str, rng: random.Random) -> Group:
    drawn = scene.group(kind)
    keep_colour, keep_count = rng.random() < 0.5, rng.random() < 0.5
    return Group(
        kind,
        colour=drawn.colour if drawn and keep_colour else rng.choice(list(COLOURS)),
        count=drawn.count if drawn and keep_count else rng.randint(1, MAX_COUNT),
    )
