"""A user's clone of EvalAlign's repository becomes a protocol that asks, byte for byte, what its files ask."""

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.problems import BadInput
from core.settings import Settings
from model.__main__ import app
from model.official.clone import find_faithfulness_questions, read_clone
from model.official.importing import official_protocol
from model.official.names import ALIGNMENT_NAMES, FAITHFULNESS_NAMES, NAMES
from model.protocol.protocol import Protocol
from model.protocol.skills import SKILLS, Dimension, skills_of
from model.protocol.templates import TEMPLATES
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.official_clone import ALIGNMENT, QUESTIONS, WORDING, alignment_record, script, write_clone
from tests.helpers.paths import SHARED

run = partial(run_command, app, "protocol")
run_json = partial(run_json_command, app, "protocol")

OFFICIAL = SHARED / "evalalign"
VICUNA = TEMPLATES["vicuna-v1"]


def imported(clone: Path) -> Protocol:
    return official_protocol(read_clone(clone), VICUNA, "evalalign-v1")


def sent(protocol: Protocol, dimension: Dimension, prompt_id: str) -> dict[str, str]:
    """What is asked of a prompt's image, by the files' names, as the original sends it."""
    return {
        NAMES[dimension][question.skill]: f"<image>\n{question.text}"
        for question in protocol.questions_for(protocol.prompt_by_id[dimension, prompt_id])
    }


def assert_as_in_files(protocol: Protocol, alignment: Any, faithfulness: Any, questions: dict[str, str]) -> None:
    for record in alignment:
        assert sent(protocol, Dimension.ALIGNMENT, record["prompt_id"]) == record["question_info"]
    for record in faithfulness:
        assert sent(protocol, Dimension.FAITHFULNESS, record["prompt_id"]) == questions
    assert [p.text for p in protocol.prompts] == [record["prompt"] for record in [*faithfulness, *alignment]]


def test_every_skill_has_a_name_in_the_files() -> None:
    for dimension in Dimension:
        assert set(NAMES[dimension]) == {skill.key for skill in skills_of(dimension)}


def test_every_question_is_the_files_own(tmp_path: Path) -> None:
    protocol = imported(write_clone(tmp_path))
    faithfulness = json.loads((tmp_path / "configs/test_faithfulness_prompt.json").read_text())
    assert_as_in_files(protocol, ALIGNMENT, faithfulness, QUESTIONS)
    assert not any(prompt.questions for prompt in protocol.prompts), "the templates give all of them"
    assert protocol.questions["alignment.count"].template == "Is the count({element}) as told?  " + (
        "Answer: 0, no. 1, half. 2, yes."
    )


def test_option_meanings_are_in_the_files_words(tmp_path: Path) -> None:
    questions = imported(write_clone(tmp_path)).questions
    assert questions["alignment.style"].options == {"0": "no", "1": "half", "2": "yes"}
    assert questions["faithfulness.hand"].options == {
        "-1": "no hands there",
        "0": "awful",
        "1": "bad",
        "2": "so so",
        "3": "good",
        "4": "flawless",
    }


def test_the_original_appends_the_newline_for_faithfulness_only(tmp_path: Path) -> None:
    assert imported(write_clone(tmp_path)).image.newline == (Dimension.FAITHFULNESS,)


def test_a_prompt_without_questions_stays(tmp_path: Path) -> None:
    protocol = imported(write_clone(tmp_path))
    assert protocol.questions_for(protocol.prompt_by_id[Dimension.ALIGNMENT, "24"]) == ()


def test_wording_that_no_template_gives_is_kept_with_its_prompt(tmp_path: Path) -> None:
    odd = alignment_record("31", "three hens", Object="hens;", Count="hens: three;")
    odd["question_info"]["Count"] = "<image>\nHow many hens?  Answer: 0, no. 1, half. 2, yes."
    unsaid = alignment_record("32", "a hat", Object="hat;")
    unsaid["question_info"]["Style"] = WORDING["Style"] % "photo"
    protocol = imported(write_clone(tmp_path, alignment=[*ALIGNMENT, odd, unsaid]))
    assert_as_in_files(protocol, [*ALIGNMENT, odd, unsaid], protocol_faithfulness(tmp_path), QUESTIONS)
    assert {p.prompt_id: set(p.questions) for p in protocol.prompts if p.questions} == {
        "31": {"alignment.count"},
        "32": {"alignment.style"},
    }


