"""Few labels, honest scores."""

import numpy as np
import pytest

from leaderboard.statistics.debiased import Debiased, Sums, debias


def images(seed: int, number: int, agreement: float) -> tuple[Sums, Sums]:
    """People's and the evaluator's points; the evaluator is a point too kind and right by `agreement` beyond chance."""
    generator = np.random.default_rng(seed)
    people = generator.integers(0, 5, number).astype(float)
    guesses = generator.integers(0, 5, number)
    judged = np.where(generator.random(number) < agreement, people, guesses) + 1.0
    counted = (generator.random(number) < 0.8).astype(float)
    return Sums(people * counted, counted), Sums(judged * counted, counted)


def first(sums: Sums, number: int) -> Sums:
    return Sums(sums.above[:number], sums.below[:number])


def rest(sums: Sums, number: int) -> Sums:
    return Sums(sums.above[number:], sums.below[number:])


def debiased(seed: int, labelled: int = 60, number: int = 600, agreement: float = 0.9) -> Debiased:
    people, evaluator = images(seed, number, agreement)
    return debias(first(people, labelled), first(evaluator, labelled), rest(evaluator, labelled))


def test_a_kind_evaluator_is_corrected_and_narrows_the_interval() -> None:
    estimate = debiased(1)
    assert estimate.evaluator == pytest.approx(3, abs=0.15)
    assert estimate.debiased.score == pytest.approx(2, abs=0.25)
    widths = [(version.high or 0) - (version.low or 0) for version in (estimate.debiased, estimate.labels_only)]
    assert 0 < widths[0] < 0.8 * widths[1]
    assert (estimate.labelled, estimate.unlabelled) == (60, 540)


def test_the_truth_is_covered_about_95_times_in_100() -> None:
    hits = 0
    for seed in range(300):
        estimate = debiased(seed, labelled=40, number=300).debiased
        assert estimate.low is not None
        assert estimate.high is not None
        hits += estimate.low <= 2 <= estimate.high
    assert 276 <= hits <= 296


def test_an_evaluator_that_guesses_is_not_trusted() -> None:
    estimate = debiased(2, agreement=0.0)
    assert estimate.weight < 0.3
    assert estimate.debiased.score == pytest.approx(estimate.labels_only.score, abs=0.15)


def test_a_mean_has_the_formula_of_the_paper() -> None:
    generator = np.random.default_rng(3)
    people, judged, others = generator.normal(size=30), generator.normal(size=30), 2 * generator.normal(size=300)
    judged += people
    estimate = debias(Sums(people, np.ones(30)), Sums(judged, np.ones(30)), Sums(others, np.ones(300)))
    weight = np.cov(people, judged)[0, 1] / (1.1 * np.var(np.append(judged, others), ddof=1))
    assert estimate.weight == pytest.approx(weight)
    assert estimate.debiased.score == pytest.approx((people - weight * judged).mean() + weight * others.mean())


def test_everything_labelled_leaves_the_labels_score() -> None:
    people, evaluator = images(4, 100, 0.9)
    estimate = debias(people, evaluator, Sums(np.zeros(0), np.zeros(0)))
    assert estimate.weight == 0
    assert estimate.debiased == estimate.labels_only
    assert estimate.labels_only.score == pytest.approx(people.score)


def test_too_few_labels_and_nothing_that_counts_are_said_in_words() -> None:
    few = debiased(5, labelled=9)
    assert few.debiased.score is None
    assert "At least 10" in (few.debiased.note or "")
    nothing = Sums(np.zeros(20), np.zeros(20))
    estimate = debias(nothing, nothing, nothing)
    assert (estimate.evaluator, estimate.debiased.score) == (None, None)
    assert "nothing counts" in (estimate.debiased.note or "")
    with pytest.raises(ValueError, match="people judged"):
        debias(nothing, first(nothing, 5), nothing)


def test_labels_that_are_nearly_all_alike_give_no_interval() -> None:
    above = np.full(40, 4.0)
    above[:4] = 1.0
    estimate = debias(Sums(above, np.ones(40)), Sums(above, np.ones(40)), Sums(above, np.ones(40)))
    assert estimate.debiased.low is None
    assert "score alike" in (estimate.debiased.note or "")


def test_near_the_best_score_the_interval_reaches_further_down() -> None:
    above = np.full(60, 4.0)
    above[:6] = [0, 0, 1, 1, 2, 3]
    estimate = debias(Sums(above, np.ones(60)), Sums(above, np.ones(60)), Sums(np.zeros(0), np.zeros(0))).labels_only
    assert estimate.score is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.score - estimate.low > 1.3 * (estimate.high - estimate.score)
