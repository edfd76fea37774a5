"""Charts: the right points, names shown as they are, and words for those who do not see them."""

import json

import pandas as pd
import pytest

from leaderboard.board.agreement import board_pairs
from leaderboard.board.boards import PUBLISHED_BOARD
from leaderboard.board.charts import (
    MOST_BARS,
    describe_agreement_scatter,
    describe_interval_bars,
    draw_agreement_scatter,
    draw_interval_bars,
)
from leaderboard.store.database import Database


@pytest.fixture
def server() -> str:
    """SQLite alone: what is drawn does not depend on the server, and other tests read from both."""
    return "sqlite"


def pairs(database: Database, dimension: str) -> pd.DataFrame:
    found = board_pairs(database, PUBLISHED_BOARD)
    return found[found["key"] == dimension]


def scores(count: int) -> pd.DataFrame:
    overall = [90.0 - i for i in range(count)]
    return pd.DataFrame(
        {
            "t2i_model": [f"M{i}<br>" for i in range(count)],
            "overall": overall,
            "overall.low": [value - 1.5 for value in overall],
            "overall.high": [value + 1.5 for value in overall],
        }
    )


def test_people_stand_across_and_the_evaluator_up(database: Database) -> None:
    shown = pairs(database, "alignment")
    points = json.loads(draw_agreement_scatter(shown, "people", "EvalAlign").to_json())["data"][-1]
    at = dict(zip([row[0] for row in points["customdata"]], zip(points["x"], points["y"], strict=True), strict=True))
    assert len(at) == 24
    assert at["IF-I-XL v1.0"] == (5.45, 5.53)


def test_only_outliers_have_a_label(database: Database) -> None:
    points = draw_agreement_scatter(pairs(database, "faithfulness"), "people", "EvalAlign").data[-1]
    assert 1 <= sum(bool(label) for label in points.text) <= 6
    even = [float(number) for number in range(20)]
    line = pd.DataFrame({"t2i_model": [f"model {i}" for i in range(20)], "reference": even, "evaluator": even})
    assert set(draw_agreement_scatter(line, "people", "us").data[-1].text) == {""}
    line.loc[7, "evaluator"] = 15.0
    labels = draw_agreement_scatter(line, "people", "us").data[-1].text
    assert {place: label for place, label in enumerate(labels) if label} == {7: "model 7"}


def test_names_are_not_read_as_markup() -> None:
    figure = draw_agreement_scatter(
        pd.DataFrame({"t2i_model": ["<b>x</b>", "y"], "reference": [1.0, 2.0], "evaluator": [1.0, 3.0]}), "people", "us"
    )
    assert "<b>x" not in json.dumps(figure.to_plotly_json()["data"][-1]["customdata"])
    assert "&lt;br&gt;" in draw_interval_bars(scores(2)).layout.yaxis.ticktext[0]


def test_charts_suit_a_light_and_a_dark_page() -> None:
    for figure in (draw_interval_bars(scores(3)), draw_agreement_scatter(_two(), "people", "us")):
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"


def _two() -> pd.DataFrame:
    return pd.DataFrame({"t2i_model": ["a", "b"], "reference": [1.0, 1.0], "evaluator": [2.0, 2.0]})


def test_equal_scores_still_make_a_chart() -> None:
    low, high = draw_agreement_scatter(_two(), "people", "us").layout.xaxis.range
    assert low < 1 < high


def test_words_of_the_scatter(database: Database) -> None:
    words = describe_agreement_scatter(pairs(database, "faithfulness"), "people", "EvalAlign")
    assert "one of 24 T2I models" in words
    assert "0.39 below those by people" in words
    assert "PixArt-XL-2-1024-MS" in words
    assert "nothing" in describe_agreement_scatter(_two().iloc[:0], "people", "us")


def test_bars_show_the_best_with_their_intervals_the_best_on_top() -> None:
    bars = draw_interval_bars(scores(MOST_BARS + 5)).data[0]
    assert len(bars.x) == MOST_BARS
    assert (bars.x[-1], bars.y[-1]) == (90.0, MOST_BARS - 1)
    assert set(bars.error_x.array) == {1.5}


def test_words_of_the_bars_name_those_within_reach() -> None:
    assert "3 other T2I models reach" in describe_interval_bars(scores(5))
    assert "No other" in describe_interval_bars(scores(1))
    assert "nothing" in describe_interval_bars(scores(0))