def protocol_faithfulness(clone: Path) -> Any:
    return json.loads((clone / "configs/test_faithfulness_prompt.json").read_text())


plain = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
    lambda text: text.strip(" ;").casefold() not in ("", "none") and text.strip() and "<image>" not in text
)
elements_of_prompts = st.dictionaries(st.sampled_from(sorted(ALIGNMENT_NAMES.values())), plain)


@settings(max_examples=40, deadline=None)
@given(st.lists(elements_of_prompts, max_size=5))
def test_any_element_gives_the_files_question(tmp_path_factory: pytest.TempPathFactory, found: Any) -> None:
    records = [*ALIGNMENT, *(alignment_record(f"h{n}", "a prompt", **elements) for n, elements in enumerate(found))]
    clone = write_clone(tmp_path_factory.mktemp("clone"), alignment=records)
    assert_as_in_files(imported(clone), records, protocol_faithfulness(clone), QUESTIONS)


@pytest.mark.parametrize(
    "literal",
    [
        repr(QUESTIONS),
        repr(list(QUESTIONS.items())),
        repr(tuple(reversed(QUESTIONS.items()))),
        "{\n" + ",\n".join(f"'{name.upper()}': ''\n  {text!r}" for name, text in QUESTIONS.items()) + "}",
    ],
)
def test_questions_are_found_in_a_literal_wherever_it_stands(literal: str) -> None:
    wanted = {key: QUESTIONS[name] for key, name in FAITHFULNESS_NAMES.items()}
    assert find_faithfulness_questions(script(literal)) == [wanted]
    assert find_faithfulness_questions(f"ASKED = [1, {literal}]") == [wanted]


@pytest.mark.parametrize("literal", ["dict(body=1)", "{'body': 1, 'Hand': 2, 'face': 3, 'object': 4, 'common': 5}"])
def test_literals_of_other_questions_are_ignored(literal: str) -> None:
    assert find_faithfulness_questions(script(literal)) == []


def test_the_script_is_not_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w')\nraise SystemExit(3)\n{script(repr(QUESTIONS))}"
    imported(write_clone(tmp_path / "clone", code=code))
    assert not mark.exists()


def test_the_questions_may_stand_in_another_script(tmp_path: Path) -> None:
    clone = write_clone(tmp_path)
    (clone / "evalalign/eval/test_faithfulness.py").rename(clone / "evalalign/ask.py")
    assert read_clone(clone).files[2] == "evalalign/ask.py"


def test_digest_and_source_do_not_depend_on_the_files_layout(tmp_path: Path) -> None:
    first = imported(write_clone(tmp_path / "a"))
    other = write_clone(tmp_path / "b", code=f"# another remark\n{script(repr(QUESTIONS))}")
    path = other / "configs/test_alignment_prompt.json"
    path.write_bytes(json.dumps(ALIGNMENT, indent=1).replace("\n", "\r\n").encode())
    assert json.loads(path.read_text()) == ALIGNMENT
    assert imported(other).digest == first.digest


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("Apache License\n    Version 2.0\n", "Apache-2.0"),
        ("MIT License\n\nPermission", "MIT"),
        ("Terms of the house\nmore", "Terms of the house"),
    ],
)
def test_the_licence_is_the_clones(tmp_path: Path, text: str, licence: str) -> None:
    clone = write_clone(tmp_path)
    (clone / "LICENSE").write_text(text)
    assert imported(clone).licence == licence


def test_without_a_licence_file_pyproject_names_the_licence(tmp_path: Path) -> None:
    clone = write_clone(tmp_path)
    (clone / "LICENSE").unlink()
    with pytest.raises(BadInput, match="terms of its text are unknown"):
        read_clone(clone)
    (clone / "pyproject.toml").write_text(
        '[project]\nclassifiers = ["License :: OSI Approved :: Apache Software License"]\n'
    )
    assert imported(clone).licence == "Apache-2.0"


