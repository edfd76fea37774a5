"""Agreement: scipy's values, intervals by the formulas named, and clear words where nothing can be computed."""

import json
import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from leaderboard.agreement import MOST_PAIRWISE, Agreement, agreement, board_agreement, board_pairs
from leaderboard.boards import find_board
from leaderboard.database import Database
from leaderboard.published import published_scores
from leaderboard.results import record_reference_scores
from model.protocol import Protocol
from tests.filled import add_evaluator, add_submission, grade, publish

STATISTICS = ["kendall_tau_b", "kendall_tau_c", "spearman_rho", "pearson_r", "pairwise_accuracy"]


def by_name(human: list[float], metric: list[float]) -> dict[str, Agreement]:
    return {row.statistic: row for row in agreement(human, metric)}


def published(dimension: str) -> dict[str, Agreement]:
    scores = published_scores()
    return by_name(scores[f"{dimension}_human"].tolist(), scores[f"{dimension}_evalalign"].tolist())


@pytest.mark.parametrize(
    ("dimension", "tau", "low", "high", "pearson"),
    [("alignment", 0.8043, 0.68, 0.89, 0.9388), ("faithfulness", 0.7223, 0.55, 0.83, 0.8983)],
)
def test_the_published_figures(dimension: str, tau: float, low: float, high: float, pearson: float) -> None:
    rows = published(dimension)
    assert rows["kendall_tau_b"].value == pytest.approx(tau, abs=5e-5)
    assert (rows["kendall_tau_b"].low, rows["kendall_tau_b"].high) == pytest.approx((low, high), abs=5e-3)
    assert rows["pearson_r"].value == pytest.approx(pearson, abs=5e-5)
    assert {row.n for row in rows.values()} == {24}


def test_alignment_has_249_concordant_pairs_of_276() -> None:
    assert published("alignment")["pairwise_accuracy"].value == pytest.approx(249 / 276)


def test_any_multifusion_score_in_the_gap_gives_the_papers_figure() -> None:
    scores = published_scores().set_index("t2i_model")
    scores.loc["MultiFusion", "faithfulness_evalalign"] = 1.03
    rows = by_name(scores["faithfulness_human"].tolist(), scores["faithfulness_evalalign"].tolist())
    assert rows["kendall_tau_b"].value == pytest.approx(0.7464, abs=5e-5)


NUMBERS = st.one_of(st.integers(0, 4).map(float), st.floats(-1e6, 1e6))
COLUMNS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=60)


@settings(max_examples=150, deadline=None)
@given(COLUMNS)
def test_values_and_p_values_are_scipys_on_any_two_columns(pairs: list[tuple[float, float]]) -> None:
    x, y = np.array(pairs).T
    rows = by_name(x.tolist(), y.tolist())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = {
            "kendall_tau_b": stats.kendalltau(x, y),
            "kendall_tau_c": stats.kendalltau(x, y, variant="c"),
            "spearman_rho": stats.spearmanr(x, y),
            "pearson_r": stats.pearsonr(x, y),
        }
    for statistic, scipys in expected.items():
        row = rows[statistic]
        if row.value is None:
            assert row.note
            assert not math.isfinite(scipys.statistic) or len(set(x)) == 1 or len(set(y)) == 1
        else:
            assert row.value == scipys.statistic
            assert row.p_value == (scipys.pvalue if math.isfinite(scipys.pvalue) else None)


@settings(max_examples=100, deadline=None)
@given(COLUMNS)
def test_pairwise_accuracy_is_the_share_of_pairs_ordered_alike(pairs: list[tuple[float, float]]) -> None:
    signs = [((a > c) - (a < c)) == ((b > d) - (b < d)) for i, (a, b) in enumerate(pairs) for c, d in pairs[i + 1 :]]
    row = by_name(*map(list, zip(*pairs, strict=True)))["pairwise_accuracy"]
    assert row.value == pytest.approx(sum(signs) / len(signs))


