"""How well a metric's scores agree with people's, over T2I models or any list of pairs.

Values and p-values are scipy's. Every 95% interval says how far the value
would move with other T2I models; with 24 of them it is wide. Not a bootstrap:
that would draw a T2I model twice and so make ties.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from math import atanh, isfinite, sqrt, tanh
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from leaderboard.boards import Board, BoardKind
from leaderboard.database import Database
from leaderboard.pairs_csv import read_pairs
from leaderboard.published import published_scores
from leaderboard.ranking import ranking
from leaderboard.results import reference_scores
from model.skills import SKILLS, Dimension

MOST_PAIRWISE = 10_000
"""Above this many rows pairwise accuracy is left out: it looks at every pair of rows."""

_Z = float(stats.norm.ppf(0.975))

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreement:
    """One statistic of agreement between two columns.

    `low` and `high` bound its 95% interval; `p_value` is two-sided, against no
    association. What cannot be computed is None, and `note` says why.
    """

    statistic: str
    value: float | None
    low: float | None
    high: float | None
    p_value: float | None
    n: int
    note: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The row as the JSON object the command line prints."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class BoardAgreement:
    """Agreement of a board's evaluator with its reference scores on one key: a dimension or a skill."""

    key: str
    rows: tuple[Agreement, ...]


def agreement(human: ArrayLike, metric: ArrayLike) -> list[Agreement]:
    """Five statistics of agreement between two equally long columns of finite numbers.

    - `kendall_tau_b`, `kendall_tau_c` (-1..1): order, corrected for ties.
      Interval: Fieller, Hartley and Pearson 1957, atanh with variance
      0.437 / (n - 4).
    - `spearman_rho` (-1..1): the same source, variance 1.06 / (n - 3).
    - `pearson_r` (-1..1): Fisher's z, variance 1 / (n - 3).
    - `pairwise_accuracy` (0..1): the share of pairs that both columns order
      alike, a tie in both counting as alike (Kocmi et al. 2021,
      arXiv 2107.10821). Interval: jackknife over rows.

    Raises:
        ValueError: The columns differ in length or hold something not finite.
    """
    x = np.asarray(human, dtype=np.float64)
    y = np.asarray(metric, dtype=np.float64)
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(f"two columns of one length are needed, not {x.shape} and {y.shape}")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("every number must be finite")
    return [_guarded(statistic, compute, x, y) for statistic, compute in _STATISTICS.items()]


def agreement_of_csv(path: Path, human: str, metric: str) -> list[Agreement]:
    """Agreement between two columns of a CSV file, by their names in its first row.

    Raises:
        BadInput: See `leaderboard.pairs_csv.read_pairs`; every problem at once.
    """
    return agreement(*read_pairs(path, human, metric))


def board_pairs(database: Database, board: Board) -> pd.DataFrame:
    """A board's reference and evaluator scores, one row per T2I model and key that has both.

    Reported scores count only where the board has no others: they are not this evaluator's work.

    Columns: key (a dimension or a skill), t2i_model, reference, evaluator.
    """
    if board.kind is BoardKind.PUBLISHED:
        return _published_pairs()
    if board.evaluator_digest is None or board.protocol_digest is None:
        return pd.DataFrame(columns=["key", "t2i_model", "reference", "evaluator"])
    with database.read() as session:
        reference = reference_scores(session, board.protocol_digest)
    reference = reference.rename(columns={"score": "reference"})
    keys = [*Dimension, *(skill.key for skill in SKILLS)]
    ranked = ranking(database, board)
    if not board.reported:
        ranked = ranked[~ranked["reported"].astype(bool)]
    measured = ranked.melt("t2i_model", keys, "key", "evaluator").dropna(subset="evaluator")
    return reference.merge(measured, on=["t2i_model", "key"])[["key", "t2i_model", "reference", "evaluator"]]


def board_agreement(pairs: pd.DataFrame) -> list[BoardAgreement]:
    """Agreement on each dimension, then on each skill, that a board has reference scores for.

    Args:
        pairs: As `board_pairs` gives them.
    """
    found = []
    for key in (*Dimension, *(skill.key for skill in SKILLS)):
        rows = pairs[pairs["key"] == key]
        if len(rows):
            found.append(BoardAgreement(str(key), tuple(agreement(rows["reference"], rows["evaluator"]))))
    return found


