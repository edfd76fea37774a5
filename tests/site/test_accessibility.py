"""Every page of the running app in Chromium: axe, the console, widths, shifts, the keyboard, language and theme.

The pages are those that the app itself names, so that a new one is looked at
from its first day; one that wants to know of what gets it from `ABOUT`.
"""

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from leaderboard.board.boards import list_boards
from leaderboard.site.pictures import thumbnail_path
from leaderboard.store.database import Database
from model.protocol.protocol import find_protocol
from submissions.about.page import DOWNLOADS, text
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from tests.helpers.running_app import App, running_app
from tests.helpers.served import PATIENT, console_errors
from web.theme import DARK, LIGHT

DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
Theme = Literal["light", "dark"]
VISITS: tuple[tuple[ViewportSize, Theme, Theme], ...] = ((PHONE, "light", "dark"), (DESKTOP, "dark", "light"))
"""How every page is opened: its size, the system's theme, and the one that the system turns to while it is open."""

MOST_SHIFT = 0.1
"""Of what is seen while a page loads; web.dev's limit of a good Cumulative Layout Shift."""

BOARD, FIRST, SECOND = "{board}", "First T2I", "Second T2I"
ABOUT = {
    "t2i-model": f"?board={BOARD}&model={FIRST}",
    "compare": f"?board={BOARD}&model={FIRST}&model={SECOND}",
    "explore": f"?board={BOARD}",
}
"""The query of pages that show something in particular."""

CONTENT = {
    "": "#board-ranking tbody tr",
    "t2i-model": "#t2i-scores table, #t2i-title h2",
    "compare": "#compare-shares table",
    "agreement": "#agreement-table table",
    "explore": "#explore-images img",
}
"""What pages are about that ask the server for it once they are open; other pages come whole."""

