"""The leaderboard page in a real browser, over a real database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import app
from core.settings import get_settings
from leaderboard.board import filtering, ranking_html
from leaderboard.board import page as board
from leaderboard.board import routes as http_rankings
from leaderboard.store.database import get_database
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from tests.helpers.served import PATIENT, late, press_quickly, served_page
from tests.helpers.served import served as served_app

pytestmark = pytest.mark.browser

NAMES = ["Good & <b>cheap</b>", "Middling", "Poor ${alert(1)} {{x}}"]


@contextmanager
def served() -> Iterator[str]:
    with served_page(board.build, routers=[http_rankings.router]) as address:
        yield address


def closed_world(protocol: Protocol) -> Protocol:
    return Protocol.parse(protocol.model_dump(mode="json") | {"name": "closed-world-v1"})


def place(protocol: Protocol, name: str, points: int, **model: object) -> None:
    database = get_database()
    evaluator = add_evaluator(database, protocol, 1)
    submission, _ = add_submission(database, protocol, name, **model)
    publish(database, protocol, submission, evaluator, grade(points))


def names(page: Page) -> list[str]:
    """Without organisations and badges."""
    shown = page.locator("table.ranking tbody th.name").all_inner_texts()
    return [re.sub("( simulated| new)+$", "", text.split("\n")[0]) for text in shown]


def open_page(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector("table.ranking")
    return page


def test_a_fresh_installation_shows_the_published_figures_and_their_agreement(browser: Browser) -> None:
    with served() as address:
        page = open_page(browser, address)
        assert len(names(page)) == 24
        expect(page.locator("#board-agreement")).to_contain_text("0.8043")
        page.get_by_label("Faithfulness").check()
        expect(page.locator("#board-agreement")).to_contain_text("0.7223")
        expect(page.locator("#board-agreement")).to_contain_text("0.7464")
        page.wait_for_selector(".js-plotly-plot")
        with page.expect_download() as download:
            page.get_by_text("Download as CSV").click()
        assert Path(download.value.path()).read_text().count("\n") == 25
        page.close()


def test_sorting_searching_filtering_and_a_new_arrival(
    browser: Browser, tiny_protocol: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "REFRESH_SECONDS", 1.0)
    protocol = closed_world(tiny_protocol)
    for name, points, simulated in zip(NAMES, (4, 2, 1), (False, True, False), strict=True):
        place(protocol, name, points, simulated=simulated, open_weights=points == 4)
    with served() as address:
        page = open_page(browser, address)
        scripts_run: list[str] = []
        page.on("dialog", lambda dialog: (scripts_run.append(dialog.message), dialog.dismiss()))
        assert names(page) == NAMES

        head = page.locator("th", has=page.get_by_role("button", name="Overall"))
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", "descending")
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", "ascending")
        assert names(page)[0] == NAMES[2]

        page.get_by_label("Search").fill("GOOD & <B>")
        expect(page.locator("table.ranking tbody tr")).to_have_count(1)
        page.get_by_label("Search").fill("nobody of that name")
        expect(page.locator("#board-ranking")).to_contain_text("No T2I model matches")
        page.get_by_label("Search").fill("")
        expect(page.locator("table.ranking tbody tr")).to_have_count(3)
        page.get_by_label("Show simulated").uncheck()
        expect(page.locator("table.ranking tbody tr")).to_have_count(2)
        page.get_by_label("Open weights").check()
        expect(page.locator("table.ranking tbody tr")).to_have_count(1)
        page.get_by_label("All", exact=True).check()
        page.get_by_label("Show simulated").check()

        place(protocol, "Newcomer", 3)
        expect(page.locator("table.ranking tbody tr")).to_have_count(4)
        expect(page.locator("table.ranking")).to_contain_text("Newcomer")
        assert names(page)[-1].startswith("Good")
        assert scripts_run == []
        page.close()


def test_the_address_names_the_board_and_a_choice_changes_the_address(
    browser: Browser, tiny_protocol: Protocol
) -> None:
    place(closed_world(tiny_protocol), "Only one", 2)
    with served() as address:
        page = open_page(browser, f"{address}?board=evalalign-published")
        assert len(names(page)) == 24
        page.get_by_label("Board").click()
        page.get_by_role("option", name=re.compile("closed-world")).click()
        expect(page.locator("table.ranking tbody tr")).to_have_count(1)
        expect(page).to_have_url(re.compile("board=closed-world"))
        page.close()
        page = open_page(browser, f"{address}?board=nonsense")
        assert len(names(page)) == 1
        page.close()


@pytest.mark.slow  # the phone's page of the whole app is looked at below
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, width: int) -> None:
    with served() as address:
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(address)
        page.wait_for_selector("table.ranking")
        page.wait_for_selector(".js-plotly-plot")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


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


@pytest.fixture
def five(tiny_protocol: Protocol, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five T2I models on a board whose pages have two rows."""
    for module in (filtering, ranking_html):
        monkeypatch.setattr(module, "PAGE_ROWS", 2)
    protocol = closed_world(tiny_protocol)
    for number, name in enumerate(["Eins", "Zwei", "Drei", "Vier", "Fünf & mehr"]):
        facts = {"licence": "MIT" if number % 2 == 0 else "", "parameters": 10**9 * (number + 1)}
        place(protocol, name, 4 - number, organisation=f"Maker {number}", open_weights=number < 3, **facts)


