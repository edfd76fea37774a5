"""Accuracy and weighted kappa of choices against labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.evaluator.accuracy import measure_accuracy, weighted_kappa

OPTIONS = (-1, 0, 1, 2, 3, 4)
ANSWERS = st.lists(st.sampled_from(OPTIONS), min_size=2, max_size=40)
PAIRS = st.lists(st.tuples(st.sampled_from(OPTIONS), st.sampled_from(OPTIONS)), min_size=2, max_size=40)


@given(ANSWERS)
def test_kappa_of_an_evaluator_that_is_always_right_is_1(truths: list[int]) -> None:
    assert weighted_kappa(truths, truths, OPTIONS) == pytest.approx(1)


@given(PAIRS)
def test_kappa_is_symmetric_and_at_most_1(pairs: list[tuple[int, int]]) -> None:
    truths, choices = map(list, zip(*pairs, strict=True))
    kappa = weighted_kappa(truths, choices, OPTIONS)
    assert kappa <= 1
    assert kappa == pytest.approx(weighted_kappa(choices, truths, OPTIONS))


def test_kappa_of_a_constant_answer_is_0_and_near_misses_beat_far_ones() -> None:
    truths = [0, 1, 2, 3, 4]
    assert weighted_kappa(truths, [2] * 5, OPTIONS) == pytest.approx(0)
    assert weighted_kappa(truths, [1, 2, 3, 4, 4], OPTIONS) > weighted_kappa(truths, [4, 4, 4, 0, 0], OPTIONS)


def test_kappa_weighs_by_the_options_that_could_be_chosen() -> None:
    # By hand: positions of -1..4 are 0..5; observed 1 + 9 = 10, by chance (0 + 1 + 9 + 16) / 2 = 13.
    assert weighted_kappa([-1, 0], [0, 3], OPTIONS) == pytest.approx(1 - 10 / 13)


def test_accuracy_stands_beside_the_share_of_the_commonest_label() -> None:
    accuracy = measure_accuracy([(3, 3), (3, 0), (2, 3), (1, 1)], OPTIONS)
    assert (accuracy.n, accuracy.accuracy, accuracy.commonest) == (4, 0.5, 0.5)
