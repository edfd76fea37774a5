"""The admins' commands of `python -m submissions`: what they print, and that the log keeps who and why."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from core.settings import get_settings
from leaderboard.store.database import get_database
from model.protocol.protocol import Protocol
from submissions.__main__ import app
from submissions.admin.oversight import LogFilter, condition, find_submissions, log_csv, log_rows, waiting
from submissions.evaluation.queue import claim_submission
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.helpers.uploads import sound_files, write_zip


@pytest.fixture
def submission(tmp_path: Path, tiny_protocol: Protocol) -> str:
    """One that waits in the queue."""
    archive = write_zip(tmp_path / "sound.zip", sound_files(tiny_protocol))
    return submit(get_database(), archive, ModelMetadata.parse(name="One"), "Ada", tiny_protocol, get_settings())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def run_json(*arguments: object) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_hiding_and_showing_again(submission: str) -> None:
    assert run_json("hide", submission, "--reason", "Why not.")["submission"] == submission
    again = run("hide", submission, "--reason", "Why not.")
    assert (again.exit_code, "hidden already" in again.stderr) == (2, True)
    run_json("unhide", submission, "--reason", "Because.")
    rows = run_json("log", "--submission", submission[:6])["rows"]
    assert [(row["action"], row["detail"]) for row in rows[:2]] == [("unhidden", "Because."), ("hidden", "Why not.")]
    assert all(row["actor"].startswith("command line") for row in rows[:2])


def test_a_reason_is_asked_for(submission: str) -> None:
    assert run("hide", submission).exit_code == 2
    blank = run("rerun", submission, "--reason", " ")
    assert (blank.exit_code, "Say why" in blank.stderr) == (2, True)


def test_pausing_and_priority(submission: str) -> None:
    assert run_json("pause", "--reason", "New disk.") == {"paused": True}
    assert claim_submission(get_database(), "w", 60) is None
    assert condition(get_database(), get_settings()).paused
    assert run_json("priority", submission, "3") == {"submission": submission, "priority": 3}
    assert [entry.priority for entry in waiting(get_database())] == [3]
    assert run_json("resume") == {"paused": False}
    assert run("resume").exit_code == 2
    assert claim_submission(get_database(), "w", 60) is not None
    (entry,) = waiting(get_database())
    assert entry.worker == "w"
    assert entry.lease_seconds is not None
    assert 0 < entry.lease_seconds <= 60
    assert condition(get_database(), get_settings()).workers == ("w",)


def test_deleting_asks_for_the_name(submission: str) -> None:
    wrong = run("delete", submission, "--reason", "Why not.", "--name", "Two")
    assert (wrong.exit_code, "Type One" in wrong.stderr) == (2, True)
    gone = run_json("delete", submission, "--reason", "Why not.", "--name", "One")
    assert (gone["state"], gone["images_removed"]) == ("withdrawn", 5)
    assert not [path for path in (get_settings().data_dir / "generations").rglob("*") if path.is_file()]


def test_the_log_is_filtered_paged_and_written_as_csv_that_no_spreadsheet_runs(submission: str) -> None:
    database = get_database()
    run_json("hide", submission, "--reason", '=HYPERLINK("https://evil.example.org")')
    rows, total = log_rows(database, LogFilter(), limit=2)
    assert ([row.action for row in rows], total) == (["hidden", "queued"], 4)
    assert [row.action for row in log_rows(database, LogFilter(), limit=2, offset=2)[0]] == ["validated", "received"]
    assert log_rows(database, LogFilter(action="hidden"), 9)[1] == 1
    assert log_rows(database, LogFilter(actor="Ad"), 9)[1] == 3
    assert log_rows(database, LogFilter(actor="%"), 9)[1] == 0
    assert log_rows(database, LogFilter(submission="\0"), 9)[1] == 4
    lines = list(csv.DictReader(io.StringIO(log_csv(database, LogFilter(action="hidden")))))
    assert lines[0]["detail"].startswith("'=")
    assert run("log", "--csv").stdout == log_csv(database, LogFilter())


def test_submissions_are_found_by_how_id_model_or_submitter_begin(submission: str) -> None:
    database = get_database()
    for wanted in (submission[:5].upper(), "oN", "Ada", ""):
        found, total = find_submissions(database, wanted, 10)
        assert ([entry.submission for entry in found], total) == ([submission], 1)
    assert find_submissions(database, "%", 10) == ([], 0)