@settings(max_examples=100, deadline=None)
@given(COLUMNS)
def test_intervals_hold_their_value_and_nothing_is_nan(pairs: list[tuple[float, float]]) -> None:
    for row in agreement(*zip(*pairs, strict=True)):
        json.dumps(row.as_dict(), allow_nan=False)
        if row.value is None or row.low is None:
            assert row.note
        else:
            assert row.high is not None
            assert row.low <= row.value <= row.high


def test_the_jackknife_of_pairwise_accuracy_is_leave_one_out() -> None:
    generator = np.random.default_rng(3)
    x, y = generator.normal(size=(2, 15))
    left_out = [
        by_name(np.delete(x, i).tolist(), np.delete(y, i).tolist())["pairwise_accuracy"].value or 0.0 for i in range(15)
    ]
    error = math.sqrt(14 / 15 * sum((value - np.mean(left_out)) ** 2 for value in left_out))
    row = by_name(x.tolist(), y.tolist())["pairwise_accuracy"]
    assert row.low is not None
    assert row.value is not None
    assert row.value - row.low == pytest.approx(1.959964 * error)


def test_a_constant_column_has_no_order_to_agree_on() -> None:
    rows = by_name([1, 1, 1, 1], [1, 2, 3, 4])
    assert rows["kendall_tau_b"].value is None
    assert "All human scores are equal" in (rows["kendall_tau_b"].note or "")


def test_one_row_is_too_few() -> None:
    assert [(row.statistic, row.value, row.note) for row in agreement([1], [2])] == [
        (statistic, None, "At least two rows are needed.") for statistic in STATISTICS
    ]


def test_perfect_agreement_has_a_value_and_no_invented_certainty() -> None:
    row = by_name([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])["kendall_tau_b"]
    assert (row.value, row.low, row.high) == (pytest.approx(1), None, None)
    assert "No interval" in (row.note or "")


def test_many_rows_leave_pairwise_accuracy_out() -> None:
    column = list(map(float, range(MOST_PAIRWISE + 1)))
    rows = by_name(column, column)
    assert rows["pairwise_accuracy"].value is None
    assert rows["kendall_tau_b"].value == pytest.approx(1)


@pytest.mark.parametrize(("human", "metric"), [([1, 2], [1, 2, 3]), ([1, math.nan], [1, 2]), ([1, 2], [math.inf, 2])])
def test_columns_that_do_not_pair_are_an_error(human: list[float], metric: list[float]) -> None:
    with pytest.raises(ValueError, match=r"length|finite"):
        agreement(human, metric)


def test_a_board_agrees_per_dimension_and_skill_with_its_best_covered_source(
    database: Database, tiny_protocol: Protocol
) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    for points in range(4):
        submission, t2i_model = add_submission(database, tiny_protocol, f"M{points}", simulated=True)
        publish(database, tiny_protocol, submission, evaluator, grade(points))
        truth = {"faithfulness": float(points), "alignment.count": float(-points)}
        for scores, source in [(truth, "truth"), ({"alignment": 1.0}, "one person")][: 2 if points == 0 else 1]:
            with database.write() as session:
                record_reference_scores(
                    session,
                    protocol_digest=tiny_protocol.digest,
                    t2i_model_id=t2i_model,
                    scores=scores,
                    source=source,
                )
    board = find_board(database, "tiny")
    found = {
        item.key: {row.statistic: row for row in item.rows} for item in board_agreement(board_pairs(database, board))
    }
    assert list(found) == ["faithfulness", "alignment.count"]
    assert found["faithfulness"]["kendall_tau_b"].value == pytest.approx(1)
    count = found["alignment.count"]["kendall_tau_b"]
    assert count.value == stats.kendalltau([0, -1, -2, -3], [0, 1, 2, 2]).statistic
    assert set(board_pairs(database, board)["t2i_model"]) == {"M0", "M1", "M2", "M3"}


def test_a_board_without_reference_scores_has_no_agreement(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    publish(database, tiny_protocol, submission, evaluator, grade(1))
    assert board_agreement(board_pairs(database, find_board(database, "tiny"))) == []
    assert board_agreement(board_pairs(database, find_board(database, "closed-world"))) == []
