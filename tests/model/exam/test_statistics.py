"""The exam's statistics, against their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from model.exam.statistics import (
    CALIBRATION_BINS,
    PointTable,
    calibration_error,
    reliability,
    tau_b,
    tau_b_over_prompts,
    weighted_kappa,
)

OPTIONS = (-1, 0, 1, 2, 3, 4)
ANSWERS = st.lists(st.sampled_from(OPTIONS), min_size=2, max_size=40)
PAIRS = st.lists(st.tuples(st.sampled_from(OPTIONS), st.sampled_from(OPTIONS)), min_size=2, max_size=40)
PROBABILITIES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(ANSWERS)
def test_kappa_of_an_evaluator_that_is_always_right_is_1(truths: list[int]) -> None:
    assert weighted_kappa(truths, truths, OPTIONS) == pytest.approx(1)


@given(PAIRS)
def test_kappa_is_symmetric_and_at_most_1(pairs: list[tuple[int, int]]) -> None:
    truths, choices = map(list, zip(*pairs, strict=True))
    kappa = weighted_kappa(truths, choices, OPTIONS)
    assert kappa <= 1
    assert kappa == pytest.approx(weighted_kappa(choices, truths, OPTIONS))


def test_kappa_of_a_constant_answer_is_0_and_of_near_misses_better_than_of_far_ones() -> None:
    truths = [0, 1, 2, 3, 4]
    assert weighted_kappa(truths, [2] * 5, OPTIONS) == pytest.approx(0)
    assert weighted_kappa(truths, [1, 2, 3, 4, 4], OPTIONS) > weighted_kappa(truths, [4, 4, 4, 0, 0], OPTIONS)


@given(PROBABILITIES)
def test_every_answer_is_in_one_bin_that_holds_its_probability(answers: list[tuple[float, bool]]) -> None:
    confidences, right = zip(*answers, strict=True)
    diagram = reliability(confidences, right)
    assert len(diagram) == CALIBRATION_BINS
    assert sum(own.n for own in diagram) == len(answers)
    for own in diagram:
        if own.confidence is not None:
            assert own.low - 1e-9 <= own.confidence <= own.high + 1e-9
    assert 0 <= calibration_error(diagram) <= 1


@given(st.lists(st.booleans(), min_size=1, max_size=50))
def test_the_calibration_error_of_certainty_is_the_share_that_is_wrong(right: list[bool]) -> None:
    assert calibration_error(reliability([1.0] * len(right), right)) == pytest.approx(1 - np.mean(right))


@given(st.integers(1, 20))
def test_an_evaluator_as_often_right_as_it_says_has_no_calibration_error(tens: int) -> None:
    right = ([True] * 7 + [False] * 3) * tens
    assert calibration_error(reliability([0.7] * len(right), right)) == pytest.approx(0)


def test_the_calibration_error_weighs_bins_by_their_answers() -> None:
    # Three answers at 0.9 of which two are right, one at 0.5 that is wrong: (3 * |2/3 - 0.9| + 1 * 0.5) / 4.
    diagram = reliability([0.9, 0.9, 0.9, 0.5], [True, True, False, False])
    assert calibration_error(diagram) == pytest.approx((3 * (0.9 - 2 / 3) + 0.5) / 4)


SCORES = arrays(np.float64, 8, elements=st.integers(0, 5).map(float))


@given(SCORES, SCORES)
def test_tau_b_is_scipys(x: np.ndarray, y: np.ndarray) -> None:
    wanted = stats.kendalltau(x, y, variant="b").statistic
    found = float(tau_b(x, y))
    assert found == pytest.approx(wanted, nan_ok=True)
    if np.isfinite(found):
        assert -1 - 1e-9 <= found <= 1 + 1e-9


TABLE = arrays(np.float64, (4, 6), elements=st.integers(0, 8).map(float))


@given(TABLE, TABLE)
def test_the_interval_lies_within_the_bounds_and_repeats(human: np.ndarray, evaluator: np.ndarray) -> None:
    people, judge = (PointTable(points, np.full((4, 6), 2.0)) for points in (human, evaluator))
    found = tau_b_over_prompts([people], judge, resamples=50)
    assert found == tau_b_over_prompts([people], judge, resamples=50)
    if found.value is not None and found.low is not None and found.high is not None:
        assert -1 - 1e-9 <= found.low <= found.high <= 1 + 1e-9


def test_two_judges_of_one_mind_agree_on_every_sample_of_prompts_though_one_uses_another_scale() -> None:
    points = np.random.default_rng(1).integers(0, 5, size=(5, 30)).astype(float)
    counted = np.ones_like(points)
    found = tau_b_over_prompts([PointTable(points, counted)], PointTable(points * 3, counted))
    assert (found.value, found.low, found.high) == (pytest.approx(1), pytest.approx(1), pytest.approx(1))


def test_the_interval_narrows_with_more_prompts() -> None:
    widths = []
    for prompts in (10, 1000):
        rng = np.random.default_rng(2)
        human, noise = (rng.normal(np.arange(6)[:, None] / 4, 1, size=(6, prompts)) for _ in range(2))
        counted = np.ones((6, prompts))
        found = tau_b_over_prompts([PointTable(human, counted)], PointTable(noise, counted))
        assert found.low is not None
        assert found.high is not None
        widths.append(found.high - found.low)
    assert widths[1] < widths[0] / 2


def test_points_that_are_not_counted_weigh_nothing() -> None:
    table = PointTable(np.array([[4.0, 0.0], [4.0, 2.0]]), np.array([[1.0, 0.0], [1.0, 1.0]]))
    assert table.scores([[1, 1]]) == pytest.approx(np.array([[4, 3]]))


def test_where_all_scores_are_equal_there_is_no_order() -> None:
    table = PointTable(np.ones((3, 4)), np.ones((3, 4)))
    assert tau_b_over_prompts([table], table).value is None
