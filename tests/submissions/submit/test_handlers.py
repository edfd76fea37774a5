"""The submit page: what its handlers answer, and that nothing from outside reaches it unescaped."""

import base64
import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import gradio as gr
import pytest
from PIL import Image

from core.problems import Problem
from core.settings import get_settings
from leaderboard.store.database import get_database
from leaderboard.store.tables import Submission, SubmissionState
from model.protocol.protocol import Protocol
from submissions.evaluation.queue import claim_submission
from submissions.evaluation.status import Status, read_history, read_status
from submissions.evaluation.worker import Worker
from submissions.prompts.prompts import format_prompts_csv
from submissions.submit import mine_page, page, page_html, progress_page
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from submissions.upload.validation import validate_upload
from tests.helpers.hub_server import hub_server
from tests.helpers.uploads import sound_files, write_zip
from web.blocks import Update

pytestmark = pytest.mark.usefixtures("tiny_settings")

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def sound(tmp_path: Path, tiny_protocol: Protocol) -> str:
    return str(write_zip(tmp_path / "sound.zip", sound_files(tiny_protocol)))


def form(name: str = "m") -> tuple[str, ...]:
    return (name, "", "", "", page.NOT_STATED, "", "", "")


def check_upload(upload: str | None, *described: str, dataset: str = "", revision: str = "") -> str:
    return page.check_upload(None, gr.Progress(), upload, *described, dataset, revision)


def submit_upload(
    upload: str | None, *described: str, dataset: str = "", revision: str = ""
) -> tuple[str, str | Update]:
    return page.submit_upload(None, gr.Progress(), upload, *described, dataset, revision)


def standing(state: SubmissionState = SubmissionState.RUNNING) -> Status:
    return Status("a" * 32, state, "Being evaluated", 3, 10, 30.0, None, None, "m", "p", "d", "e")


def test_page_builds_with_its_handlers() -> None:
    with gr.Blocks() as demo:
        page.build()
    handlers = {function.name for function in demo.fns.values()}
    assert {"check_upload", "submit_upload", "follow", "show_followed", "open_page"} <= handlers


def test_check_of_a_sound_zip_stores_nothing(sound: str) -> None:
    answer = check_upload(sound, *form())
    assert "The images are in order" in answer
    assert "2 of 2 faithfulness" in answer
    with get_database().read() as session:
        assert session.query(Submission).count() == 0
    assert not (get_settings().data_dir / "generations").exists()


def test_check_lists_problems_of_form_and_upload(tmp_path: Path, tiny_protocol: Protocol) -> None:
    files = sound_files(tiny_protocol) | {"faithfulness/f1.png": b"text"}
    answer = check_upload(str(write_zip(tmp_path / "x.zip", files)), *form(HOSTILE))
    assert "2 problems to mend" in answer
    assert "<b>Name</b>" in answer
    assert "<code>faithfulness/f1.png</code>" in answer
    assert "One problem" in check_upload(None, *form())


def test_check_shows_found_and_missing_images_and_stores_nothing(tmp_path: Path, tiny_protocol: Protocol) -> None:
    files = sound_files(tiny_protocol) | {"faithfulness/f1.png": b"text"}
    del files["alignment/a2.png"]
    answer = check_upload(str(write_zip(tmp_path / "x.zip", files)), *form())
    assert "2 problems to mend" in answer
    assert "faithfulness: 1 of 2 images" in answer
    assert "alignment: 2 of 3 images" in answer
    assert answer.count("background-position:") == 3
    assert answer.count('class="none"') == 2
    assert "<code>alignment/a2.png</code> a man who waves left of a tree" in answer
    sheets = re.findall(r"data:image/webp;base64,([^)]+)", answer)
    sizes = [Image.open(io.BytesIO(base64.b64decode(sheet))).size for sheet in sheets]
    assert sizes == [(72, 72), (144, 72)]
    assert not (get_settings().data_dir / "thumbnails").exists()


