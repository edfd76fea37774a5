"""The agreement page in a real browser, over a real database: tables, figures, and what can be taken along."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

from leaderboard.agreement import charts as charts
from leaderboard.agreement import page as agreement
from leaderboard.board.agreement import board_influence, board_pairs
from leaderboard.board.boards import find_board
from leaderboard.store.database import get_database
from tests.helpers.served import close_database, console_errors, served_page


@pytest.fixture(autouse=True)
def closed_after() -> Iterator[None]:
    yield
    close_database()


def open_page(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector("#agreement-table table")
    return page


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label).click()
    page.get_by_role("option", name=option).click()


def saved(page: Page, element: str) -> bytes:
    with page.expect_download() as download:
        page.locator(element).click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.browser
def test_the_published_figures_are_shown_with_intervals_and_can_be_taken_along(browser: Browser) -> None:
    with served_page(agreement.build) as address:
        page = open_page(browser, address)
        errors = console_errors(page)
        table = page.locator("#agreement-table")
        expect(table).to_contain_text("0.8043")
        expect(table).to_contain_text("0.68 to 0.89")
        expect(page.locator("#agreement-notes")).to_contain_text("0.7464")
        choose(page, "Agreement on", "Faithfulness")
        expect(table).to_contain_text("0.7223")
        expect(table).to_contain_text("0.55 to 0.83")
        expect(page.get_by_text("MultiFusion moves it most")).to_be_visible()
        page.wait_for_selector("#agreement-influence .js-plotly-plot .main-svg")

        links = "#agreement-downloads a[aria-label='Statistics as {}']"
        frames = [
            pd.read_csv(io.BytesIO(saved(page, links.format("CSV")))),
            pd.DataFrame(json.loads(saved(page, links.format("JSON")))),
            pd.read_parquet(io.BytesIO(saved(page, links.format("Parquet")))),
        ]
        for frame in frames:
            tau = frame.set_index(["key", "statistic"]).loc[("faithfulness", "kendall_tau_b")]
            assert float(tau["value"]) == pytest.approx(0.7223, abs=5e-5)
        figure = page.locator("#agreement-rank-flow")
        figure.scroll_into_view_if_needed()
        page.wait_for_selector("#agreement-rank-flow .js-plotly-plot .main-svg")
        panel = page.locator(".column", has=figure).last
        for form, beginning in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
            with page.expect_download() as download:
                panel.get_by_role("button", name=f"Download as {form}").click()
            assert Path(download.value.path()).read_bytes().startswith(beginning)
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


def test_residuals_are_what_is_left_of_the_straight_line() -> None:
    found = charts.residuals(published("alignment"))
    assert found["residual"].sum() == pytest.approx(0, abs=1e-9)
    assert found["residual"].abs().is_monotonic_decreasing
    line = pd.DataFrame({"t2i_model": list("abc"), "reference": [1.0, 2.0, 3.0], "evaluator": [5.0, 7.0, 9.0]})
    assert charts.residuals(line)["residual"].abs().max() == pytest.approx(0, abs=1e-12)


def test_moves_are_the_differences_of_ranks_and_ties_share_theirs() -> None:
    pairs = pd.DataFrame({"t2i_model": list("abc"), "reference": [3.0, 2.0, 2.0], "evaluator": [1.0, 5.0, 2.0]})
    moves = charts.rank_moves(pairs).set_index("t2i_model")
    assert moves["people"].to_dict() == {"a": 1.0, "b": 2.5, "c": 2.5}
    assert moves["move"].to_dict() == {"a": -2.0, "b": 1.5, "c": 0.5}


def test_every_figure_says_in_words_what_it_shows() -> None:
    pairs = published("faithfulness")
    influences = board_influence(pairs)["faithfulness"]
    assert "MultiFusion moves it most" in charts.influence_in_words(influences)
    assert len(charts.influence_bars(influences).data[0].x) == 24
    moves = charts.rank_moves(pairs)
    assert len(charts.rank_flow(moves, "people", "EvalAlign").data) == 24
    assert "keep their rank" in charts.flow_in_words(moves, "EvalAlign")
    heat = pd.DataFrame({"tau": [0.9, float("nan")]}, index=["Hand", "Face"])
    assert "best on Hand (0.90)" in charts.heat_in_words(heat, "tau")
    assert [note.text for note in charts.skill_heat(heat).layout.annotations] == ["0.90", "–"]
