"""From answers to scores, as pure functions over a data frame.

The frame of answers has one row per question asked of one submission:

| column | meaning |
| --- | --- |
| dimension | `faithfulness` or `alignment` |
| prompt_id | the prompt the image was made for; one image per dimension and prompt |
| skill | a key of `model.protocol.skills.SKILLS` |
| choice | the chosen option; -1 (part absent) never counts |

An image without a question has no row; the alignment score divides by it all the
same, as the original code does, so its prompt is named beside the frame.

Formulas: EvalAlign, arXiv 2406.16562, and its released code; the overall
score is this project's own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leaderboard.scores.sheets import SHARE, Sheet, read_sheet
from leaderboard.statistics.arrays import Floats
from leaderboard.statistics.resampling import interval_ends, percentiles, prompt_weights
from model.protocol.skills import SKILLS, Dimension

ALIGNMENT_NORMALISED = "alignment_normalised"
OVERALL = "overall"
SCORE_KEYS: tuple[str, ...] = (OVERALL, *Dimension, ALIGNMENT_NORMALISED, *(skill.key for skill in SKILLS))
"""Everything that gets a score, in the order in which `score_answers` gives them."""

RESAMPLES = 2_000
"""Bootstrap resamples; with 2,000 the ends of a 95% interval move by about a twentieth of its width."""


@dataclass(frozen=True, slots=True)
class Score:
    """One aggregate of answers.

    Units of `score`, `low` and `high` by `key`: a skill or `faithfulness`, mean
    points per counted answer (0 to the skill's best, 4 or 2); `alignment`,
    points per image; `alignment_normalised`, points by possible points (0 to
    1); `overall`, percent (0 to 100). `low` and `high` bound the 95% interval.
    All three are None where nothing counts.
    """

    key: str
    score: float | None
    low: float | None
    high: float | None
    points: int
    possible: int
    n: int


_EVERY = slice(None)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """One key's scores of many T2I models; fields as in `Score`, (T2I models,) each, not a number where unknown."""

    key: str
    score: Floats
    low: Floats
    high: Floats
    points: Floats
    possible: Floats
    n: Floats


NOTHING_UNASKED: Mapping[Dimension, Collection[str]] = {}
"""Every image has a question, as in most protocols."""


def score_answers(
    answers: pd.DataFrame,
    generator: np.random.Generator | None = None,
    unasked: Mapping[Dimension, Collection[str]] = NOTHING_UNASKED,
) -> list[Score]:
    """Compute all scores of one submission, in the order of `SCORE_KEYS`; see `score_sheets`.

    Args:
        answers: See the module's text; the order of rows does not matter.
        generator: Source of the resamples; default: seed 0.
        unasked: Prompts without a question, by dimension, whose images count all the same.

    Raises:
        ValueError: A skill is unknown, not of the row's dimension, or a choice
            is none of its options.
    """
    frame = answers.assign(t2i_model="")
    sheets = {dimension: read_sheet(frame, dimension, unasked.get(dimension, ())) for dimension in Dimension}
    return [_single(table) for table in score_sheets(sheets, generator or np.random.default_rng(0))]


def score_sheets(
    sheets: Mapping[Dimension, Sheet], generator: np.random.Generator, resamples: int = RESAMPLES
) -> list[ScoreTable]:
    """Compute all scores of many T2I models at once, from both dimensions' answers, in the order of `SCORE_KEYS`.

    A skill's score is the mean of its answers. Faithfulness is the sum of the
    answers by the number of counted answers; alignment the sum of the answers
    by the number of images, and its normalised form the sum by the possible
    points. Overall is the mean of the two dimensions, each as a fraction of its
    possible points, in percent.

    Intervals are the percentile bootstrap over prompts, within strata of
    prompts that ask the same skills (`leaderboard.statistics.resampling`). The
    same generator draws the same prompts for every T2I model: resamples are
    paired, also between submissions scored at different times.
    """
    weights = weights_of(sheets, generator, resamples)
    tables = {OVERALL: _overall(sheets, weights)}
    for dimension, sheet in sheets.items():
        drawn = weights[dimension]
        tables[dimension.value] = _table(dimension.value, sheet, dimension, drawn, _EVERY)
        if dimension is Dimension.ALIGNMENT:
            tables[ALIGNMENT_NORMALISED] = _table(ALIGNMENT_NORMALISED, sheet, SHARE, drawn, _EVERY)
        for place, skill in enumerate(sheet.skills):
            columns = drawn[:, sheet.asks[:, place]]
            tables[skill.key] = _table(skill.key, sheet, skill.key, columns, slice(place, place + 1))
    return [tables[key] for key in SCORE_KEYS]


def weights_of(
    sheets: Mapping[Dimension, Sheet], generator: np.random.Generator, resamples: int = RESAMPLES
) -> dict[Dimension, Floats]:
    """Draw resamples of both dimensions' prompts, (resamples, prompts) each; the same generator draws the same."""
    return {
        dimension: prompt_weights(sheets[dimension].strata(dimension), resamples, generator) for dimension in Dimension
    }


def _single(table: ScoreTable) -> Score:
    amounts = (int(amount.sum()) for amount in (table.points, table.possible, table.n))
    if len(table.score) == 0 or not np.isfinite(table.score[0]):
        return Score(table.key, None, None, None, *amounts)
    return Score(table.key, float(table.score[0]), float(table.low[0]), float(table.high[0]), *amounts)


def _table(key: str, sheet: Sheet, ratio_key: str, weights: Floats, skills: slice) -> ScoreTable:
    ratio, strata = sheet.ratio(ratio_key), sheet.strata(ratio_key)
    low, high = percentiles(ratio.resampled(weights), interval_ends(len(strata), len(set(strata))))
    return ScoreTable(key, ratio.scores, low, high, *_sums([sheet], skills))


def _overall(sheets: Mapping[Dimension, Sheet], weights: Mapping[Dimension, Floats]) -> ScoreTable:
    shares = {dimension: sheet.ratio(SHARE) for dimension, sheet in sheets.items()}
    first, second = (shares[dimension].resampled(weights[dimension]) for dimension in Dimension)
    score = 50 * sum((share.scores for share in shares.values()), np.zeros(()))
    freedom = min(len(strata) - len(set(strata)) for strata in (sheet.strata(SHARE) for sheet in sheets.values()))
    low, high = percentiles(50 * (first + second), interval_ends(freedom, 0))
    return ScoreTable(OVERALL, score, low, high, *_sums(list(sheets.values()), _EVERY))


def _sums(sheets: Sequence[Sheet], skills: slice) -> tuple[Floats, Floats, Floats]:
    """Sum points, possible points and counted answers, (T2I models,) each."""
    parts = [
        [array[:, :, skills].sum(axis=(1, 2)) for array in (sheet.points, sheet.possible, sheet.counted)]
        for sheet in sheets
    ]
    points, possible, n = (np.sum(column, axis=0) for column in zip(*parts, strict=True))
    return points, possible, n
