"""The closed world: pictures show what the truth says, and everything follows from its seed."""

import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.problems import BadInput
from model.closed_world.draw import render
from model.closed_world.layout import place_objects
from model.closed_world.lessons import make_lesson
from model.closed_world.prompts import write_prompt
from model.closed_world.protocol import closed_world_protocol, protocol_prompts
from model.closed_world.reading import read_closed_world_elements
from model.closed_world.scene import DrawnGroup, Group, PromptSpec, Relation, Scene, sample_scene, sample_spec
from model.closed_world.simulation import SIMULATED_MODELS, draw_generations, find_simulated_model, write_sample
from model.closed_world.spoiling import spoil_scene
from model.closed_world.truth import answer_alignment, answer_faithfulness, name_elements
from model.closed_world.vocabulary import ACTIONS, FAULTS, STYLES
from model.protocol.protocol import SHIPPED, Protocol
from model.protocol.skills import SKILL_BY_KEY, SKILLS, Dimension

seeds = st.integers(min_value=0, max_value=2**32)
NO_FAULTS = dict.fromkeys((skill.key for skill in SKILLS), 0.0)
ALL_FAULTS = dict.fromkeys((skill.key for skill in SKILLS), 1.0)


@given(seeds, st.booleans())
def test_a_scene_that_fulfils_its_specification_has_full_marks(seed: int, annotated: bool) -> None:
    rng = random.Random(seed)
    spec = sample_spec(rng, annotated=annotated)
    scene = spoil_scene(sample_scene(spec, rng), spec, NO_FAULTS, rng)
    assert set(answer_alignment(spec, scene).values()) == {2}
    assert set(answer_faithfulness(scene).values()) == ({4} if spec.person else {4, -1})


@given(seeds)
def test_the_truth_of_a_spoilt_scene_is_always_an_option(seed: int) -> None:
    rng = random.Random(seed)
    spec = sample_spec(rng)
    scene = spoil_scene(sample_scene(spec, rng), spec, ALL_FAULTS, rng)
    for key, answer in {**answer_alignment(spec, scene), **answer_faithfulness(scene)}.items():
        assert answer in SKILL_BY_KEY[key].options
    kinds = [group.kind for group in scene.groups]
    assert len(set(kinds)) == len(kinds)
    assert set(scene.order) == {*kinds, *(["person"] if scene.person else [])}


@given(seeds)
def test_a_prompt_can_be_read_back(seed: int) -> None:
    rng = random.Random(seed)
    spec = sample_spec(rng)
    read = read_closed_world_elements(write_prompt(spec, rng))
    assert {key: set(text.split(", ")) for key, text in read.items()} == {
        key: set(text.split(", ")) for key, text in name_elements(spec).items()
    }


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (
            "A woman to the left of 3 Red CATS",
            {"object": "person, cat", "count": "three cats", "color": "red cat", "spatial": "person left of cat"},
        ),
        ("a person kicking a ball", {"object": "person", "action": "kicking a ball"}),
        ("comic: chairs", {"object": "chair", "style": "comic"}),
        (
            "a bus in between a cat and two cacti",
            {"object": "bus, cat, cactus", "count": "two cacti", "spatial": "bus between cat and cactus"},
        ),
        ("a bird on top of a house", {"object": "bird, house", "spatial": "bird on house"}),
        ("the quick brown fox", {}),
        ("", {}),
    ],
)
def test_reading_other_phrasings(prompt: str, expected: dict[str, str]) -> None:
    assert read_closed_world_elements(prompt) == {f"alignment.{key}": text for key, text in expected.items()}


SPEC = PromptSpec(
    groups=(Group("cat", "red", 2), Group("car", "black", 1)),
    relation=Relation("cat", "left of", "car"),
    style="ink",
)
SCENE = Scene(
    groups=(DrawnGroup("cat", "red", 2), DrawnGroup("car", "black", 1)),
    person=False,
    pose="down",
    prop=None,
    arrangement="row",
    order=("cat", "car"),
    style="ink",
    half_style=False,
    place="meadow",
)