def test_the_commit_is_read_from_git(tmp_path: Path) -> None:
    clone = write_clone(tmp_path)
    assert read_clone(clone).commit is None
    (clone / ".git" / "refs" / "heads").mkdir(parents=True)
    (clone / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (clone / ".git" / "packed-refs").write_text(f"# pack-refs\n{'a' * 40} refs/heads/main\n")
    assert read_clone(clone).commit == "a" * 40
    (clone / ".git" / "refs" / "heads" / "main").write_text("b" * 40 + "\n")
    assert read_clone(clone).commit == "b" * 40


def test_all_missing_files_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_clone(tmp_path)
    assert [problem.code for problem in caught.value.problems] == [
        "missing_file",
        "missing_file",
        "no_questions",
        "no_licence",
    ]


def test_all_problems_of_the_files_are_named_at_once(tmp_path: Path) -> None:
    smell = alignment_record("41", "roses", Object="roses;")
    smell["question_info"]["Smell"] = "<image>\nSweet?"
    twice = alignment_record("42", "a pond", Object="pond;")
    twice["question_info"]["Object"] = "What <image> shows?"
    options = QUESTIONS | {"face": "<image>\nFaces? \nOptions: 0.no, 1.yes, the answer is"}
    clone = write_clone(
        tmp_path,
        alignment=[*ALIGNMENT, smell, twice],
        faithfulness=[{"prompt_id": 7, "prompt": "x"}, {"prompt_id": "8"}],
        code=script(repr(options)),
    )
    with pytest.raises(BadInput) as caught:
        imported(clone)
    assert {problem.code for problem in caught.value.problems} == {
        "unknown_skill",
        "image_token",
        "options",
        "prompt_file",
    }
    assert sum(problem.code == "prompt_file" for problem in caught.value.problems) == 2


def test_ambiguous_files_are_refused(tmp_path: Path) -> None:
    clone = write_clone(tmp_path)
    shutil.copytree(clone / "configs", clone / "old")
    other = {name: f"{text} " for name, text in QUESTIONS.items()}
    path = clone / "evalalign/eval/test_faithfulness.py"
    path.write_text(script(repr(QUESTIONS)) + script(repr(other)))
    with pytest.raises(BadInput) as caught:
        read_clone(clone)
    assert [p.code for p in caught.value.problems] == ["ambiguous_file", "ambiguous_file", "ambiguous_questions"]


@pytest.mark.parametrize("name", ["vicuna-v1", "mpt", "chatml-direct"])
def test_import_from_the_command_line(tmp_path: Path, settings: Settings, name: str) -> None:
    clone = write_clone(tmp_path / "clone")
    suffix = {"vicuna-v1": "", "mpt": "-mpt", "chatml-direct": "-chatml"}[name]
    first = run_json("import-evalalign", str(clone), "--template", name)
    assert (first["name"], first["licence"], first["written"]) == (f"evalalign-v1{suffix}", "Apache-2.0", True)
    assert first["prompts"] == {"faithfulness": 2, "alignment": 4}
    assert first["unasked"] == {"faithfulness": [], "alignment": ["24"]}
    path = settings.data_dir / "protocols" / f"evalalign-v1{suffix}.json"
    assert Path(first["file"]) == path
    assert Protocol.load(path).digest == first["digest"]
    assert Protocol.load(path).conversation == TEMPLATES[name]
    assert run_json("import-evalalign", str(clone), "--template", name)["written"] is False
    assert "evalalign-v1" in run("import-evalalign", str(clone), "--template", name).stdout
    assert list(path.parent.iterdir()) == [path]


def test_an_import_replaces_another_protocol_only_by_force(tmp_path: Path, settings: Settings) -> None:
    clone = write_clone(tmp_path / "clone")
    before = run_json("import-evalalign", str(clone))["digest"]
    write_clone(clone, alignment=ALIGNMENT[:-1])
    refused = run("import-evalalign", str(clone))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--force" in refused.stderr
    path = settings.data_dir / "protocols" / "evalalign-v1.json"
    assert Protocol.load(path).digest == before
    assert run_json("import-evalalign", str(clone), "--force")["digest"] == Protocol.load(path).digest != before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["nowhere"], "Is not a folder"),
        (["CLONE", "--name", "closed-world-v1"], "ships"),
        (["CLONE", "--name", "Has Spaces"], "name"),
        (["CLONE", "--name", "../x"], "name"),
    ],
)
def test_bad_imports_are_refused(tmp_path: Path, settings: Settings, options: list[str], words: str) -> None:
    clone = write_clone(tmp_path / "clone")
    refused = run("import-evalalign", *(option.replace("CLONE", str(clone)) for option in options))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert words in refused.stderr
    assert not (settings.data_dir / "protocols").exists()


