"""The agreement page in a real browser, over a real database: tables, figures, and what can be taken along."""

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from leaderboard.agreement import charts
from leaderboard.agreement import page as agreement
from leaderboard.agreement.agreement_html import influence_html, influence_in_words
from leaderboard.agreement.routes import router
from leaderboard.board.agreement import board_influence, board_pairs
from leaderboard.board.boards import find_board
from leaderboard.statistics.influence import influence
from leaderboard.store.database import get_database
from tests.helpers.served import choose, console_errors, served_page


def open_page(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector("#agreement-table table")
    return page


def saved(page: Page, element: str) -> bytes:
    with page.expect_download() as download:
        page.locator(element).click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.browser
def test_the_published_figures_are_shown_with_intervals_and_can_be_taken_along(browser: Browser) -> None:
    with served_page(agreement.build, routers=[router]) as address:
        page = open_page(browser, address)
        errors = console_errors(page)
        table = page.locator("#agreement-table")
        expect(table).to_contain_text("0.8043")
        expect(table).to_contain_text("0.68 to 0.89")
        expect(page.locator("#agreement-notes")).to_contain_text("0.7464")
        choose(page.get_by_label("Agreement on"), "Faithfulness", exact=False)
        expect(table).to_contain_text("0.7223")
        expect(table).to_contain_text("0.55 to 0.83")
        influence = page.locator("#agreement-influence")
        expect(influence).to_contain_text("MultiFusion moves it most")
        expect(influence.locator("tbody tr")).to_have_count(24)
        page.wait_for_selector("#agreement-scatter .js-plotly-plot .main-svg")

        links = "#agreement-downloads a[aria-label='Statistics as {}']"
        frames = [
            pd.read_csv(io.BytesIO(saved(page, links.format("CSV")))),
            pd.DataFrame(json.loads(saved(page, links.format("JSON")))),
            pd.read_parquet(io.BytesIO(saved(page, links.format("Parquet")))),
        ]
        for frame in frames:
            tau = frame.set_index(["key", "statistic"]).loc[("faithfulness", "kendall_tau_b")]
            assert float(tau["value"]) == pytest.approx(0.7223, abs=5e-5)
        assert errors == []


@pytest.mark.browser
def test_a_board_without_people_says_so(browser: Browser) -> None:
    with served_page(agreement.build) as address:
        page = browser.new_page()
        page.goto(f"{address}?board=closed-world")
        expect(page.locator("#agreement-table")).to_contain_text("No reference scores")


def published(key: str) -> pd.DataFrame:
    database = get_database()
    pairs = board_pairs(database, find_board(database, "evalalign-published"))
    return pairs[pairs["key"] == key]


def test_influence_is_a_table_below_a_sentence() -> None:
    influences = board_influence(published("faithfulness"))["faithfulness"]
    assert "MultiFusion moves it most" in influence_in_words(influences)
    html = influence_html(influences)
    assert html.count('<th scope="row">') == 24
    assert html.split('<th scope="row">')[1].startswith("MultiFusion</th><td>0.7549</td>")


def test_influence_of_two_t2i_models_is_only_a_sentence() -> None:
    html = influence_html(influence(["<a>", "b"], np.array([1.0, 2.0]), np.array([1.0, 1.0])))
    assert "none can be left out" in html
    assert "<table>" not in html


def test_the_heat_map_of_skills_writes_its_values() -> None:
    heat = pd.DataFrame({"tau": [0.9, float("nan")]}, index=["Hand", "Face"])
    assert "best on Hand (0.90)" in charts.heat_in_words(heat, "tau")
    assert [note.text for note in charts.skill_heat(heat).layout.annotations] == ["0.90", "–"]
