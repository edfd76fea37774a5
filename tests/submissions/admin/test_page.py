"""The admin page where nobody signs in: for a browser that holds the token, and for no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request

import app
from core.settings import get_settings
from leaderboard.store.audit import LogFilter, search_log
from leaderboard.store.database import get_database
from model.protocol.protocol import Protocol
from submissions.admin import page as admin_page
from submissions.evaluation.queue import claim_submission, fail_submission, lock_leased
from submissions.identity.admin_token import COOKIE, admin_address, admin_token
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.helpers.served import PATIENT, console_errors, served
from tests.helpers.uploads import sound_files, write_zip

HOSTILE = "<script>alert(1)</script>"


@contextmanager
def served_admin() -> Iterator[str]:
    """The app with its admin page; gives its address."""
    with served(app.serve(get_settings(), app.build())) as address:
        yield address


def entered(tmp_path: Path, protocol: Protocol, name: str = "One", submitter: str = "Ada") -> str:
    archive = write_zip(tmp_path / "sound.zip", sound_files(protocol))
    return submit(get_database(), archive, ModelMetadata.parse(name=name), submitter, protocol, get_settings())


def is_closed(page: Page) -> None:
    """Expect the page to say how to get in, and to show nothing else."""
    expect(page.locator("#admin-refusal")).to_contain_text("Only admins see this page")
    expect(page.locator("#admin-hide")).to_have_count(0)
    assert "received" not in page.content()


@pytest.mark.browser
def test_printed_address_opens_the_page(browser: Browser, tmp_path: Path, tiny_protocol: Protocol) -> None:
    entered(tmp_path, tiny_protocol)
    with served_admin() as address:
        for theme, width in (("light", 1280), ("dark", 360)):
            context = browser.new_context(viewport={"width": width, "height": 800})
            page = context.new_page()
            page.set_default_timeout(PATIENT)
            errors = console_errors(page, leaving=True)
            page.goto(f"{address}/admin?__theme={theme}")
            is_closed(page)
            check(page)
            page.goto(f"{admin_address(address)}&__theme={theme}")
            expect(page.locator("#identity")).to_contain_text("holds the admin token")
            assert page.url == f"{address}/admin?__theme={theme}", "the token does not stay in the address"
            expect(page.locator("#admin-queue")).to_contain_text("One")
            expect(page.locator("#admin-log")).to_contain_text("received")
            expect(page.locator(".toast-body")).to_have_count(0)
            check(page)
            assert page.evaluate("document.cookie").find(COOKIE) < 0, "no script reads the cookie"
            assert errors == []
            context.close()
        stranger = browser.new_page()
        stranger.goto(f"{address}/admin")
        is_closed(stranger)
        stranger.close()


def check(page: Page) -> None:
    """Expect no serious barrier and nothing that sticks out sideways."""
    serious = [
        (violation["id"], [node["target"] for node in violation["nodes"]])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
def test_token_can_be_typed_into_the_page(browser: Browser, tmp_path: Path, tiny_protocol: Protocol) -> None:
    entered(tmp_path, tiny_protocol)
    with served_admin() as address:
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(PATIENT)
        page.goto(f"{address}/admin")
        page.get_by_label("Admin token").fill("not the token")
        page.get_by_role("button", name="Open the admin page").click()
        expect(page.locator("#admin-refusal")).to_contain_text("This is not the token of the last start.")
        is_closed(page)
        page.get_by_label("Admin token").fill(admin_token())
        page.keyboard.press("Enter")
        expect(page.locator("#admin-queue")).to_contain_text("One")
        assert admin_token() not in page.url
        context.close()


@pytest.mark.browser
def test_outcome_of_an_act_stands_beside_its_button(browser: Browser, tmp_path: Path, tiny_protocol: Protocol) -> None:
    entered(tmp_path, tiny_protocol)
    with served_admin() as address:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(admin_address(address))
        for button, outcome, words in (
            ("#admin-pause", "#admin-claiming", "paused"),
            ("#admin-hide", "#admin-outcome", "Say why"),
        ):
            page.locator(button).click(timeout=PATIENT)
            expect(page.locator(outcome)).to_contain_text(words)
            expect(page.locator(outcome)).to_be_in_viewport()
            assert abs(middle(page, button) - middle(page, outcome)) < 200
        expect(page.locator("#admin-health")).to_contain_text("Paused")
        context.close()


def middle(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def request_with(token: str) -> gr.Request:
    """A request of a browser that holds this token."""
    headers = [(b"host", b"127.0.0.1:7860"), (b"cookie", f"{COOKIE}={token}".encode())]
    return gr.Request(Request({"type": "http", "headers": headers, "query_string": b""}))


def test_acts_take_effect_for_an_admin_and_are_logged(tmp_path: Path, tiny_protocol: Protocol) -> None:
    submission, admin = entered(tmp_path, tiny_protocol), request_with(admin_token())
    assert "Say why" in admin_page.hide(submission, "", admin)
    assert "It is hidden" in admin_page.hide(f" {submission} ", "Stolen.", admin)
    assert "shown again" in admin_page.unhide(submission, "Not stolen.", admin)
    assert "Its priority is -5 now." in admin_page.set_priority(submission, -5.0, "", admin)
    assert "Is queued" in admin_page.rerun(submission, "Again.", admin)
    assert "Has not failed" in admin_page.retry(submission, "", admin)
    assert "paused" in admin_page.pause("New disk.", admin)
    assert "open" in admin_page.resume("", admin)
    assert "Type One" in admin_page.delete(submission, "Stolen.", "Two", admin)
    assert "deleted" in admin_page.delete(submission, "Stolen.", "One", admin)
    log = admin_page.show_log("admin (", "", "", "", 1, admin)
    for action in ("hidden", "unhidden", "priority", "queue paused", "queue resumed", "deleted"):
        assert f'<td class="">{action}</td>' in log
    assert "1 to 7 of 7" in log
    assert "2026-01-31" in admin_page.show_log("", "", "", "tomorrow", 1, admin)
    assert "No row" in admin_page.show_log("", "", "", "2999-01-01", 1, admin)
    assert admin_page.save_log("", "hidden", "", "", admin).count("\n") == 2
    assert "1 to 1 of 1" in admin_page.show_submissions("ON", 1, admin)
    assert all(admin_page.show_all("", 1, "", "", "", "", 1, admin))


def whole_log() -> list[tuple[str, str, str]]:
    with get_database().read() as session:
        return [(entry.actor, entry.action, entry.detail) for entry in search_log(session, LogFilter())]


def test_no_handler_serves_a_stranger(tmp_path: Path, tiny_protocol: Protocol) -> None:
    submission, stranger = entered(tmp_path, tiny_protocol), request_with("wrong")
    before = whole_log()
    for handler, arguments in (
        (admin_page.hide, (submission, "Why not.")),
        (admin_page.unhide, (submission, "Why not.")),
        (admin_page.rerun, (submission, "Why not.")),
        (admin_page.retry, (submission, "Why not.")),
        (admin_page.delete, (submission, "Why not.", "One")),
        (admin_page.set_priority, (submission, 1, "")),
        (admin_page.pause, ("",)),
        (admin_page.resume, ("",)),
        (admin_page.show_all, ("", 1, "", "", "", "", 1)),
        (admin_page.show_submissions, ("", 1)),
        (admin_page.show_log, ("", "", "", "", 1)),
        (admin_page.save_log, ("", "", "", "")),
    ):
        with pytest.raises(gr.Error, match="Only an admin"):
            handler(*arguments, stranger)
    assert whole_log() == before
    assert submission not in "".join(str(part) for part in admin_page.open_page(stranger))


def show_all() -> tuple[str, str, str, str]:
    """The page's health, queue, submissions and log, as an admin sees them."""
    return admin_page.show_all("", 1, "", "", "", "", 1, request_with(admin_token()))


def test_texts_from_outside_are_escaped(tmp_path: Path, tiny_protocol: Protocol) -> None:
    entered(tmp_path, tiny_protocol, "m & n", HOSTILE)
    database = get_database()
    lease = claim_submission(database, HOSTILE, 60)
    assert lease is not None
    running = show_all()
    with database.write() as session:
        fail_submission(session, lock_leased(session, lease), HOSTILE, HOSTILE)
    health, queue, *others = show_all()
    for text in (*running, health, queue, *others):
        assert "<script" not in text
        assert "m & n" not in text
    assert "alert(1)" in queue
    assert "m &amp; n" in queue
    assert "Last failures" in health


def test_empty_panels_say_so() -> None:
    _health, queue, submissions, log = show_all()
    assert "Nothing runs, waits or has failed." in queue
    assert "No submission is called so." in submissions
    assert "No row of the log matches." in log
