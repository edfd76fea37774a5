"""Intervals: the formulas named, the published figures, and words where there is none."""

import math

import numpy as np
import pytest
from scipy import stats

from leaderboard.statistics.counts import count_pairs, tau_b, without_each
from leaderboard.statistics.influence import influence
from leaderboard.statistics.intervals import (
    KENDALL_SPREAD,
    PEARSON_SPREAD,
    centred_percentiles,
    jackknife,
    jackknife_error,
    over_rows,
)
from leaderboard.store.published import published_scores


def published(dimension: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    scores = published_scores()
    return (
        scores["t2i_model"].tolist(),
        scores[f"{dimension}_human"].to_numpy(),
        scores[f"{dimension}_evalalign"].to_numpy(),
    )


@pytest.mark.parametrize(
    ("dimension", "low", "high", "error", "lowest", "highest"),
    [("alignment", 0.68, 0.89, 0.059, 0.787, 0.834), ("faithfulness", 0.55, 0.83, 0.088, 0.697, 0.760)],
)
def test_the_published_tables_intervals_errors_and_leave_one_out_ranges(
    dimension: str, low: float, high: float, error: float, lowest: float, highest: float
) -> None:
    _, human, metric = published(dimension)
    interval = over_rows(float(tau_b(count_pairs(human, metric))), 24, KENDALL_SPREAD)
    assert interval.low is not None
    assert interval.high is not None
    assert (round(interval.low, 2), round(interval.high, 2)) == (low, high)
    without = tau_b(without_each(human, metric))
    assert jackknife_error(without) == pytest.approx(error, abs=5e-4)
    assert (without.min(), without.max()) == pytest.approx((lowest, highest), abs=5e-4)


def test_influence_on_faithfulness_names_multifusion_first() -> None:
    influences = influence(*published("faithfulness"))
    assert [row.t2i_model for row in influences.rows[:2]] == ["MultiFusion", "Dreamlike Diffusion v1.0"]
    assert influences.rows[0].best == pytest.approx(0.7754, abs=5e-5)
    assert [row.without for row in influences.rows[:2]] == pytest.approx([0.755, 0.760], abs=5e-4)
    assert len(influences.rows) == 24
    gains = [row.gain or 0 for row in influences.rows]
    assert gains == sorted(gains, reverse=True)


def test_the_best_replaced_score_is_the_best_of_all_places() -> None:
    names, human, metric = published("faithfulness")
    distinct = np.unique(metric)
    places = [distinct[0] - 1, *(distinct[1:] + distinct[:-1]) / 2, distinct[-1] + 1]
    for row in influence(names, human, metric).rows[:4]:
        taus = []
        for place in places:
            moved = metric.copy()
            moved[names.index(row.t2i_model)] = place
            taus.append(stats.kendalltau(human, moved).statistic)
        assert row.best == pytest.approx(max(taus))


def test_influence_is_tau_without_the_t2i_model() -> None:
    names, human, metric = published("alignment")
    for row in influence(names, human, metric).rows[:3]:
        kept = [name != row.t2i_model for name in names]
        assert row.without == pytest.approx(stats.kendalltau(human[kept], metric[kept]).statistic)


def test_influence_where_little_is_left() -> None:
    assert influence(["A"], np.array([1.0]), np.array([1.0])).value is None
    two = influence(["A", "B"], np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    assert two.value == 1
    assert [row.without for row in two.rows] == [None, None]
    with pytest.raises(ValueError, match="names"):
        influence(["A"], np.array([1.0, 2.0]), np.array([1.0, 2.0]))


def test_fishers_interval_is_scipys() -> None:
    generator = np.random.default_rng(1)
    x = generator.normal(size=30)
    y = x + generator.normal(size=30)
    correlation = stats.pearsonr(x, y)
    wanted = correlation.confidence_interval(0.95)
    interval = over_rows(float(correlation.statistic), 30, PEARSON_SPREAD)
    assert (interval.low, interval.high) == pytest.approx((wanted.low, wanted.high))


def test_the_jackknife_of_a_mean_is_students_interval() -> None:
    values = np.random.default_rng(2).normal(size=12)
    without = (values.sum() - values) / 11
    interval = jackknife(float(values.mean()), without, -10, 10)
    wanted = stats.t.interval(0.95, 11, values.mean(), stats.sem(values))
    assert (interval.low, interval.high) == pytest.approx(wanted)


def test_an_interval_ends_where_the_statistic_does() -> None:
    interval = jackknife(0.95, np.array([0.6, 0.9, 1.0, 1.0]), 0.0, 1.0)
    assert interval.high == 1


def test_where_there_is_no_interval_words_say_why() -> None:
    assert "at least 5 rows" in (over_rows(0.5, 4, KENDALL_SPREAD).note or "")
    assert "some disagreement" in (over_rows(1.0, 24, KENDALL_SPREAD).note or "")
    assert "at least 3 rows" in (jackknife(0.5, np.array([0.5, 0.4]), 0, 1).note or "")
    assert "not defined" in (jackknife(0.5, np.array([0.5, 0.4, math.nan]), 0, 1).note or "")
    assert "most resamples" in (centred_percentiles(0.5, np.full(10, math.nan), 0, 1).note or "")


def test_resampled_values_that_all_lie_low_are_put_in_their_place() -> None:
    resampled = np.random.default_rng(3).normal(0.5, 0.1, 5_000)
    interval = centred_percentiles(0.8, resampled, -1, 1)
    assert (interval.low, interval.high) == pytest.approx((0.604, 0.996), abs=0.01)