EVERY_RULE: dict[str, Any] = {"resultTypes": ["violations"]}
OF_COLOURS = EVERY_RULE | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The rules of axe that a theme can break."""

WATCH = """
window.seen = { shift: 0, moved: [], changed: performance.now() };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    seen.shift += entry.value;
    const names = entry.sources.map(({ node }) => node?.id || node?.className?.toString() || node?.nodeName);
    seen.moved.push(`${entry.value.toFixed(3)} ${names.join(", ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
new MutationObserver(() => { seen.changed = performance.now(); })
  .observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
"""
SETTLED = """(content) => document.querySelector('gradio-app h1') && document.querySelector(content)
  && performance.now() - seen.changed > 1000"""

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


@dataclass
class Visit:
    """A page that has come to rest, and what its console complains of."""

    page: Page
    complaints: list[str]


@dataclass
class Look:
    """A page in one size and theme."""

    name: str
    wide: bool
    follows: bool
    violations: list[str]


@dataclass
class Seen:
    """What was seen of a page that was opened once in one size, and of which theme the system was meanwhile."""

    name: str
    path: str
    looks: list[Look]
    shift: float
    moved: list[str]
    complaints: list[str]
    title: str
    links: int
    current: list[str | None]
    lost: list[str] = field(default_factory=list)
    skips: list[Any] = field(default_factory=list)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on a board that is filled the way submissions fill it, with nothing left to evaluate."""
    folder = tmp_path_factory.mktemp("looked-at")
    fill(folder)
    with running_app(folder, simulated_models=0) as running:
        yield running


def fill(folder: Path) -> None:
    """Two published T2I models under the closed world's protocol, each image with its thumbnail."""
    protocol = find_protocol("closed-world-v1", folder)
    database = Database.open(f"sqlite:///{folder / 'evalalign.db'}")
    try:
        evaluator = add_evaluator(database, protocol, 1, passed_exam=True)
        for number, name in enumerate((FIRST, SECOND)):
            submission, _ = add_submission(database, protocol, name, organisation="Some lab", open_weights=True)
            publish(database, protocol, submission, evaluator, grade(2 - number))
    finally:
        database.close()
    thumbnail = thumbnail_path(folder, "c" * 64)
    thumbnail.parent.mkdir(parents=True)
    Image.new("RGB", (64, 64), "#447799").save(thumbnail)


def measured_board(app: App) -> str:
    database = Database.open(f"sqlite:///{app.data_dir / 'evalalign.db'}")
    try:
        return next(board.name for board in list_boards(database) if board.t2i_models == 2)
    finally:
        database.close()


def paths(app: App) -> list[str]:
    """The paths of all pages, also of those that the navigation does not show."""
    with urllib.request.urlopen(f"{app.url}/config", timeout=60) as answer:
        return [page[0] for page in json.load(answer)["pages"]]


def address(app: App, path: str) -> str:
    return f"{app.url}/{path}{ABOUT.get(path, '').replace(BOARD, measured_board(app))}"


def visit(context: BrowserContext, url: str, content: str = "h1") -> Visit:
    page = context.new_page()
    opened = Visit(page, console_errors(page))
    page.add_init_script(WATCH)
    page.goto(url, timeout=PATIENT, wait_until="domcontentloaded")
    page.wait_for_function(SETTLED, arg=content, timeout=PATIENT)
    return opened


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe calls serious or critical, with the elements it means."""
    results: list[dict[str, Any]] = Axe().run(page, options=rules).response["violations"]
    return [
        f"{result['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for result in results
        if result["impact"] in ("serious", "critical")
        for node in result["nodes"]
    ]


@pytest.fixture(scope="module")
def seen(app: App, browser: Browser) -> list[Seen]:
    """Every page, opened once in each size."""
    pages = []
    for size, theme, other_theme in VISITS:
        context = browser.new_context(viewport=size, color_scheme=theme)
        for path in paths(app):
            opened = visit(context, address(app, path), CONTENT.get(path, "h1"))
            pages.append(look_at(opened, path, theme, other_theme))
            opened.page.close()
        context.close()
    return pages


def look_at(opened: Visit, path: str, theme: Theme, other_theme: Theme) -> Seen:
    page, size = opened.page, opened.page.viewport_size
    assert size is not None
    name = f"{path or 'leaderboard'}, {size['width']} px"
    moved = page.evaluate("seen")
    current = page.locator("nav.frame-pages [aria-current=page]")
    looks = [
        Look(f"{name}, {theme}", sticks_out(page), is_dark(page) == (theme == "dark"), violations(page, EVERY_RULE))
    ]
    page.emulate_media(color_scheme=other_theme)
    page.wait_for_timeout(500)  # the browser tells the page of it in its own time, and colours fade
    follows = is_dark(page) == (other_theme == "dark")
    looks.append(Look(f"{name}, later {other_theme}", sticks_out(page), follows, violations(page, OF_COLOURS)))
    result = Seen(
        name=name,
        path=path,
        looks=looks,
        shift=moved["shift"],
        moved=moved["moved"],
        complaints=opened.complaints,
        title=page.title(),
        links=page.locator(f"nav.frame-pages a[href='{path or './'}']").count(),
        current=[link.get_attribute("href") for link in current.all()],
    )
    if size == DESKTOP:
        result.lost, result.skips = rings_lost(page), skip(page)
    return result


def is_dark(page: Page) -> bool:
    return bool(page.evaluate("document.body.classList.contains('dark')"))


def sticks_out(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def rings_lost(page: Page) -> list[str]:
    """What takes the focus without a ring around it, from the top of the page through the row and a bit beyond."""
    lost = []
    for _stop in range(page.locator(".frame a, .frame button").count() + 4):
        page.keyboard.press("Tab")
        focused, style, width = ring(page)
        if style != "solid" or width < 2:
            lost.append(focused)
    return lost


def ring(page: Page) -> tuple[str, str, float]:
    """What has the focus, the style of its outline and its width in pixels."""
    focused, style, width = page.evaluate(
        """() => {
          const focused = document.activeElement, style = getComputedStyle(focused);
          return [focused.outerHTML.slice(0, 120), style.outlineStyle, parseFloat(style.outlineWidth)];
        }"""
    )
    return focused, style, width


def skip(page: Page) -> list[Any]:
    """Whether the link that skips the row is seen when it has the focus; where it leads; whether the address stays."""
    link = page.locator(".frame-skip")
    link.focus()
    page.wait_for_timeout(500)  # a dropdown that was left tells the address what it holds
    box, before = link.bounding_box(), page.url
    page.keyboard.press("Enter")
    focused, after = page.evaluate("[document.activeElement.tagName, location.href]")
    return [box is not None and box["y"] >= 0, focused, "stays" if after == before else f"{before} to {after}"]


def test_axe_finds_nothing_serious(seen: list[Seen]) -> None:
    looks = [look for page in seen for look in page.looks]
    assert [f"{look.name}: {violation}" for look in looks for violation in look.violations] == []


def test_the_console_is_quiet(seen: list[Seen]) -> None:
    assert [f"{page.name}: {complaint}" for page in seen for complaint in page.complaints] == []


def test_nothing_sticks_out_sideways(seen: list[Seen]) -> None:
    assert [look.name for page in seen for look in page.looks if look.wide] == []


def test_nothing_moves_while_a_page_loads(seen: list[Seen]) -> None:
    assert [f"{page.name}: {page.shift:.3f}: {page.moved}" for page in seen if page.shift > MOST_SHIFT] == []


def test_an_open_page_follows_the_systems_theme(seen: list[Seen]) -> None:
    assert [look.name for page in seen for look in page.looks if not look.follows] == []


def test_the_keyboard_shows_where_it_is(seen: list[Seen]) -> None:
    assert [f"{page.name}: no ring around {lost}" for page in seen for lost in page.lost] == []


def test_the_keyboard_skips_to_the_content(seen: list[Seen]) -> None:
    skips = [page.skips for page in seen if page.skips]
    assert skips == [[True, "H1", "stays"]] * len({page.path for page in seen})


def test_the_current_page_is_marked_and_titles_differ(seen: list[Seen]) -> None:
    assert [page.name for page in seen if page.current != [page.path or "./"] * page.links] == []
    assert len({page.title for page in seen}) == len({page.path for page in seen})


def test_another_language_keeps_the_address_and_is_remembered(app: App, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    page = visit(context, f"{app.url}/about?board=evalalign-published&x=a%26b").page
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.get_by_role("heading", name="How a T2I model is judged")).to_be_visible()
    expect(page.locator("#about-sample")).to_contain_text("Download a sample zip")
    page.evaluate("history.replaceState(null, '', location.href + '&later=1')")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(re.compile("lang=zh"))
    page.wait_for_function(SETTLED, arg="h1", timeout=PATIENT)
    assert page.evaluate("[...new URLSearchParams(location.search)].join(' ')") == (
        "board,evalalign-published x,a&b later,1 lang,zh"
    )
    expect(page.get_by_role("heading", name="如何评判一个文生图模型")).to_be_visible()
    expect(page.get_by_role("heading", name="How a T2I model is judged")).to_be_hidden()
    page.close()
    again = visit(context, f"{app.url}/submit").page
    assert again.evaluate("document.documentElement.lang") == "zh"
    assert again.locator(".frame-switches [aria-current]").inner_text() == "中文"
    context.close()


def test_the_theme_follows_the_system_until_one_is_chosen(app: App, browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    page = visit(context, f"{app.url}/about").page
    assert background(page) == LIGHT["page"]
    page.get_by_role("button", name="Dark theme").click()
    assert background(page) == DARK["page"]
    page.close()
    page = visit(context, f"{app.url}/about").page
    assert background(page) == DARK["page"]
    page.get_by_role("button", name="Light theme").click()
    assert background(page) == LIGHT["page"]
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body.dark")).to_be_attached()
    context.close()


def background(page: Page) -> str:
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)")
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


def test_reduced_motion_stops_animations(app: App, browser: Browser) -> None:
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    page = visit(context, f"{app.url}/about").page
    page.evaluate(
        """() => document.querySelector('gradio-app main').insertAdjacentHTML('beforeend',
          '<div class="html-container"><div class="loading" style="transition: opacity 9s">…</div></div>')"""
    )
    going = "document.getAnimations().filter((each) => each.playState === 'running').length"
    page.wait_for_timeout(300)
    assert page.evaluate(going) == 0
    page.emulate_media(reduced_motion="no-preference")
    page.wait_for_timeout(300)
    assert page.evaluate(going) == 1, "elsewhere it turns"
    context.close()


def test_the_about_page_says_the_same_in_every_language() -> None:
    texts = {code: text(code) for code in ("en", "zh")}
    assert texts["en"] != texts["zh"]
    for mark in (r"^## ", r"^\| ", r"^\d\. ", r"`EVALALIGN_\w+`", r"\]\(http", re.escape(DOWNLOADS), "^```"):
        counts = {code: len(re.findall(mark, words, re.M)) for code, words in texts.items()}
        assert len(set(counts.values())) == 1, (mark, counts)
