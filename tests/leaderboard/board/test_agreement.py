"""Agreement: a row for every statistic, intervals and p-values, and clear words where nothing can be computed."""

import json
import math
import warnings
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from leaderboard.board.agreement import agreement, board_agreement, board_pairs
from leaderboard.board.boards import find_board
from leaderboard.statistics.agreement import (
    MOST_CALIBRATED,
    MOST_PERMUTED,
    STATISTICS,
    Agreement,
    PromptScores,
    statistics_of,
)
from leaderboard.store.database import Database
from leaderboard.store.published import published_scores
from leaderboard.store.results import record_reference_scores
from model.protocol.protocol import Protocol
from tests.helpers.filled import add_evaluator, add_submission, grade, publish


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
COLUMNS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=6)
FEW = settings(max_examples=40, deadline=None)


def every_pairing(x: np.ndarray, y: np.ndarray, statistic: str) -> float:
    """Twice the smaller tail over all orders of x, by scipy alone."""
    compute = {"kendall_tau_b": stats.kendalltau, "spearman_rho": stats.spearmanr, "pearson_r": stats.pearsonr}[
        statistic
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        chance = np.array([compute(x[list(order)], y).statistic for order in permutations(range(len(x)))])
        value = compute(x, y).statistic
    tails = (np.mean(chance >= value - 1e-9), np.mean(chance <= value + 1e-9))
    return float(min(1, 2 * min(tails)))


@pytest.mark.parametrize("statistic", ["kendall_tau_b", "spearman_rho", "pearson_r"])
def test_p_values_of_a_few_rows_are_those_of_all_pairings(statistic: str) -> None:
    generator = np.random.default_rng(1)
    for _ in range(3):
        x, y = generator.integers(0, 5, size=(2, 5)).astype(float)
        row = by_name(x.tolist(), y.tolist())[statistic]
        assert row.p_method == "exact"
        assert row.p_value == pytest.approx(every_pairing(x, y, statistic))


def test_p_values_without_ties_are_scipys_exact_ones_and_others_near_scipys() -> None:
    generator = np.random.default_rng(2)
    x = generator.normal(size=30)
    y = x + 2 * generator.normal(size=30)
    rows = by_name(x.tolist(), y.tolist())
    assert rows["kendall_tau_b"].p_value == stats.kendalltau(x, y, method="exact").pvalue
    assert rows["pairwise_accuracy"].p_value == rows["kendall_tau_b"].p_value
    assert rows["pearson_r"].p_value == pytest.approx(stats.pearsonr(x, y).pvalue, abs=0.02)
    assert rows["spearman_rho"].p_value == pytest.approx(stats.spearmanr(x, y).pvalue, abs=0.02)
    tied = by_name(np.round(x).tolist(), np.round(y).tolist())
    assert tied["kendall_tau_b"].p_method == "permutation"
    assert tied["kendall_tau_b"].p_value == pytest.approx(stats.kendalltau(np.round(x), np.round(y)).pvalue, abs=0.02)


def test_p_values_are_fair_where_nothing_is_shared() -> None:
    generator = np.random.default_rng(3)
    rows = [by_name(*generator.integers(0, 9, size=(2, 12)).astype(float).tolist()) for _ in range(60)]
    for statistic in ("kendall_tau_b", "tie_calibrated_accuracy", "pearson_r"):
        p_values = np.array([row[statistic].p_value for row in rows], dtype=float)
        assert np.mean(p_values <= 0.1) < 0.25


@FEW
@given(COLUMNS)
def test_pairwise_accuracy_is_the_share_of_pairs_ordered_alike(pairs: list[tuple[float, float]]) -> None:
    signs = [((a > c) - (a < c)) == ((b > d) - (b < d)) for i, (a, b) in enumerate(pairs) for c, d in pairs[i + 1 :]]
    row = by_name(*map(list, zip(*pairs, strict=True)))["pairwise_accuracy"]
    assert row.value == pytest.approx(sum(signs) / len(signs))


@FEW
@given(COLUMNS)
def test_intervals_hold_their_value_and_nothing_is_nan(pairs: list[tuple[float, float]]) -> None:
    for row in agreement(*zip(*pairs, strict=True)):
        json.dumps(row.as_dict(), allow_nan=False)
        if row.value is None or row.low is None:
            assert row.note
        else:
            assert row.high is not None
            assert row.low <= row.value <= row.high


def test_the_same_numbers_give_the_same_rows() -> None:
    generator = np.random.default_rng(4)
    x, y = generator.integers(0, 9, size=(2, 20)).astype(float)
    assert agreement(x, y) == agreement(x.copy(), y.copy())


def test_many_columns_at_once_have_the_values_they_have_alone() -> None:
    x, y = np.random.default_rng(5).integers(0, 6, size=(2, 4, 15)).astype(float)
    statistics = statistics_of(x, y)
    for row in range(4):
        alone = by_name(x[row].tolist(), y[row].tolist())
        for statistic, values in statistics.items():
            assert values[row] == pytest.approx(alone[statistic].value)


def test_scores_of_every_prompt_give_intervals_over_prompts() -> None:
    generator = np.random.default_rng(6)
    quality = generator.normal(size=(15, 1))
    human, metric = (quality + 2 * generator.normal(size=(15, 80)) for _ in range(2))
    prompts = PromptScores(human, metric, np.zeros(80, dtype=np.int64))
    rows = {row.statistic: row for row in agreement(human.mean(axis=1), metric.mean(axis=1), prompts)}
    soft = rows["soft_pairwise_accuracy"]
    assert soft.value is not None
    assert soft.value > 0.7
    for statistic in ("kendall_tau_b", "spearman_rho", "pearson_r", "pairwise_accuracy"):
        row = rows[statistic]
        assert row.value is not None
        assert row.prompts_low is not None
        assert row.prompts_high is not None
        assert row.prompts_low < row.value < row.prompts_high
    assert agreement(human.mean(axis=1), metric.mean(axis=1))[-1].note == (
        "Unavailable: it takes people's scores of every prompt, and only their totals are known."
    )


def test_a_metric_as_sure_as_people_has_soft_accuracy_1() -> None:
    human = np.random.default_rng(7).normal(size=(6, 40))
    prompts = PromptScores(human, human, np.zeros(40, dtype=np.int64))
    assert agreement(human.mean(axis=1), human.mean(axis=1), prompts)[-1].value == 1


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
    assert row.value - row.low == pytest.approx(stats.t.ppf(0.975, 14) * error)


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


def test_many_rows_do_without_pairwise_work_where_possible() -> None:
    column = list(map(float, range(MOST_CALIBRATED + 1)))
    rows = by_name(column, column[::-1])
    assert rows["tie_calibrated_accuracy"].value is None
    assert rows["pairwise_accuracy"].value == 0
    assert rows["kendall_tau_b"].value == pytest.approx(-1)
    assert rows["kendall_tau_b"].p_method == "asymptotic"
    some = by_name(column[: MOST_PERMUTED + 1], column[: MOST_PERMUTED + 1])
    assert some["pairwise_accuracy"].p_value is None


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
    by_key = {
        item.key: {row.statistic: row for row in item.rows} for item in board_agreement(board_pairs(database, board))
    }
    assert list(by_key) == ["faithfulness", "alignment.count"]
    assert by_key["faithfulness"]["kendall_tau_b"].value == pytest.approx(1)
    count = by_key["alignment.count"]["kendall_tau_b"]
    assert count.value == stats.kendalltau([0, -1, -2, -3], [0, 1, 2, 2]).statistic
    assert set(board_pairs(database, board)["t2i_model"]) == {"M0", "M1", "M2", "M3"}


def test_a_board_without_reference_scores_has_no_agreement(database: Database, tiny_protocol: Protocol) -> None:
    evaluator = add_evaluator(database, tiny_protocol, 1)
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    publish(database, tiny_protocol, submission, evaluator, grade(1))
    assert board_agreement(board_pairs(database, find_board(database, "tiny"))) == []
    assert board_agreement(board_pairs(database, find_board(database, "closed-world"))) == []
