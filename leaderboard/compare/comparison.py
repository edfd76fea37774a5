"""Two to four T2I models of a board beside each other: their scores, answers and images, fetched for them alone.

What a comparison holds never changes while its submissions stand, so the
latest ones are kept; only their own answers are read, however many a board has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np
import pandas as pd
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from leaderboard.board.boards import Board, BoardKind
from leaderboard.board.ranked import ranked
from leaderboard.board.standings import RANKED
from leaderboard.compare.choice import Entry
from leaderboard.compare.paired_tests import paired_tests
from leaderboard.scores.aggregation import ALIGNMENT_NORMALISED, OVERALL, SCORE_KEYS
from leaderboard.statistics.paired import Differences, clear, corrected
from leaderboard.store.cache import ResultCache
from leaderboard.store.database import Database
from leaderboard.store.protocols import load_protocol
from leaderboard.store.tables import Generation, SkillScore, StoredAnswer
from model.protocol.protocol import Protocol
from model.protocol.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension, skills_of

_KEPT = 24
"""Comparisons kept per database, the latest used; about a megabyte each under the official protocol."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """See the module's text.

    `shares` and `points`: a row per score, a column per T2I model, not a
    number where there is none; shares in percent of the possible, points in
    the units of `leaderboard.scores.aggregation.Score`.

    `answers`: columns t2i_model, dimension, prompt_id, skill, choice, expected
    and value, what the answer earned as a share of its best option (0 to 1;
    not a number where the part is absent). `images`: (T2I model, dimension,
    prompt id) to the image's digest.

    `tests`: by score, for every T2I model of `tested` the differences of all
    of `tested` to it, in percentage points. `common` of `asked` prompts are
    those that all of `tested` answered the same questions about: differences
    rest on them.
    """

    entries: tuple[Entry, ...]
    shares: pd.DataFrame
    points: pd.DataFrame
    protocol: Protocol | None
    answers: pd.DataFrame
    images: Mapping[tuple[str, str, str], str]
    tested: tuple[str, ...]
    tests: Mapping[str, tuple[Differences, ...]]
    common: int
    asked: int

    @property
    def t2i_models(self) -> tuple[str, ...]:
        """Their names, in the order in which they were chosen."""
        return tuple(entry.t2i_model for entry in self.entries)

    def share(self, key: str, t2i_model: str) -> float:
        """One cell of `shares`."""
        return float(cast(float, self.shares.at[key, t2i_model]))


DIFFERENCE_COLUMNS = (
    "key",
    "t2i_model",
    "against",
    "score",
    "against_score",
    "difference",
    "low",
    "high",
    "p_value",
    "p_holm",
    "clear",
)

ANSWERED = ("t2i_model", "dimension", "prompt_id", "skill", "choice", "expected", "value")

_known: ResultCache[tuple[str | None, ...], Comparison] = ResultCache(_KEPT)


def compare(database: Database, board: Board, chosen: Sequence[Entry]) -> Comparison:
    """These T2I models of a board beside each other."""
    key = (board.protocol_digest, board.evaluator_digest, *(entry.submission or entry.t2i_model for entry in chosen))
    compute = _published if board.kind is BoardKind.PUBLISHED else _measured
    return _known.get(database, key, partial(compute, database, board, chosen))


def differences(found: Comparison, against: str) -> pd.DataFrame:
    """Every other T2I model of a comparison less one of them, a row per score and T2I model.

    Returns:
        Columns `DIFFERENCE_COLUMNS`: the scores in percent of the possible, `difference` (t2i_model less against)
        and its 95% interval in percentage points, `p_holm` corrected for all rows, `clear` where it is at most 5%.
        What is not known is not a number: a difference where one has no such score, the rest also where answers
        to single images are missing.
    """
    rows = [_row(found, key, other, against) for key in RANKED for other in found.t2i_models if other != against]
    frame = pd.DataFrame(rows, columns=list(DIFFERENCE_COLUMNS))
    frame["p_holm"] = corrected(frame["p_value"].to_numpy(np.float64))
    return frame.assign(clear=clear(frame["p_holm"].to_numpy(np.float64)))


def _row(found: Comparison, key: str, other: str, against: str) -> dict[str, object]:
    score, against_score = found.share(key, other), found.share(key, against)
    row = {"key": key, "t2i_model": other, "against": against, "score": score, "against_score": against_score}
    row |= {"difference": score - against_score, "low": np.nan, "high": np.nan, "p_value": np.nan}
    if key in found.tests and {other, against} <= set(found.tested):
        own, place = found.tests[key][found.tested.index(against)], found.tested.index(other)
        row |= {
            "difference": own.value[place],
            "low": own.low[place],
            "high": own.high[place],
            "p_value": own.p_value[place],
        }
    return row


def _published(database: Database, board: Board, chosen: Sequence[Entry]) -> Comparison:
    rows = ranked(database, board).rows.set_index("t2i_model")
    names = [entry.t2i_model for entry in chosen]
    points = rows.loc[names, list(SCORE_KEYS)].astype(float).T
    nothing = pd.DataFrame(columns=list(ANSWERED))
    return Comparison(tuple(chosen), _shares(points), points, None, nothing, {}, (), {}, 0, 0)


def _measured(database: Database, board: Board, chosen: Sequence[Entry]) -> Comparison:
    names = {entry.submission or "": entry.t2i_model for entry in chosen}
    evaluator = board.evaluator_digest or ""
    with database.read() as session:
        points = _points(session, names, evaluator)
        rows = _rows(session, names, evaluator)
        protocol = load_protocol(session, board.protocol_digest or "")
    pictures = rows.drop_duplicates(["t2i_model", "dimension", "prompt_id"])
    images = {
        (str(name), str(dimension), str(prompt)): str(digest)
        for name, dimension, prompt, digest in pictures[
            ["t2i_model", "dimension", "prompt_id", "image_digest"]
        ].to_numpy()
    }
    answers = _valued(rows[rows["skill"].notna()])
    found = paired_tests(answers, _unasked(protocol, images, set(answers["t2i_model"])))
    return Comparison(
        tuple(chosen),
        _shares(points),
        points,
        protocol,
        answers,
        images,
        found.t2i_models,
        found.differences,
        found.common,
        found.asked,
    )


def _points(session: Session, names: Mapping[str, str], evaluator: str) -> pd.DataFrame:
    found = session.execute(
        select(SkillScore.submission_id, SkillScore.key, SkillScore.score).where(
            SkillScore.submission_id.in_(list(names)), SkillScore.evaluator_digest == evaluator
        )
    )
    points = pd.DataFrame(np.nan, index=list(SCORE_KEYS), columns=list(names.values()))
    for submission, key, score in found:
        if key in points.index and score is not None:
            points.loc[key, names[submission]] = score
    return points


def _shares(points: pd.DataFrame) -> pd.DataFrame:
    """Percent of the possible points, from scores in their own units."""
    scale = {skill.key: 100 / skill.best for skill in SKILLS}
    scale |= {OVERALL: 1.0, Dimension.FAITHFULNESS.value: 100 / skills_of(Dimension.FAITHFULNESS)[0].best}
    shares = points.mul(pd.Series(scale), axis=0)
    shares.loc[Dimension.ALIGNMENT.value] = 100 * points.loc[ALIGNMENT_NORMALISED]
    return shares.reindex(points.index).drop(index=ALIGNMENT_NORMALISED)


def _rows(session: Session, names: Mapping[str, str], evaluator: str) -> pd.DataFrame:
    """A row per answer, and one without an answer per image that nothing is asked of."""
    found = session.execute(
        select(
            Generation.submission_id,
            Generation.dimension,
            Generation.prompt_id,
            Generation.image_digest,
            StoredAnswer.skill,
            StoredAnswer.choice,
            StoredAnswer.expected,
        )
        .outerjoin(
            StoredAnswer, and_(StoredAnswer.generation_id == Generation.id, StoredAnswer.evaluator_digest == evaluator)
        )
        .where(Generation.submission_id.in_(list(names)))
    )
    rows = pd.DataFrame(found.fetchall(), columns=list(found.keys()))
    return rows.assign(t2i_model=rows["submission_id"].map(names))


def _valued(rows: pd.DataFrame) -> pd.DataFrame:
    """Answers with what they earned, columns as in `Comparison`."""
    best = rows["skill"].map({skill.key: skill.best for skill in SKILL_BY_KEY.values()}).astype(float)
    choice, expected = rows["choice"].astype(float), rows["expected"].astype(float)
    value = (expected.fillna(choice) / best).where(choice != ABSENT)
    valued = rows.assign(choice=choice.astype(np.int64), expected=expected, value=value)
    return valued[list(ANSWERED)].reset_index(drop=True)


def _unasked(
    protocol: Protocol, images: Collection[tuple[str, str, str]], t2i_models: Collection[str]
) -> dict[Dimension, tuple[str, ...]]:
    """Prompts that nothing is asked about, and that all of these T2I models made an image for."""
    return {
        dimension: tuple(
            prompt.prompt_id
            for prompt in protocol.prompts_of(dimension)
            if not protocol.questions_for(prompt)
            and all((name, dimension.value, prompt.prompt_id) in images for name in t2i_models)
        )
        for dimension in Dimension
    }
