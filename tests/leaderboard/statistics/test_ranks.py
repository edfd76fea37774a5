"""Rank intervals: what is sure, what is a tie, and the same however T2I models arrive."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from leaderboard.statistics.linear import Ratio, deviations
from leaderboard.statistics.ranks import Contest, contest, rank_intervals
from leaderboard.statistics.resampling import interval_ends, prompt_weights, strata_of

ONE_STRATUM = np.zeros(100, dtype=np.int64)


def points(seed: int, qualities: list[float], prompts: int = 100) -> Ratio:
    """T2I models that earn 0 to 4 points on every prompt, which is as hard for all of them."""
    generator = np.random.default_rng(seed)
    hard = generator.normal(size=prompts)
    scores = np.array(qualities)[:, None] + hard + 0.5 * generator.normal(size=(len(qualities), prompts))
    return Ratio(np.clip(np.round(scores), 0, 4), np.ones_like(scores))


def contest_of(ratio: Ratio) -> Contest:
    return contest(ratio.scores, deviations(ratio.moves, ONE_STRATUM[: ratio.above.shape[1]]), ratio.above.shape[1] - 1)


def test_the_paired_test_is_students_on_the_differences() -> None:
    ratio = points(1, [2.0, 2.1, 2.4])
    tests = contest_of(ratio)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        wanted = stats.ttest_rel(ratio.above[i], ratio.above[j]).pvalue
        assert tests.p_values[i, j] == pytest.approx(wanted)
        assert tests.p_values[j, i] == tests.p_values[i, j]


def test_the_standard_error_is_the_paired_bootstraps() -> None:
    generator = np.random.default_rng(2)
    below = (generator.random((2, 100)) < 0.7).astype(float)
    ratio = Ratio(below * generator.integers(0, 5, size=(2, 100)), below)
    strata = np.arange(100) % 4
    rows = deviations(ratio.moves, strata)
    resampled = ratio.resampled(prompt_weights(strata, 20_000, generator))
    assert np.linalg.norm(rows[0] - rows[1]) == pytest.approx(np.std(resampled[0] - resampled[1]), rel=0.05)


def test_far_apart_is_sure_and_near_is_a_tie() -> None:
    intervals = rank_intervals(contest_of(points(3, [3.0, 2.0, 1.99, 1.0])))
    assert list(zip(intervals.low, intervals.high, strict=True)) == [(1, 1), (2, 3), (2, 3), (4, 4)]


def test_identical_t2i_models_tie_and_constant_differences_depend_on_prompts() -> None:
    same = points(4, [2.0])
    twice = Ratio(np.repeat(same.above, 2, axis=0), np.repeat(same.below, 2, axis=0))
    assert contest_of(twice).p_values[0, 1] == 1
    steady = Ratio(np.array([np.full(6, 2.0), np.full(6, 1.0)]), np.ones((2, 6)))
    assert contest_of(steady).p_values[0, 1] == 2.0**-5
    few = Ratio(steady.above[:, :3], steady.below[:, :3])
    assert rank_intervals(contest_of(few)).high.tolist() == [2, 2]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0, 4), min_size=1, max_size=12), st.integers(0, 99))
def test_every_rank_lies_in_its_interval(qualities: list[float], seed: int) -> None:
    ratio = points(seed, qualities, prompts=30)
    intervals = rank_intervals(contest_of(ratio))
    rank = stats.rankdata(-ratio.scores, method="min")
    assert (intervals.low >= 1).all()
    assert (intervals.low <= rank).all()
    assert (rank <= intervals.high).all()
    assert (intervals.high <= len(qualities)).all()


def test_one_more_t2i_model_gives_what_all_at_once_give() -> None:
    ratio = points(5, [3.0, 2.5, 2.4, 1.0, 0.5])
    rows = deviations(ratio.moves, ONE_STRATUM)
    whole = contest(ratio.scores, rows, 99)
    grown = contest(ratio.scores[:4], rows[:4], 99).joined(ratio.scores[4:], rows[4:])
    assert grown.p_values == pytest.approx(whole.p_values)
    assert rank_intervals(grown).low.tolist() == rank_intervals(whole).low.tolist()
    with pytest.raises(ValueError, match="cannot be compared"):
        whole.joined(ratio.scores[:1], rows[:1, :50])


def test_a_t2i_model_without_a_score_has_no_rank() -> None:
    ratio = points(6, [3.0, 2.0, 1.0])
    absent = Ratio(ratio.above * [[1], [0], [1]], ratio.below * [[1], [0], [1]])
    intervals = rank_intervals(contest_of(absent))
    assert intervals.known.tolist() == [True, False, True]
    assert (intervals.low.tolist(), intervals.high.tolist()) == ([1, 0, 2], [1, 0, 2])


def test_one_alone_is_first_and_none_at_all_is_nothing() -> None:
    assert rank_intervals(contest_of(points(7, [2.0]))).high.tolist() == [1]
    assert rank_intervals(contest(np.zeros(0), np.zeros((0, 100)), 99)).low.size == 0


def test_prompts_that_ask_the_same_form_a_stratum_and_none_stands_alone() -> None:
    asks = np.array([[1, 0], [1, 0], [0, 1], [1, 1], [0, 1], [0, 0]], dtype=bool)
    strata = strata_of(asks)
    assert strata[0] == strata[1]
    assert strata[2] == strata[4]
    assert strata[3] == strata[5]
    assert len(set(strata)) == 3
    assert len(set(strata_of(asks[:4]))) == 2
    assert strata_of(asks[:1]).tolist() == [0]
    assert strata_of(asks[:0]).tolist() == []


def test_resamples_keep_the_size_of_every_stratum_and_have_the_right_variance() -> None:
    strata = np.repeat([0, 1], [3, 50])
    weights = prompt_weights(strata, 20_000, np.random.default_rng(8))
    assert weights[:, :3].sum(axis=1) == pytest.approx(3)
    assert weights[:, 3:].sum(axis=1) == pytest.approx(50)
    values = np.random.default_rng(9).normal(size=53)
    wanted = 3 * np.var(values[:3], ddof=1) + 50 * np.var(values[3:], ddof=1)
    assert np.var(weights @ values) == pytest.approx(wanted, rel=0.05)


def test_ends_are_further_out_with_few_prompts() -> None:
    assert interval_ends(10_001, 1)[0] == pytest.approx(2.5, abs=0.01)
    assert interval_ends(11, 1)[0] == pytest.approx(100 * stats.norm.cdf(-2.228), abs=0.01)
    assert interval_ends(2, 2)[0] < 1e-10
