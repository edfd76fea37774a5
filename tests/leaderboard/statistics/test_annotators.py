"""Agreement between annotators: published examples."""

import math

import numpy as np
import pytest

from leaderboard.statistics.annotators import cohen_kappa, krippendorff_alpha, weighted_kappa
from leaderboard.statistics.images import agreement_of_annotators

NONE = math.nan


def test_kappa_of_cohens_own_example() -> None:
    """Cohen 1960, Educational and Psychological Measurement 20, p. 45: 200 cases in three categories, kappa .492."""
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    pairs = [(a, b) for a in range(3) for b in range(3) for _ in range(table[a][b])]
    assert cohen_kappa(np.array(pairs, dtype=float).T) == pytest.approx(0.492, abs=5e-4)


ANXIETY = np.array(
    [
        [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
        [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    ],
    dtype=float,
)
"""20 subjects by two raters: the data set `anxiety` of the R package irr, whose manual gives both kappas."""


def test_weighted_kappa_of_the_r_package_irr() -> None:
    assert cohen_kappa(ANXIETY) == pytest.approx(0.119, abs=5e-4)
    assert weighted_kappa(ANXIETY) == pytest.approx(0.297, abs=5e-4)


OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
)
"""Four observers, twelve units: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C."""


def test_alpha_of_krippendorffs_own_example() -> None:
    assert krippendorff_alpha(OBSERVERS) == pytest.approx(0.815, abs=5e-4)


def test_a_label_that_says_absent_is_no_grade() -> None:
    with_absent = np.concatenate([ANXIETY, [[-1, 3], [3, -1]]], axis=1)
    assert weighted_kappa(with_absent) == pytest.approx(weighted_kappa(ANXIETY))
    assert krippendorff_alpha(with_absent) == pytest.approx(krippendorff_alpha(ANXIETY))
    assert cohen_kappa(with_absent) < cohen_kappa(ANXIETY)


@pytest.mark.parametrize(
    "labels",
    [
        np.ones((2, 5)),
        np.array([[1.0, 2, 3]]),
        np.array([[1.0, 2, NONE], [NONE, NONE, 3]]),
        np.full((2, 3), NONE),
        np.full((3, 4), -1.0),
    ],
    ids=["all equal", "one annotator", "nothing in common", "nothing", "all absent"],
)
def test_what_is_not_defined_is_said_in_words(labels: np.ndarray) -> None:
    for row in agreement_of_annotators(labels[:, None, :, None]):
        assert row.value is None
        assert "annotators" in (row.note or "")


def test_every_kind_of_agreement_has_an_interval_over_prompts() -> None:
    generator = np.random.default_rng(1)
    truth = generator.integers(0, 5, size=(6, 40, 2))
    labels = np.stack([np.clip(truth + generator.integers(-1, 2, truth.shape), 0, 4) for _ in range(3)]).astype(float)
    rows = agreement_of_annotators(labels)
    assert [row.statistic for row in rows] == ["cohen_kappa", "weighted_kappa", "krippendorff_alpha"]
    for row in rows:
        assert row.value is not None
        assert row.low is not None
        assert row.high is not None
        assert row.low < row.value < row.high
        assert (row.n, row.method) == (480, "jackknife")
