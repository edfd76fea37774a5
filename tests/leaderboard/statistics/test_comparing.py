"""Two metrics against the same people."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboard.statistics.ceiling import ceiling_over_annotators, ceiling_over_prompts
from leaderboard.statistics.comparing import MetricComparison, compare_metrics, correct_all
from leaderboard.statistics.holm import holm
from tests.helpers.statsmodels_holm import statsmodels_holm


def tables(seed: int, noise: float, other_noise: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """People, and two metrics that see the same quality through noise of their own; 20 T2I models, 60 prompts."""
    generator = np.random.default_rng(seed)
    quality = generator.normal(size=(20, 1)) + generator.normal(size=(20, 60))
    return (
        quality,
        quality + noise * generator.normal(size=(20, 1)) + generator.normal(size=(20, 60)),
        100 * (quality + other_noise * generator.normal(size=(20, 1)) + generator.normal(size=(20, 60))),
    )


def test_a_clearly_better_metric_wins_whatever_the_scales() -> None:
    people, good, bad = tables(1, 0.1, 2.0)
    (row,) = compare_metrics(people, {"good": good, "bad": bad}, np.random.default_rng(1), swaps=999)
    assert row.difference is not None
    assert row.difference > 0.3
    assert row.p_value is not None
    assert row.p_value < 0.01
    (back,) = compare_metrics(people, {"bad": bad, "good": good}, np.random.default_rng(1), swaps=999)
    assert back.difference == pytest.approx(-row.difference)


def test_equally_good_metrics_differ_in_at_most_a_few_percent() -> None:
    rows = []
    for seed in range(40):
        people, one, other = tables(seed, 0.5, 0.5)
        rows += compare_metrics(people, {"one": one, "other": other}, np.random.default_rng(seed), swaps=199)
    assert np.mean([(row.p_value or 0) <= 0.05 for row in rows]) <= 0.125
    # Metrics with likes and dislikes of their own: swapping prompts too, alone, would tell far too many apart.
    assert np.mean([(row.p_both or 0) <= 0.05 for row in rows]) > 0.15


def test_a_metric_against_itself_differs_in_nothing() -> None:
    people, one, _ = tables(2, 0.5, 0.5)
    (row,) = compare_metrics(people, {"one": one, "same": one}, np.random.default_rng(0), swaps=99)
    assert (row.difference, row.p_value) == (0, 1)


def test_totals_alone_can_be_compared_by_swapping_t2i_models() -> None:
    people, good, bad = tables(3, 0.1, 3.0)
    totals = [table.mean(axis=1, keepdims=True) for table in (people, good, bad)]
    (row,) = compare_metrics(totals[0], {"good": totals[1], "bad": totals[2]}, np.random.default_rng(0), swaps=999)
    assert row.p_value is not None
    assert row.p_value < 0.05
    assert row.p_both is None


def test_holm_multiplies_the_least_by_all_and_so_on() -> None:
    rows = [MetricComparison("a", "b", 0.5, 0.4, 0.1, p, None, 20) for p in (0.01, 0.04, 0.03)]
    assert [row.p_holm for row in correct_all(rows)] == pytest.approx([0.03, 0.06, 0.06])
    assert correct_all([]) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_holms_correction_is_that_of_statsmodels(p_values: list[float]) -> None:
    assert holm(np.array(p_values)) == pytest.approx(statsmodels_holm(p_values))


def test_the_same_generator_gives_the_same_p_value() -> None:
    people, one, other = tables(4, 0.5, 0.7)
    first, second = (
        compare_metrics(people, {"a": one, "b": other}, np.random.default_rng(7), swaps=99) for _ in range(2)
    )
    assert first == second


def test_what_cannot_be_compared() -> None:
    people, one, _ = tables(5, 0.5, 0.5)
    (row,) = compare_metrics(people, {"one": one, "flat": np.ones_like(one)}, np.random.default_rng(0), swaps=9)
    assert (row.second_tau, row.p_value) == (None, None)
    assert "alike" in (row.note or "")
    (alone,) = compare_metrics(people[:1], {"one": one[:1], "too": one[:1]}, np.random.default_rng(0), swaps=9)
    assert "two T2I models" in (alone.note or "")
    with pytest.raises(ValueError, match="one shape"):
        compare_metrics(people, {"one": one, "short": one[:, :5]}, np.random.default_rng(0))
    with pytest.raises(ValueError, match="finite"):
        compare_metrics(people, {"one": one, "gap": np.where(one > 1, np.nan, one)}, np.random.default_rng(0))


def test_the_ceiling_rises_with_the_number_of_prompts() -> None:
    people, _, _ = tables(6, 0.5, 0.5)
    strata = np.arange(60) % 3
    whole = ceiling_over_prompts(people, strata, np.random.default_rng(1), splits=100)
    part = ceiling_over_prompts(people[:, :12], strata[:12], np.random.default_rng(1), splits=100)
    assert whole.value is not None
    assert part.value is not None
    assert 1 > whole.value > part.value > 0
    assert (whole.split, whole.splits) == ("prompts", 100)


def test_annotators_of_one_mind_are_their_own_ceiling() -> None:
    scores = np.tile(np.arange(6.0), (3, 1))
    assert ceiling_over_annotators(scores, np.random.default_rng(0), splits=20).value == pytest.approx(1)
    assert "two annotators" in (ceiling_over_annotators(scores[:1], np.random.default_rng(0)).note or "")
    assert "equal" in (ceiling_over_annotators(np.ones((3, 4)), np.random.default_rng(0)).note or "")
