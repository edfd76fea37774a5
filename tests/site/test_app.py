"""The running app in a real browser: an author submits, a visitor browses, anyone scores an image."""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, Page, ViewportSize, expect

from app import main
from core.settings import get_settings
from tests.helpers.paths import ROOT
from tests.helpers.running_app import App, running_app
from tests.helpers.served import close_database, console_errors

DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
ELEVEN = "a comic picture of two red cats left of a person waving a flag"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One app for all tests, on whose closed-world board nobody is at first."""
    with running_app(tmp_path_factory.mktemp("app"), simulated_models=0) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop page; the test fails if its console showed an error."""
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True)
    opened = context.new_page()
    errors = console_errors(opened, leaving=True)
    yield opened
    context.close()
    assert errors == []


def test_start_prints_the_admin_address(app: App, page: Page) -> None:
    match = re.search(r"^Admin page: (http://\S+)$", app.log, re.MULTILINE)
    assert match is not None, app.log
    page.goto(match[1])
    expect(page.locator("#admin-health")).to_contain_text("Queue")
    page.goto(f"{app.url}/submit")
    page.get_by_role("link", name="Admin", exact=True).click()
    expect(page.locator("#admin-health")).to_contain_text("Queue")


def photograph(path: Path) -> Path:
    """A JPEG with what photographs have and rendered scenes lack: grain, soft edges, uneven light."""
    rng = np.random.default_rng(4)
    light = np.linspace(60, 210, 640)[None, :, None] * np.linspace(1.0, 0.6, 427)[:, None, None]
    grain = rng.normal(0, 18, (427, 640, 3)) + light * np.array([1.0, 0.93, 0.8])
    picture = Image.fromarray(grain.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.2))
    picture.save(path, quality=88)
    return path


@pytest.mark.timeout(900)
def test_an_author_submits_the_sample_zip_and_is_ranked(app: App, page: Page, tmp_path: Path) -> None:
    page.goto(f"{app.url}/about")
    with page.expect_download(timeout=60_000) as download:
        page.click("#about-sample")
    archive = tmp_path / "sample.zip"
    download.value.save_as(archive)

    page.goto(f"{app.url}/submit")
    page.get_by_label("Name", exact=True).fill("Brand New T2I 1.0")
    page.set_input_files("#submit-upload input[type=file]", archive)
    expect(page.locator("#submit-upload")).to_contain_text("sample")
    page.click("#submit-check")
    expect(page.locator("#submit-report")).to_contain_text("220")
    page.click("#submit-go")
    progress = page.locator("#submit-progress")
    expect(progress.locator(".card.good")).to_be_visible(timeout=180_000)
    expect(progress).to_contain_text("Published")

    progress.get_by_role("link").first.click()
    row = page.locator("#board-ranking tbody tr", has_text="Brand New T2I 1.0")
    expect(row).to_be_visible()
    shown = row.locator("td, th").all_inner_texts()
    (mine,) = _ranked_rows(app)
    assert mine["t2i_model"] == "Brand New T2I 1.0"
    assert shown[0].strip() == str(mine["rank"])
    assert f"{mine['overall']:.2f}" in " ".join(shown)


def _ranked_rows(app: App) -> list[dict[str, Any]]:
    """The closed-world ranking."""
    rows: list[dict[str, Any]] = json.loads(app.command("leaderboard", "rank", "--json").stdout)["rows"]
    return rows


def test_a_photograph_is_scored_with_a_notice(app: App, page: Page, tmp_path: Path) -> None:
    page.goto(f"{app.url}/score")
    expect(page.get_by_text("judges rendered scenes, not photographs")).to_be_visible()
    page.set_input_files("#score-image input[type=file]", photograph(tmp_path / "photo.jpg"))
    page.locator("#score-prompt textarea").fill(ELEVEN)
    page.click("#score-button")
    answers = page.locator("#score-result .answer")
    expect(answers).to_have_count(11)
    expect(page.locator("#score-result")).to_contain_text(re.compile(r"11 questions in \d+\.\d\d s"))
    for spoken in answers.locator(".bars").all():
        shares = re.findall(r"(\d+)%", spoken.get_attribute("aria-label") or "")
        assert 97 <= sum(map(int, shares)) <= 103


def test_a_visitor_finds_the_published_figures_and_their_agreement(app: App, page: Page) -> None:
    page.goto(f"{app.url}/?board=evalalign-published")
    rows = page.locator("#board-ranking tbody tr")
    expect(rows).to_have_count(24)
    expect(page.locator("#board-agreement")).to_contain_text("0.8043")
    page.locator("#board-dimension").get_by_label("Faithfulness").check()
    expect(page.locator("#board-agreement")).to_contain_text("0.7223")
    expect(page.locator("#board-agreement")).to_contain_text("0.7464")
    expect(page.locator(".board-chart .js-plotly-plot").last).to_be_visible()
    page.locator("#board-search input, #board-search textarea").first.fill("pixart")
    expect(rows).to_have_count(1)
    page.locator("#board-search input, #board-search textarea").first.fill("no such model")
    expect(page.locator("#board-ranking")).to_contain_text(re.compile("no T2I model", re.I))