def _published_pairs() -> pd.DataFrame:
    scores = published_scores()
    parts = [
        pd.DataFrame(
            {
                "key": dimension.value,
                "t2i_model": scores["t2i_model"],
                "reference": scores[f"{dimension}_human"],
                "evaluator": scores[f"{dimension}_evalalign"],
            }
        )
        for dimension in Dimension
    ]
    return pd.concat(parts, ignore_index=True)


def _guarded(statistic: str, compute: Callable[[Floats, Floats], Agreement], x: Floats, y: Floats) -> Agreement:
    """The statistic, or a row that says why there is none."""
    nothing = Agreement(statistic, None, None, None, None, len(x))
    if len(x) < 2:
        return replace(nothing, note="At least two rows are needed.")
    constant = [name for name, column in (("human", x), ("metric", y)) if column.min() == column.max()]
    if constant and statistic != "pairwise_accuracy":
        return replace(
            nothing, note=f"All {' and all '.join(constant)} scores are equal: there is no order to agree on."
        )
    if statistic == "pairwise_accuracy" and len(x) > MOST_PAIRWISE:
        return replace(nothing, note=f"Left out above {MOST_PAIRWISE:,} rows.")
    row = compute(x, y)
    if row.value is None or not isfinite(row.value):
        return replace(nothing, note="The numbers are too large or too close together to compute this.")
    return row


def _atanh_row(statistic: str, value: float, p_value: float, n: int, numerator: float, fewer: int) -> Agreement:
    """A correlation with the interval tanh(atanh(value) +- z sqrt(numerator / (n - fewer)))."""
    low = high = note = None
    if n <= fewer:
        note = f"No interval: that takes at least {fewer + 1} rows."
    elif abs(value) >= 1 - 1e-12:
        note = "No interval: its formula needs some disagreement, and there is none."
    else:
        margin = _Z * sqrt(numerator / (n - fewer))
        low, high = tanh(atanh(value) - margin), tanh(atanh(value) + margin)
    return Agreement(statistic, value, low, high, p_value if isfinite(p_value) else None, n, note)


def _kendall_tau_b(x: Floats, y: Floats) -> Agreement:
    found = stats.kendalltau(x, y, variant="b")
    return _atanh_row("kendall_tau_b", float(found.statistic), float(found.pvalue), len(x), 0.437, 4)


def _kendall_tau_c(x: Floats, y: Floats) -> Agreement:
    found = stats.kendalltau(x, y, variant="c")
    return _atanh_row("kendall_tau_c", float(found.statistic), float(found.pvalue), len(x), 0.437, 4)


def _spearman_rho(x: Floats, y: Floats) -> Agreement:
    found = stats.spearmanr(x, y)
    return _atanh_row("spearman_rho", float(found.statistic), float(found.pvalue), len(x), 1.06, 3)


def _pearson_r(x: Floats, y: Floats) -> Agreement:
    found = stats.pearsonr(x, y)
    return _atanh_row("pearson_r", float(found.statistic), float(found.pvalue), len(x), 1.0, 3)


def _pairwise_accuracy(x: Floats, y: Floats) -> Agreement:
    n = len(x)
    alike = _alike(x, y)
    total = alike.sum() / 2
    value = float(total / (n * (n - 1) / 2))
    if n < 3:
        return Agreement("pairwise_accuracy", value, None, None, None, n, "No interval: that takes at least 3 rows.")
    left_out = (total - alike) / ((n - 1) * (n - 2) / 2)
    margin = _Z * sqrt((n - 1) / n * float(((left_out - left_out.mean()) ** 2).sum()))
    return Agreement("pairwise_accuracy", value, max(0.0, value - margin), min(1.0, value + margin), None, n)


def _alike(x: Floats, y: Floats) -> Floats:
    """For each row, the number of other rows that both columns order alike against it, (n,)."""
    rows = [np.sum(((x > x[i]) == (y > y[i])) & ((x < x[i]) == (y < y[i]))) - 1 for i in range(len(x))]
    return np.array(rows, dtype=np.float64)


_STATISTICS: dict[str, Callable[[Floats, Floats], Agreement]] = {
    "kendall_tau_b": _kendall_tau_b,
    "kendall_tau_c": _kendall_tau_c,
    "spearman_rho": _spearman_rho,
    "pearson_r": _pearson_r,
    "pairwise_accuracy": _pairwise_accuracy,
}
