"""How the scores of a metric agree with people's: of two columns, of a board.

The statistics themselves are `leaderboard.statistics`. Figures follow from the
data alone, chance included: the same data always give the same rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from numpy.typing import ArrayLike

from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.ranked import board_version, ranked
from leaderboard.statistics import agreement as statistics
from leaderboard.statistics.agreement import Agreement, PromptScores
from leaderboard.statistics.arrays import generator_of, two_columns
from leaderboard.statistics.influence import Influences, influence
from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database
from leaderboard.store.published import published_scores
from leaderboard.store.results import reference_scores
from model.protocol.skills import SKILLS, Dimension

AGREEMENT_KEYS: tuple[str, ...] = (*Dimension, *(skill.key for skill in SKILLS))
"""The scores on which people and evaluators are compared; overall is left out, for people do not judge it."""

_agreements: ResultCache[tuple[Board, str], list["BoardAgreement"]] = ResultCache(32)


@dataclass(frozen=True, slots=True)
class BoardAgreement:
    """Agreement of a board's evaluator with its reference scores on one key: a dimension or a skill."""

    key: str
    rows: tuple[Agreement, ...]


def agreement(human: ArrayLike, metric: ArrayLike, prompts: PromptScores | None = None) -> list[Agreement]:
    """Compute every statistic of agreement between two equally long columns of finite numbers.

    See `leaderboard.statistics.agreement`; the generator is seeded by the numbers.

    Raises:
        ValueError: The columns differ in length or hold something not finite.
    """
    x, y = two_columns(human, metric)
    by_prompt = () if prompts is None else (prompts.human, prompts.metric)
    return statistics.agreement(x, y, generator_of(x, y, *by_prompt), prompts)


def board_pairs(database: Database, board: Board) -> pd.DataFrame:
    """Pair a board's reference and evaluator scores, one row per T2I model and key that has both.

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
    rows = ranked(database, board).rows
    if not board.reported:
        rows = rows[~rows["reported"].astype(bool)]
    known = rows.melt("t2i_model", list(AGREEMENT_KEYS), "key", "evaluator").dropna(subset="evaluator")
    return reference.merge(known, on=["t2i_model", "key"])[["key", "t2i_model", "reference", "evaluator"]]


def board_agreement(pairs: pd.DataFrame, prompts: Mapping[str, PromptScores] | None = None) -> list[BoardAgreement]:
    """Compute the agreement on each dimension, then on each skill, that a board has reference scores for.

    `prompts` holds, by key, both sides' scores of every prompt of the T2I models of `pairs`, in the same order, as
    `labelled.prompt_scores` gives them.
    """
    return [
        BoardAgreement(key, tuple(agreement(rows["reference"], rows["evaluator"], (prompts or {}).get(key))))
        for key, rows in _by_key(pairs)
    ]


def get_board_agreement(database: Database, board: Board) -> list[BoardAgreement]:
    """Get `board_agreement` without single prompts as it stands now, from the cache where nothing changed."""
    key = (board, board_version(database, board))
    return _agreements.get(database, key, lambda: board_agreement(board_pairs(database, board)))


def board_influence(pairs: pd.DataFrame) -> dict[str, Influences]:
    """Compute each T2I model's influence on tau-b, by key; see `leaderboard.statistics.influence`."""
    return {
        key: influence(rows["t2i_model"].tolist(), rows["reference"].to_numpy(float), rows["evaluator"].to_numpy(float))
        for key, rows in _by_key(pairs)
    }


def _by_key(pairs: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    groups = [(str(key), pairs[pairs["key"] == key]) for key in AGREEMENT_KEYS]
    return [(key, rows) for key, rows in groups if len(rows)]


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


def baseline_pairs(database: Database, board: Board) -> dict[str, pd.DataFrame]:
    """Pair the scores of each baseline with the reference scores, as `board_pairs` does for the evaluator.

    Columns: key (a dimension), t2i_model, reference, evaluator; the last holds the baseline's score.
    """
    ranking = ranked(database, board)
    scores = ranking.baseline_scores.rename(columns={"score": "evaluator"})
    columns = [f"{dimension}.reference" for dimension in Dimension]
    reference = ranking.rows.melt("t2i_model", columns, "key", "reference").dropna(subset=["reference"])
    reference["key"] = reference["key"].str.removesuffix(".reference")
    pairs = reference.merge(scores, on=["t2i_model", "key"])
    return {
        str(name): group[["key", "t2i_model", "reference", "evaluator"]] for name, group in pairs.groupby("baseline")
    }
