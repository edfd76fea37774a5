"""The leaderboard page in a real browser, over a real database."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from leaderboard import http_rankings
from leaderboard.database import get_database, open_database
from leaderboard.pages import board
from model.protocol import Protocol
from tests.filled import add_evaluator, add_submission, grade, publish

pytestmark = pytest.mark.browser

NAMES = ["Good & <b>cheap</b>", "Middling", "Poor ${alert(1)} {{x}}"]


@pytest.fixture(autouse=True)
def closed_after() -> Iterator[None]:
    yield
    get_database().close()
    open_database.cache_clear()


@contextmanager
def served() -> Iterator[str]:
    with gr.Blocks(analytics_enabled=False) as app:
        board.build()
    routes = FastAPI()
    routes.include_router(http_rankings.router)
    server = uvicorn.Server(uvicorn.Config(gr.mount_gradio_app(routes, app, path="/"), log_level="warning"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join()


def closed_world(protocol: Protocol) -> Protocol:
    return Protocol.parse(protocol.model_dump(mode="json") | {"name": "closed-world-v1"})


def place(protocol: Protocol, name: str, points: int, **model: object) -> None:
    database = get_database()
    evaluator = add_evaluator(database, protocol, 1)
    submission, _ = add_submission(database, protocol, name, **model)
    publish(database, protocol, submission, evaluator, grade(points))


def names(page: Page) -> list[str]:
    return page.locator("table.ranking tbody th.name").all_inner_texts()


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
        assert [name.split("\n")[0].removesuffix(" simulated") for name in names(page)] == NAMES

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
        expect(page.locator("table.ranking tbody tr")).to_have_count(4, timeout=15_000)
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


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, width: int) -> None:
    with served() as address:
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto(address)
        page.wait_for_selector("table.ranking")
        page.wait_for_selector(".js-plotly-plot")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
