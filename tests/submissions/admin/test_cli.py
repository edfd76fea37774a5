"""The admins' commands of `python -m submissions`: what they print, and that the log keeps who and why."""

import csv
import io
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from core.settings import get_settings
from leaderboard.store.audit import LogFilter
from leaderboard.store.database import get_database
from leaderboard.store.listings import list_queue
from leaderboard.store.tables import Submission, now
from model.protocol.protocol import Protocol
from submissions.__main__ import app
from submissions.admin.oversight import read_condition, write_log_csv
from submissions.evaluation.queue import claim_submission
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.uploads import sound_files, write_zip

run = partial(run_command, app)
run_json = partial(run_json_command, app)


@pytest.fixture
def submission(tmp_path: Path, tiny_protocol: Protocol) -> str:
    """One that waits in the queue."""
    archive = write_zip(tmp_path / "sound.zip", sound_files(tiny_protocol))
    return submit(get_database(), archive, ModelMetadata.parse(name="One"), "Ada", tiny_protocol, get_settings())


def queue() -> list[Submission]:
    with get_database().read() as session:
        return list_queue(session)


def test_hiding_and_showing_again(submission: str) -> None:
    assert run_json("hide", submission, "--reason", "Why not.")["submission"] == submission
    again = run("hide", submission, "--reason", "Why not.")
    assert (again.exit_code, "hidden already" in again.stderr) == (2, True)
    run_json("unhide", submission, "--reason", "Because.")
    rows = run_json("log", "--submission", submission[:6])["rows"]
    assert [(row["action"], row["detail"]) for row in rows[:2]] == [("unhidden", "Because."), ("hidden", "Why not.")]
    assert all(row["actor"].startswith("command line") for row in rows[:2])


def test_acts_need_a_reason(submission: str) -> None:
    assert run("hide", submission).exit_code == 2
    blank = run("rerun", submission, "--reason", " ")
    assert (blank.exit_code, "Say why" in blank.stderr) == (2, True)


def test_pausing_and_priority(submission: str) -> None:
    assert run_json("pause", "--reason", "New disk.") == {"paused": True}
    assert claim_submission(get_database(), "w", 60) is None
    assert read_condition(get_database(), get_settings()).paused
    assert run_json("priority", submission, "3") == {"submission": submission, "priority": 3}
    assert [entry.priority for entry in queue()] == [3]
    assert run_json("resume") == {"paused": False}
    assert run("resume").exit_code == 2
    assert claim_submission(get_database(), "w", 60) is not None
    (entry,) = queue()
    assert entry.lease_owner == "w"
    assert entry.lease_expires_at is not None
    assert timedelta() < entry.lease_expires_at - now() <= timedelta(seconds=60)
    assert read_condition(get_database(), get_settings()).workers == ("w",)


def test_deleting_needs_the_name(submission: str) -> None:
    wrong = run("delete", submission, "--reason", "Why not.", "--name", "Two")
    assert (wrong.exit_code, "Type One" in wrong.stderr) == (2, True)
    outcome = run_json("delete", submission, "--reason", "Why not.", "--name", "One")
    assert (outcome["state"], outcome["images_removed"]) == ("withdrawn", 5)
    assert not [path for path in (get_settings().data_dir / "generations").rglob("*") if path.is_file()]


def test_log_as_csv_escapes_formulas(submission: str) -> None:
    run_json("hide", submission, "--reason", '=HYPERLINK("https://evil.example.org")')
    with get_database().read() as session:
        hidden = list(csv.DictReader(io.StringIO(write_log_csv(session, LogFilter(action="hidden")))))
        everything = write_log_csv(session, LogFilter())
    assert hidden[0]["detail"].startswith("'=")
    assert [row["action"] for row in csv.DictReader(io.StringIO(everything))] == [
        "received",
        "validated",
        "queued",
        "hidden",
    ]
    assert run("log", "--csv").stdout == everything
