"""`python -m submissions`: its JSON, its exit codes, and what it says on standard error."""

import json
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from core.settings import get_settings
from leaderboard.store.database import get_database
from leaderboard.store.tables import Submission
from model.protocol.protocol import Protocol
from submissions.__main__ import app
from submissions.prompts.prompts import format_prompts_csv, make_generation_script
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.hub_server import hub_server
from tests.helpers.uploads import huge_png, picture, sound_files, write_folder, write_zip

pytestmark = pytest.mark.usefixtures("tiny_settings")

run = partial(run_command, app)
run_json = partial(run_json_command, app)


def stored() -> list[Path]:
    """Everything that was kept but the database itself."""
    folder = get_settings().data_dir
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("evalalign.db")]


def submissions() -> int:
    with get_database().read() as session:
        return session.query(Submission).count()


@pytest.fixture
def sound(tmp_path: Path, tiny_protocol: Protocol) -> Path:
    return write_zip(tmp_path / "sound.zip", sound_files(tiny_protocol))


def symlinked(path: Path) -> None:
    info = zipfile.ZipInfo("faithfulness/f1.png")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")


def protected(path: Path) -> None:
    write_zip(path, {"faithfulness/f1.png": picture()})
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)


def doubled(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        write_zip(path, {"faithfulness/f1.png": picture()}, ("faithfulness/f1.png", picture()))


def with_f1(content: bytes, name: str = "faithfulness/f1.png") -> Callable[[Path], object]:
    return lambda path: write_zip(path, {name: content})


BAD_UPLOADS: dict[str, tuple[Callable[[Path], object], str]] = {
    "text named png": (with_f1(b"words"), "not_an_image"),
    "truncated jpeg": (with_f1(picture(kind="JPEG")[:-100], "faithfulness/f1.jpg"), "truncated_image"),
    "30,000 x 30,000": (with_f1(huge_png(30_000, 30_000)), "too_many_pixels"),
    "traversal": (with_f1(picture(), "../x.png"), "path_traversal"),
    "absolute": (with_f1(picture(), "/etc/x.png"), "absolute_name"),
    "symlink": (symlinked, "symlink"),
    "duplicate names": (doubled, "duplicate_name"),
    "1,000:1": (with_f1(bytes(10_000_000)), "archive_bomb"),
    "password": (protected, "encrypted"),
    "missing prompts": (with_f1(picture()), "missing_prompts"),
    "unknown prompts": (with_f1(picture(), "faithfulness/nothing.png"), "unknown_prompt"),
    "two for one prompt": (
        lambda path: write_zip(path, {"faithfulness/f1.png": picture(), "faithfulness/f1.jpg": picture(kind="JPEG")}),
        "duplicate_prompt",
    ),
    "empty zip": (lambda path: path.write_bytes(b"PK\x05\x06" + bytes(18)), "empty_archive"),
    "7z": (lambda path: path.write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(64)), "not_a_zip"),
}


@pytest.mark.parametrize("case", BAD_UPLOADS)
def test_a_bad_upload_exits_with_2_and_keeps_nothing(tmp_path: Path, case: str) -> None:
    make, code = BAD_UPLOADS[case]
    path = tmp_path / "bad.zip"
    make(path)
    checked = run("validate", path, "--json")
    assert checked.exit_code == 2
    report = json.loads(checked.stdout)
    assert report["ok"] is False
    assert code in {problem["code"] for problem in report["problems"]}
    assert all(problem.keys() == {"code", "where", "message"} for problem in report["problems"])
    submitted = run("submit", path, "--name", "m")
    assert submitted.exit_code == 2
    assert submitted.stdout == ""
    assert submitted.stderr == checked.stderr
    assert len(submitted.stderr.splitlines()) == len(report["problems"])
    assert stored() == []
    assert submissions() == 0


@pytest.mark.parametrize("name", ["", "<b>bold</b>", "n" * 10_000])
def test_a_bad_name_is_reported_with_the_uploads_problems(tmp_path: Path, name: str) -> None:
    path = write_zip(tmp_path / "x.zip", {"faithfulness/f1.png": b"words"})
    result = run("submit", path, "--name", name, "--link", "ftp://x", "--parameters", "many")
    assert result.exit_code == 2
    for words in ("name: ", "link: ", "parameters: ", "faithfulness/f1.png: ", "alignment/: "):
        assert words in result.stderr
    assert len(result.stderr) < 5_000