def test_a_visitor_sorts_by_a_column(app: App, page: Page) -> None:
    page.goto(f"{app.url}/?board=evalalign-published")
    rows = page.locator("#board-ranking tbody tr")
    expect(rows).to_have_count(24)
    before = rows.first.inner_text()
    page.locator("#board-ranking .sort").last.click()
    page.locator("#board-ranking .sort").last.click()
    expect(rows.first).not_to_have_text(before)
    assert page.locator("#board-ranking th[aria-sort=ascending], #board-ranking th[aria-sort=descending]").count() == 1


def test_a_bad_upload_is_refused_and_the_app_goes_on_serving(app: App, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    (tmp_path / "archive.zip").write_bytes(b"this is no zip")
    page.goto(f"{app.url}/submit")
    page.get_by_label("Name", exact=True).fill("<b>bold</b>")
    page.set_input_files("#submit-upload input[type=file]", tmp_path / "archive.zip")
    expect(page.locator("#submit-upload")).to_contain_text("archive")
    page.click("#submit-go")
    report = page.locator("#submit-report")
    expect(report).to_contain_text("zip")
    expect(report).to_contain_text(re.compile("name", re.I))
    assert report.locator("b", has_text="bold").count() == 0, "what the user wrote is shown, never rendered"
    context.close()
    assert app.process.poll() is None
    assert not any("bold" in row["t2i_model"] for row in _ranked_rows(app))


def test_an_oversized_image_is_refused(app: App, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    Image.new("1", (30_000, 30_000)).save(path)
    context = browser.new_context(viewport=DESKTOP)
    page = context.new_page()
    page.goto(f"{app.url}/score")
    page.set_input_files("#score-image input[type=file]", path)
    page.locator("#score-prompt textarea").fill("a cat")
    expect(page.locator("#score-image img")).to_be_attached()
    page.click("#score-button")
    expect(page.get_by_role("alert").filter(has_text="pixels")).to_be_visible()
    assert str(app.data_dir) not in page.content()
    context.close()
    assert app.process.poll() is None


def test_a_worker_that_dies_is_replaced(app: App) -> None:
    (first,) = _workers(app)
    first.kill()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if any(worker.pid != first.pid for worker in _workers(app)):
            return
        time.sleep(0.5)
    raise AssertionError("no other worker was started")


@pytest.mark.slow
def test_an_empty_board_fills_itself_and_the_worker_ends_with_the_app(tmp_path: Path) -> None:
    with running_app(tmp_path, simulated_models=2) as doomed:
        deadline = time.monotonic() + 240
        while len(_ranked_rows(doomed)) < 2:
            assert time.monotonic() < deadline, doomed.log
            time.sleep(1)
        (worker,) = _workers(doomed)
        doomed.process.kill()
        worker.wait(60)
        assert not worker.is_running()


def _workers(app: App) -> list[psutil.Process]:
    """The app's living workers; one that is dead and not yet buried has no command line to look at."""
    found = []
    for child in psutil.Process(app.process.pid).children():
        with suppress(psutil.NoSuchProcess):
            if "submissions" in child.cmdline():
                found.append(child)
    return found


def test_bad_settings_are_explained(
    app: App, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value, words in (
        ("EVALALIGN_PORT", app.url.rsplit(":", 1)[1], "Set EVALALIGN_PORT"),
        ("EVALALIGN_DTYPE", "float8", "EVALALIGN_DTYPE"),
        ("EVALALIGN_DATA_DIR", str(ROOT / "data"), "inside the program's own folder"),
    ):
        get_settings.cache_clear()
        with monkeypatch.context() as wrong:
            wrong.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        assert ended.value.code == 2
        told = capsys.readouterr().err
        assert words in told
        assert "Traceback" not in told
    get_settings.cache_clear()
    close_database()


def test_the_server_hands_out_thumbnails_and_nothing_else(app: App) -> None:
    thumbnail = next((app.data_dir / "thumbnails").iterdir())
    stored = next(path for path in (app.data_dir / "generations").rglob("*") if path.is_file())
    assert _status_of(f"{app.url}/gradio_api/file={thumbnail}") == 200
    for private in (ROOT / "app.py", app.data_dir / "evalalign.db", app.data_dir / "app.log", stored):
        assert private.exists()
        assert _status_of(f"{app.url}/gradio_api/file={private}") in (403, 404), private


def _status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
