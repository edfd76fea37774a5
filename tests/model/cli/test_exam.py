"""`python -m model exam`: the report, the exit code, and what is kept beside the evaluator."""

import json
import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import Result

from core.problems import BadInput
from model.__main__ import app
from model.closed_world.simulation import UNSEEN_MODELS
from model.exam.record import exam_verdicts, read_exams, save_exam
from model.exam.report import ExamReport
from model.exam.writing import write_report
from model.protocol.protocol import Protocol
from tests.helpers.command_line import run_command

run = partial(run_command, app, "exam")


@pytest.fixture(scope="module")
def beginner(tmp_path_factory: pytest.TempPathFactory, tiny_checkpoint: Path) -> tuple[Result, Path]:
    """A quick exam of a network with random weights, and the folder of its report."""
    out = tmp_path_factory.mktemp("exam") / "report"
    return run(str(tiny_checkpoint), "--quick", "--json", "--out", str(out)), out


@pytest.fixture
def report(beginner: tuple[Result, Path]) -> ExamReport:
    return ExamReport.model_validate_json(beginner[0].stdout)


@pytest.fixture
def complete(report: ExamReport) -> ExamReport:
    """The same as if it had sat the whole exam."""
    return report.model_copy(update={"quick": False})


def test_a_guessing_evaluator_fails_with_exit_code_3(beginner: tuple[Result, Path], report: ExamReport) -> None:
    document = json.loads(beginner[0].stdout)
    assert beginner[0].exit_code == 3
    assert document["passed"] is False
    assert document["failures"] == list(report.failures)
    assert any("Mean accuracy" in failure for failure in report.failures)
    assert any("Tau-b of alignment" in failure for failure in report.failures)


def test_the_report_names_evaluator_and_pictures(report: ExamReport) -> None:
    assert report.t2i_models == tuple(t2i_model.name for t2i_model in UNSEEN_MODELS)
    assert report.images == 55 * len(UNSEEN_MODELS)
    assert report.protocol_name == "closed-world-v1"
    assert "simulated" in report.source
    assert len(report.evaluator) == 64


def test_the_folder_holds_json_markdown_and_plots(beginner: tuple[Result, Path], report: ExamReport) -> None:
    _, out = beginner
    assert {path.name for path in out.iterdir()} == {"report.json", "report.md", "reliability.png", "order.png"}
    assert json.loads((out / "report.json").read_text()) == json.loads(beginner[0].stdout)
    page = (out / "report.md").read_text()
    for result in report.skills:
        assert f"| {result.skill} | {result.n} | {result.accuracy:.3f} | {result.commonest:.3f} |" in page
    for failure in report.failures:
        assert failure in page
    assert "says nothing about photographs" in page
    assert set(re.findall(r"\]\((\S+)\)", page)) == {"reliability.png", "order.png"}
    for name in ("reliability.png", "order.png"):
        with Image.open(out / name) as plot:
            assert plot.size[0] > 500


def test_the_same_report_gives_the_same_files(
    beginner: tuple[Result, Path], report: ExamReport, tmp_path: Path
) -> None:
    write_report(report, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in beginner[1].iterdir()
    }


def test_without_thresholds_there_is_a_report_and_exit_code_0(
    tiny_checkpoint: Path, tiny_protocol_file: Path, report: ExamReport
) -> None:
    done = run(str(tiny_checkpoint), "--quick", "--protocol", str(tiny_protocol_file))
    assert done.exit_code == 0, done.stderr
    assert "sets no thresholds" in done.stdout
    assert "simulated" in done.stdout
    for result in report.skills:
        assert result.skill in done.stdout


def test_bad_options_are_all_named_before_anything_is_examined(tmp_path: Path, tiny_checkpoint: Path) -> None:
    refused = run("owner/evaluator", "--quick", "--save")
    assert refused.exit_code == 2
    assert "quick look is no exam" in refused.stderr
    assert "no folder here" in refused.stderr
    assert run("one", "--evaluator", "another").exit_code == 2
    blocked = tmp_path / "file"
    blocked.touch()
    assert "Cannot be written" in run(str(tiny_checkpoint), "--out", str(blocked)).stderr


