"""LLaVA conversations become annotation records and come back; what cannot be placed is told, all of it."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import Result

from core.problem_list import ProblemList
from leaderboard.__main__ import app as leaderboard
from leaderboard.store.annotations import annotations_frame
from leaderboard.store.database import Database, get_database, open_database
from leaderboard.store.results import reference_scores
from model.__main__ import app
from model.protocol.annotation_records import AnnotationRecord, read_annotation_records
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILLS, Dimension
from model.training.annotations import read_annotations
from model.training.conversations import (
    UNNAMED_ANNOTATOR,
    ImportedRecords,
    RecordDefaults,
    export_conversations,
    import_conversations,
    split_of_name,
)
from model.training.labels import SkillFinder, read_split
from tests.conftest import tiny_protocol_data
from tests.helpers.command_line import run_command
from tests.helpers.filled import add_submission

run = partial(run_command, app, "dataset")

PROTOCOL = Protocol.parse(tiny_protocol_data())


def question(key: str, element: str = "two cats") -> str:
    skill = next(skill for skill in SKILLS if skill.key == key)
    return PROTOCOL.question(skill, "a prompt", element).text


def conversation(image: str, *turns: tuple[str, str], **beside: Any) -> dict[str, Any]:
    """A conversation in LLaVA's format: the image before the first question."""
    said = []
    for number, (asked, answer) in enumerate(turns):
        said += [
            {"from": "human", "value": asked if number else f"<image>\n{asked}"},
            {"from": "gpt", "value": answer},
        ]
    return {"image": image, "conversations": said, **beside}


def place(folder: Path, *records: Any, name: str = "data.json", **changes: Any) -> tuple[ImportedRecords, ProblemList]:
    path = folder / name
    path.write_text(json.dumps(records))
    problems = ProblemList()
    return import_conversations([path], PROTOCOL, RecordDefaults(**changes), problems), problems


def test_a_conversation_of_several_turns_gives_a_record_per_question(tmp_path: Path) -> None:
    found, problems = place(
        tmp_path,
        conversation(
            "images/sdxl/a1.png",
            (question("alignment.object", "cat; hat;"), "2"),
            (question("alignment.count"), " 0 "),
            id=7,
        ),
        name="alignment_train.json",
    )
    assert problems.counts == {}
    assert (found.conversations, found.questions) == (1, 2)
    first = AnnotationRecord(
        id="7",
        image="images/sdxl/a1.png",
        t2i_model="sdxl",
        dimension=Dimension.ALIGNMENT,
        prompt_id="a1",
        skill="alignment.object",
        question="Object: cat; hat;?",
        annotator=UNNAMED_ANNOTATOR,
        label=2,
        split="train",
    )
    count = {"id": "7#2", "skill": "alignment.count", "question": "Count: two cats?", "label": 0}
    assert found.records == (first, first.model_copy(update=count))


def test_missing_and_repeated_ids_become_unique(tmp_path: Path) -> None:
    turns = [(question(f"faithfulness.{name}"), "3") for name in ("body", "hand", "face")]
    given_ids: list[dict[str, Any]] = [{"id": "x"}, {"id": "x#2"}, {"id": "x"}]
    records = [conversation("x.png", turn, **own) for turn, own in zip(turns, given_ids, strict=True)]
    found, _ = place(tmp_path, *records, conversation("y.png", turns[0]))
    assert [record.id for record in found.records] == ["x", "x#2", "x#3", "data.json[3]"]


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Count: two cats?", "alignment.count"),
        ("  Count:\n two   cats? ", "alignment.count"),
        ("Body?", "faithfulness.body"),
        ("Body ?", None),
        ("Is it blue and big?", "alignment.color"),
        ("Is it  blue\tand big?", "alignment.color"),
        ("Counting two cats?", None),
    ],
)
def test_a_skill_is_found_by_text_template_or_normalised_space(text: str, skill: str | None) -> None:
    data = tiny_protocol_data()
    data["prompts"][2]["questions"] = {"alignment.color": "Is it blue and big?"}
    assert SkillFinder(Protocol.parse(data)).find(text) == skill


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("train", "train"),
        ("faithfulness_val", "validation"),
        ("EvalAlign-Test", "test"),
        ("evaluation", None),
        ("train_and_test", None),
        ("contest", None),
    ],
)
def test_the_split_is_read_from_a_files_name(name: str, split: str | None) -> None:
    assert split_of_name(name) == split


