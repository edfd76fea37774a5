"""Agreement on single images and on pairs of images: two more levels, kept apart from the order of T2I models.

Conclusions flip between the levels (arXiv 2404.16820): a metric may order T2I
models well and single images badly. Intervals: jackknife over prompts, whose
images are left out together, in at most `GROUPS` groups.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.language import mark
from leaderboard.statistics.agreement import Agreement
from leaderboard.statistics.annotators import cohen_kappa, krippendorff_alpha, weighted_kappa
from leaderboard.statistics.arrays import Bools, Floats
from leaderboard.statistics.correlation import pearson, spearman
from leaderboard.statistics.counts import count_pairs, tau_b
from leaderboard.statistics.intervals import jackknife
from leaderboard.statistics.ties import pair_differences, tie_calibrated

GROUPS = 25


@dataclass(frozen=True, slots=True)
class _Statistic:
    name: str
    compute: Callable[[Floats, Floats], float]
    lowest: float


def agreement_on_images(human: Floats, metric: Floats) -> list[Agreement]:
    """Compute Kendall's tau-b, Spearman's rho and Pearson's r over all images together.

    Args:
        human: People's score of every image, (T2I models, prompts); not a number where nothing counts.
        metric: The metric's score, in the same shape.
    """
    return [_row(statistic, human, metric) for statistic in _ON_IMAGES]


def agreement_on_pairs(human: Floats, metric: Floats) -> list[Agreement]:
    """Compute pairwise accuracy, plain and tie-calibrated, over pairs of images made for one prompt.

    Groups by item as Deutsch et al. 2023 do; the epsilon is one for all prompts. Arguments as `agreement_on_images`.
    """
    return [_row(statistic, human, metric) for statistic in _ON_PAIRS]


def agreement_of_annotators(labels: Floats) -> list[Agreement]:
    """Compute Cohen's kappa, weighted kappa and Krippendorff's alpha between annotators.

    Args:
        labels: (annotators, T2I models, prompts, skills), not a number where an annotator gave none.
    """
    rows = []
    n = int(np.count_nonzero(np.isfinite(labels).sum(axis=0) > 1))
    for name, compute in _OF_ANNOTATORS.items():
        value = compute(labels.reshape(len(labels), -1))
        if not np.isfinite(value):
            note = mark("Two annotators with different labels of the same questions are needed.")
            rows.append(Agreement.unavailable(name, n, note))
            continue
        others = (labels[:, :, kept] for kept in _left_out(labels.shape[2]))
        without = np.array([compute(part.reshape(len(part), -1)) for part in others])
        rows.append(Agreement.of(name, value, n, jackknife(value, without, -1.0, 1.0)))
    return rows


def _left_out(prompts: int) -> list[Bools]:
    """Mark for each group of prompts those left without it, (prompts,) each."""
    number = min(GROUPS, prompts)
    group = np.arange(prompts) % max(number, 1)
    return [group != left_out for left_out in range(number)]


def _row(statistic: _Statistic, human: Floats, metric: Floats) -> Agreement:
    both = np.isfinite(human) & np.isfinite(metric)
    people, judged = np.where(both, human, np.nan), np.where(both, metric, np.nan)
    n = int(both.sum())
    value = statistic.compute(people, judged)
    if not np.isfinite(value):
        note = mark("People or the metric score all images alike, or there are none to compare.")
        return Agreement.unavailable(statistic.name, n, note)
    without = np.array([statistic.compute(people[:, kept], judged[:, kept]) for kept in _left_out(human.shape[1])])
    return Agreement.of(statistic.name, value, n, jackknife(value, without, statistic.lowest, 1.0))


def _over_all(compute: Callable[[Floats, Floats], Floats]) -> Callable[[Floats, Floats], float]:
    """Make a statistic of two columns one of two tables, over their cells that are numbers."""

    def compute_over_all(human: Floats, metric: Floats) -> float:
        known = np.isfinite(human)
        return float(compute(human[known], metric[known])) if np.count_nonzero(known) > 1 else float("nan")

    return compute_over_all


def _plain_accuracy(human: Floats, metric: Floats) -> float:
    differences = pair_differences(human, metric)
    return float((differences.human == differences.metric).mean()) if len(differences.size) else float("nan")


def _calibrated_accuracy(human: Floats, metric: Floats) -> float:
    return tie_calibrated(pair_differences(human, metric)).accuracy


_ON_IMAGES = (
    _Statistic("kendall_tau_b", _over_all(lambda human, metric: tau_b(count_pairs(human, metric))), -1.0),
    _Statistic("spearman_rho", _over_all(spearman), -1.0),
    _Statistic("pearson_r", _over_all(pearson), -1.0),
)
_ON_PAIRS = (
    _Statistic("pairwise_accuracy", _plain_accuracy, 0.0),
    _Statistic("tie_calibrated_accuracy", _calibrated_accuracy, 0.0),
)
_OF_ANNOTATORS: dict[str, Callable[[Floats], float]] = {
    "cohen_kappa": cohen_kappa,
    "weighted_kappa": weighted_kappa,
    "krippendorff_alpha": krippendorff_alpha,
}
