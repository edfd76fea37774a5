"""Reliability diagrams and the expected calibration error, against their definitions."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.exam.calibration import CALIBRATION_BINS, ReliabilityBin, calibration_error, make_reliability_diagram
from model.protocol.answers import Answer

PROBABILITIES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def diagram(confidences: Sequence[float], right: Sequence[bool]) -> list[ReliabilityBin]:
    """The diagram of answers that all choose option 1, with these probabilities."""
    answers = [Answer("faithfulness.object", 1, {1: confidence}) for confidence in confidences]
    return make_reliability_diagram((answer, int(hit)) for answer, hit in zip(answers, right, strict=True))


@given(PROBABILITIES)
def test_every_answer_is_in_one_bin_that_holds_its_probability(answers: list[tuple[float, bool]]) -> None:
    bins = diagram(*zip(*answers, strict=True))
    assert len(bins) == CALIBRATION_BINS
    assert sum(entry.n for entry in bins) == len(answers)
    for entry in bins:
        if entry.confidence is not None:
            assert entry.low - 1e-9 <= entry.confidence <= entry.high + 1e-9
    assert 0 <= calibration_error(bins) <= 1


@given(st.lists(st.booleans(), min_size=1, max_size=50))
def test_the_calibration_error_of_certainty_is_the_share_wrong(right: list[bool]) -> None:
    assert calibration_error(diagram([1.0] * len(right), right)) == pytest.approx(1 - np.mean(right))


@given(st.integers(1, 20))
def test_an_evaluator_right_as_often_as_it_says_is_calibrated(tens: int) -> None:
    right = ([True] * 7 + [False] * 3) * tens
    assert calibration_error(diagram([0.7] * len(right), right)) == pytest.approx(0)


def test_the_calibration_error_weighs_bins_by_their_answers() -> None:
    # Three answers at 0.9 of which two are right, one at 0.5 that is wrong: (3 * |2/3 - 0.9| + 1 * 0.5) / 4.
    bins = diagram([0.9, 0.9, 0.9, 0.5], [True, True, False, False])
    assert calibration_error(bins) == pytest.approx((3 * (0.9 - 2 / 3) + 0.5) / 4)


def test_without_answers_all_bins_are_empty() -> None:
    assert calibration_error(diagram([], [])) == 0
