"""Two metrics against the same people: the difference of their tau-b, its interval, and whether it could be chance."""

import numpy as np
import pytest
from scipy.stats import kendalltau

from model.exam.tau import PointTable, TauInterval
from model.experiments.comparing import compare_tau_b

MODELS, PROMPTS = 10, 40


def table(scores: np.ndarray) -> PointTable:
    """One score per image."""
    return PointTable(tuple(map(str, range(len(scores)))), scores, np.ones_like(scores))


def noisy(noise: float, seed: int) -> PointTable:
    """Scores of images of ten T2I models, each a little better than the next, seen through noise."""
    rng = np.random.default_rng(seed)
    return table(np.arange(MODELS)[:, None] + noise * rng.normal(size=(MODELS, PROMPTS)))


PEOPLE = noisy(1.0, 0)


def test_the_difference_is_that_of_two_tau_bs() -> None:
    first, second = noisy(4.0, 1), noisy(40.0, 2)
    difference, _ = compare_tau_b(PEOPLE, first, second)
    people = PEOPLE.points.mean(1)
    wanted = kendalltau(people, first.points.mean(1)).statistic - kendalltau(people, second.points.mean(1)).statistic
    assert difference.value == pytest.approx(wanted)
    assert difference.low is not None
    assert difference.high is not None
    assert difference.low < difference.high


def test_a_metric_is_no_better_than_itself() -> None:
    difference, p_value = compare_tau_b(PEOPLE, noisy(10.0, 1), noisy(10.0, 1))
    assert (difference, p_value) == (TauInterval(value=0.0, low=0.0, high=0.0), 1.0)


def test_turning_the_metrics_round_turns_the_sign() -> None:
    first, second = noisy(4.0, 1), noisy(40.0, 2)
    there, back = compare_tau_b(PEOPLE, first, second)[0], compare_tau_b(PEOPLE, second, first)[0]
    assert there.value == pytest.approx(-(back.value or 0))
    assert there.low == pytest.approx(-(back.high or 0))


def test_units_do_not_matter() -> None:
    first, second = noisy(4.0, 1), noisy(40.0, 2)
    scaled = table(7 + 100 * second.points)
    assert compare_tau_b(PEOPLE, first, scaled) == compare_tau_b(PEOPLE, first, second)


def test_a_good_metric_beats_noise_and_says_how_surely() -> None:
    rng = np.random.default_rng(3)
    difference, p_value = compare_tau_b(PEOPLE, noisy(2.0, 1), table(rng.normal(size=(MODELS, PROMPTS))))
    assert p_value is not None
    assert p_value < 0.01
    assert difference.low is not None
    assert difference.low > 0


def test_equally_good_metrics_are_seldom_told_apart() -> None:
    p_values = [compare_tau_b(PEOPLE, noisy(30.0, 2 * n + 5), noisy(30.0, 2 * n + 6))[1] or 0 for n in range(20)]
    assert sum(p < 0.05 for p in p_values) <= 4
    assert np.mean(p_values) > 0.25


def test_where_there_is_no_order_nothing_is_claimed() -> None:
    flat = table(np.ones((MODELS, PROMPTS)))
    assert compare_tau_b(PEOPLE, PEOPLE, flat) == (TauInterval(), None)


def test_scores_by_counted_answers_are_compared() -> None:
    rng = np.random.default_rng(4)
    counted = rng.integers(1, 6, size=(MODELS, PROMPTS)).astype(float)
    first = PointTable(PEOPLE.t2i_models, counted * PEOPLE.points, counted)
    second = noisy(40.0, 2)
    shown = first.points.sum(1) / counted.sum(1)
    people = PEOPLE.points.mean(1)
    wanted = kendalltau(people, shown).statistic - kendalltau(people, second.points.mean(1)).statistic
    assert compare_tau_b(PEOPLE, first, second)[0].value == pytest.approx(wanted)
