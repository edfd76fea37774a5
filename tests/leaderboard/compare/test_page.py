"""The compare page in a real browser, over a real database and real pictures: on a desk, on a phone, by its address."""

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from core.settings import Settings
from leaderboard.compare import page as compare
from leaderboard.store.database import get_database
from leaderboard.store.tables import Generation
from tests.helpers.compare_board import fill, wide_protocol
from tests.helpers.served import PATIENT, choose, close_database, console_errors, served_page

DIGEST = "c" * 64


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """The page over the board `wide`, every image with the same thumbnail but the last prompt's, which has none."""
    fill(get_database(), wide_protocol())
    thumbnails = settings.data_dir / "thumbnails"
    thumbnails.mkdir()
    Image.new("RGB", (256, 256), "teal").save(thumbnails / f"{DIGEST}.webp")
    with get_database().write() as session:
        session.query(Generation).filter_by(prompt_id="a19").update({"image_digest": "d" * 64})
    with served_page(compare.build, "compare", allowed_paths=[str(thumbnails)]) as url:
        yield url
    close_database()


def opened(browser: Browser, address: str, width: int, **options: object) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900}, **options)
    errors = console_errors(page, leaving=True)
    page.goto(address)
    return page, errors


def state_of(page: Page) -> dict[str, list[str]]:
    state: dict[str, list[str]] = {}
    for name, value in parse_qsl(urlsplit(page.url).query):
        state.setdefault(name, []).append(value)
    return state


def serious(page: Page) -> list[str]:
    """What axe finds once the figures are drawn; till then Gradio shows a placeholder that only the frame mends."""
    for figure in ("radar", "forest"):
        page.wait_for_selector(f"#compare-{figure} .js-plotly-plot", timeout=PATIENT)
    violations = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    return [
        f"{item['id']}: {node['html'][:200]}"
        for item in violations
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
        if "compare-" in str(node["target"]) or ".card" in str(node["target"])
    ]


@pytest.mark.browser
def test_the_address_keeps_the_comparison(browser: Browser, address: str) -> None:
    page, errors = opened(browser, f"{address}?board=wide&model=Sharp&model=Blurred", 1280)
    expect(page.locator("#compare-shares")).to_contain_text("100.0%")
    expect(page.locator("#compare-verdicts")).to_contain_text("Blurred is clearly worse than Sharp on: Overall")
    page.wait_for_selector("#compare-radar .js-plotly-plot .main-svg", timeout=PATIENT)
    page.wait_for_selector("#compare-forest .js-plotly-plot .main-svg", timeout=PATIENT)
    expect(page.locator("#compare-images .card")).to_have_count(12)
    image = page.locator("#compare-images .card img").first
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("naturalWidth", 256)

    with page.expect_download() as download:
        page.locator("#compare-differences a.download").click()
    table = pd.read_csv(io.BytesIO(Path(download.value.path()).read_bytes())).set_index("key")
    assert table.loc["faithfulness.body", "difference"] == pytest.approx(-75 + 75 / 20)

    answer = page.locator("#compare-images .answer").first
    tip = answer.locator(".tip")
    expect(tip).to_be_hidden()
    answer.hover()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("means 4")
    page.mouse.move(0, 0)
    answer.focus()
    expect(tip).to_be_visible()

    choose(page.locator("#compare-order input"), "Where Blurred is better than Sharp")
    expect(page.locator("#compare-images")).to_contain_text("No prompt matches")
    choose(page.locator("#compare-order input"), "Where they differ most")
    expect(page.locator("#compare-images .card")).to_have_count(12)
    page.locator("#compare-next").click()
    expect(page.locator("#compare-place")).to_contain_text("Page 2 of 4")
    choose(page.locator("#compare-against input"), "Blurred")
    expect(page.locator("#compare-verdicts")).to_contain_text("Sharp is clearly better than Blurred")
    wanted = {
        "board": ["wide"],
        "model": ["Sharp", "Blurred"],
        "order": ["apart"],
        "at": ["2"],
        "against": ["Blurred"],
    }
    page.wait_for_function("() => location.search.includes('against=Blurred')", timeout=PATIENT)
    assert state_of(page) == wanted

    page.reload()
    expect(page.locator("#compare-place")).to_contain_text("Page 2 of 4")
    expect(page.locator("#compare-verdicts")).to_contain_text("Sharp is clearly better than Blurred")
    page.locator("#compare-models input").click()
    page.get_by_role("option", name="Middling", exact=True).click()
    expect(page.locator("#compare-shares thead")).to_contain_text("Middling")
    page.wait_for_function("() => location.search.includes('model=Middling')", timeout=PATIENT)
    assert state_of(page)["model"] == ["Sharp", "Blurred", "Middling"]
    page.locator("#compare-find textarea, #compare-find input").fill("HAT")
    expect(page.locator("#compare-images .card")).to_have_count(1)
    assert serious(page) == []
    assert errors == []


@pytest.mark.browser
def test_a_phone_fits_and_odd_addresses_are_explained(browser: Browser, address: str) -> None:
    query = "?board=nonsense&model=Sharp&model=Middling&model=Blurred&model=Equal%20to%20Blurred&__theme=dark"
    page, errors = opened(browser, f"{address}{query}", 360, has_touch=True)
    notes = page.locator("#compare-notes")
    expect(notes).to_contain_text("There is no board called nonsense")
    page.goto(f"{address}{query.replace('nonsense', 'wide')}&model=Sharp&model=Nobody&at=x&order=7-9&skill=tail")
    expect(notes).to_contain_text("Not on this board, and left out: Nobody.")
    expect(page.locator("#compare-images .card")).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    touched = page.locator("#compare-images .answer").nth(3)
    touched.tap()
    expect(touched.locator(".tip")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []

    page.goto(f"{address}?board=wide&model=Sharp")
    expect(notes).to_contain_text("Sharp alone is chosen")
    notes.get_by_role("link", name="Compare Sharp with Middling").click()
    expect(page.locator("#compare-shares")).to_contain_text("Middling")
    page.goto(f"{address}?board=evalalign-published")
    expect(notes).to_contain_text("Choose T2I models to compare")
    notes.get_by_role("link").click()
    expect(notes).to_contain_text("no intervals, no images")
    expect(page.locator("#compare-images")).to_contain_text("Only figures were published")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert errors == []