@pytest.mark.slow
def test_the_whole_exam_is_kept_beside_the_evaluator(tiny_checkpoint: Path, tmp_path: Path, report: ExamReport) -> None:
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "evaluator")
    assert run("--evaluator", str(folder), "--save").exit_code == 3
    (kept,) = read_exams(folder).values()
    assert kept.images == 220 * len(UNSEEN_MODELS)
    assert (kept.evaluator, kept.quick, kept.passed) == (report.evaluator, False, False)
    assert exam_verdicts(str(folder), None) == {report.evaluator: False}


def test_a_kept_exam_is_found_under_the_evaluators_digest(complete: ExamReport, tmp_path: Path) -> None:
    save_exam(tmp_path, complete)
    assert read_exams(tmp_path) == {complete.evaluator: complete}
    assert exam_verdicts(str(tmp_path), None) == {complete.evaluator: False}
    assert exam_verdicts("owner/evaluator", None) == {}


def test_an_exam_of_an_adapter_is_kept_with_the_adapter(complete: ExamReport, tmp_path: Path) -> None:
    base, adapter = tmp_path / "base", tmp_path / "adapter"
    for folder in (base, adapter):
        folder.mkdir()
    save_exam(adapter, complete)
    assert exam_verdicts(str(base), str(adapter)) == {complete.evaluator: False}
    assert exam_verdicts(str(base), None) == {}


def test_only_exams_of_the_same_weights_are_kept(complete: ExamReport, tmp_path: Path) -> None:
    half = complete.model_copy(update={"evaluator": "1" * 64, "dtype": "bfloat16"})
    retrained = complete.model_copy(update={"evaluator": "2" * 64, "base_digest": "3" * 64})
    for exam in (complete, half):
        save_exam(tmp_path, exam)
    assert set(read_exams(tmp_path)) == {complete.evaluator, half.evaluator}
    save_exam(tmp_path, retrained)
    assert set(read_exams(tmp_path)) == {retrained.evaluator}


def test_an_exam_without_thresholds_is_no_verdict(complete: ExamReport, tmp_path: Path) -> None:
    save_exam(tmp_path, complete.model_copy(update={"thresholds": None}))
    assert exam_verdicts(str(tmp_path), None) == {}


def test_a_quick_look_is_not_kept(report: ExamReport, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="quick look"):
        save_exam(tmp_path, report)


@pytest.mark.parametrize("content", ["{", "[]", '{"a": {}}'])
def test_a_broken_exam_record_is_refused_and_replaced(
    content: str, complete: ExamReport, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "exam.json").write_text(content)
    with pytest.raises(BadInput, match="--save"):
        read_exams(tmp_path)
    assert exam_verdicts(str(tmp_path), None) == {}
    assert "counts as not examined" in caplog.text
    save_exam(tmp_path, complete)
    assert set(read_exams(tmp_path)) == {complete.evaluator}


def test_keeping_an_exam_does_not_change_the_evaluators_digest(
    complete: ExamReport, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    from model.evaluator.checkpoints import folder_digest

    folder = shutil.copytree(tiny_checkpoint, tmp_path / "copy")
    save_exam(folder, complete)
    assert folder_digest(folder) == complete.base_digest


def test_thresholds_are_part_of_the_digest_and_their_absence_is_not(tiny_protocol: Protocol) -> None:
    data = tiny_protocol.model_dump(mode="json")
    assert "exam" not in data
    assert Protocol.parse(data | {"exam": None}).digest == tiny_protocol.digest
    with pytest.raises(BadInput) as caught:
        Protocol.parse(data | {"exam": {"mean_accuracy": 2, "tau_b": {"faithfulness": 0.5}, "extra": 1}})
    named = {problem.where for problem in caught.value.problems}
    assert {"protocol.exam.mean_accuracy", "protocol.exam.tau_b.alignment", "protocol.exam.extra"} <= named
