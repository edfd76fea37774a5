"""All that is known of one T2I model on one board, as plain data: scores beside the field's, facts, provenance."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any, TypeVar

import pandas as pd

from core.problems import BadInput
from leaderboard.board.boards import Board
from leaderboard.board.ranked import ranked
from leaderboard.board.ranking import list_ranking_rows
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL, SCORE_KEYS
from leaderboard.store.database import Database
from leaderboard.store.t2i_models import Provenance, load_provenance
from leaderboard.store.tables import name_key
from model.protocol.skills import SKILL_BY_KEY, Dimension

_MOST: dict[str, float] = {
    OVERALL: 100.0,
    Dimension.FAITHFULNESS: 4.0,
    ALIGNMENT_NORMALISED: 1.0,
    **{key: float(skill.best) for key, skill in SKILL_BY_KEY.items()},
}
"""The most a score can be; alignment's points per image have a most that depends on the protocol."""

Number = TypeVar("Number", int, float)

_MOST_NEAR = 6
_LEAST_SIMILARITY = 0.5


@dataclass(frozen=True, slots=True)
class KeyScore:
    """One score of a T2I model, units as in `leaderboard.scores.aggregation.Score`, beside the same score of the field.

    `share` is the score as a share of the most possible (0 to 1), `median` the
    field's median as such a share; None where there is no most, or no score.
    `rank` is among the `contenders`, those who have the score; `rank_low` and
    `rank_high` bound its 95% interval.
    """

    key: str
    score: float
    low: float | None
    high: float | None
    n: int | None
    share: float | None
    median: float | None
    rank: int
    rank_low: int | None
    rank_high: int | None
    contenders: int


@dataclass(frozen=True, slots=True)
class T2IModelRecord:
    """One T2I model on one board, in the board's state `version` (`leaderboard.board.ranked.Ranked.version`).

    `facts` is its row of `list_ranking_rows`; `provenance` has its T2I model, submitter and protocol loaded.
    `submissions` are those that represent the board's T2I models, its own among them; empty, as `provenance` is None,
    on the published board.
    """

    board: Board
    version: str
    name: str
    facts: dict[str, Any]
    scores: tuple[KeyScore, ...]
    contenders: int
    submissions: tuple[str, ...]
    provenance: Provenance | None

    @property
    def judged_here(self) -> bool:
        """Whether an evaluator looked at its images here, so that there are answers and images to show."""
        return self.provenance is not None and not self.facts["reported"]

    @property
    def score_by_key(self) -> dict[str, KeyScore]:
        """Its scores by their keys."""
        return {score.key: score for score in self.scores}


def find_record(database: Database, board: Board, name: str) -> T2IModelRecord:
    """Find the record of a T2I model; case and compatible characters of its name do not matter.

    Args:
        database: Where the results are.
        board: Which board.
        name: The T2I model's name.

    Raises:
        BadInput: The board has no T2I model of that name; the message names those most alike.
    """
    ranking = ranked(database, board)
    frame = ranking.rows
    places = [place for place, other in enumerate(frame["t2i_model"]) if name_key(other) == name_key(name)]
    if not places:
        near = near_names(name, frame["t2i_model"])
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise BadInput.one("unknown_t2i_model", name, f"Is not on the board {board.name}.{hint}")
    place = places[0]
    facts = list_ranking_rows(frame.iloc[[place]])[0]
    provenance = None
    if facts["submission"] is not None:
        with database.read() as session:
            provenance = load_provenance(session, facts["submission"], board.evaluator_digest)
    return T2IModelRecord(
        board,
        ranking.version,
        facts["t2i_model"],
        facts,
        tuple(_score(frame, place, key) for key in SCORE_KEYS if pd.notna(frame[key].iloc[place])),
        len(frame),
        tuple(frame["submission"].dropna()),
        provenance,
    )


def near_names(name: str, names: Iterable[str]) -> list[str]:
    """List the names most like a name, at most six: those that contain it first, then similar ones."""
    by_key = {name_key(other): other for other in names}
    key = name_key(name.strip())
    if not key:
        return []
    containing = sorted((other for other in by_key if key in other), key=len)
    similar = difflib.get_close_matches(key, list(by_key), n=_MOST_NEAR, cutoff=_LEAST_SIMILARITY)
    return [by_key[other] for other in dict.fromkeys([*containing, *similar])][:_MOST_NEAR]


def scores_table(record: T2IModelRecord) -> pd.DataFrame:
    """Make a table for a file of a T2I model's scores; columns: board, t2i_model, and the fields of `KeyScore`."""
    frame = pd.DataFrame([asdict(score) for score in record.scores], columns=[field.name for field in fields(KeyScore)])
    frame = frame.astype(
        dict.fromkeys(("n", "rank_low", "rank_high"), "Int64")
        | dict.fromkeys(("low", "high", "share", "median"), "float64")
    )
    frame.insert(0, "t2i_model", record.name)
    frame.insert(0, "board", record.board.name)
    return frame


def _score(frame: pd.DataFrame, place: int, key: str) -> KeyScore:
    field = frame[key].astype(float).dropna()
    row = frame.iloc[place]
    score = float(row[key])
    most = _MOST.get(key)
    return KeyScore(
        str(key),
        score,
        _known(row[f"{key}.low"], float),
        _known(row[f"{key}.high"], float),
        _known(row[f"{key}.n"], int),
        None if most is None else score / most,
        None if most is None else float(field.median()) / most,
        1 + int((field > score).sum()),
        _known(row.get(f"{key}.rank_low"), int),
        _known(row.get(f"{key}.rank_high"), int),
        len(field),
    )


def _known(value: Any, kind: Callable[[Any], Number]) -> Number | None:
    return None if pd.isna(value) else kind(value)
