"""Two to four T2I models of a board beside each other: their scores, answers and images.

Scores come with the board's ranking; answers and images are read for the compared alone, however many a board has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.ranked import Ranked, ranked
from leaderboard.board.standings import RANKED
from leaderboard.compare.choice import Candidate
from leaderboard.compare.paired_tests import PairedTests, paired_tests
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL, SCORE_KEYS
from leaderboard.statistics.holm import holm
from leaderboard.statistics.ranks import ALPHA
from leaderboard.store.answers import images_and_answers
from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.results import unasked_prompts
from model.protocol.protocol import Protocol
from model.protocol.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension, skills_of

_CACHED = 24
"""Comparisons kept per database, the latest used; about a megabyte each under the official protocol."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compared T2I models with everything that is known of them.

    `shares` and `points`: a row per score, a column per T2I model, not a
    number where there is none; shares in percent of the possible, points in
    the units of `leaderboard.scores.aggregation.Score`.

    `answers`: columns t2i_model, dimension, prompt_id, skill, choice, expected
    and value, what the answer earned as a share of its best option (0 to 1;
    not a number where the part is absent). `images`: (T2I model, dimension,
    prompt id) to the image's digest. `tests`: their differences, in percentage points.
    """

    board: Board
    candidates: tuple[Candidate, ...]
    shares: pd.DataFrame
    points: pd.DataFrame
    protocol: Protocol | None
    answers: pd.DataFrame
    images: Mapping[tuple[str, str, str], str]
    tests: PairedTests

    @property
    def t2i_models(self) -> tuple[str, ...]:
        """Their names, in the order in which they were chosen."""
        return tuple(candidate.t2i_model for candidate in self.candidates)

    @property
    def reported(self) -> list[str]:
        """The names of those whose scores were reported by the original code."""
        return [candidate.t2i_model for candidate in self.candidates if candidate.reported]

    @property
    def unanswered(self) -> list[str]:
        """The names of the others about whose images no answers are stored."""
        known = {*self.answers["t2i_model"], *self.reported}
        return [name for name in self.t2i_models if name not in known]


_ANSWER_COLUMNS = ("t2i_model", "dimension", "prompt_id", "skill", "choice", "expected", "value")

_cache: ResultCache[tuple[str, ...], Comparison] = ResultCache(_CACHED)


def compare(database: Database, board: Board, candidates: Sequence[Candidate]) -> Comparison:
    """Set these T2I models of a board beside each other; the latest results are kept while the board stays the same."""
    ranking = ranked(database, board)
    key = (ranking.version, *(candidate.t2i_model for candidate in candidates))
    return _cache.get(database, key, partial(_compare, database, ranking, candidates))


def differences(comparison: Comparison, against: str) -> pd.DataFrame:
    """Subtract one T2I model of a comparison from every other, a row per score and T2I model.

    Returns:
        Columns: key, t2i_model, against; score and against_score in percent of the possible; difference (t2i_model
        less against) and low and high of its 95% interval in percentage points; p_value, p_holm, corrected for all
        rows, and clear where that is at most 5%. What is not known is not a number: a difference where one has no
        such score, the rest also where answers to single images are missing.
    """
    others = [name for name in comparison.t2i_models if name != against]
    frame = pd.DataFrame([_difference(comparison, key, other, against) for key in RANKED for other in others])
    frame["p_holm"] = holm(frame["p_value"].to_numpy(np.float64))
    return frame.assign(clear=frame["p_holm"] <= ALPHA)


def _difference(comparison: Comparison, key: str, other: str, against: str) -> dict[str, object]:
    score, against_score = comparison.shares.loc[[key], [other, against]].to_numpy(np.float64)[0]
    row = {"key": key, "t2i_model": other, "against": against, "score": score, "against_score": against_score}
    row |= {"difference": score - against_score, "low": np.nan, "high": np.nan, "p_value": np.nan}
    tests = comparison.tests
    if key in tests.differences and {other, against} <= set(tests.t2i_models):
        tested, place = tests.differences[key][tests.t2i_models.index(against)], tests.t2i_models.index(other)
        row["difference"], row["low"], row["high"] = tested.value[place], tested.low[place], tested.high[place]
        row["p_value"] = tested.p_value[place]
    return row


def _compare(database: Database, ranking: Ranked, candidates: Sequence[Candidate]) -> Comparison:
    board, names = ranking.board, [candidate.t2i_model for candidate in candidates]
    points = ranking.rows.set_index("t2i_model").reindex(names)[list(SCORE_KEYS)].astype(float).T
    scores = (board, tuple(candidates), _shares(points), points)
    if board.kind is BoardKind.PUBLISHED:
        no_answers = pd.DataFrame(columns=list(_ANSWER_COLUMNS))
        return Comparison(*scores, None, no_answers, {}, PairedTests((), {}, 0, 0))
    name_by_submission = {candidate.submission or "": candidate.t2i_model for candidate in candidates}
    with database.read() as session:
        rows = images_and_answers(session, list(name_by_submission), board.evaluator_digest or "")
        protocol = load_protocol(session, board.protocol_digest or "")
    rows["t2i_model"] = rows["submission_id"].map(name_by_submission)
    keys = zip(rows["t2i_model"], rows["dimension"], rows["prompt_id"], strict=True)
    images = dict(zip(keys, rows["image_digest"], strict=True))
    answers = _valued(rows[rows["skill"].notna()])
    answered = set(answers["t2i_model"])
    unasked = {  # that all made an image for
        dimension: [key for key in prompts if all((name, dimension, key) in images for name in answered)]
        for dimension, prompts in unasked_prompts(protocol).items()
    }
    tests = paired_tests(answers, unasked)
    return Comparison(*scores, protocol, answers, images, tests)


def _shares(points: pd.DataFrame) -> pd.DataFrame:
    """Convert scores in their own units to percent of the possible points."""
    scale = {skill.key: 100 / skill.best for skill in SKILLS}
    scale |= {OVERALL: 1.0, Dimension.FAITHFULNESS.value: 100 / skills_of(Dimension.FAITHFULNESS)[0].best}
    shares = points.mul(pd.Series(scale), axis=0)
    shares.loc[Dimension.ALIGNMENT.value] = 100 * points.loc[ALIGNMENT_NORMALISED]
    return shares.reindex(points.index).drop(index=ALIGNMENT_NORMALISED)


def _valued(rows: pd.DataFrame) -> pd.DataFrame:
    """Add what answers earned; columns as in `Comparison`."""
    best = rows["skill"].map({skill.key: skill.best for skill in SKILL_BY_KEY.values()}).astype(float)
    choice, expected = rows["choice"].astype(float), rows["expected"].astype(float)
    value = (expected.fillna(choice) / best).where(choice != ABSENT)
    valued = rows.assign(choice=choice.astype(np.int64), expected=expected, value=value)
    return valued[list(_ANSWER_COLUMNS)].reset_index(drop=True)
