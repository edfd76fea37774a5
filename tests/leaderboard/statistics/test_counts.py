"""Counts of pairs and what is made of them: scipy's figures, and brute force, on any two columns with ties."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from leaderboard.statistics.correlation import pearson, spearman
from leaderboard.statistics.counts import (
    PairCounts,
    count_batch,
    count_each,
    count_pairs,
    pairwise_accuracy,
    tau_b,
    tau_c,
    without_each,
)
from leaderboard.statistics.ties import pair_differences, tie_calibrated
from leaderboard.store.published import published_scores

NUMBERS = st.one_of(st.integers(0, 4).map(float), st.floats(-1e6, 1e6, allow_subnormal=False))
COLUMNS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=40).map(lambda rows: np.array(rows).T)
FEW = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=2, max_size=12).map(lambda r: np.array(r).T)
THOUSAND = settings(max_examples=1_000, deadline=None)
HUNDRED = settings(max_examples=100, deadline=None)


def by_hand(human: np.ndarray, metric: np.ndarray) -> tuple[int, ...]:
    counts = dict.fromkeys(("concordant", "discordant", "tied_human", "tied_metric", "tied_both"), 0)
    for i in range(len(human)):
        for j in range(i):
            people, judged = np.sign(human[i] - human[j]), np.sign(metric[i] - metric[j])
            if people and judged:
                counts["concordant" if people == judged else "discordant"] += 1
            else:
                counts["tied_metric" if people else "tied_human" if judged else "tied_both"] += 1
    return tuple(counts.values())


def numbers(counts: PairCounts) -> tuple[int, ...]:
    fields = (counts.concordant, counts.discordant, counts.tied_human, counts.tied_metric, counts.tied_both)
    return tuple(int(field) for field in fields)


@HUNDRED
@given(COLUMNS)
def test_every_way_of_counting_counts_alike(columns: np.ndarray) -> None:
    human, metric = columns
    wanted = by_hand(human, metric)
    assert numbers(count_pairs(human, metric)) == wanted
    assert numbers(count_batch(human, metric)) == wanted
    each = count_each(human, metric)
    assert (int(each.concordant.sum()) // 2, int(each.tied_both.sum()) // 2) == (wanted[0], wanted[4])
    left = without_each(human, metric)
    for row in range(len(human)):
        one_less = by_hand(np.delete(human, row), np.delete(metric, row))
        assert (left.concordant[row], left.discordant[row], left.tied_both[row]) == (*one_less[:2], one_less[4])


def test_large_batches_are_counted_in_blocks_to_the_same_end() -> None:
    human, metric = np.random.default_rng(1).integers(0, 50, size=(2, 700, 90)).astype(float)
    counts = count_batch(human, metric)
    for row in (0, 350, 699):
        assert int(counts.concordant[row]) == int(count_pairs(human[row], metric[row]).concordant)


@THOUSAND
@given(COLUMNS)
def test_correlations_are_scipys_on_any_two_columns(columns: np.ndarray) -> None:
    human, metric = columns
    counts = count_pairs(human, metric)
    fewest = min(len(set(human)), len(set(metric)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pairs = [
            (tau_b(counts), stats.kendalltau(human, metric).statistic),
            (tau_c(counts, len(human), fewest), stats.kendalltau(human, metric, variant="c").statistic),
            (spearman(human, metric), stats.spearmanr(human, metric).statistic),
            (pearson(human, metric), stats.pearsonr(human, metric).statistic),
        ]
    for ours, scipys in pairs:
        assert float(ours) == pytest.approx(float(scipys), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("dimension", ["alignment", "faithfulness"])
def test_correlations_are_scipys_on_the_published_table(dimension: str) -> None:
    scores = published_scores()
    human, metric = (scores[f"{dimension}_{who}"].to_numpy() for who in ("human", "evalalign"))
    assert float(tau_b(count_pairs(human, metric))) == stats.kendalltau(human, metric).statistic
    assert float(spearman(human, metric)) == pytest.approx(stats.spearmanr(human, metric).statistic, abs=1e-14)
    assert float(pearson(human, metric)) == stats.pearsonr(human, metric).statistic


def test_the_published_alignment_has_249_concordant_and_27_discordant_pairs() -> None:
    scores = published_scores()
    counts = count_pairs(scores["alignment_human"].to_numpy(), scores["alignment_evalalign"].to_numpy())
    assert numbers(counts) == (249, 27, 0, 0, 0)
    assert float(pairwise_accuracy(counts)) == 249 / 276


def calibrated_by_hand(human: np.ndarray, metric: np.ndarray) -> float:
    """The best accuracy over every epsilon that could matter, each pair looked at by itself."""
    pairs = [(i, j) for i in range(len(human)) for j in range(i)]
    epsilons = [0.0, *(abs(float(metric[i] - metric[j])) for i, j in pairs)]
    best = 0.0
    for epsilon in epsilons:
        right = 0
        for i, j in pairs:
            gap = metric[i] - metric[j]
            judged = 0 if abs(gap) <= epsilon else np.sign(gap)
            right += judged == np.sign(human[i] - human[j])
        best = max(best, right / len(pairs))
    return best


@HUNDRED
@given(FEW)
def test_tie_calibrated_accuracy_is_the_best_over_all_epsilons(columns: np.ndarray) -> None:
    human, metric = columns.astype(float)
    calibrated = tie_calibrated(pair_differences(human, metric))
    assert calibrated.accuracy == pytest.approx(calibrated_by_hand(human, metric))
    gaps = np.subtract.outer(metric, metric)[np.triu_indices(len(metric), 1)]
    judged = np.where(np.abs(gaps) <= calibrated.epsilon, 0, np.sign(gaps))
    people = np.sign(np.subtract.outer(human, human)[np.triu_indices(len(human), 1)])
    assert (judged == people).mean() == pytest.approx(calibrated.accuracy)


def test_small_differences_of_a_metric_become_ties_where_people_see_ties() -> None:
    calibrated = tie_calibrated(pair_differences(np.array([1.0, 1, 2, 2]), np.array([0.10, 0.11, 0.5, 0.51])))
    assert calibrated.accuracy == 1
    assert calibrated.epsilon == pytest.approx(0.01)


def test_without_ties_of_people_nothing_is_calibrated() -> None:
    scores = published_scores()
    calibrated = tie_calibrated(
        pair_differences(scores["alignment_human"].to_numpy(), scores["alignment_evalalign"].to_numpy())
    )
    assert (calibrated.accuracy, calibrated.epsilon) == (249 / 276, 0)


def test_one_row_has_no_pairs_and_a_constant_column_no_order() -> None:
    one = count_pairs(np.array([1.0]), np.array([2.0]))
    assert int(one.pairs) == 0
    assert math.isnan(float(pairwise_accuracy(one)))
    assert math.isnan(float(tau_b(count_pairs(np.ones(3), np.arange(3.0)))))
    assert math.isnan(tie_calibrated(pair_differences(np.ones(1), np.ones(1))).accuracy)
