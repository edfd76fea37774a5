"""From answers to scores, as pure functions over a data frame.

The frame of answers has one row per question asked of one submission:

| column | meaning |
| --- | --- |
| dimension | `faithfulness` or `alignment` |
| prompt_id | the prompt the image was made for; one image per dimension and prompt |
| skill | a key of `model.skills.SKILLS` |
| choice | the chosen option; -1 (part absent) never counts |

An image that nothing is asked of has no row; the alignment score divides by it
all the same, as the original code does, so its prompt is named beside the frame.

Formulas: EvalAlign, arXiv 2406.16562, and its released code; the overall
score is this project's own.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension, Skill, skills_of

ANSWER_COLUMNS = ("dimension", "prompt_id", "skill", "choice")

ALIGNMENT_NORMALISED = "alignment_normalised"
OVERALL = "overall"
SCORE_KEYS: tuple[str, ...] = (OVERALL, *Dimension, ALIGNMENT_NORMALISED, *(skill.key for skill in SKILLS))
"""Everything that gets a score, in the order in which `score_answers` gives them."""

RESAMPLES = 2_000
"""Bootstrap resamples; with 2,000 the ends of a 95% interval move by about a twentieth of its width."""

_INTERVAL = (2.5, 97.5)

Floats = NDArray[np.float64]


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


@dataclass(frozen=True, slots=True)
class _Tally:
    """One dimension's answers, prompt by prompt.

    `points`, `counted`: (prompts, skills). `possible`: (prompts,), the most
    points the counted answers to one prompt could have earned.
    """

    skills: tuple[Skill, ...]
    points: Floats
    counted: Floats
    possible: Floats


NOTHING_UNASKED: Mapping[Dimension, Collection[str]] = {}
"""Every image is asked something: what most protocols have."""


def score_answers(
    answers: pd.DataFrame,
    generator: np.random.Generator | None = None,
    unasked: Mapping[Dimension, Collection[str]] = NOTHING_UNASKED,
) -> list[Score]:
    """All scores of one submission, in the order of `SCORE_KEYS`.

    A skill's score is the mean of its answers. Faithfulness is the sum of the
    answers by the number of counted answers; alignment the sum of the answers
    by the number of images, and its normalised form the sum by the possible
    points. Overall is the mean of the two dimensions, each as a fraction of its
    possible points, in percent.

    Intervals are the percentile bootstrap over prompts, each dimension's
    prompts resampled by themselves. Submissions to one protocol have the same
    prompts, so one seed draws the same prompts for all of them: the resamples
    are paired.

    Args:
        answers: See the module's text; the order of rows does not matter.
        generator: Source of the resamples; default: seed 0.
        unasked: Prompts, by dimension, whose images were judged though nothing is asked of them.

    Raises:
        ValueError: A skill is unknown, not of the row's dimension, or a choice
            is none of its options.
    """
    _check(answers)
    generator = generator or np.random.default_rng(0)
    tallies = {dimension: _tally(answers, dimension, unasked.get(dimension, ())) for dimension in Dimension}
    weights = {dimension: _weights(len(tally.points), generator) for dimension, tally in tallies.items()}
    return [
        _overall_score(tallies, weights),
        *(_dimension_score(tallies[dimension], weights[dimension], dimension) for dimension in Dimension),
        _normalised_score(tallies[Dimension.ALIGNMENT], weights[Dimension.ALIGNMENT]),
        *(score for dimension in Dimension for score in _skill_scores(tallies[dimension], weights[dimension])),
    ]


def _check(answers: pd.DataFrame) -> None:
    for (dimension, key), choices in answers.groupby(["dimension", "skill"])["choice"]:
        skill = SKILL_BY_KEY.get(str(key))
        if skill is None or skill.dimension != dimension:
            raise ValueError(f"{key!r} is not a skill of the dimension {dimension!r}")
        strangers = set(choices) - set(skill.options)
        if strangers:
            raise ValueError(f"{key}: {sorted(strangers)} are none of its options {skill.options}")


def _tally(answers: pd.DataFrame, dimension: Dimension, unasked: Collection[str]) -> _Tally:
    rows = answers[answers["dimension"] == dimension]
    skills = skills_of(dimension)
    # Images of which nothing is asked have no score of their own: alone, they make none.
    prompts = pd.Index(sorted({*rows["prompt_id"], *(unasked if len(rows) else ())}))
    cells = (
        prompts.get_indexer(pd.Index(rows["prompt_id"])),
        pd.Index([skill.key for skill in skills]).get_indexer(pd.Index(rows["skill"])),
    )
    choice = rows["choice"].to_numpy(dtype=np.float64)
    counts = (choice != ABSENT).astype(np.float64)
    points = np.zeros((len(prompts), len(skills)))
    counted = np.zeros_like(points)
    np.add.at(points, cells, choice * counts)
    np.add.at(counted, cells, counts)
    best = np.array([skill.best for skill in skills], dtype=np.float64)
    return _Tally(skills=skills, points=points, counted=counted, possible=counted @ best)


def _weights(prompts: int, generator: np.random.Generator) -> Floats:
    """How often each resample draws each prompt, (RESAMPLES, prompts); the first row draws every prompt once."""
    if prompts == 0:
        return np.zeros((RESAMPLES + 1, 0))
    drawn = generator.multinomial(prompts, np.full(prompts, 1 / prompts), size=RESAMPLES)
    return np.vstack([np.ones(prompts), drawn]).astype(np.float64)


def _ratio(above: Floats, below: Floats) -> Floats:
    """`above / below`, not a number where `below` is zero."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _score(key: str, values: Floats, tallies: list[_Tally]) -> Score:
    """A score from its value on the sample itself (the first) and on the resamples (the others)."""
    resampled = values[1:][np.isfinite(values[1:])]
    known = bool(np.isfinite(values[0])) and resampled.size > 0
    low, high = (float(end) for end in np.percentile(resampled, _INTERVAL)) if known else (None, None)
    return Score(
        key=key,
        score=float(values[0]) if known else None,
        low=low,
        high=high,
        points=int(sum(tally.points.sum() for tally in tallies)),
        possible=int(sum(tally.possible.sum() for tally in tallies)),
        n=int(sum(tally.counted.sum() for tally in tallies)),
    )


def _fraction(tally: _Tally, weights: Floats) -> Floats:
    return _ratio(weights @ tally.points.sum(axis=1), weights @ tally.possible)


def _overall_score(tallies: dict[Dimension, _Tally], weights: dict[Dimension, Floats]) -> Score:
    fractions = [_fraction(tallies[dimension], weights[dimension]) for dimension in Dimension]
    return _score(OVERALL, 100 * (fractions[0] + fractions[1]) / 2, list(tallies.values()))


def _dimension_score(tally: _Tally, weights: Floats, dimension: Dimension) -> Score:
    points = weights @ tally.points.sum(axis=1)
    below = weights @ tally.counted.sum(axis=1) if dimension is Dimension.FAITHFULNESS else weights.sum(axis=1)
    return _score(dimension.value, _ratio(points, below), [tally])


def _normalised_score(tally: _Tally, weights: Floats) -> Score:
    return _score(ALIGNMENT_NORMALISED, _fraction(tally, weights), [tally])


def _skill_scores(tally: _Tally, weights: Floats) -> Iterator[Score]:
    values = _ratio(weights @ tally.points, weights @ tally.counted)
    for column, skill in enumerate(tally.skills):
        counted = tally.counted[:, column]
        only = _Tally((skill,), tally.points[:, [column]], counted[:, None], counted * skill.best)
        yield _score(skill.key, values[:, column], [only])
