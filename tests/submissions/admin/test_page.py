"""The admin page where nobody signs in: for whoever sits at the machine, in a real browser, and for nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request

from core.settings import get_settings
from leaderboard.store.database import get_database
from model.protocol.protocol import Protocol
from submissions.admin import page as page_admin
from submissions.admin.admin_html import condition_html, log_html, queue_html, refused_html, submissions_html
from submissions.admin.oversight import LogFilter, condition, find_submissions, log_rows, waiting
from submissions.evaluation.queue import claim, fail, hold
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.helpers.paths import ROOT
from tests.helpers.served import PATIENT, close_database, served_page
from tests.helpers.uploads import sound_files, write_zip
from web.theme import make_theme

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def closed_after() -> Iterator[None]:
    yield
    close_database()


@contextmanager
def served() -> Iterator[str]:
    css = ROOT / "assets" / "app.css"
    with served_page(page_admin.build, theme=make_theme(), css_paths=css) as address:
        yield address


def entered(tmp_path: Path, protocol: Protocol, name: str = "One", submitter: str = "Ada") -> str:
    archive = write_zip(tmp_path / "sound.zip", sound_files(protocol))
    return submit(get_database(), archive, ModelMetadata.parse(name=name), submitter, protocol, get_settings())


@pytest.mark.browser
def test_whoever_sits_at_the_machine_administers_and_nobody_from_elsewhere(
    browser: Browser, tmp_path: Path, tiny_protocol: Protocol
) -> None:
    entered(tmp_path, tiny_protocol)
    with served() as address:
        for theme, width in (("light", 1280), ("dark", 360)):
            page = browser.new_page(viewport={"width": width, "height": 800})
            page.goto(f"{address}?__theme={theme}")
            expect(page.locator("#identity")).to_contain_text("so you are its admin")
            expect(page.locator("#admin-queue")).to_contain_text("One")
            expect(page.locator("#admin-log")).to_contain_text("received")
            expect(page.locator(".toast-body")).to_have_count(0)
            serious = [
                (found["id"], [node["target"] for node in found["nodes"]])
                for found in Axe().run(page).response["violations"]
                if found["impact"] in ("serious", "critical")
            ]
            assert serious == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            page.close()
        elsewhere = browser.new_page(extra_http_headers={"X-Forwarded-For": "192.0.2.7"})
        elsewhere.goto(address)
        expect(elsewhere.locator("#admin-refusal")).to_contain_text("Only admins see this page")
        expect(elsewhere.locator("#admin-hide")).to_have_count(0)
        assert "received" not in elsewhere.content()
        elsewhere.close()


@pytest.mark.browser
def test_what_became_of_an_act_is_said_beside_its_button(
    browser: Browser, tmp_path: Path, tiny_protocol: Protocol
) -> None:
    entered(tmp_path, tiny_protocol)
    with served() as address:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        for button, outcome, words in (
            ("#admin-pause", "#admin-claiming", "paused"),
            ("#admin-hide", "#admin-outcome", "Say why"),
        ):
            page.locator(button).click(timeout=PATIENT)
            expect(page.locator(outcome)).to_contain_text(words)
            expect(page.locator(outcome)).to_be_in_viewport()
            assert abs(middle(page, button) - middle(page, outcome)) < 200
        expect(page.locator("#admin-health")).to_contain_text("Paused")
        page.close()


def middle(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def asking(client: str) -> gr.Request:
    """A request from an address, by the name that the machine has for itself."""
    scope = {"type": "http", "client": (client, 1), "headers": [(b"host", b"127.0.0.1:7860")], "query_string": b""}
    return gr.Request(Request(scope))


def test_every_act_is_done_for_an_admin_with_its_reason_in_the_log(tmp_path: Path, tiny_protocol: Protocol) -> None:
    submission, admin = entered(tmp_path, tiny_protocol), asking("127.0.0.1")
    assert "Say why" in page_admin.hide(submission, "", admin)
    assert "It is hidden" in page_admin.hide(f" {submission} ", "Stolen.", admin)
    assert "shown again" in page_admin.unhide(submission, "Not stolen.", admin)
    assert "Its priority is -5 now." in page_admin.set_priority(submission, -5.0, "", admin)
    assert "Is queued" in page_admin.rerun(submission, "Again.", admin)
    assert "Has not failed" in page_admin.retry(submission, "", admin)
    assert "paused" in page_admin.pause("New disk.", admin)
    assert "open" in page_admin.resume("", admin)
    assert "Type One" in page_admin.delete(submission, "Stolen.", "Two", admin)
    assert "deleted" in page_admin.delete(submission, "Stolen.", "One", admin)
    log = page_admin.show_log("local", "", "", "", 1, admin)
    for action in ("hidden", "unhidden", "priority", "queue paused", "queue resumed", "deleted"):
        assert f'<td class="">{action}</td>' in log
    assert "1 to 7 of 7" in log
    assert "2026-01-31" in page_admin.show_log("", "", "", "tomorrow", 1, admin)
    assert "No row" in page_admin.show_log("", "", "", "2999-01-01", 1, admin)
    assert page_admin.save_log("", "hidden", "", "", admin).count("\n") == 2
    assert "1 to 1 of 1" in page_admin.show_found("ON", 1, admin)
    assert all(page_admin.show_all("", 1, "", "", "", "", 1, admin))


def test_no_handler_serves_anybody_else(tmp_path: Path, tiny_protocol: Protocol) -> None:
    submission, stranger = entered(tmp_path, tiny_protocol), asking("192.0.2.7")
    before = log_rows(get_database(), LogFilter(), 50)
    for handler, given in (
        (page_admin.hide, (submission, "Why not.")),
        (page_admin.unhide, (submission, "Why not.")),
        (page_admin.rerun, (submission, "Why not.")),
        (page_admin.retry, (submission, "Why not.")),
        (page_admin.delete, (submission, "Why not.", "One")),
        (page_admin.set_priority, (submission, 1, "")),
        (page_admin.pause, ("",)),
        (page_admin.resume, ("",)),
        (page_admin.show_all, ("", 1, "", "", "", "", 1)),
        (page_admin.show_found, ("", 1)),
        (page_admin.show_log, ("", "", "", "", 1)),
        (page_admin.save_log, ("", "", "", "")),
    ):
        with pytest.raises(gr.Error, match="Only an admin"):
            handler(*given, stranger)
    assert log_rows(get_database(), LogFilter(), 50) == before
    assert submission not in "".join(str(part) for part in page_admin.open_page(stranger))


def test_everything_from_outside_is_escaped(tmp_path: Path, tiny_protocol: Protocol) -> None:
    submission = entered(tmp_path, tiny_protocol, "m & n", HOSTILE)
    database = get_database()
    lease = claim(database, HOSTILE, 60)
    assert lease is not None
    running = queue_html(waiting(database))
    with database.write() as session:
        fail(session, hold(session, lease), HOSTILE, HOSTILE)
    shown = [
        running,
        queue_html(waiting(database)),
        submissions_html(*find_submissions(database, submission, 9), 0),
        log_html(*log_rows(database, LogFilter(), 9), 0),
        condition_html(condition(database, get_settings())),
    ]
    for text in shown:
        assert "<script" not in text
        assert "m & n" not in text
    assert "alert(1)" in shown[1]
    assert "m &amp; n" in shown[1]
    assert "Last failures" in shown[4]


def test_empty_panels_say_so() -> None:
    assert "Nothing runs, waits or has failed." in queue_html([])
    assert "No row of the log matches." in log_html([], 0, 0)
    assert "No submission is called so." in submissions_html([], 0, 0)
    assert "alert" in refused_html([])