def test_a_taken_name_is_refused(sound: Path) -> None:
    run_json("submit", sound, "--name", "SDXL")
    result = run("submit", sound, "--name", "sdxl")
    assert (result.exit_code, submissions()) == (2, 1)
    assert "sdxl is taken" in result.stderr


def test_from_submit_to_published(sound: Path) -> None:
    assert run_json("validate", sound)["ok"] is True
    submitted = run_json(
        "submit", sound, "--name", "m", "--organisation", "us", "--open", "--parameters", "1B", "--submitter", "Ada"
    )
    assert submitted["state"] == "queued"
    submission_id = submitted["submission"]
    waiting = run_json("status", submission_id)
    assert {key: waiting[key] for key in ("submission", "state", "done", "total", "reason", "position")} == {
        "submission": submission_id,
        "state": "queued",
        "done": 0,
        "total": 5,
        "reason": None,
        "position": 1,
    }
    worked = run("worker", "--once")
    assert worked.exit_code == 0
    assert len(worked.stdout.splitlines()) == 1
    assert submission_id in worked.stdout
    assert run_json("status", submission_id)["state"] == "published"
    with get_database().read() as session:
        t2i_model = session.get_one(Submission, submission_id).t2i_model
        assert (t2i_model.open_weights, t2i_model.parameters) == (True, 10**9)
    assert run_json("withdraw", submission_id) == {"submission": submission_id, "state": "withdrawn"}
    assert run("withdraw", submission_id).exit_code == 2


def test_a_folder_is_as_good_as_a_zip(tmp_path: Path, tiny_protocol: Protocol) -> None:
    folder = write_folder(tmp_path / "folder", sound_files(tiny_protocol))
    assert run("validate", folder).stdout == "Valid for tiny-v1: 2 of 2 faithfulness, 3 of 3 alignment images.\n"


def test_a_submission_that_we_fail_makes_the_worker_exit_1(
    sound: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    submission_id = run_json("submit", sound, "--name", "m")["submission"]
    monkeypatch.setenv("EVALALIGN_EVALUATOR", "/nowhere")
    get_settings.cache_clear()
    worked = run("worker", "--once", "--json")
    assert worked.exit_code == 1
    line = json.loads(worked.stdout)
    assert (line["submission"], line["state"]) == (submission_id, "failed")
    assert "neither a folder here nor a hub id" in line["reason"]
    assert "/nowhere" not in line["reason"]
    assert "/nowhere" in caplog.text, "the operator's log has the details"
    assert run("worker", "--once").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [("status", "nothing"), ("withdraw", "nothing"), ("validate", "nothing.zip"), ("validate", "/dev/null")],
)
def test_missing_files_exit_with_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.strip()


def test_an_unknown_protocol_is_refused(sound: Path) -> None:
    for command in (("validate", sound), ("submit", sound, "--name", "m")):
        result = run(*command, "--protocol", "nothing")
        assert result.exit_code == 2
        assert "There is no protocol of this name" in result.stderr


def test_checking_does_not_wait_for_torch() -> None:
    code = "import submissions.__main__, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_prompts_and_the_script_are_printed(tiny_protocol: Protocol) -> None:
    assert run("prompts").stdout.splitlines() == format_prompts_csv(tiny_protocol).splitlines()
    assert len(run_json("prompts")["prompts"]) == len(tiny_protocol.prompts)
    script = run("script")
    assert script.stdout == make_generation_script(tiny_protocol)
    compile(script.stdout, "generate.py", "exec")


def test_a_hub_dataset_is_accepted_as_a_path(tiny_protocol: Protocol, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub_server() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        commit = hub.dataset("me/mine").commit(sound_files(tiny_protocol))
        assert run_json("validate", "hf://datasets/me/mine@main")["ok"]
        submission = run_json("submit", "hf://datasets/me/mine", "--name", "m")["submission"]
    assert run_json("status", submission)["source"] == f"hf://datasets/me/mine@{commit}"
    refused = run("validate", "hf://datasets/mine")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "OWNER/NAME" in refused.stderr
