"""The published figures, as displayed by their authors."""

import pandas as pd
import pytest

from leaderboard.store.published import published_scores
from tests.helpers.paths import SHARED

ORIGINAL = SHARED / "evalalign" / "published_scores.csv"


def test_there_are_24_t2i_models_with_four_scores_each() -> None:
    scores = published_scores()
    assert scores.shape == (24, 5)
    assert scores["t2i_model"].is_unique
    assert scores.notna().all(axis=None)


def test_nothing_is_repaired() -> None:
    scores = published_scores().set_index("t2i_model")["faithfulness_evalalign"]
    assert scores["MultiFusion"] == scores["Safe SD MEDIUM"] == 1.1298


def test_the_authors_evaluator_is_above_people_on_alignment_and_below_on_faithfulness() -> None:
    scores = published_scores()
    alignment = scores["alignment_evalalign"] - scores["alignment_human"]
    faithfulness = scores["faithfulness_evalalign"] - scores["faithfulness_human"]
    assert (alignment > 0).all()
    assert (faithfulness < 0).all()
    assert (alignment.mean(), faithfulness.mean()) == pytest.approx((0.261, -0.388), abs=5e-4)


def test_the_table_cannot_be_spoilt_by_its_reader() -> None:
    scores = published_scores()
    scores["alignment_human"] = 0.0
    assert published_scores()["alignment_human"].min() > 4


@pytest.mark.skipif(not ORIGINAL.exists(), reason="the published page's table is not at hand")
def test_every_figure_is_that_of_the_published_page() -> None:
    original = pd.read_csv(ORIGINAL)
    scores = published_scores()
    assert scores["t2i_model"].tolist() == original["model"].tolist()
    for ours, theirs in [
        ("faithfulness_human", "faith_human"),
        ("faithfulness_evalalign", "faith_evalalign"),
        ("alignment_human", "align_human"),
        ("alignment_evalalign", "align_evalalign"),
    ]:
        assert scores[ours].tolist() == original[theirs].tolist()