@pytest.mark.parametrize(
    ("change", "key", "answer"),
    [
        ({"groups": (DrawnGroup("cat", "red", 3), SCENE.groups[1])}, "count", 1),
        ({"groups": (DrawnGroup("cat", "red", 3), DrawnGroup("car", "black", 2))}, "count", 0),
        ({"groups": (DrawnGroup("cat", "pink", 2), SCENE.groups[1])}, "color", 1),
        ({"groups": (DrawnGroup("cat", "pink", 2), DrawnGroup("car", "red", 1))}, "color", 0),
        ({"groups": SCENE.groups[:1], "order": ("cat",)}, "object", 1),
        ({"groups": SCENE.groups[:1], "order": ("cat",)}, "spatial", 0),
        ({"order": ("car", "cat")}, "spatial", 0),
        ({"arrangement": "column"}, "spatial", 1),
        ({"style": "sketch"}, "color", 0),
        ({"style": "flat"}, "style", 0),
        ({"half_style": True}, "style", 1),
        ({}, "style", 2),
    ],
)
def test_the_written_rule_of_alignment(change: dict[str, object], key: str, answer: int) -> None:
    assert answer_alignment(SPEC, replace(SCENE, **change))[f"alignment.{key}"] == answer


@pytest.mark.parametrize(
    ("relation", "order", "arrangement", "answer"),
    [
        (Relation("cat", "on", "car"), ("cat", "car"), "stack", 2),
        (Relation("cat", "on", "car"), ("cat", "car"), "column", 1),
        (Relation("cat", "on", "car"), ("car", "cat"), "column", 0),
        (Relation("cat", "below", "car"), ("cat", "car"), "stack", 0),
        (Relation("cat", "below", "car"), ("car", "cat"), "stack", 1),
        (Relation("cat", "in front of", "car"), ("cat", "car"), "front", 2),
        (Relation("cat", "in front of", "car"), ("car", "cat"), "front", 0),
        (Relation("cat", "in front of", "car"), ("car", "cat"), "row", 1),
        (Relation("cat", "between", "car", "bus"), ("car", "cat", "bus"), "row", 2),
        (Relation("cat", "between", "car", "bus"), ("bus", "cat", "car"), "row", 2),
        (Relation("cat", "between", "car", "bus"), ("bus", "car", "cat"), "row", 1),
        (Relation("cat", "between", "car", "tree"), ("bus", "cat", "car"), "row", 0),
    ],
)
def test_the_written_rule_of_relations(
    relation: Relation, order: tuple[str, ...], arrangement: str, answer: int
) -> None:
    groups = tuple(DrawnGroup(kind, "red", 1) for kind in order)
    spec = PromptSpec(tuple(Group(kind) for kind in relation.things), relation=relation)
    scene = replace(SCENE, groups=groups, order=order, arrangement=arrangement)
    assert answer_alignment(spec, scene)["alignment.spatial"] == answer


@given(seeds)
def test_objects_stand_within_the_picture_in_their_arrangement(seed: int) -> None:
    rng = random.Random(seed)
    spec = sample_spec(rng)
    scene = spoil_scene(sample_scene(spec, rng), spec, ALL_FAULTS | {"alignment.object": 0.0}, rng)
    spots = place_objects(scene, random.Random(scene.seed))
    for group in scene.groups:
        assert sum(spot.kind == group.kind for spot in spots) == group.count
    for spot in spots:
        assert -0.02 <= spot.x <= spot.x + spot.size <= 1.02
        assert 0 <= spot.y <= spot.y + spot.size <= 1.02
    if len(scene.groups) == 2:
        first, second = ([spot for spot in spots if spot.kind == kind] for kind in scene.order)
        if scene.arrangement == "row":
            assert max(s.x + s.size for s in first) <= min(s.x for s in second) + 1e-9
        elif scene.arrangement == "column":
            assert max(s.y + s.size for s in first) <= min(s.y for s in second) + 1e-9
        elif scene.arrangement == "front":
            assert spots.index(first[0]) > spots.index(second[-1]), "what is in front is drawn last"


@pytest.mark.parametrize(
    ("pose", "prop", "answer"), [("one up", "flag", 2), ("kick", "flag", 1), ("one up", None, 1), ("kick", "ball", 0)]
)
def test_the_written_rule_of_action(pose: str, prop: str | None, answer: int) -> None:
    spec = PromptSpec(person=True, action=ACTIONS[0])
    scene = replace(SCENE, groups=(), person=True, pose=pose, prop=prop, order=("person",))
    assert answer_alignment(spec, scene)["alignment.action"] == answer


@pytest.mark.parametrize("key", list(FAULTS))
def test_every_fault_is_visible_and_costs_one_point(key: str) -> None:
    sound = replace(SCENE, person=True, order=("cat", "car", "person"), style="flat", seed=3)
    before = np.asarray(render(sound, 96)).astype(int)
    faults = FAULTS[key]
    for number in range(1, len(faults) + 1):
        broken = replace(sound, faults={key: faults[:number]})
        assert answer_faithfulness(broken)[key] == 4 - number
        difference = np.abs(np.asarray(render(broken, 96)).astype(int) - before)
        assert (difference.max(axis=2) > 40).sum() >= 8, f"{faults[:number]} can hardly be seen"
    for fault in faults:
        alone = np.asarray(render(replace(sound, faults={key: (fault,)}), 96)).astype(int)
        assert np.abs(alone - before).max() > 40, f"{fault} cannot be seen"


