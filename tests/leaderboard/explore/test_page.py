"""The explore page in a real browser, over a real database with real thumbnails: desktop and phone, by keyboard."""

import hashlib
import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from core.settings import Settings
from leaderboard.explore import page as explore
from leaderboard.site.pictures import thumbnail_address, thumbnail_path
from leaderboard.store.database import get_database
from leaderboard.store.tables import Generation
from model.protocol.protocol import Protocol
from submissions.upload.storage import stage_images
from tests.conftest import tiny_protocol_data
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from tests.helpers.served import PATIENT, choose, console_errors, module_settings, press_quickly, served_page

pytestmark = pytest.mark.browser

T2I_MODELS = 30


@pytest.fixture(scope="module", autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    yield from module_settings(tmp_path_factory)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """A board of thirty T2I models behind the page."""
    fill(settings)
    with served_page(explore.build, "explore", allowed_paths=[str(settings.data_dir / "thumbnails")]) as address:
        yield address


def fill(settings: Settings) -> None:
    database, protocol = get_database(), Protocol.parse(tiny_protocol_data())
    evaluator = add_evaluator(database, protocol, 1)
    for number in range(T2I_MODELS):
        submission, _ = add_submission(database, protocol, f"T2I {number:02} <b>", simulated=True)
        publish(database, protocol, submission, evaluator, grade(number % 5))
    buffer = io.BytesIO()
    Image.new("RGB", (320, 640), "teal").save(buffer, "PNG")
    digest = hashlib.sha256(buffer.getvalue()).hexdigest()
    with stage_images(settings.data_dir) as stage:
        stage.add(digest, buffer.getvalue())
        stage.place()
    with database.write() as session:
        session.execute(update(Generation).values(image_digest=digest))


def opened(browser: Browser, address: str, width: int = 1280, height: int = 900) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(PATIENT)
    complaints.append(console_errors(page, leaving=True))
    page.goto(address)
    return page


complaints: list[list[str]] = []
"""What the consoles of a test's pages complain of."""


@pytest.fixture(autouse=True)
def without_console_errors() -> Iterator[None]:
    complaints.clear()
    yield
    assert [errors for errors in complaints if errors] == []


def test_the_address_keeps_filters_and_page(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}?board=tiny&prompt=f1&lang=en")
    cards, count = page.locator(".card"), page.locator(".count")
    expect(count).to_have_text("30 images")
    expect(cards).to_have_count(24)
    expect(cards.first).to_contain_text("No. 1")
    expect(cards.first).to_contain_text("20 of 20 points")
    page.wait_for_function("document.querySelector('.card img').naturalWidth > 0")
    assert page.evaluate("document.querySelector('.card .picture').getBoundingClientRect().width") == pytest.approx(
        page.evaluate("document.querySelector('.card .picture').getBoundingClientRect().height"), abs=1
    )

    choose(page.get_by_label("Skill"), "Hand", exact=False)
    expect(cards.first).to_contain_text("means 4")
    choose(page.get_by_label("Answer"), "1: means 1", exact=False)
    expect(count).to_have_text("6 images")
    choose(page.get_by_label("Order"), "Least sure evaluator first", exact=False)
    page.wait_for_url("**order=unsure**")
    assert "answer=1" in page.url
    assert "skill=faithfulness.hand" in page.url
    assert "prompt=faithfulness%2Ff1" in page.url
    assert "lang=en" in page.url
    names = cards.locator(".name").all_inner_texts()
    page.reload()
    expect(count).to_have_text("6 images")
    assert cards.locator(".name").all_inner_texts() == names

    page.goto(f"{address}?board=tiny")
    expect(count).to_have_text("150 images")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".here")).to_have_text("Page 2 of 7")
    expect(count).to_be_focused()
    assert page.url.endswith("page=2")
    page.reload()
    expect(page.locator(".here")).to_have_text("Page 2 of 7")
    press_quickly(page, "nav.pager a", ["Next", "Last", "First"])
    expect(page.locator(".here")).to_have_text("Page 1 of 7")
    expect(count).to_be_focused()
    page.close()


def test_cards_are_walked_and_opened_by_keyboard(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}?board=tiny&prompt=alignment/a1")
    cards, dialog = page.locator(".card"), page.locator("dialog.details")
    expect(cards).to_have_count(24)
    cards.first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Count: two cats?")
    expect(dialog).to_contain_text("means 2")
    expect(dialog).to_contain_text("33.3%")
    assert dialog.locator("tbody tr").count() == 12
    assert "image=" in page.url
    link = dialog.get_by_role("link", name="T2I").get_attribute("href") or ""
    assert link.startswith("t2i-model?board=tiny&model=T2I+")
    shared = page.url
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(cards.nth(1)).to_be_focused()
    assert "image=" not in page.url
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.goto(shared)
    expect(dialog).to_be_visible()
    page.close()


def test_a_phone_shows_two_columns_and_a_dialog_that_fits(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}?board=tiny", 360, 780)
    cards, dialog = page.locator(".card"), page.locator("dialog.details")
    expect(cards).to_have_count(24)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tops = [cards.nth(place).bounding_box()["y"] for place in range(3)]
    assert tops[0] == tops[1] < tops[2]
    cards.first.click()
    expect(dialog).to_be_visible()
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page.close()


def test_unusable_addresses_are_explained(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}?board=nonsense")
    shown = page.locator("#explore-images")
    expect(shown).to_contain_text("There is no board called nonsense")
    page.goto(f"{address}?board=evalalign-published")
    expect(shown).to_contain_text("This board has no images")
    page.goto(f"{address}?board=tiny&prompt=%3Cscript%3E&skill=hnad&image=abc")
    expect(shown).to_contain_text("There is no skill hnad")
    expect(shown).to_contain_text("No prompt of this board has the id or the words <script>")
    expect(page.locator("dialog.details")).to_contain_text("No such image")
    page.goto(f"{address}?board=tiny&prompt=a+tree")
    suggestions = page.locator(".suggestions a")
    expect(suggestions).to_have_count(2)
    suggestions.first.click()
    expect(page.locator(".count")).to_have_text("30 images")
    page.close()


def test_a_thumbnail_has_an_address_while_it_is_stored(settings: Settings) -> None:
    digest = "ab" * 32
    assert thumbnail_address(digest) is None
    path = thumbnail_path(settings.data_dir, digest)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"a picture")
    assert (thumbnail_address(digest) or "").endswith(str(path))
    path.unlink()
