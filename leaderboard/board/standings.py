"""Rank intervals of a board, computed once per state of it and extended when a submission arrives."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from core.language import mark
from leaderboard.board.boards import Board
from leaderboard.scores.aggregation import OVERALL
from leaderboard.scores.sheets import SHARE, Sheet, read_sheet
from leaderboard.statistics.arrays import Floats, Ints
from leaderboard.statistics.linear import deviations
from leaderboard.statistics.ranks import Contest, RankIntervals, contest, rank_intervals
from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.rankings import count_reruns
from leaderboard.store.results import board_answers, unasked_prompts
from model.protocol.skills import SKILLS, Dimension

RANKED: tuple[str, ...] = (OVERALL, *Dimension, *(skill.key for skill in SKILLS))
"""The scores that have rank intervals; the normalised alignment score orders as alignment does."""

INCOMPLETE = mark("No interval: its answers to single images are not all here.")


@dataclass(frozen=True, slots=True)
class Standings:
    """The submissions compared on a board, in this order, with contest and rank intervals for every key of `RANKED`.

    `left_out`: submissions that lack answers. `reruns`: evaluations that admins had repeated by then.
    """

    submissions: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    reruns: int = 0
    contests: Mapping[str, Contest] = field(default_factory=dict)
    intervals: Mapping[str, RankIntervals] = field(default_factory=dict)


_standings: ResultCache[tuple[str, str], Standings] = ResultCache(32)
"""By protocol and evaluator."""


def rank_columns(database: Database, board: Board, submissions: Sequence[str]) -> pd.DataFrame:
    """Compute `<key>.rank_low`, `<key>.rank_high` for every key of `RANKED`, and rank_note; the index is `submissions`.

    These are the ids of the submissions that represent the T2I models of the board, which is under an evaluator.
    """
    standings = update_standings(database, board.protocol_digest or "", board.evaluator_digest or "", submissions)
    columns: dict[str, Floats] = {}
    for key, intervals in standings.intervals.items():
        columns[f"{key}.rank_low"] = np.where(intervals.known, intervals.low, np.nan)
        columns[f"{key}.rank_high"] = np.where(intervals.known, intervals.high, np.nan)
    frame = pd.DataFrame(columns, index=list(standings.submissions)).reindex(list(submissions))
    compared = set(standings.submissions)
    frame["rank_note"] = [None if submission in compared else INCOMPLETE for submission in submissions]
    return frame


def update_standings(database: Database, protocol: str, evaluator: str, submissions: Sequence[str]) -> Standings:
    """Return the standings of submissions under an evaluator: the cached ones, extended by those that are new.

    They are computed afresh once a submission is gone or was evaluated anew. A submission that lacks answers is left
    out.
    """

    def extend(cached: Standings | None) -> Standings:
        with database.read() as session:
            reruns = count_reruns(session, protocol)
            standings = cached or Standings(reruns=reruns)
            if standings.reruns != reruns or not set(standings.submissions) <= set(submissions):
                standings = Standings(reruns=reruns)
            compared = {*standings.submissions, *standings.left_out}
            new = [submission for submission in submissions if submission not in compared]
            if not new:
                return standings
            answers = board_answers(session, new, evaluator)
            unasked = unasked_prompts(load_protocol(session, protocol))
        return _extend(standings, answers, unasked, frozenset(new))

    return _standings.update(database, (protocol, evaluator), extend)


def compute_contests(sheets: Mapping[Dimension, Sheet]) -> dict[str, tuple[Floats, Floats, int]]:
    """Compute the scores, deviations and degrees of freedom that a `Contest` takes, for every key of `RANKED`."""
    contests = {}
    shares = []
    for dimension, sheet in sheets.items():
        for key in (dimension, *(skill.key for skill in sheet.skills)):
            ratio, strata = sheet.ratio(key), sheet.strata(key)
            contests[str(key)] = (ratio.scores, deviations(ratio.moves, strata), _freedom(strata))
        shares.append((sheet.ratio(SHARE), sheet.strata(SHARE)))
    contests[OVERALL] = (
        50 * sum((ratio.scores for ratio, _ in shares), np.zeros(())),
        np.concatenate([50 * deviations(ratio.moves, strata) for ratio, strata in shares], axis=1),
        min(_freedom(strata) for _, strata in shares),
    )
    return {key: contests[key] for key in RANKED}


def _freedom(strata: Ints) -> int:
    return len(strata) - len(set(strata.tolist()))


def _extend(
    before: Standings, answers: pd.DataFrame, unasked: Mapping[Dimension, Collection[str]], new: frozenset[str]
) -> Standings:
    sizes = answers.groupby("submission").size()
    whole = answers[answers["submission"].isin(sizes.index[sizes == sizes.max()])]
    left_out = before.left_out | (new - set(whole["submission"]))
    if whole.empty:
        return replace(before, left_out=left_out)
    sheets = {dimension: read_sheet(whole, dimension, unasked[dimension]) for dimension in Dimension}
    joined = {}
    for key, (scores, rows, freedom) in compute_contests(sheets).items():
        old = before.contests.get(key)
        if old is not None and old.deviations.shape[1] != rows.shape[1]:
            return replace(before, left_out=before.left_out | new)
        joined[key] = old.joined(scores, rows) if old else contest(scores, rows, freedom)
    names = whole.drop_duplicates("submission").set_index("t2i_model")["submission"]
    order = names.loc[list(sheets[Dimension.ALIGNMENT].t2i_models)].tolist()
    intervals = {key: rank_intervals(each) for key, each in joined.items()}
    return Standings((*before.submissions, *order), left_out, before.reruns, joined, intervals)
