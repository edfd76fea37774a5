"""The page on which anyone scores one image, in a real browser: by keyboard, on a phone, when busy, when refused."""

import json
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from gradio_client import Client, handle_file
from playwright.sync_api import Browser, Page, ViewportSize, expect

import app as application
from core.settings import Settings
from model.protocol.skills import SKILLS
from tests.helpers.served import console_errors, module_settings, served
from tests.helpers.uploads import picture

ELEVEN = "a comic picture of two red cats left of a person waving a flag"
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
PATIENT = 90_000
"""Milliseconds that an expectation may take on a busy machine."""

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    yield from module_settings(tmp_path_factory)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """The whole app, one for all tests."""
    with served(application.serve(settings, application.build())) as url:
        yield url


@pytest.fixture
def page(address: str, browser: Browser) -> Iterator[Page]:
    """The page on a desktop; the test fails if its console showed an error."""
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    yield from opened(address, context.new_page())
    context.close()


@pytest.fixture(params=[pytest.param("light", marks=pytest.mark.slow), "dark"])
def phone(address: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    yield from opened(address, context.new_page(), f"?__theme={request.param}")
    context.close()


def opened(address: str, page: Page, query: str = "") -> Iterator[Page]:
    errors = console_errors(page)
    page.goto(f"{address}/score{query}")
    expect(page.locator("#score-examples button.thumbnail-item").first).to_be_visible()
    yield page
    assert errors == []


def give(page: Page, path: Path, prompt: str) -> None:
    path.write_bytes(picture(size=(320, 240)))
    page.set_input_files("#score-image input[type=file]", path)
    expect(page.locator("#score-image img")).to_be_visible()
    page.locator("#score-prompt textarea").fill(prompt)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what the selector names."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def test_an_image_is_scored_by_keyboard_alone(page: Page) -> None:
    tab_to(page, "#score-examples button.thumbnail-item")
    page.keyboard.press("Enter")
    expect(page.locator("#score-prompt textarea")).not_to_have_value("")
    expect(page.locator("#score-image img")).to_be_visible()
    tab_to(page, "#score-prompt textarea")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(ELEVEN)
    tab_to(page, "#score-elements button")
    page.keyboard.press("Enter")
    # The action stands last in the prompt: once it is there, no reading is under way that would undo a correction.
    expect(page.get_by_label("Action")).to_have_value("waving a flag")
    expect(page.get_by_label("Count")).to_have_value("two cats")
    tab_to(page, "#score-alignment-count textarea, #score-alignment-count input")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("three cats")
    tab_to(page, "#score-button")
    page.keyboard.press("Enter")
    expect(page.locator("#score-result .answer")).to_have_count(11)
    tab_to(page, "#score-result .sent > summary")
    page.keyboard.press("Enter")
    sent = page.locator("#score-result .sent")
    expect(sent.get_by_text("three cats")).to_be_visible()
    expect(sent).to_contain_text("<image>")
    tab_to(page, "#score-result a[download]")


def test_numbers_bars_and_download_agree(page: Page, tmp_path: Path) -> None:
    give(page, tmp_path / "scene.png", ELEVEN)
    page.click("#score-button")
    answers = page.locator("#score-result .answer")
    expect(answers).to_have_count(11)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as JSON").click()
    assert download.value.suggested_filename == "score.json"
    kept = json.loads(Path(download.value.path()).read_text())
    assert [answer["skill"] for answer in kept["answers"]] == [skill.key for skill in SKILLS]
    assert kept["skipped"] == []
    for shown, answer in zip(answers.all(), kept["answers"], strict=True):
        assert sum(answer["probabilities"].values()) == pytest.approx(1)
        bars = {bar.locator("b").inner_text(): bar.locator("small").inner_text() for bar in shown.locator(".bar").all()}
        assert bars == {option: percent(share) for option, share in answer["probabilities"].items()}
        assert shown.locator(".bar.chosen b").inner_text() == str(answer["choice"])
        expect(shown).to_contain_text(answer["meaning"])


def percent(share: float) -> str:
    return "<1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def test_missing_image_and_prompt_are_named_at_once(page: Page) -> None:
    expect(page.locator("#score-result .empty")).to_be_visible()
    page.click("#score-button")
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Upload one first")
    expect(refusal).to_contain_text("write what the image was made for")


def test_the_notice_says_that_nothing_is_kept(page: Page) -> None:
    expect(page.get_by_role("note")).to_contain_text("Nothing is kept")
    assert page.evaluate("Object.keys(localStorage).filter(key => /prompt|score|image/.test(key))") == []


def test_a_phone_shows_everything_without_scrolling_sideways(phone: Page, tmp_path: Path) -> None:
    give(phone, tmp_path / "scene.png", ELEVEN)
    phone.tap("#score-button")
    answers = phone.locator("#score-result .answer")
    expect(answers).to_have_count(11)
    for bars in answers.locator(".bars").all():
        box = bars.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.locator("#score-result .sent > summary").tap()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    serious = [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]])
        for violation in Axe().run(phone, context="#score-result").response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []


WATCHED = """() => {
  const result = document.querySelector("#score-result");
  const look = () => { window.queued ||= /queue: \\d+\\/\\d+/.test(result.textContent); };
  new MutationObserver(look).observe(result, { childList: true, subtree: true, characterData: true });
}"""
"""Sees a place in the queue however short it is shown."""


def test_a_waiting_request_shows_its_place_in_the_queue(address: str, page: Page, tmp_path: Path) -> None:
    give(page, tmp_path / "scene.png", ELEVEN)
    with ThreadPoolExecutor(1) as pool:
        others = pool.submit(keep_busy, address, tmp_path / "scene.png", 40)
        while not others.running():
            time.sleep(0.05)
        deadline = time.monotonic() + 60
        page.evaluate(WATCHED)
        while not page.evaluate("window.queued") and time.monotonic() < deadline:
            page.click("#score-button")
            page.wait_for_timeout(300)
        assert page.evaluate("window.queued"), "no place in the queue was shown"
        expect(page.locator("#score-result .answer")).to_have_count(11)
        assert others.result() == 40


def keep_busy(address: str, path: Path, times: int) -> int:
    """Have that many images scored, all asked for at once; gives how many were."""
    client = Client(address, verbose=False, httpx_kwargs={"timeout": 120})
    jobs = [client.submit(image=handle_file(path), prompt=ELEVEN, api_name="/score") for _ in range(times)]
    return sum(len(job.result(timeout=300)["answers"]) == 11 for job in jobs)


def test_uploads_are_deleted_after_hours(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an age of a second in place of hours, the file that was uploaded is gone soon."""
    monkeypatch.setattr(application, "CLEAN_CACHE", (1, 1))
    with served(application.serve(settings, application.build())) as address:
        uploaded = Path(upload(address, picture()))
        assert uploaded.exists()
        deadline = time.monotonic() + 60
        while uploaded.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not uploaded.exists()


def upload(url: str, content: bytes) -> str:
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n' + content + b"\r\n--x--\r\n"
    request = urllib.request.Request(
        f"{url}/gradio_api/upload", body, {"Content-Type": "multipart/form-data; boundary=x"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        places: list[Any] = json.load(answer)
    return str(places[0])
