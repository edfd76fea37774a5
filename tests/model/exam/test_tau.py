"""Tau-b between orders of T2I models, its interval, and the scores it compares."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from model.exam.tau import PointTable, average_scores, count_points, finite_or_none, tau_b, tau_b_over_prompts

SCORES = arrays(np.float64, 8, elements=st.integers(0, 5).map(float))


@given(SCORES, SCORES)
def test_tau_b_is_scipys(x: np.ndarray, y: np.ndarray) -> None:
    tau = float(tau_b(x, y))
    assert tau == pytest.approx(stats.kendalltau(x, y, variant="b").statistic, nan_ok=True)
    if np.isfinite(tau):
        assert -1 - 1e-9 <= tau <= 1 + 1e-9


@given(arrays(np.float64, (2, 30, 4), elements=st.integers(0, 3).map(float)))
def test_tau_b_of_many_rows_is_that_of_each(rows: np.ndarray) -> None:
    pairwise = [tau_b(x, y) for x, y in zip(*rows, strict=True)]
    assert tau_b(*rows) == pytest.approx(np.array(pairwise), nan_ok=True)
    against_one = [tau_b(rows[0, 0], y) for y in rows[1]]
    assert tau_b(rows[0, :1], rows[1]) == pytest.approx(np.array(against_one), nan_ok=True)


@pytest.mark.parametrize("items", [0, 1])
def test_tau_b_needs_two_items(items: int) -> None:
    assert np.isnan(tau_b(np.zeros((3, items)), np.zeros((3, items)))).all()


def point_table(points: np.ndarray, counted: np.ndarray) -> PointTable:
    return PointTable(tuple(f"m{row}" for row in range(len(points))), points, counted)


TABLE = arrays(np.float64, (4, 6), elements=st.integers(0, 8).map(float))


@given(TABLE, TABLE)
def test_the_interval_lies_within_the_bounds_and_repeats(human: np.ndarray, evaluator: np.ndarray) -> None:
    people, judge = (point_table(points, np.full((4, 6), 2.0)) for points in (human, evaluator))
    interval = tau_b_over_prompts([people], judge, resamples=50)
    assert interval == tau_b_over_prompts([people], judge, resamples=50)
    if interval.value is not None and interval.low is not None and interval.high is not None:
        assert -1 - 1e-9 <= interval.low <= interval.high <= 1 + 1e-9


def test_a_scale_changes_nothing_of_the_agreement() -> None:
    points = np.random.default_rng(1).integers(0, 5, size=(5, 30)).astype(float)
    counted = np.ones_like(points)
    interval = tau_b_over_prompts([point_table(points, counted)], point_table(points * 3, counted))
    assert (interval.value, interval.low, interval.high) == (pytest.approx(1), pytest.approx(1), pytest.approx(1))


def test_the_interval_narrows_with_more_prompts() -> None:
    widths = []
    for prompts in (10, 1000):
        rng = np.random.default_rng(2)
        human, noise = (rng.normal(np.arange(6)[:, None] / 4, 1, size=(6, prompts)) for _ in range(2))
        counted = np.ones((6, prompts))
        interval = tau_b_over_prompts([point_table(human, counted)], point_table(noise, counted))
        assert interval.low is not None
        assert interval.high is not None
        widths.append(interval.high - interval.low)
    assert widths[1] < widths[0] / 2


def test_points_add_up_without_absent_parts() -> None:
    entries = [(("a", "p"), [4, -1]), (("b", "p"), [1, 3]), (("a", "q"), [-1])]
    per_answer = count_points(entries, per_image=False)
    assert per_answer.t2i_models == ("a", "b")
    assert per_answer.points.tolist() == [[4, 0], [4, 0]]
    assert per_answer.counted.tolist() == [[1, 0], [2, 0]]
    assert count_points(entries, per_image=True).counted.tolist() == [[1, 1], [1, 0]]


def test_a_t2i_model_without_counted_answers_has_no_score() -> None:
    entries = [((t2i_model, "p"), [-1 if t2i_model == "a" else 2]) for t2i_model in "ab"]
    assert finite_or_none(count_points(entries, per_image=False).scores()) == [None, 2]


def test_scores_of_a_metric_are_averaged_whatever_their_sign() -> None:
    scores = [((t2i_model, prompt), -1.0 if prompt == "p" else 2.0) for t2i_model, prompt in product("ab", "pq")]
    assert average_scores(scores).scores() == pytest.approx([0.5, 0.5])


def test_points_that_are_not_counted_weigh_nothing() -> None:
    table = point_table(np.array([[4.0, 0.0], [4.0, 2.0]]), np.array([[1.0, 0.0], [1.0, 1.0]]))
    assert table.scores([[1, 1]]) == pytest.approx(np.array([[4, 3]]))


def test_where_all_scores_are_equal_there_is_no_order() -> None:
    table = point_table(np.ones((3, 4)), np.ones((3, 4)))
    assert tau_b_over_prompts([table], table).value is None
