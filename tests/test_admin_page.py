"""The admin page where nobody signs in: for whoever sits at the machine, in a real browser, and for nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from leaderboard.database import get_database, open_database
from model.protocol import Protocol
from model.settings import get_settings
from submissions import page_admin
from submissions.admin_html import condition_html, log_html, queue_html, refused_html, submissions_html
from submissions.intake import submit
from submissions.metadata import ModelMetadata
from submissions.oversight import LogFilter, condition, find_submissions, log_rows, waiting
from submissions.queue import claim, fail, hold
from tests.uploads import sound_files, write_zip

PATIENT = 60_000
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def closed_after() -> Iterator[None]:
    yield
    get_database().close()
    open_database.cache_clear()


@contextmanager
def served() -> Iterator[str]:
    with gr.Blocks(analytics_enabled=False) as app:
        page_admin.build()
    _, address, _ = app.launch(prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    try:
        yield address
    finally:
        app.close()


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
            expect(page.locator("#identity")).to_contain_text("so you are its admin", timeout=PATIENT)
            expect(page.locator("#admin-queue")).to_contain_text("One", timeout=PATIENT)
            expect(page.locator("#admin-log")).to_contain_text("received")
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
        expect(elsewhere.locator("#admin-refusal")).to_contain_text("Only admins see this page", timeout=PATIENT)
        expect(elsewhere.locator("#admin-hide")).to_have_count(0)
        assert "received" not in elsewhere.content()
        elsewhere.close()


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