def test_list_shows_valid_and_broken_protocols(settings: Settings, tiny_protocol: Protocol) -> None:
    folder = settings.data_dir / "protocols"
    folder.mkdir()
    (folder / "tiny-v1.json").write_text(tiny_protocol.to_json())
    (folder / "broken.json").write_text("{")
    found = run_json("list")
    assert found["protocols"] == ["broken", "closed-world-v1", "tiny-v1"]
    details = {item["name"]: item for item in found["details"]}
    assert details["tiny-v1"]["digest"] == tiny_protocol.digest
    assert "not JSON" in details["broken"]["problem"]
    assert details["closed-world-v1"]["from"] == "shipped"
    assert "broken" in run("list").stdout


def test_show_prints_questions_and_how_often_they_are_asked(tmp_path: Path, tiny_protocol_file: Path) -> None:
    found = run_json("show", str(tiny_protocol_file))
    assert found["questions"] == {
        skill.key: 2 if skill.dimension is Dimension.FAITHFULNESS or skill.key == "alignment.object" else 1
        for skill in SKILLS
    }
    assert Protocol.parse(found["protocol"]).digest == found["digest"]
    shown = run("show", str(tiny_protocol_file)).stdout
    assert "Count: {element}?" in shown
    assert run("show", "nothing").exit_code == 2


def test_validate_reports_problems_as_json(tmp_path: Path, tiny_protocol_file: Path, tiny_protocol: Protocol) -> None:
    assert run_json("validate", str(tiny_protocol_file))["digest"] == tiny_protocol.digest
    broken = tmp_path / "broken.json"
    broken.write_text(tiny_protocol.to_json().replace("alignment.count", "alignment.smell"))
    refused = run("validate", str(broken), "--json")
    assert refused.exit_code == 2
    report = json.loads(refused.stdout)
    assert report["ok"] is False
    assert {"unknown_skill", "missing_skill", "elements"} <= {problem["code"] for problem in report["problems"]}
    plain_words = run("validate", str(broken))
    assert (plain_words.exit_code, plain_words.stdout) == (2, "")
    assert len(plain_words.stderr.splitlines()) == len(report["problems"])


def test_export_writes_what_can_be_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    digest = run_json("export", "closed-world-v1", str(path))["digest"]
    assert Protocol.load(path).digest == digest
    assert run_json("export", "closed-world-v1", str(path))["written"] is False
    path.write_text("{}")
    assert run("export", "closed-world-v1", str(path)).exit_code == 2
    assert run_json("export", "closed-world-v1", str(path), "--force")["written"] is True


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files are not here")
def test_the_official_questions_are_kept_byte_for_byte(tmp_path: Path) -> None:
    questions = json.loads((OFFICIAL / "faithfulness_questions.json").read_text())
    alignment = json.loads((OFFICIAL / "test_alignment_prompt.json").read_text())
    faithfulness = json.loads((OFFICIAL / "test_faithfulness_prompt.json").read_text())
    clone = write_clone(tmp_path, alignment=alignment, faithfulness=faithfulness, code=script(repr(questions)))
    protocol = imported(clone)
    assert_as_in_files(protocol, alignment, faithfulness, questions)
    asked = [q.skill for p in protocol.prompts_of(Dimension.ALIGNMENT) for q in protocol.questions_for(p)]
    assert (len(faithfulness), len(alignment), len(asked)) == (100, 120, 417)
    assert {name: asked.count(f"alignment.{name}") for name in ("object", "count", "spatial", "action")} == {
        "object": 118,
        "count": 109,
        "spatial": 85,
        "action": 54,
    }
    assert (asked.count("alignment.color"), asked.count("alignment.style")) == (26, 25)
    assert not any(prompt.questions for prompt in protocol.prompts)
    assert protocol.questions_for(protocol.prompt_by_id[Dimension.ALIGNMENT, "675"]) == ()
