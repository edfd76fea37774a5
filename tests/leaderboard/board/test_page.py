"""The leaderboard page in a real browser: what it shows, says and does on a board that stays as it is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

import app
from core.settings import Settings
from model.protocol.protocol import Protocol
from tests.conftest import tiny_protocol_data
from tests.helpers.board_page import open_board, publish_five, serve_board
from tests.helpers.served import PATIENT, module_settings, press_quickly
from tests.helpers.served import served as served_app

pytestmark = pytest.mark.browser

HEAT_CONTRAST = """(table) => {
  const channel = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = (...colours) => {
    colours.forEach((colour) => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); });
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((each) => channel(each / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const cells = [...table.querySelectorAll("td[class*=' h']")];
  return cells.map((cell) => {
    const style = getComputedStyle(cell);
    const shade = /gradient\\((.*?\\)), /.exec(style.backgroundImage)?.[1];
    const ground = shade ? [style.backgroundColor, shade] : [style.backgroundColor];
    const [light, dark] = [painted(...ground), painted(...ground, style.color)].sort((a, b) => b - a);
    return { shade: shade ?? "", contrast: (light + 0.05) / (dark + 0.05) };
  });
}"""
"""Contrast of text and shaded ground of every skill's cell, as WCAG defines it, by the browser's own colours."""


@pytest.fixture(scope="module", autouse=True)
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    yield from module_settings(tmp_path_factory)


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    """The address of a board of five T2I models, two a page; no test changes it."""
    with pytest.MonkeyPatch.context() as patch:
        publish_five(Protocol.parse(tiny_protocol_data()), patch)
        with serve_board() as url:
            yield url


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for many tests: to open another page in it takes a third of what a new window takes."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENT)
    yield page
    page.close()


def first_name(page: Page) -> str:
    return page.locator("table.ranking tbody th.name a").first.inner_text()


def test_the_address_keeps_the_view_through_reload_back_and_forward(window: Page, address: str) -> None:
    page = open_board(window, f"{address}?lang=en")
    rows = page.locator("table.ranking tbody tr")
    expect(page).to_have_url(re.compile(r"\?lang=en&board=closed-world$"))
    page.get_by_role("button", name="Overall").click()
    expect(page).to_have_url(re.compile("sort=-overall$"))
    page.get_by_role("button", name="Overall").click()
    expect(page).to_have_url(re.compile("sort=overall$"))
    expect(rows.first).to_contain_text("Fünf & mehr")
    page.locator("nav.pages").get_by_text("Next").click()
    expect(page).to_have_url(re.compile("table_page=2$"))
    expect(rows.first).to_contain_text("Drei")
    page.get_by_label("Pick Drei to compare").check()
    page.get_by_label("Open weights").check()
    expect(page).to_have_url(re.compile("sort=overall&weights=open&model=Drei$"))
    page.locator("#board-columns").get_by_role("button").first.click()
    page.get_by_label("Faithfulness: Hand").uncheck()
    expect(page.locator("table.ranking thead")).not_to_contain_text("Hand")
    page.get_by_label("Search").fill("ei")
    expect(page).to_have_url(re.compile("search=ei"))

    url = page.url
    page.reload()
    page.wait_for_selector("table.ranking")
    expect(page.get_by_label("Search")).to_have_value("ei")
    expect(page.get_by_label("Open weights")).to_be_checked()
    expect(page.locator("table.ranking thead")).not_to_contain_text("Hand")
    expect(page.get_by_label("Pick Drei to compare")).to_be_checked()
    assert page.url == url
    assert first_name(page) == "Drei"

    page.go_back()  # the columns
    expect(page.locator("table.ranking thead")).to_contain_text("Hand")
    page.go_back()  # the weights
    expect(rows.first).to_contain_text("Drei")
    expect(page).to_have_url(re.compile("table_page=2"))
    page.go_back()
    expect(rows.first).to_contain_text("Fünf & mehr")
    expect(page.get_by_label("Search")).to_have_value("")
    page.go_forward()
    expect(rows.first).to_contain_text("Drei")


def test_the_last_of_quick_choices_holds(window: Page, address: str) -> None:
    page = open_board(window, address)
    sorted_by = page.locator("th[aria-sort]")
    for chosen in (["Overall", "Hand", "Face"], ["Body", "Count"]):
        press_quickly(page, "table.ranking .sort", chosen)
        expect(sorted_by).to_have_text(chosen[-1])
    expect(page).to_have_url(re.compile("sort=-alignment.count$"))
    page.evaluate("history.back()")
    page.evaluate("history.back()")
    expect(sorted_by).to_have_text("#")
    page.wait_for_timeout(500)
    expect(sorted_by).to_have_text("#")
    assert "sort=" not in page.url


def test_t2i_models_are_picked_to_compare_and_a_link_is_copied(window: Page, address: str) -> None:
    page = open_board(window, f"{address}?board=closed-world&model=Eins&model=Nobody")
    expect(page.locator(".notice")).to_contain_text("“Nobody” is not on this board")
    compare = page.get_by_role("link", name="Compare")
    expect(compare).to_have_count(0)
    page.locator("nav.pages").get_by_text("3", exact=True).click()
    page.get_by_label("Pick Fünf & mehr to compare").check()
    expect(compare).to_have_attribute("href", "compare?board=closed-world&model=Eins&model=F%C3%BCnf+%26+mehr")
    name = page.get_by_role("link", name="Fünf & mehr", exact=True)
    expect(name).to_have_attribute("href", "t2i-model?board=closed-world&model=F%C3%BCnf+%26+mehr")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.get_by_role("button", name="Untick all").click()
    assert "model=" not in page.url


def test_a_bad_address_is_explained_and_the_rest_shown(window: Page, address: str) -> None:
    page = open_board(window, f"{address}?board=nonsense&sort=-tail&table_page=x&weights=open&columns=overall,<b>")
    notice = page.locator(".notice")
    for message in ("no board “nonsense”", "“tail”", "Is not a page's number", "“<b>”"):
        expect(notice).to_contain_text(message)
    assert notice.locator("b").count() == 0
    expect(page).to_have_url(re.compile(r"\?board=closed-world&columns=overall&weights=open$"))


def test_a_columns_meaning_is_shown_to_the_keyboard(window: Page, address: str) -> None:
    page = open_board(window, address)
    head = page.get_by_role("button", name="Hand")
    head.focus()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("the right number and shape of fingers")
    expect(head).to_have_accessible_description(re.compile("number and shape of fingers"))
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Hand")
    expect(page.get_by_role("button", name="Hand")).to_be_focused()


def test_walking_through_the_form_changes_nothing(window: Page, address: str) -> None:
    page = open_board(window, f"{address}?board=closed-world&licence=MIT&max_size=7")
    page.wait_for_selector(".js-plotly-plot")
    page.get_by_label("Board").focus()
    before = page.url
    page.locator("table.ranking").evaluate("(table) => { table.dataset.same = 'yes'; }")
    for _field in range(20):
        page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('#board-form')"), "all of the form is behind"
    page.wait_for_timeout(1000)
    assert page.locator("table.ranking[data-same]").count() == 1
    assert page.url == before


@pytest.mark.parametrize("theme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
def test_shaded_cells_keep_their_contrast(window: Page, address: str, theme: str) -> None:
    page = open_board(window, f"{address}?__theme={theme}&sort=overall")
    page.wait_for_selector("th.number[aria-sort=ascending]", timeout=PATIENT)
    lowest = page.locator("table.ranking").evaluate(HEAT_CONTRAST)
    page.goto(f"{address}?__theme={theme}")
    page.wait_for_selector("table.ranking", timeout=PATIENT)
    highest = page.locator("table.ranking").evaluate(HEAT_CONTRAST)
    assert any(cell["shade"] for cell in highest)
    assert min(cell["contrast"] for cell in [*lowest, *highest]) >= 4.5


def test_on_a_phone_rank_and_name_stay_while_the_rest_scrolls(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(address)
    page.wait_for_selector("table.ranking", timeout=PATIENT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(".scroll").evaluate("(scroll) => { scroll.scrollLeft = 600; }")
    for cell in ("tbody td.rank", "tbody th.name", "thead th.name"):
        box = page.locator(f"table.ranking {cell}").first.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 220, "figures have room beside them"
    figure = page.locator("table.ranking tbody td.number").first.bounding_box()
    assert figure is not None
    assert figure["x"] < 0
    page.close()


MOVED = """
window.moved = 0;
new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


def test_on_a_phone_the_form_is_folded(browser: Browser, settings: Settings, address: str) -> None:
    with served_app(app.serve(settings, app.build())) as url:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.add_init_script(MOVED)
        page.goto(url)
        page.wait_for_selector("table.ranking", timeout=PATIENT)
        search, unfold = page.locator("#board-search"), page.get_by_role("button", name="Search, filters and columns")
        expect(unfold).to_have_attribute("aria-expanded", "false")
        expect(search).to_be_hidden()
        expect(page.locator("#board-choice")).to_be_visible()
        table = page.locator("table.ranking").bounding_box()
        assert table is not None
        assert table["y"] < 740
        assert page.evaluate("moved") <= 0.1

        before = page.url
        unfold.focus()
        page.keyboard.press("Enter")
        expect(unfold).to_have_attribute("aria-expanded", "true")
        expect(search).to_be_visible()
        assert page.url == before
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#board-search') !== null"), "the next stop is in the form"
        page.keyboard.type("Zwei")
        page.wait_for_url("**search=Zwei**", timeout=PATIENT)
        expect(page.locator("table.ranking tbody tr")).to_have_count(1)
        searched = page.url
        unfold.click()
        expect(search).to_be_hidden()
        assert page.url == searched
        page.reload()
        expect(page.locator("table.ranking tbody tr")).to_have_count(1)
        expect(search).to_be_hidden()
        assert page.url == searched

        page.set_viewport_size({"width": 1280, "height": 800})
        expect(search).to_be_visible()
        expect(page.locator("#board-unfold")).to_be_hidden()
        page.close()
