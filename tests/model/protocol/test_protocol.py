"""A protocol file is checked whole, and its digest names exactly what is asked."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import BadInput
from model.protocol.protocol import SHIPPED, Protocol, available_protocols, find_protocol
from model.protocol.skills import SKILLS, Dimension, skills_of
from tests.conftest import tiny_protocol_data


def codes(refusal: BadInput) -> set[str]:
    return {problem.code for problem in refusal.problems}


def test_questions_hold_the_prompts_elements(tiny_protocol: Protocol) -> None:
    prompt = tiny_protocol.prompt_by_id[Dimension.ALIGNMENT, "a1"]
    questions = {question.skill: question for question in tiny_protocol.questions_for(prompt)}
    assert questions["alignment.count"].text == "Count: two cats?"
    assert questions["alignment.count"].options == (0, 1, 2)
    assert "alignment.spatial" not in questions, "the prompt says nothing of it"


def test_faithfulness_prompts_are_asked_all_five(tiny_protocol: Protocol) -> None:
    prompt = tiny_protocol.prompt_by_id[Dimension.FAITHFULNESS, "f1"]
    asked = [question.skill for question in tiny_protocol.questions_for(prompt)]
    assert asked == [skill.key for skill in skills_of(Dimension.FAITHFULNESS)]


def test_a_prompts_own_wording_wins_over_the_template() -> None:
    data = tiny_protocol_data()
    data["prompts"][2]["questions"] = {"alignment.count": "{prompt} {element}?", "alignment.action": "Does it move?"}
    protocol = Protocol.parse(data)
    questions = {q.skill: q.text for q in protocol.questions_for(protocol.prompt_by_id[Dimension.ALIGNMENT, "a1"])}
    assert questions["alignment.count"] == "{prompt} {element}?", "sent as it stands"
    assert questions["alignment.action"] == "Does it move?", "asked, though it names no element"
    assert questions["alignment.object"] == "Object: cat?"


def test_an_alignment_prompt_may_be_asked_nothing() -> None:
    data = tiny_protocol_data()
    data["prompts"][4]["elements"] = {}
    protocol = Protocol.parse(data)
    assert protocol.questions_for(protocol.prompt_by_id[Dimension.ALIGNMENT, "a3"]) == ()


def test_new_fields_leave_digests_alone_where_they_are_empty(tiny_protocol: Protocol) -> None:
    assert "newline" not in tiny_protocol.to_json()
    assert "a1" in tiny_protocol.to_json()
    assert all("questions" not in prompt for prompt in json.loads(tiny_protocol.to_json())["prompts"])


def test_an_element_may_look_like_a_placeholder(tiny_protocol: Protocol) -> None:
    assert tiny_protocol.question(SKILLS[-1], "a prompt", "{prompt}").text == "Action: {prompt}?"


def test_the_digest_does_not_depend_on_the_files_layout(tmp_path: Path, tiny_protocol: Protocol) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps(dict(reversed(tiny_protocol_data().items())), indent=7))
    assert Protocol.load(path).digest == tiny_protocol.digest


@given(st.sampled_from([skill.key for skill in SKILLS]), st.text(min_size=1, max_size=20))
def test_any_change_of_wording_changes_the_digest(key: str, addition: str) -> None:
    data = tiny_protocol_data()
    before = Protocol.parse(data).digest
    data["questions"][key]["template"] += addition
    try:
        changed = Protocol.parse(data)
    except BadInput:
        return  # the addition broke a placeholder rule; there is no digest to compare
    assert changed.digest != before


def test_every_problem_is_named_at_once() -> None:
    data = tiny_protocol_data()
    data["conversation"]["after_image"] = "no question"
    data["questions"]["faithfulness.body"]["options"] = {"0": "bad"}
    del data["questions"]["faithfulness.hand"]
    data["questions"]["alignment.smell"] = data["questions"]["alignment.count"]
    data["questions"]["faithfulness.face"]["template"] = "{element}?"
    data["prompts"][1]["prompt_id"] = "f1"
    data["prompts"][2]["prompt_id"] = "../a1"
    data["prompts"][3]["elements"] = {"faithfulness.body": "x", "alignment.action": " "}
    data["prompts"][4]["questions"] = {"faithfulness.body": "x", "alignment.object": "", "nose": "x"}
    data["prompts"][0]["elements"] = {"alignment.count": "x"}
    with pytest.raises(BadInput) as caught:
        Protocol.parse(data)
    assert codes(caught.value) == {
        "placeholder",
        "options",
        "missing_skill",
        "unknown_skill",
        "duplicate_prompt",
        "prompt_id",
        "elements",
        "own_question",
    }
    assert len(caught.value.problems) >= 10


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"image": {"mode": "crop"}}, "image.mode"),
        ({"image": {"mode": "pad", "pad_color": [1, 2, 256]}}, "image.pad_color.2"),
        ({"name": "Has Spaces"}, "name"),
        ({"extra": 1}, "extra"),
        ({"aggregation": "median"}, "aggregation"),
    ],
)
def test_fields_of_the_wrong_kind_are_named(change: dict[str, Any], where: str) -> None:
    with pytest.raises(BadInput, match=f"protocol.{where}"):
        Protocol.parse(tiny_protocol_data() | change)


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xff\xfe", "protocol_not_json"), (b"{", "protocol_not_json"), (b"[]", "protocol_field")]
)
def test_a_file_that_is_no_protocol_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        Protocol.load(path)
    assert codes(caught.value) == {code}


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Cannot be read"):
        Protocol.load(tmp_path / "none.json")


def test_protocols_are_found_by_name_in_the_data_directory_and_shipped(tmp_path: Path, tiny_protocol: Protocol) -> None:
    (tmp_path / "protocols").mkdir()
    (tmp_path / "protocols" / "tiny-v1.json").write_text(tiny_protocol.to_json())
    assert set(available_protocols(tmp_path)) == {"tiny-v1", "closed-world-v1"}
    assert find_protocol("tiny-v1", tmp_path) == tiny_protocol
    assert find_protocol(str(tmp_path / "protocols" / "tiny-v1.json"), Path("nowhere")) == tiny_protocol
    with pytest.raises(BadInput, match="there are: closed-world-v1, tiny-v1"):
        find_protocol("other", tmp_path)


def test_a_shipped_protocol_cannot_be_shadowed(tmp_path: Path, tiny_protocol: Protocol) -> None:
    (tmp_path / "protocols").mkdir()
    (tmp_path / "protocols" / "closed-world-v1.json").write_text(tiny_protocol.to_json())
    assert available_protocols(tmp_path)["closed-world-v1"].parent == SHIPPED
