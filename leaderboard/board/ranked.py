"""A board's ranking, computed once per state of the board and shared by everybody who looks at it."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from hashlib import sha256
from weakref import WeakKeyDictionary

import pandas as pd
from sqlalchemy import String, func, select, type_coerce

from leaderboard.board.baseline_columns import BaselineColumns
from leaderboard.board.baselines import baseline_system_scores
from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.ranking import ranking
from leaderboard.store.database import Database
from leaderboard.store.tables import HumanScore, SkillScore, StoredBaseline, TableBase
from leaderboard.store.visibility import visible

BASELINE = "baseline."
"""Begins the key of a baseline's column."""

_KEPT = 32
"""Boards whose ranking is kept; one of 1,000 T2I models takes about 2 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A board with its whole ranking (`leaderboard.board.ranking`), its baselines' scores, and the version of all this.

    `rows` has, beyond a ranking's columns, `baseline.<name>` for each baseline. Nobody may change it: it is shared.
    `known` names its columns in which anybody has a value.
    """

    board: Board
    version: str
    rows: pd.DataFrame
    baselines: BaselineColumns
    known: frozenset[str]


_known: WeakKeyDictionary[Database, OrderedDict[str, Ranked]] = WeakKeyDictionary()
_opening = threading.Lock()
_locks: dict[str, threading.Lock] = {}


def ranked(database: Database, board: Board) -> Ranked:
    """The ranking of a board as it stands now; computed only if it changed since somebody last asked."""
    version = board_version(database, board)
    name = f"{board.kind} {board.protocol_digest} {board.evaluator_digest}"
    with _opening:
        kept = _known.setdefault(database, OrderedDict())
        lock = _locks.setdefault(name, threading.Lock())
    with lock:
        found = kept.get(name)
        if found is None or found.version != version:
            found = _computed(database, board, version)
        with _opening:
            kept[name] = found
            kept.move_to_end(name)
            while len(kept) > _KEPT:
                kept.popitem(last=False)
    return found if found.board == board else replace(found, board=board)


def board_version(database: Database, board: Board) -> str:
    """A digest that changes whenever anything changes that a board's table shows.

    It covers who is published with which facts, scores, reference scores and baselines; one short query each.
    """
    if board.kind is BoardKind.PUBLISHED:
        return board.name
    digest = sha256(repr((board.protocol_digest, board.evaluator_digest, board.exam)).encode())
    with database.read() as session:
        # Every column: whatever decides who is shown, and what is said of them, is among them.
        submissions, t2i_models = TableBase.metadata.tables["submissions"], TableBase.metadata.tables["t2i_models"]
        facts = (
            select(*(type_coerce(column, String) for column in (*submissions.columns, *t2i_models.columns)))
            .join_from(submissions, t2i_models, t2i_models.c.id == submissions.c.t2i_model_id)
            .where(
                visible(),
                submissions.c.protocol_digest == board.protocol_digest,
            )
            .order_by(submissions.c.id)
        )
        for row in session.execute(facts):
            digest.update(repr(tuple(row)).encode())
        totals = (
            select(func.max(SkillScore.id)).where(SkillScore.evaluator_digest == board.evaluator_digest),
            select(func.count(), func.sum(HumanScore.score)).where(HumanScore.protocol_digest == board.protocol_digest),
            select(func.count(), func.max(StoredBaseline.loaded_at)),
        )
        for total in totals:
            digest.update(repr(tuple(session.execute(total).one())).encode())
    return digest.hexdigest()


def _computed(database: Database, board: Board, version: str) -> Ranked:
    rows = ranking(database, board)
    baselines = BaselineColumns.of(baseline_system_scores(database, board, rows))
    scores = {
        f"{BASELINE}{name}": [
            baselines.scores.get((name, t2i_model), (float("nan"), 0))[0] for t2i_model in rows["t2i_model"]
        ]
        for name in baselines.titles
    }
    whole = rows.join(pd.DataFrame(scores, index=rows.index))
    known = (str(key) for key, values in whole.items() if (values.notna() & values.ne("")).any())
    return Ranked(board, version, whole, baselines, frozenset(known))