def test_unplaced_questions_are_reported_by_reason_and_place(tmp_path: Path) -> None:
    good = (question("faithfulness.object"), "4")
    twice = conversation("a.png", good)
    twice["conversations"][0]["value"] += "<image>"
    odd = conversation("a.png", good)
    odd["conversations"].pop()
    found, problems = place(
        tmp_path,
        conversation("a.png", good, ("Is it art?", "1"), (question("alignment.count"), "two"), id="first"),
        conversation("a.png", good, id="again"),
        conversation("../a.png", good),
        conversation("b.png", good, annotator=3, split="dev", prompt_id="no/id"),
        twice,
        odd,
        "no record",
        conversation("c.png", (" ", "1"), skill="faithfulness.body"),
        conversation("d.png", good, id="last"),
    )
    assert [record.id for record in found.records] == ["first", "last"]
    assert [(problem.code, problem.where) for problem in problems.summarise()] == [
        ("unknown_question", "data.json[0] question 2"),
        ("unknown_question", "data.json[7]"),
        ("answer", "data.json[0] question 3"),
        ("duplicate_label", "data.json[1]"),
        ("image_path", "data.json[2]"),
        ("record", "data.json[3]"),
        ("record", "data.json[6]"),
        ("image_token", "data.json[4]"),
        ("conversations", "data.json[5]"),
    ]
    assert "annotator, split, prompt_id" in str(problems.summarise()[5])


labels_of_skills = st.sampled_from(SKILLS).flatmap(
    lambda skill: st.tuples(
        st.just(skill.key),
        st.text(st.characters(codec="utf-8"), min_size=1, max_size=8).filter(lambda text: "<image>" not in text),
        st.sampled_from(skill.options),
    )
)
conversations = st.lists(
    st.builds(
        lambda image, asked, beside: conversation(
            image, *((question(key, element), str(label)) for key, element, label in asked), **beside
        ),
        st.sampled_from(["images/m/a1.png", "images/m/alignment-a1.png", "else/x.jpg", "a b.png", "images/é/p.png"]),
        st.lists(labels_of_skills, min_size=1, max_size=3),
        st.fixed_dictionaries(
            {},
            optional={
                "id": st.sampled_from(["1", "2", "1#2", 3, ""]),
                "annotator": st.sampled_from(["Ada", "Bo"]),
                "split": st.sampled_from(["train", "test", None]),
                "t2i_model": st.sampled_from(["own", "m", None]),
                "prompt_id": st.sampled_from(["p_1", None]),
            },
        ),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(records=conversations)
def test_importing_what_was_exported_gives_the_same_records(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    first, _ = place(folder, *records, name="train.json")
    second, problems = place(folder, *export_conversations(first.records), name="train.json")
    assert set(problems.counts) <= {"empty_split"}
    assert second.records == first.records


_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=6) | st.sampled_from(["human", "gpt", "<image>\nBody?", "2", "a.png"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "image", "conversations", "from", "value", "skill", "split", "annotator"]), inner
        )
    ),
    max_leaves=15,
)


@settings(deadline=None)
@given(records=st.lists(_JSON, min_size=1, max_size=4))
def test_any_json_is_either_placed_or_reported(tmp_path_factory: pytest.TempPathFactory, records: list[Any]) -> None:
    found, problems = place(tmp_path_factory.mktemp("any"), *records)
    assert found.conversations == len(records)
    assert found.records or problems.counts


