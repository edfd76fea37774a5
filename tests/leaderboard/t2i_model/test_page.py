"""The page of a T2I model in a real browser, on a desktop and on a phone, over a real database and real thumbnails."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import gradio as gr
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from core.settings import Settings
from leaderboard.store.database import get_database
from leaderboard.t2i_model import page as t2i_model
from leaderboard.t2i_model.routes import router
from model.protocol.protocol import Protocol
from tests.conftest import tiny_protocol_data
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from tests.helpers.served import PATIENT, choose, console_errors, module_settings, served_page

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PATH = "t2i-model"


@pytest.fixture(scope="module", autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    yield from module_settings(tmp_path_factory)


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[str]:
    """The address of a server with the page and the routes beside it; three T2I models on the board `tiny`."""
    thumbnails = settings.data_dir / "thumbnails"
    thumbnails.mkdir()
    picture = BytesIO()
    Image.new("RGB", (96, 64), "teal").save(picture, "WEBP")
    (thumbnails / f"{'c' * 64}.webp").write_bytes(picture.getvalue())
    protocol = Protocol.parse(tiny_protocol_data())
    evaluator = add_evaluator(get_database(), protocol, 1)
    for name, points in [("Good", 4), ("Fair", 2), ("Poor", 1)]:
        submission, _ = add_submission(get_database(), protocol, name, organisation="Somebody", simulated=points == 1)
        publish(get_database(), protocol, submission, evaluator, grade(points))
    with served_page(build, PATH, routers=[router], allowed_paths=[str(thumbnails)]) as address:
        yield address.removesuffix(f"/{PATH}")


def build() -> None:
    gr.Markdown("# T2I model")
    t2i_model.build()


def opened(browser: Browser, address: str, viewport: dict[str, int]) -> tuple[Page, list[str]]:
    """The page at an address, and what its console complains of from then on."""
    page = browser.new_context(viewport=viewport, permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.set_default_timeout(PATIENT)
    errors = console_errors(page, leaving=True)
    page.goto(address)
    return page, errors


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


@pytest.mark.browser
def test_the_address_keeps_what_is_chosen(browser: Browser, site: str) -> None:
    page, errors = opened(browser, f"{site}/t2i-model?board=tiny&model=good&skill=alignment.count", DESKTOP)
    expect(page.locator("#t2i-title")).to_contain_text("Rank 1 of 3 with 100.00% overall")
    expect(page.locator("#t2i-radar-words")).to_contain_text("on 5 of 11 skills")
    page.wait_for_selector(".t2i-radar .js-plotly-plot .main-svg")
    expect(page.locator("#t2i-scores")).to_contain_text("Faithfulness: common sense")
    expect(page.locator("#t2i-shares .pair")).to_have_count(11)
    images = page.locator("#t2i-images")
    expect(images).to_contain_text("two red cats, flat")
    picture = images.locator("img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 96)
    expect(page.locator("#t2i-badge img")).to_have_js_property("complete", True)
    assert page.locator("#t2i-badge img").evaluate("image => image.naturalWidth") > 100
    page.locator("#badge-markdown .copy").click()
    expect(page.locator("#badge-markdown .copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"[![Good: EvalAlign]({site}/badge/tiny/Good.svg)]({site}/t2i-model?board=tiny&model=Good)"
    with page.expect_download() as download:
        page.get_by_label("Answers to every question, with the probabilities of all options: CSV").click()
    assert Path(download.value.path()).read_text().count("\n") == 1 + 2 * 5 + 7

    choose(page.locator("#t2i-skill input"), "Faithfulness: body")
    expect(images).to_contain_text("a man waves")
    choose(page.locator("#t2i-model input"), "Poor")
    expect(page.locator("#t2i-title")).to_contain_text("simulated")
    page.wait_for_url("**/t2i-model?board=tiny&model=Poor&skill=faithfulness.body")
    assert errors == []
    page.close()
    page, errors = opened(browser, page.url, DESKTOP)
    expect(page.locator("#t2i-title")).to_contain_text("Rank 3 of 3")
    expect(page.locator("#t2i-images")).to_contain_text("a red car")
    assert errors == []


@pytest.mark.browser
def test_the_published_board_says_why_panels_are_empty(browser: Browser, site: str) -> None:
    page, errors = opened(browser, f"{site}/t2i-model?board=tiny&model=Good", DESKTOP)
    expect(page.locator("#t2i-title")).to_contain_text("Rank 1 of 3")
    choose(page.locator("#t2i-board input"), "EvalAlign, published figures (evalalign-published)")
    expect(page.locator("#t2i-empty")).to_contain_text("Good is not on this board")
    choose(page.locator("#t2i-model input"), "SDXL v1.0")
    expect(page.locator("#t2i-images")).to_contain_text("neither images nor single answers were published")
    expect(page.locator("#t2i-radar-words")).to_contain_text("the two dimensions only")
    expect(page.locator("#t2i-skill")).to_have_count(0)
    assert errors == []


@pytest.mark.browser
def test_on_a_phone_a_wrong_address_leads_to_the_right_one(browser: Browser, site: str) -> None:
    page, errors = opened(browser, f"{site}/t2i-model?board=tinny&model=Goood", PHONE)
    expect(page.locator("#t2i-empty")).to_contain_text("There is no board called tinny")
    page.locator("#t2i-empty").get_by_role("link", name="tiny").click()
    expect(page.locator("#t2i-empty")).to_contain_text("Goood is not on this board")
    page.locator("#t2i-empty").get_by_role("link", name="Good").click()
    expect(page.locator("#t2i-title")).to_contain_text("Rank 1 of 3")
    page.wait_for_selector(".t2i-radar .js-plotly-plot .main-svg")
    assert fits(page)
    assert errors == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, site: str, theme: str) -> None:
    page, _ = opened(browser, f"{site}/t2i-model?board=tiny&model=Good&__theme={theme}", DESKTOP)
    page.wait_for_selector(".t2i-radar .js-plotly-plot .main-svg")
    expect(page.locator("#t2i-card pre").first).to_contain_text("model-index")
    report = Axe().run(page, context={"include": [[".t2i-html"]]})
    serious = [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]][:3])
        for violation in report.response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert serious == []
