"""Rank intervals of a board, computed once per state of it and extended when a submission arrives."""

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from sqlalchemy import Select, func, select

from core.language import mark
from leaderboard.board.boards import Board
from leaderboard.scores.aggregation import OVERALL
from leaderboard.scores.sheets import SHARE, Sheet, read_sheet
from leaderboard.statistics.arrays import Floats, Ints
from leaderboard.statistics.linear import deviations
from leaderboard.statistics.ranks import Contest, RankIntervals, contest, rank_intervals
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.results import board_answers, unasked_prompts
from leaderboard.store.tables import Submission
from model.protocol.skills import SKILLS, Dimension

RANKED: tuple[str, ...] = (OVERALL, *Dimension, *(skill.key for skill in SKILLS))
"""The scores that have rank intervals; the normalised alignment score orders as alignment does."""

INCOMPLETE = mark("No interval: its answers to single images are not all here.")


@dataclass(frozen=True, slots=True)
class Standings:
    """Who has been compared on a board, in this order, and what came out for every key of `RANKED`.

    `left_out`: those whose answers are not all there. `reruns`: how many evaluations had been asked for anew by then.
    """

    submissions: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    reruns: int = 0
    contests: Mapping[str, Contest] = field(default_factory=dict)
    intervals: Mapping[str, RankIntervals] = field(default_factory=dict)


_known: WeakKeyDictionary[Database, dict[tuple[str, str], Standings]] = WeakKeyDictionary()
_one_at_a_time = threading.Lock()


def rank_columns(database: Database, board: Board, submissions: Sequence[str]) -> pd.DataFrame:
    """`<key>.rank_low`, `<key>.rank_high` for every key of `RANKED`, and rank_note; a row per submission, its index.

    Args:
        database: Where the answers are.
        board: A board under an evaluator.
        submissions: Its T2I models' submissions, by their ids.
    """
    found = standings(database, board.protocol_digest or "", board.evaluator_digest or "", submissions)
    columns: dict[str, Floats] = {}
    for key, own in found.intervals.items():
        columns[f"{key}.rank_low"] = np.where(own.known, own.low, np.nan)
        columns[f"{key}.rank_high"] = np.where(own.known, own.high, np.nan)
    frame = pd.DataFrame(columns, index=list(found.submissions)).reindex(list(submissions))
    compared = set(found.submissions)
    frame["rank_note"] = [None if submission in compared else INCOMPLETE for submission in submissions]
    return frame


def standings(database: Database, protocol: str, evaluator: str, submissions: Sequence[str]) -> Standings:
    """The standings of these submissions under an evaluator; what is known is kept until one is evaluated anew.

    A submission whose answers are not all there is left out.
    """
    with _one_at_a_time:
        boards = _known.setdefault(database, {})
        known = boards.get((protocol, evaluator), Standings())
        with database.read() as session:
            reruns = session.scalars(_reruns(protocol)).one()
        if known.reruns != reruns or not set(known.submissions) <= set(submissions):
            known = Standings(reruns=reruns)
        new = [each for each in submissions if each not in {*known.submissions, *known.left_out}]
        if new:
            with database.read() as session:
                answers = board_answers(session, new, evaluator)
                unasked = unasked_prompts(load_protocol(session, protocol))
            known = _extended(known, answers, unasked, frozenset(new))
            boards[protocol, evaluator] = known
        return known


def contenders(sheets: Mapping[Dimension, Sheet]) -> dict[str, tuple[Floats, Floats, int]]:
    """For every key of `RANKED` the scores, deviations and degrees of freedom that a `Contest` takes."""
    found = {}
    shares = []
    for dimension, sheet in sheets.items():
        for key in (dimension, *(skill.key for skill in sheet.skills)):
            ratio, strata = sheet.ratio(key), sheet.strata(key)
            found[str(key)] = (ratio.scores, deviations(ratio.moves, strata), _freedom(strata))
        shares.append((sheet.ratio(SHARE), sheet.strata(SHARE)))
    found[OVERALL] = (
        50 * sum((ratio.scores for ratio, _ in shares), np.zeros(())),
        np.concatenate([50 * deviations(ratio.moves, strata) for ratio, strata in shares], axis=1),
        min(_freedom(strata) for _, strata in shares),
    )
    return {key: found[key] for key in RANKED}


def _reruns(protocol: str) -> Select[int]:
    return select(func.coalesce(func.sum(Submission.reruns), 0)).where(Submission.protocol_digest == protocol)


def _freedom(strata: Ints) -> int:
    return len(strata) - len(set(strata.tolist()))


def _extended(
    before: Standings, answers: pd.DataFrame, unasked: Mapping[Dimension, Collection[str]], new: frozenset[str]
) -> Standings:
    sizes = answers.groupby("submission").size()
    whole = answers[answers["submission"].isin(sizes.index[sizes == sizes.max()])]
    left_out = before.left_out | (new - set(whole["submission"]))
    if whole.empty:
        return replace(before, left_out=left_out)
    sheets = {dimension: read_sheet(whole, dimension, unasked[dimension]) for dimension in Dimension}
    joined = {}
    for key, (scores, rows, freedom) in contenders(sheets).items():
        old = before.contests.get(key)
        if old is not None and old.deviations.shape[1] != rows.shape[1]:
            return replace(before, left_out=before.left_out | new)
        joined[key] = old.joined(scores, rows) if old else contest(scores, rows, freedom)
    names = whole.drop_duplicates("submission").set_index("t2i_model")["submission"]
    order = names.loc[list(sheets[Dimension.ALIGNMENT].t2i_models)].tolist()
    intervals = {key: rank_intervals(each) for key, each in joined.items()}
    return Standings((*before.submissions, *order), left_out, before.reruns, joined, intervals)