def write_conversations(folder: Path, **files: Sequence[Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in files.items():
        (folder / f"{name}.json").write_text(json.dumps(records))
    return folder


def test_files_are_imported_and_exported_from_the_command_line(tmp_path: Path, tiny_protocol_file: Path) -> None:
    body, count = question("faithfulness.body"), question("alignment.count")
    folder = write_conversations(
        tmp_path / "data",
        train=[conversation("images/m/f1.png", (body, "-1"), id="1"), conversation("images/m/a1.png", (count, "2"))],
        validation=[conversation("images/m/f2.png", (body, "3"), id="1")],
    )
    (folder / "dataset.json").write_text("{}")
    out, back = tmp_path / "all.jsonl", tmp_path / "back" / "train.json"
    result = run("import", folder, "--out", out, "--protocol", tiny_protocol_file, "--annotator", "Ada", "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["annotations"], report["splits"]) == (3, {"train": 2, "validation": 1})
    assert (report["skills"]["faithfulness.body"], report["unplaced"], report["written"]) == (2, {}, True)
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["annotator"] for line in lines] == ["Ada"] * 3
    assert run("import", folder, "--out", out, "--protocol", tiny_protocol_file).exit_code == 2
    assert run("export", out, "--out", back, "--split", "train").exit_code == 0
    assert run("export", out, "--out", back).exit_code == 2, "an earlier file stays unless --force is given"
    problems = ProblemList()
    trained = read_split(back, SkillFinder(PROTOCOL), problems)
    assert [(label.question.skill, label.answer) for label in trained] == [
        ("faithfulness.body", -1),
        ("alignment.count", 2),
    ]
    assert problems.counts == {}, "what was exported can be trained on"
    assert run("export", out, "--out", tmp_path / "x.json", "--split", "test").exit_code == 2


def test_nothing_is_written_where_something_cannot_be_placed(tmp_path: Path, tiny_protocol_file: Path) -> None:
    records = [conversation(f"images/m/f{n}.png", ("Is it art?", "1")) for n in range(30)]
    sound = conversation("images/m/f1.png", (question("faithfulness.body"), "0"))
    folder = write_conversations(tmp_path / "data", train=[*records, sound])
    out = tmp_path / "all.jsonl"
    words = ["import", folder, "--out", out, "--protocol", tiny_protocol_file]
    refused = run(*words)
    assert (refused.exit_code, refused.stdout, out.exists()) == (2, "", False)
    assert "unknown_question 30" in refused.stderr
    assert "10 more of this kind" in refused.stderr
    told = run(*words, "--json")
    assert told.exit_code == 2
    assert json.loads(told.stdout)["unplaced"] == {"unknown_question": 30}
    assert json.loads(told.stdout)["written"] is False
    written = run(*words, "--skip-unplaced")
    assert (written.exit_code, len(out.read_text().splitlines())) == (0, 1)
    assert "Is it art?" in written.stderr
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("content", ["{}", "[", "[]"])
def test_files_that_hold_no_conversations_are_refused(tmp_path: Path, tiny_protocol_file: Path, content: str) -> None:
    (tmp_path / "train.json").write_text(content)
    out = tmp_path / "out.jsonl"
    for path in (tmp_path / "train.json", tmp_path / "none.json", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        refused = run("import", path, "--out", out, "--protocol", tiny_protocol_file, "--skip-unplaced")
        assert (refused.exit_code, out.exists()) == (2, False)


def lines_of(path: Path, *changes: dict[str, Any]) -> Path:
    usual = {
        "id": "1",
        "image": "images/SDXL/a1.png",
        "t2i_model": "sdxl",
        "dimension": "alignment",
        "prompt_id": "a1",
        "skill": "alignment.object",
        "question": "Object: cat?",
        "annotator": "Ada",
        "label": 2,
        "split": None,
    }
    path.write_text("".join(json.dumps(usual | change) + "\n" for change in changes))
    return path


def test_every_invalid_line_is_reported(tmp_path: Path) -> None:
    path = lines_of(
        tmp_path / "x.jsonl",
        {},
        {},
        {"label": 3},
        {"skill": "alignment.taste"},
        {"dimension": "faithfulness"},
        {"a": 1},
    )
    path.write_text(path.read_text() + "\n{\n")
    problems = ProblemList()
    assert len(read_annotation_records(path, problems)) == 1
    assert [(problem.code, problem.where) for problem in problems.summarise()] == [
        ("duplicate_label", "x.jsonl: line 2"),
        ("record", "x.jsonl: line 3"),
        ("record", "x.jsonl: line 4"),
        ("record", "x.jsonl: line 5"),
        ("record", "x.jsonl: line 6"),
        ("not_json", "x.jsonl: line 8"),
    ]


def test_training_reads_annotation_records(tmp_path: Path) -> None:
    path = lines_of(
        tmp_path / "x.jsonl",
        {"split": "train", "label": 0},
        {"split": "train", "label": 2, "annotator": "Bo"},
        {"split": "train", "label": 1, "annotator": "Cy"},
        {"split": "validation", "image": "b.png"},
        {"split": "test", "image": "c.png"},
        {"image": "d.png"},
    )
    problems = ProblemList()
    splits = read_annotations(path, SkillFinder(PROTOCOL), problems)
    assert problems.counts == {}
    assert {name: [(own.image, own.answer) for own in labels] for name, labels in splits.items()} == {
        "train": [("images/SDXL/a1.png", 1), ("d.png", 2)],
        "validation": [("b.png", 2)],
        "test": [("c.png", 2)],
    }


@pytest.fixture
def board() -> Any:
    yield get_database()
    get_database().close()
    open_database.cache_clear()


def load(path: Path, protocol: Path, *words: str) -> Result:
    arguments = ["annotations", "load", path, "--protocol", protocol, "--source", "three people", *words]
    return run_command(leaderboard, *arguments)


def test_records_are_loaded_as_labels_and_make_reference_scores(
    board: Database, tmp_path: Path, tiny_protocol_file: Path
) -> None:
    submission, _ = add_submission(board, PROTOCOL, "SDXL")
    path = lines_of(
        tmp_path / "x.jsonl",
        {},
        {"image": "images/SDXL/a3.png", "prompt_id": "a3", "label": 1},
        {"annotator": "Bo", "label": 0},
    )
    for _ in range(2):
        result = load(path, tiny_protocol_file, "--json")
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["labels"] == {"SDXL": 3}
        with board.read() as session:
            labels = annotations_frame(session, [submission])
            scores = reference_scores(session, PROTOCOL.digest).set_index("key")["score"]
        assert list(labels["label"]) == [2, 0, 1]
        assert set(labels["source"]) == {"three people"}
        assert scores["alignment.object"] == (1.5 + 0) / 2


def test_complete_annotators_count_images_without_questions(board: Database, tmp_path: Path) -> None:
    data = tiny_protocol_data()
    data["prompts"][4]["elements"] = {}
    protocol = tmp_path / "gap.json"
    protocol.write_text(json.dumps(data))
    add_submission(board, Protocol.load(protocol), "SDXL")
    whole = [{}, {"prompt_id": "a2", "skill": "alignment.action", "label": 1}]
    assert load(lines_of(tmp_path / "x.jsonl", *whole), protocol).exit_code == 0
    with board.read() as session:
        digest = Protocol.load(protocol).digest
        assert reference_scores(session, digest).set_index("key")["score"]["alignment"] == 1
    assert load(lines_of(tmp_path / "x.jsonl", {}), protocol).exit_code == 0
    with board.read() as session:
        assert reference_scores(session, digest).set_index("key")["score"]["alignment"] == 2


def test_labels_without_an_image_are_all_reported_and_none_kept(
    board: Database, tmp_path: Path, tiny_protocol_file: Path
) -> None:
    submission, _ = add_submission(board, PROTOCOL, "SDXL")
    path = lines_of(
        tmp_path / "x.jsonl",
        {},
        {"t2i_model": None, "image": "1"},
        {"t2i_model": "Unheard", "image": "2"},
        {"t2i_model": "Unheard", "image": "3"},
        {"prompt_id": None, "image": "4"},
        {"prompt_id": "a9", "image": "5"},
    )
    refused = load(path, tiny_protocol_file)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "Unheard: 2 labels" in refused.stderr
    assert len(refused.stderr.splitlines()) == 4
    with board.read() as session:
        assert annotations_frame(session, [submission]).empty
    loaded = load(path, tiny_protocol_file, "--skip-unknown", "--json")
    assert json.loads(loaded.stdout)["left_out"] == {
        "no_t2i_model": 1,
        "unknown_t2i_model": 2,
        "no_prompt": 1,
        "unknown_prompt": 1,
    }
    doubled = load(lines_of(path, {}, {"image": "copy.png"}), tiny_protocol_file)
    assert doubled.exit_code == 2
    assert "Ada labels its alignment.object 2 times" in doubled.stderr
    nobody = load(lines_of(path, {"t2i_model": "Unheard"}), tiny_protocol_file, "--skip-unknown")
    assert nobody.exit_code == 2