@pytest.mark.parametrize("style", STYLES[1:])
def test_a_style_changes_the_picture_and_half_a_style_half(style: str) -> None:
    flat = np.asarray(render(replace(SCENE, style="flat"), 96)).astype(int)
    whole = np.asarray(render(replace(SCENE, style=style), 96)).astype(int)
    half = np.asarray(render(replace(SCENE, style=style, half_style=True), 96)).astype(int)
    assert np.abs(whole - flat).mean() > 3
    assert (half[:, 48:] == flat[:, 48:]).all()
    assert (half[:, :48] == whole[:, :48]).all()


@settings(max_examples=20)
@given(seeds, st.sampled_from([8, 96, 224]))
def test_the_same_seed_draws_the_same_lesson(seed: int, size: int) -> None:
    one, two = (make_lesson(str(seed), size) for _ in range(2))
    assert one.image.size == (size, size)
    assert one.image.tobytes() == two.image.tobytes()
    assert one.questions == two.questions
    assert len({question for question, _ in one.questions}) == len(one.questions), "no question comes twice"


def test_lessons_hold_no_grade() -> None:
    protocol = closed_world_protocol()
    openings = tuple(question.template.partition("{")[0] for question in protocol.questions.values())
    for number in range(50):
        for question, answer in make_lesson(str(number), 8).questions:
            assert not question.startswith(openings)
            assert answer


def test_the_shipped_protocol_is_the_one_made_here() -> None:
    shipped = Protocol.load(SHIPPED / "closed-world-v1.json")
    assert shipped.digest == closed_world_protocol().digest
    assert len(shipped.prompts_of(Dimension.FAITHFULNESS)) == 100
    assert len(shipped.prompts_of(Dimension.ALIGNMENT)) == 120
    skills = {question.skill for prompt in shipped.prompts for question in shipped.questions_for(prompt)}
    assert skills == set(SKILL_BY_KEY)


def test_prompts_say_what_their_specification_asks() -> None:
    for prompt, spec in protocol_prompts():
        if prompt.dimension is Dimension.ALIGNMENT:
            assert prompt.elements == name_elements(spec)
            assert read_closed_world_elements(prompt.text).keys() == prompt.elements.keys()


def test_a_sample_is_complete_and_repeatable_with_its_truth_beside_it(tmp_path: Path) -> None:
    t2i_model = find_simulated_model("sim-dune")
    folder = write_sample(t2i_model, tmp_path / "a" / "dune")
    archive = write_sample(t2i_model, tmp_path / "dune.zip")
    again = write_sample(t2i_model, tmp_path / "again.zip")
    protocol = closed_world_protocol()
    members_expected = {f"{prompt.dimension}/{prompt.prompt_id}.png" for prompt in protocol.prompts}
    assert {str(p.relative_to(folder.directory)) for p in folder.directory.rglob("*.png")} == members_expected
    assert folder.generations == archive.generations == 220
    assert archive.directory.read_bytes() == again.directory.read_bytes()
    with zipfile.ZipFile(io.BytesIO(archive.directory.read_bytes())) as members:
        assert set(members.namelist()) == members_expected
        for name in sorted(members_expected)[:5]:
            assert members.read(name) == (folder.directory / name).read_bytes()
    truth = json.loads(folder.truth.read_text())
    assert truth["protocol"] == protocol.digest
    expected = sum(len(protocol.questions_for(prompt)) for prompt in protocol.prompts)
    assert len(truth["answers"]) == expected, "a true answer for every question"


def test_a_sample_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine.txt").write_text("keep")
    with pytest.raises(BadInput, match="Is there already"):
        write_sample(SIMULATED_MODELS[0], tmp_path / "x")
    assert [path.name for path in tmp_path.rglob("*")] == ["x", "mine.txt"]


def test_the_refusal_of_an_unknown_model_lists_the_known_ones() -> None:
    with pytest.raises(BadInput, match="sim-aurora, sim-birch"):
        find_simulated_model("sim-x")


def test_simulated_models_differ_as_their_rates_say() -> None:
    best, worst = SIMULATED_MODELS[0], SIMULATED_MODELS[-1]
    points = {
        t2i_model.name: sum(
            answer for generation in draw_generations(t2i_model) for answer in generation.truth.values()
        )
        for t2i_model in (best, worst)
    }
    assert points[best.name] > 1.3 * points[worst.name]
