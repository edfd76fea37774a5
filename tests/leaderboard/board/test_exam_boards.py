"""From an exam to a board: the worker reads what is kept beside the evaluator, and boards go by it."""

import shutil
from pathlib import Path

import pytest

from core.settings import Settings
from leaderboard.board.boards import Exam, find_board
from leaderboard.store.database import Database
from model.closed_world.protocol import closed_world_protocol
from model.evaluator.loading import load_evaluator
from model.exam.examination import examine
from model.exam.record import save_exam
from model.protocol.protocol import Protocol
from submissions.evaluation.worker import run_until_signalled
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.helpers.examinees import T2I_MODELS, Habit, Oracle, right, wrong
from tests.helpers.uploads import sound_files, write_folder


@pytest.fixture
def protocol(tiny_protocol: Protocol) -> Protocol:
    """The tiny protocol with the closed world's thresholds."""
    thresholds = closed_world_protocol().model_dump(mode="json")["exam"]
    return Protocol.parse(tiny_protocol.model_dump(mode="json") | {"exam": thresholds})


@pytest.fixture
def chosen(settings: Settings, tiny_checkpoint: Path, tmp_path: Path) -> Settings:
    """Settings with an evaluator of this test's own."""
    folder = shutil.copytree(tiny_checkpoint, tmp_path / "evaluator")
    return settings.model_copy(update={"evaluator": str(folder)})


def keep_exam(settings: Settings, protocol: Protocol, habit: Habit) -> None:
    """Keep, beside the evaluator and in its name, the exam of one that answers by that habit."""
    evaluator = load_evaluator(settings, protocol)
    stand_in = Oracle(
        habit, protocol, digest=evaluator.digest, base_digest=evaluator.base_digest, dtype=evaluator.dtype
    )
    report = examine(stand_in, t2i_models=T2I_MODELS, quick=True)
    save_exam(Path(settings.evaluator), report.model_copy(update={"quick": False}))


def work(database: Database, settings: Settings) -> None:
    assert run_until_signalled(database, settings, lambda _status: None, once=True)


def hand_in(database: Database, settings: Settings, protocol: Protocol, folder: Path) -> None:
    upload = write_folder(folder / "upload", sound_files(protocol))
    submit(database, upload, ModelMetadata.parse(name="SDXL"), "Ada", protocol, settings)


@pytest.mark.parametrize(("habit", "t2i_models", "exam"), [(right, 1, Exam.PASSED), (wrong, 0, Exam.AWAITED)])
def test_only_who_passed_has_the_default_board(
    habit: Habit, t2i_models: int, exam: Exam, database: Database, chosen: Settings, protocol: Protocol, tmp_path: Path
) -> None:
    keep_exam(chosen, protocol, habit)
    hand_in(database, chosen, protocol, tmp_path)
    work(database, chosen)
    board = find_board(database, "tiny")
    assert (board.t2i_models, board.exam) == (t2i_models, exam)


def test_an_exam_sat_after_the_last_submission_counts_from_the_workers_next_start(
    database: Database, chosen: Settings, protocol: Protocol, tmp_path: Path
) -> None:
    hand_in(database, chosen, protocol, tmp_path)
    work(database, chosen)
    assert find_board(database, "tiny").exam is Exam.AWAITED
    keep_exam(chosen, protocol, right)
    work(database, chosen)
    assert find_board(database, "tiny").exam is Exam.PASSED


def test_an_exam_of_other_weights_does_not_count(
    database: Database, chosen: Settings, protocol: Protocol, tmp_path: Path
) -> None:
    keep_exam(chosen, protocol, right)
    config = Path(chosen.evaluator) / "config.json"
    config.write_text(config.read_text() + "\n")
    hand_in(database, chosen, protocol, tmp_path)
    work(database, chosen)
    assert find_board(database, "tiny").exam is Exam.AWAITED