def test_dataset_is_submitted_and_its_commit_kept(tiny_protocol: Protocol, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub_server() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        commit = hub.dataset("me/mine").commit(sound_files(tiny_protocol))
        answer = check_upload(None, *form(), dataset="me/mine")
        assert "The images are in order" in answer
        assert f"hf://datasets/me/mine@{commit}" in answer
        _report, submission = submit_upload(None, *form(), dataset="me/mine", revision="main")
        progress, _timer = progress_page.show_followed(submission)
        assert f'href="{hub.address}/datasets/me/mine/tree/{commit}"' in progress
    assert read_status(get_database(), submission).source == f"hf://datasets/me/mine@{commit}"
    assert [event.action for event in read_history(get_database(), submission)] == ["received", "validated", "queued"]
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    for answer in (
        check_upload(None, *form(HOSTILE), dataset="me/mine"),
        submit_upload(None, *form(HOSTILE), dataset="me/mine")[0],
    ):
        assert "2 problems to mend" in answer
        assert "could not be read" in answer
    assert not any((get_settings().data_dir / "staging").iterdir())


def test_zip_and_dataset_together_are_refused(sound: str) -> None:
    assert "Keep one of the two" in check_upload(sound, *form(), dataset="me/mine")


def test_list_of_own_submissions_links_to_each(sound: str) -> None:
    _report, submission = submit_upload(sound, *form(HOSTILE.replace("<", "").replace(">", "")))
    listed = mine_page.show_mine([submission])
    assert f'href="submit?submission={submission}"' in listed
    assert "Waiting in the queue" in listed
    assert "Nothing yet" in mine_page.show_mine([])


def test_submission_is_followed_until_it_is_published(sound: str) -> None:
    report, submission = submit_upload(sound, *form())
    progress, timer = progress_page.show_followed(submission)
    assert (report, timer["active"]) == ("", True)
    assert "It is next." in progress
    Worker(get_database(), get_settings(), lambda _: None).run(once=True)
    progress, timer = progress_page.show_followed(submission)
    assert timer["active"] is False
    assert "Published" in progress
    assert progress_page.follow(f" {submission} ") == (submission, "")
    link = re.search(r'href="/\?board=([^"]+)"', progress)
    assert link is not None


def test_refused_submission_leaves_the_followed_one(sound: str) -> None:
    submit_upload(sound, *form("taken"))
    report, followed = submit_upload(sound, *form("TAKEN"))
    assert "TAKEN is taken" in report
    assert followed == gr.skip()
    assert "No zip is chosen" in submit_upload(None, *form())[0]


def test_unknown_id_leaves_the_followed_submission() -> None:
    followed, answer = progress_page.follow(HOSTILE)
    assert followed == gr.skip()
    assert "Not found" in answer
    assert HOSTILE not in answer
    assert progress_page.follow("  ") == (gr.skip(), "")


def test_followed_submission_may_be_gone() -> None:
    progress, timer = progress_page.show_followed("a" * 32)
    assert timer["active"] is False
    assert "Not found" in progress
    assert progress_page.show_followed(None) == ("", gr.update(active=False))


def test_progress_shows_figures_while_running(sound: str, tiny_protocol: Protocol) -> None:
    answer = page_html.status_html(standing(), None)
    assert "3 of 10 images, about 30 seconds left" in answer
    assert 'aria-valuenow="3"' in answer
    submission = submit(get_database(), Path(sound), ModelMetadata.parse(name="m"), "", tiny_protocol, get_settings())
    claim_submission(get_database(), "w", 60)
    assert read_status(get_database(), submission).seconds_left is None


def test_failure_shows_its_reason_and_the_way_on() -> None:
    failed = replace(standing(SubmissionState.FAILED), reason="The disk <broke>.")
    answer = page_html.status_html(failed, None)
    assert "The disk &lt;broke&gt;." in answer
    assert "submit it anew" in answer


def test_texts_from_outside_are_escaped(tmp_path: Path, tiny_protocol: Protocol) -> None:
    files = sound_files(tiny_protocol) | {f"faithfulness/{HOSTILE.replace('/', '')}.png": b"x", f"{HOSTILE}.txt": b"x"}
    report = validate_upload(write_zip(tmp_path / "x.zip", files), tiny_protocol, get_settings())
    named = replace(standing(), t2i_model=HOSTILE, stage=HOSTILE, reason=HOSTILE, submission=HOSTILE)
    pages = [
        page_html.problems_html([*report.problems, Problem(HOSTILE, HOSTILE, HOSTILE)]),
        page_html.not_found_html([Problem("x", HOSTILE, HOSTILE)]),
        *(page_html.status_html(replace(named, state=state), HOSTILE) for state in SubmissionState),
    ]
    for text in pages:
        assert "<script" not in text
        assert "alert" in text


def test_files_with_the_same_problem_share_a_line() -> None:
    problems = [Problem("not_an_image", f"faithfulness/{number}.png", "Is no image.") for number in range(20)]
    answer = page_html.problems_html(problems)
    assert answer.count("Is no image.") == 1
    assert "and 12 more" in answer
    assert all(f"faithfulness/{number}.png" in answer for number in range(20))


def test_prompts_can_be_downloaded(tiny_protocol: Protocol) -> None:
    rows = list(csv.DictReader(io.StringIO(format_prompts_csv(tiny_protocol))))
    assert len(rows) == len(tiny_protocol.prompts)
    assert rows[0] == {
        "dimension": "faithfulness",
        "prompt_id": "f1",
        "file": "faithfulness/f1",
        "prompt": "a man waves",
    }
    answer = page_html.instructions_html(tiny_protocol, get_settings())
    assert answer.count('href="data:') == 2
    assert "2 for faithfulness and 3 for alignment" in answer
