"""Reading and checking labelled data: every problem is reported before the first step."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problem_list import SHOWN, ProblemList
from core.problems import BadInput
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILLS
from model.training.config import SftConfig
from model.training.data import SftData, read_sft_data
from model.training.labels import SkillFinder, read_split
from tests.conftest import tiny_protocol_data
from tests.helpers.training_data import paint, record, write_annotations, write_data, write_split
from tests.helpers.training_data import read_split as records_of

PROTOCOL = Protocol.parse(tiny_protocol_data())


def read(folder: Path, **changes: Any) -> SftData:
    return read_sft_data(SftConfig(base="any", data=folder, out=folder / "out", **changes), PROTOCOL, ProblemList())


def problems(folder: Path, **changes: Any) -> list[tuple[str, str]]:
    """Code and place of every problem."""
    with pytest.raises(BadInput) as refusal:
        read(folder, **changes)
    return [(problem.code, problem.where) for problem in refusal.value.problems]


def test_an_image_comes_with_all_its_questions(tmp_path: Path) -> None:
    data = read(write_data(tmp_path, PROTOCOL, train=4, validation=2, test=2))
    assert [image.name for image in data.train] == [f"images/seen-{n % 2}/{n}.png" for n in range(4)]
    odd = data.train[1]
    assert odd.t2i_model == "seen-1"
    assert [question.skill for question in odd.questions] == ["faithfulness.body", "alignment.count"]
    assert odd.answers == (1, 1)
    assert odd.questions[1] == PROTOCOL.question(SKILLS[6], "two red cats, flat", "two cats")
    assert [len(image.questions) for image in data.validation] == [1, 2]
    assert not data.closed_world


def test_a_records_skill_and_t2i_model_are_not_guessed(tmp_path: Path) -> None:
    write_data(tmp_path, PROTOCOL)
    changed = record(PROTOCOL, "elsewhere/1.png", "faithfulness.body", 4) | {
        "skill": "faithfulness.hand",
        "t2i_model": "painter",
    }
    changed["conversations"][0]["value"] = "In my own words?\n<image>"
    paint(tmp_path / "elsewhere/1.png", 99)
    write_split(tmp_path, "train", [changed])
    (image,) = read(tmp_path).train
    assert image.t2i_model == "painter"
    assert (image.questions[0].skill, image.questions[0].text) == ("faithfulness.hand", "In my own words?")


def test_a_data_set_of_the_closed_world_says_so(tmp_path: Path) -> None:
    write_data(tmp_path, PROTOCOL)
    (tmp_path / "dataset.json").write_text('{"closed_world": true}')
    assert read(tmp_path).closed_world


def test_the_digest_covers_content_and_not_the_place(tmp_path: Path) -> None:
    here, there = read(write_data(tmp_path / "a", PROTOCOL)), read(write_data(tmp_path / "b", PROTOCOL))
    assert here.digest == there.digest
    records = records_of(tmp_path / "b", "train")
    records[0]["conversations"][1]["value"] = "4"
    write_split(tmp_path / "b", "train", records)
    assert read(tmp_path / "b").digest != here.digest
    paint(tmp_path / "a" / here.train[0].name, 77)
    assert read(tmp_path / "a").digest != here.digest


def test_a_smaller_set_lies_within_a_larger_one(tmp_path: Path) -> None:
    write_data(tmp_path, PROTOCOL)
    names = [{image.name for image in read(tmp_path, limit=limit).train} for limit in (3, 8, 1000)]
    assert [len(chosen) for chosen in names] == [3, 8, 24]
    assert names[0] < names[1] < names[2]
    assert {image.name for image in read(tmp_path, limit=8, seed=2).train} != names[1]
    assert len(read(tmp_path, limit=3).validation) == 6, "validation stays whole"


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    write_data(tmp_path, PROTOCOL, train=12, validation=2)
    records = [r for r in records_of(tmp_path, "train") if r["id"].endswith("body")]
    (tmp_path / records[0]["image"]).unlink()
    (tmp_path / records[1]["image"]).write_bytes((tmp_path / records[1]["image"]).read_bytes()[:60])
    records[2]["conversations"][1]["value"] = "7"
    records[3]["conversations"][1]["value"] = "rather good"
    records[4]["conversations"][0]["value"] = "Body?"
    records[5]["conversations"][0]["value"] = "<image>\nBody?<image>"
    records[6]["conversations"].append({"from": "human", "value": "Why?"})
    records[7]["conversations"][0]["value"] = "<image>\nIs it art?"
    records[8]["skill"] = "faithfulness.soul"
    records[9]["id"] = records[10]["id"]
    records[11]["image"] = "../../etc/passwd"
    write_split(tmp_path, "train", [*records, "not a record"])
    write_split(tmp_path, "validation", [])
    assert sorted(problems(tmp_path)) == sorted(
        [
            ("missing_image", "images/seen-0/0.png"),
            ("broken_image", "images/seen-1/1.png"),
            ("answer", "train.json[2]"),
            ("answer", "train.json[3]"),
            ("image_token", "train.json[4]"),
            ("image_token", "train.json[5]"),
            ("conversations", "train.json[6]"),
            ("unknown_question", "train.json[7]"),
            ("unknown_skill", "train.json[8]"),
            ("duplicate_id", "train.json: images/seen-0/10.png/faithfulness.body"),
            ("image_path", "train.json[11]"),
            ("record", "train.json[12]"),
            ("empty_split", "validation.json"),
        ]
    )


def test_an_answer_must_be_an_option_of_its_own_skill(tmp_path: Path) -> None:
    write_data(tmp_path, PROTOCOL)
    paint(tmp_path / "images/m/1.png", 50)
    given = [("faithfulness.body", -1), ("faithfulness.object", -1), ("alignment.count", 3), ("alignment.style", 2)]
    write_split(tmp_path, "train", [record(PROTOCOL, "images/m/1.png", *one) for one in given])
    assert problems(tmp_path) == [("answer", "train.json[1]"), ("answer", "train.json[2]")]


def test_many_problems_of_a_kind_are_counted(tmp_path: Path) -> None:
    write_data(tmp_path, PROTOCOL)
    write_split(tmp_path, "train", [{"image": 1}] * (SHOWN + 1_234) + ["x"])
    with pytest.raises(BadInput) as refusal:
        read(tmp_path)
    assert len(refusal.value.problems) == SHOWN + 1
    assert "1,235 more of this kind (1,255 in all)" in str(refusal.value)


def test_the_test_split_shares_nothing_with_training(tmp_path: Path) -> None:
    write_data(tmp_path, PROTOCOL, test=4)
    unseen = records_of(tmp_path, "test")
    copied = tmp_path / unseen[0]["image"]
    copied.write_bytes((tmp_path / "images/seen-0/0.png").read_bytes())
    paint(tmp_path / "images/seen-1/late.png", 90)
    write_split(tmp_path, "test", [*unseen, record(PROTOCOL, "images/seen-1/late.png", "faithfulness.body", 1)])
    assert problems(tmp_path) == [("leak_t2i_model", "test.json"), ("leak_image", f"test.json: {unseen[0]['image']}")]


def test_validation_images_that_are_trained_on_are_counted(tmp_path: Path) -> None:
    write_data(tmp_path, PROTOCOL)
    write_split(tmp_path, "validation", [*records_of(tmp_path, "validation"), *records_of(tmp_path, "train")[:1]])
    assert read(tmp_path).shared_images == 1


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda folder: (folder / "validation.json").unlink(), ("no_file", "validation.json")),
        (lambda folder: (folder / "train.json").write_text("[{"), ("not_json", "train.json")),
        (lambda folder: (folder / "train.json").write_text("{}"), ("not_json", "train.json")),
        (lambda folder: (folder / "dataset.json").write_text("[]"), ("not_json", "dataset.json")),
    ],
)
def test_missing_and_unreadable_files_are_reported(
    tmp_path: Path, spoil: Callable[[Path], object], problem: tuple[str, str]
) -> None:
    write_data(tmp_path, PROTOCOL)
    spoil(tmp_path)
    assert problems(tmp_path) == [problem]


def test_labels_of_several_annotators_become_their_lower_median(tmp_path: Path) -> None:
    given = {f"images/m/{number}.png": [0, 4, 1] for number in range(40)}
    given |= {"images/m/even.png": [1, 2], "images/m/absent.png": [-1, -1, 3, 2]}
    data = read(tmp_path, annotations=write_annotations(tmp_path, PROTOCOL, given))
    answers = {image.name: image.answers for image in (*data.train, *data.validation)}
    assert answers["images/m/0.png"] == (1,)
    assert answers["images/m/even.png"] == (1,)
    assert answers["images/m/absent.png"] == (-1,)
    assert len(answers) == 42
    assert {image.t2i_model for image in data.train} == {"seen"}
    # By hash of the name: the split is the same wherever and whenever the file is read.
    assert [image.name for image in data.validation] == [f"images/m/{n}.png" for n in (3, 13, 34, 37)]


def test_an_annotation_file_is_checked_like_any_data(tmp_path: Path) -> None:
    path = write_annotations(tmp_path, PROTOCOL, {f"images/m/{number}.png": [0, 9] for number in range(2)})
    text = path.read_text()
    path.write_text(text + text.splitlines()[1] + "\n")
    codes = [code for code, _ in problems(tmp_path, annotations=path)]
    assert codes.count("answer") == 2
    assert "duplicate_label" in codes
    path.write_text("image,label\n")
    assert ("columns", "annotations.csv") in problems(tmp_path, annotations=path)
    assert ("no_file", "none.csv") in problems(tmp_path, annotations=tmp_path / "none.csv")


@given(skill=st.sampled_from(SKILLS), element=st.text(min_size=1, max_size=40))
def test_a_question_of_the_protocol_is_recognised_whatever_its_element(skill: Any, element: str) -> None:
    assert SkillFinder(PROTOCOL).find(PROTOCOL.question(skill, "a prompt", element).text) == skill.key


def test_a_question_of_two_skills_is_not_guessed() -> None:
    data = tiny_protocol_data()
    for key in ("faithfulness.hand", "faithfulness.face"):
        data["questions"][key]["template"] = "Is this right?"
    data["questions"]["alignment.object"]["template"] = "{element}?"
    finder = SkillFinder(Protocol.parse(data))
    assert finder.find("Is this right?") is None
    assert finder.find("a cat?") == "alignment.object"
    assert finder.find("Count: two cats?") == "alignment.count", "the wording with more fixed text goes first"
    assert finder.find("Nothing of the kind.") is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "image", "conversations", "from", "value", "skill", "t2i_model"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(records=st.lists(_JSON, min_size=1, max_size=4))
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, records: list[Any]) -> None:
    path = tmp_path_factory.mktemp("records") / "train.json"
    path.write_text(json.dumps(records))
    problems = ProblemList()
    labels = read_split(path, SkillFinder(PROTOCOL), problems)
    assert not labels
    with pytest.raises(BadInput):
        problems.raise_if_any()