def first_name(page: Page) -> str:
    return page.locator("table.ranking tbody th.name a").first.inner_text()


def test_the_address_says_the_whole_view_through_reload_back_and_forward(browser: Browser, five: None) -> None:
    with served() as address:
        page = open_page(browser, f"{address}?lang=en")
        page.set_default_timeout(PATIENT)
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

        told = page.url
        page.reload()
        page.wait_for_selector("table.ranking")
        expect(page.get_by_label("Search")).to_have_value("ei")
        expect(page.get_by_label("Open weights")).to_be_checked()
        expect(page.locator("table.ranking thead")).not_to_contain_text("Hand")
        expect(page.get_by_label("Pick Drei to compare")).to_be_checked()
        assert page.url == told
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
        page.close()


def test_whoever_chooses_faster_than_the_table_comes_gets_the_last_choice(browser: Browser, five: None) -> None:
    with served() as address:
        page = open_page(browser, address)
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
        page.close()


def test_whatever_is_chosen_while_the_table_is_on_its_way_all_holds(
    browser: Browser, five: None, tiny_protocol: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "REFRESH_SECONDS", 0.5)
    monkeypatch.setattr(board, "table_of", partial(late, filtering.make_table))
    with served() as address:
        page = open_page(browser, address)
        page.get_by_label("Search").fill("ei")
        press_quickly(page, "table.ranking .sort", ["Overall"])
        page.get_by_label("Open weights").check()
        place(closed_world(tiny_protocol), "Einerlei", 0, open_weights=True)
        page.locator("nav.pages").get_by_text("Next").click()
        expect(page).to_have_url(re.compile("sort=-overall&search=ei&weights=open&table_page=2$"))
        expect(page.locator("table.ranking tbody tr")).to_have_count(2)
        assert [name.split()[0] for name in names(page)] == ["Drei", "Einerlei"]
        while "sort=" in page.url:  # one step, or more where the table came in between
            page.go_back()
        expect(page.get_by_label("All", exact=True)).to_be_checked()
        page.wait_for_timeout(2000)
        assert "sort=" not in page.url
        page.close()


def test_t2i_models_are_picked_to_compare_and_a_link_is_copied(browser: Browser, five: None) -> None:
    with served() as address:
        page = open_page(browser, f"{address}?board=closed-world&model=Eins&model=Nobody")
        page.set_default_timeout(PATIENT)
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
        page.close()


def test_a_bad_address_says_what_was_wrong_and_shows_the_rest(browser: Browser, five: None) -> None:
    with served() as address:
        page = open_page(browser, f"{address}?board=nonsense&sort=-tail&table_page=x&weights=open&columns=overall,<b>")
        notice = page.locator(".notice")
        for said in ("no board “nonsense”", "“tail”", "Is not a page's number", "“<b>”"):
            expect(notice).to_contain_text(said)
        assert notice.locator("b").count() == 0
        expect(page).to_have_url(re.compile(r"\?board=closed-world&columns=overall&weights=open$"))
        page.close()


def test_what_a_column_means_is_told_to_the_keyboard(browser: Browser, five: None) -> None:
    with served() as address:
        page = open_page(browser, address)
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
        page.close()


def test_walking_through_the_form_changes_nothing(browser: Browser, five: None) -> None:
    with served() as address:
        page = open_page(browser, f"{address}?board=closed-world&licence=MIT&max_size=7")
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
        page.close()


@pytest.mark.parametrize("theme", [pytest.param("light", marks=pytest.mark.slow), "dark"])
def test_shaded_cells_keep_their_contrast(browser: Browser, five: None, theme: str) -> None:
    with served() as address:
        page = open_page(browser, f"{address}?__theme={theme}&sort=overall")
        page.wait_for_selector("th.number[aria-sort=ascending]", timeout=PATIENT)
        lowest = page.locator("table.ranking").evaluate(HEAT_CONTRAST)
        page.goto(f"{address}?__theme={theme}")
        page.wait_for_selector("table.ranking", timeout=PATIENT)
        highest = page.locator("table.ranking").evaluate(HEAT_CONTRAST)
        assert any(cell["shade"] for cell in highest)
        assert min(cell["contrast"] for cell in [*lowest, *highest]) >= 4.5
        page.close()


def test_on_a_phone_rank_and_name_stay_while_the_rest_scrolls(browser: Browser, five: None) -> None:
    with served() as address:
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


def test_on_a_phone_the_form_is_folded_and_the_table_begins_on_the_first_screen(browser: Browser, five: None) -> None:
    settings = get_settings()
    with served_app(app.serve(settings, app.build())) as address:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.add_init_script(MOVED)
        page.goto(address)
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
