"""The leaderboard page in a real browser where the board changes: a fresh installation, new arrivals, late answers."""

import re
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from leaderboard.board import filtering
from leaderboard.board import page as board
from model.protocol.protocol import Protocol
from tests.helpers.board_page import closed_world, open_board, publish_five, publish_model, serve_board, shown_names
from tests.helpers.served import late, press_quickly

pytestmark = pytest.mark.browser

NAMES = ["Good & <b>cheap</b>", "Middling", "Poor ${alert(1)} {{x}}"]


def open_page(browser: Browser, address: str) -> Page:
    return open_board(browser.new_page(viewport={"width": 1280, "height": 900}), address)


def test_a_fresh_installation_shows_the_published_figures(browser: Browser) -> None:
    with serve_board() as address:
        page = open_page(browser, address)
        assert len(shown_names(page)) == 24
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
        publish_model(protocol, name, points, simulated=simulated, open_weights=points == 4)
    with serve_board() as address:
        page = open_page(browser, address)
        scripts_run: list[str] = []
        page.on("dialog", lambda dialog: (scripts_run.append(dialog.message), dialog.dismiss()))
        assert shown_names(page) == NAMES

        head = page.locator("th", has=page.get_by_role("button", name="Overall"))
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", "descending")
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", "ascending")
        assert shown_names(page)[0] == NAMES[2]

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

        publish_model(protocol, "Newcomer", 3)
        expect(page.locator("table.ranking tbody tr")).to_have_count(4)
        expect(page.locator("table.ranking")).to_contain_text("Newcomer")
        assert shown_names(page)[-1].startswith("Good")
        assert scripts_run == []
        page.close()


def test_the_address_names_the_board(browser: Browser, tiny_protocol: Protocol) -> None:
    publish_model(closed_world(tiny_protocol), "Only one", 2)
    with serve_board() as address:
        page = open_page(browser, f"{address}?board=evalalign-published")
        assert len(shown_names(page)) == 24
        page.get_by_label("Board").click()
        page.get_by_role("option", name=re.compile("closed-world")).click()
        expect(page.locator("table.ranking tbody tr")).to_have_count(1)
        expect(page).to_have_url(re.compile("board=closed-world"))
        page.close()
        page = open_page(browser, f"{address}?board=nonsense")
        assert len(shown_names(page)) == 1
        page.close()


@pytest.mark.slow  # the phone's page of the whole app is looked at below
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, width: int) -> None:
    with serve_board() as address:
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(address)
        page.wait_for_selector("table.ranking")
        page.wait_for_selector(".js-plotly-plot")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


def test_choices_made_while_the_table_loads_all_hold(
    browser: Browser, tiny_protocol: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_five(tiny_protocol, monkeypatch)
    monkeypatch.setattr(board, "REFRESH_SECONDS", 0.5)
    monkeypatch.setattr(board, "make_table", partial(late, filtering.make_table))
    with serve_board() as address:
        page = open_page(browser, address)
        page.get_by_label("Search").fill("ei")
        press_quickly(page, "table.ranking .sort", ["Overall"])
        page.get_by_label("Open weights").check()
        publish_model(closed_world(tiny_protocol), "Einerlei", 0, open_weights=True)
        page.locator("nav.pages").get_by_text("Next").click()
        expect(page).to_have_url(re.compile("sort=-overall&search=ei&weights=open&table_page=2$"))
        expect(page.locator("table.ranking tbody tr")).to_have_count(2)
        assert [name.split()[0] for name in shown_names(page)] == ["Drei", "Einerlei"]
        while "sort=" in page.url:  # one step, or more where the table came in between
            page.go_back()
        expect(page.get_by_label("All", exact=True)).to_be_checked()
        page.wait_for_timeout(2000)
        assert "sort=" not in page.url
        page.close()
