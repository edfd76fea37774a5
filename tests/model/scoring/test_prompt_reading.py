"""What is read from a prompt's words, by the rules that docs/score.md tells."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.closed_world.reading import read_closed_world_elements
from model.protocol.skills import SKILLS, Dimension, skills_of
from model.scoring.prompt_reading import MAX_ELEMENT, read_elements
from tests.helpers.paths import ROOT


@pytest.mark.parametrize(
    ("prompt", "elements"),
    [
        (
            "An oil painting of three white horses next to a wooden fence",
            {
                "object": "horses, wooden fence",
                "count": "three horses",
                "color": "white horses",
                "style": "oil painting",
                "spatial": "horses next to wooden fence",
            },
        ),
        (
            "a man riding a brown horse in front of a castle, anime style",
            {
                "object": "man, horse, castle",
                "color": "brown horse",
                "style": "anime",
                "spatial": "horse in front of castle",
                "action": "man riding horse",
            },
        ),
        (
            "A cat sitting on a red sofa",
            {"object": "cat, sofa", "color": "red sofa", "spatial": "cat on sofa", "action": "cat sitting"},
        ),
        ("1 apple and 2 bananas", {"object": "apple, bananas", "count": "1 apple, 2 bananas"}),
        (
            "a teddy bear to the left of a vase",
            {"object": "teddy bear, vase", "spatial": "teddy bear to the left of vase"},
        ),
        ("a building with a painting of a king", {"object": "building, king", "style": "painting"}),
        ("", {}),
        ("!!!", {}),
    ],
)
def test_what_a_prompt_asks_is_read_from_its_words(prompt: str, elements: dict[str, str]) -> None:
    assert read_elements(prompt) == {f"alignment.{key}": text for key, text in elements.items()}


def test_the_closed_world_is_read_in_its_own_words() -> None:
    assert read_closed_world_elements("a crocodile left of two red cats") == {
        "alignment.object": "cat",
        "alignment.count": "two cats",
        "alignment.color": "red cat",
    }


def test_the_documents_example_is_read_as_it_says() -> None:
    document = (ROOT / "docs/score.md").read_text()
    (prompt,) = re.findall(r'from "(.+)" \|$', document, re.M)
    rows = re.findall(r"^\| (\w+) \| .+ \| (.+) \|$", document, re.M)
    elements = {skill: element for skill, element in rows if skill != "skill"}
    labels = {skill.label.lower(): skill.key for skill in skills_of(Dimension.ALIGNMENT)}
    assert {labels[name]: element for name, element in elements.items()} == read_elements(prompt)


@given(st.text(max_size=1500))
def test_every_element_read_is_short_and_of_alignment(prompt: str) -> None:
    elements = read_elements(prompt)
    assert elements.keys() <= {skill.key for skill in SKILLS if skill.dimension is Dimension.ALIGNMENT}
    assert all(0 < len(element) <= MAX_ELEMENT for element in elements.values())


def test_a_long_prompt_is_read_quickly_and_within_bounds() -> None:
    prompt = ", ".join(f"{number} red dogs running on a lawn" for number in range(1, 100))
    assert len(read_elements(prompt)["alignment.count"]) <= MAX_ELEMENT
