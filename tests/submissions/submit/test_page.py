"""The submit page in a real browser: from a dataset on a hub, over check and submission, to the published result."""

import urllib.request
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import app
from core.settings import Settings, get_settings
from leaderboard.store.database import get_database
from model.protocol.protocol import Protocol
from submissions.evaluation.status import read_status
from submissions.evaluation.worker import Worker
from submissions.submit import mine_page, progress_page
from submissions.submit.mine_page import MAX_LISTED, REMEMBER, find_own_submissions
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.helpers.hub_server import hub_server
from tests.helpers.served import PATIENT, console_errors, late, served
from tests.helpers.uploads import sound_files, write_zip


@pytest.mark.browser
@pytest.mark.timeout(900)
def test_author_submits_a_dataset_and_finds_it_again(
    browser: Browser, tiny_protocol: Protocol, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hub_server() as hub, served(app.serve(tiny_settings, app.build())) as address:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        files = sound_files(tiny_protocol)
        hub.dataset("me/mine").commit({name: files[name] for name in list(files)[1:]}, "draft")
        hub.dataset("me/mine").commit(files)
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        errors = console_errors(page)
        page.goto(f"{address}/submit")
        with page.expect_download(timeout=PATIENT) as download:
            page.get_by_role("link", name="Download the script").click(timeout=PATIENT)
        assert "tiny-v1" in Path(download.value.path()).read_text()
        assert page.locator("link[rel=alternate][type='application/atom+xml']").count() == 1

        page.get_by_label("Name", exact=True).fill("Mine 1.0")
        page.get_by_label("Or a dataset on the Hugging Face Hub").fill("me/mine")
        revision = page.locator("#submit-revision").get_by_role("textbox")
        revision.fill("draft")
        page.click("#submit-check")
        report = page.locator("#submit-report")
        expect(report).to_contain_text("1 of 2 prompts have no image")
        expect(report.locator(".sheet li")).to_have_count(5)
        expect(report.locator(".sheet .none")).to_have_count(1)
        revision.fill("")
        page.click("#submit-check")
        expect(report).to_contain_text("The images are in order")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing sticks out sideways"

        page.click("#submit-go")
        expect(page.locator("#submit-progress")).to_contain_text("It is next")
        expect(page.locator("#submit-progress")).to_be_in_viewport()
        expect(page.locator("#submit-mine")).to_contain_text("Mine 1.0")
        assert "submission=" in page.url

        assert errors == []
        page.close()  # the worker does its work meanwhile
        Worker(get_database(), get_settings(), lambda _finished: None).run(once=True)
        page = context.new_page()
        page.goto(f"{address}/submit")
        mine = page.locator("#submit-mine").get_by_role("link", name="Mine 1.0")
        mine.click(timeout=PATIENT)
        progress = page.locator("#submit-progress")
        expect(progress).to_contain_text("Published")
        expect(progress.locator(".log li")).to_have_count(7)
        with urllib.request.urlopen(f"{address}/feed.atom", timeout=30) as feed:
            assert b"Mine 1.0 is published" in feed.read()
        page.click("#submit-forget")
        expect(page.locator("#submit-mine")).to_contain_text("Nothing yet")
        context.close()


@pytest.mark.browser
def test_late_answers_do_not_replace_newer_ones(
    browser: Browser, tiny_protocol: Protocol, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zipped = write_zip(tmp_path / "images.zip", sound_files(tiny_protocol))
    first, second = (
        submit(get_database(), zipped, ModelMetadata.parse(name=name), "", tiny_protocol, get_settings())
        for name in ("First", "Second")
    )
    monkeypatch.setattr(mine_page, "find_own_submissions", partial(late, find_own_submissions))
    monkeypatch.setattr(progress_page, "read_status", partial(late, read_status))
    with served(app.serve(get_settings(), app.build())) as address:
        page = browser.new_page()
        page.set_default_timeout(PATIENT)
        page.goto(f"{address}/submit?submission={first}")
        mine, progress = page.locator("#submit-mine"), page.locator("#submit-progress h3")
        expect(mine.get_by_role("link", name="First")).to_be_visible()
        expect(progress).to_contain_text("First")
        page.get_by_text("Follow an earlier submission").click()
        page.get_by_label("Submission id").fill(second)
        page.get_by_role("button", name="Show", exact=True).click()
        expect(progress).to_contain_text("Second")
        page.wait_for_timeout(3000)
        assert "Second" in progress.inner_text()
        expect(progress).to_be_in_viewport()
        assert second in page.url
        expect(mine.get_by_role("link", name="Second")).to_be_visible()
        page.click("#submit-forget")
        expect(mine).to_contain_text("Nothing yet")
        page.wait_for_timeout(3000)
        assert "Nothing yet" in mine.inner_text()
        page.reload()
        expect(mine.get_by_role("link", name="Second")).to_be_visible()
        assert mine.get_by_role("link").count() == 1, "what the address names is followed again, and only that"
        page.close()


@pytest.mark.browser
def test_browser_keeps_the_newest_ids_once(browser: Browser) -> None:
    page = browser.new_page()
    ids = [f"{number:032x}" for number in range(MAX_LISTED + 5)]
    kept: list[str] = []
    for item in [*ids, ids[10], ""]:
        (kept,) = page.evaluate(f"([kept, id]) => ({REMEMBER})(kept, id)", [kept, item])
    assert (len(kept), kept[0], len(set(kept))) == (MAX_LISTED, ids[10], MAX_LISTED)
    assert page.evaluate(f"({REMEMBER})(null, 'x')") == [["x"]], "nothing was kept yet"
    page.close()
