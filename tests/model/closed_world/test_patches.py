"""Facts of patches: each is so where the picture shows it."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.closed_world.draw import render
from model.closed_world.layout import compose
from model.closed_world.patches import PATCH_FACTS, compute_patch_facts
from model.closed_world.pretraining.scratch import encode_positions
from model.closed_world.scene import DrawnGroup, Scene, sample_scene, sample_spec
from model.closed_world.spoiling import spoil_scene
from model.closed_world.vocabulary import FAULTS, KINDS, MONOCHROME

GRID = 14

SCENE = Scene(
    groups=(DrawnGroup("cat", "red", 2), DrawnGroup("bus", "blue", 1)),
    person=False,
    pose="down",
    prop=None,
    arrangement="row",
    order=("cat", "bus"),
    style="flat",
    half_style=False,
    place="meadow",
    seed=5,
)
PERSON = replace(SCENE, groups=(), order=("person",), person=True, pose="down")


def fact_map(scene: Scene, fact: str) -> NDArray[np.float32]:
    """The map (rows, columns) of one fact."""
    return compute_patch_facts(scene, GRID)[:, PATCH_FACTS.index(fact)].reshape(GRID, GRID)


def changed(before: Scene, after: Scene, share: float = 0.3) -> NDArray[np.bool_]:
    """The patches (rows, columns) in which two pictures differ visibly, in that share of the pixels."""
    pictures = [np.asarray(render(scene, GRID * 8)).astype(int) for scene in (before, after)]
    difference = np.abs(pictures[0] - pictures[1]).max(axis=2).reshape(GRID, 8, GRID, 8)
    return np.asarray((difference > 40).mean(axis=(1, 3)) > share)


def random_scene(seed: int) -> Scene:
    rng = random.Random(seed)
    spec = sample_spec(rng)
    everything = dict.fromkeys(FAULTS, 0.5) | {
        f"alignment.{skill}": 0.5 for skill in ("object", "count", "color", "style", "spatial", "action")
    }
    return spoil_scene(sample_scene(spec, rng), spec, everything, rng)


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1))
def test_facts_follow_from_the_scene(seed: int) -> None:
    scene = random_scene(seed)
    facts = compute_patch_facts(scene, GRID)
    assert facts.shape == (GRID * GRID, len(PATCH_FACTS))
    assert facts.min() >= 0
    assert facts.max() <= 1
    for kind in KINDS:
        assert fact_map(scene, f"kind {kind}").any() == scene.shows(kind)
    assert fact_map(scene, "person").any() == scene.person
    for look in FAULTS["faithfulness.object"]:
        expected = look in scene.faults.get("faithfulness.object", ()) and bool(scene.groups)
        assert fact_map(scene, f"object {look}").any() == expected
    if scene.style in MONOCHROME:
        assert not any(fact_map(scene, f"colour {group.colour}").any() for group in scene.groups)


def test_every_object_has_one_centre() -> None:
    assert fact_map(SCENE, "centre of cat").sum() == 2
    assert fact_map(SCENE, "centre of bus").sum() == 1
    assert (fact_map(SCENE, "centre of bus") <= fact_map(SCENE, "kind bus")).all()


def test_a_kind_is_marked_where_it_is_drawn() -> None:
    repainted = replace(SCENE, groups=(SCENE.groups[0], replace(SCENE.groups[1], colour="yellow")))
    seen = changed(SCENE, repainted)
    assert seen.sum() > 5
    assert fact_map(SCENE, "kind bus")[seen].all()
    assert fact_map(SCENE, "colour blue")[seen].all()
    assert not fact_map(SCENE, "kind cat")[seen].any()


@pytest.mark.parametrize(
    ("skill", "fault", "fact"),
    [
        ("faithfulness.face", "left eye", "face left eye"),
        ("faithfulness.face", "nose", "face nose"),
        ("faithfulness.hand", "left size", "hand large"),
        ("faithfulness.hand", "right size", "hand large"),
    ],
)
def test_a_fault_of_a_part_is_marked_at_the_part(skill: str, fault: str, fact: str) -> None:
    odd = replace(PERSON, faults={skill: (fault,)})
    assert not fact_map(PERSON, fact).any()
    where = fact_map(odd, fact).astype(bool)
    part = fact_map(odd, "head" if skill.endswith("face") else "hand").astype(bool)
    assert (where <= part).all()
    assert changed(PERSON, odd, share=0.1)[where].any()
    assert not changed(PERSON, odd)[fact_map(odd, "person") == 0].any()


@pytest.mark.parametrize(("seed", "fact"), [(2, "hand six fingers"), (3, "hand zero fingers")])
def test_a_hand_with_wrong_fingers_has_six_or_none(seed: int, fact: str) -> None:
    odd = replace(PERSON, seed=seed, faults={"faithfulness.hand": ("left fingers",)})
    others = {"hand six fingers", "hand zero fingers"} - {fact}
    assert fact_map(odd, fact).any()
    assert not any(fact_map(odd, other).any() for other in others)
    assert fact_map(odd, fact).sum() < fact_map(odd, "hand").sum(), "the other hand is as it should be"


def test_half_a_style_is_marked_on_half_of_the_picture() -> None:
    half = replace(SCENE, style="comic", half_style=True)
    assert fact_map(half, "style comic")[:, :7].all()
    assert fact_map(half, "style flat")[:, 7:].all()
    assert fact_map(half, "style comic").sum() == fact_map(half, "style flat").sum() == GRID * GRID / 2


def test_a_patch_knows_its_place() -> None:
    across, down = fact_map(SCENE, "across"), fact_map(SCENE, "down")
    assert across[3, 0] == pytest.approx(0.5 / GRID)
    assert down[0, 3] == pytest.approx(0.5 / GRID)
    assert (np.diff(across, axis=1) > 0).all()
    assert (np.diff(down, axis=0) > 0).all()


def test_no_fact_of_people_without_people() -> None:
    assert compose(SCENE).person is None
    assert not any(fact_map(SCENE, fact).any() for fact in ("person", "head", "hand", "pose down"))


def test_first_positions_of_neighbours_are_alike() -> None:
    places = encode_positions(GRID, 64)
    assert places.shape == (GRID * GRID, 64)
    near = [float(places[50] @ places[other]) for other in (51, 49, 50 + GRID, 50 - GRID)]
    far = [float(places[50] @ places[other]) for other in (55, 50 + 5 * GRID, 0, GRID * GRID - 1)]
    assert min(near) > max(far)
