"""Answers as arrays: what every T2I model earned on every prompt and skill of one dimension.

The scores are ratios of sums over such a sheet; EvalAlign, arXiv 2406.16562,
and its released code. What belongs to overall is this project's own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leaderboard.statistics.arrays import Bools, Floats, Ints
from leaderboard.statistics.linear import Ratio
from leaderboard.statistics.resampling import strata_of
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension, Skill, skills_of

SHARE = "share"
"""Key of a dimension's points by its possible points."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One dimension's answers.

    `points`, `counted`: (T2I models, prompts, skills), the counted answer and
    whether there is one (0 or 1). `asks`: (prompts, skills), whether the prompt
    asks the skill, the same for all T2I models.
    """

    dimension: Dimension
    skills: tuple[Skill, ...]
    t2i_models: tuple[str, ...]
    prompts: tuple[str, ...]
    points: Floats
    counted: Floats
    asks: Bools

    @property
    def possible(self) -> Floats:
        """The most points that the counted answers could have earned, (T2I models, prompts, skills)."""
        return np.asarray(self.counted * np.array([skill.best for skill in self.skills], dtype=np.float64))

    def strata(self, key: str) -> Ints:
        """Assign strata to a score's prompts, (prompts,); see `resampling.strata_of`."""
        return strata_of(self.asks[self._prompts_of(key)])

    def ratio(self, key: str) -> Ratio:
        """Express a score as a ratio of sums, over the prompts that ask for it.

        Args:
            key: A skill of the dimension, the dimension itself, or `SHARE`.

        Raises:
            KeyError: It is none of these.
        """
        chosen = self._prompts_of(key)
        points, counted = self.points[:, chosen], self.counted[:, chosen]
        if key == self.dimension:
            below = counted.sum(axis=2) if self.dimension is Dimension.FAITHFULNESS else np.ones(points.shape[:2])
            return Ratio(points.sum(axis=2), below)
        if key == SHARE:
            return Ratio(points.sum(axis=2), self.possible.sum(axis=2))
        place = self._place(key)
        return Ratio(points[:, :, place], counted[:, :, place])

    def prompt_ids(self, key: str) -> tuple[str, ...]:
        """List the prompts that a score rests on."""
        return tuple(self.prompts[place] for place in np.flatnonzero(self._prompts_of(key)))

    def _prompts_of(self, key: str) -> Bools:
        if key in (self.dimension, SHARE):
            return np.ones(len(self.prompts), dtype=bool)
        return self.asks[:, self._place(key)]

    def _place(self, key: str) -> int:
        return self.skills.index(SKILL_BY_KEY[key])


def read_sheet(answers: pd.DataFrame, dimension: Dimension, unasked: Collection[str] = ()) -> Sheet:
    """Read one dimension's sheet from answers: columns as in `leaderboard.scores.aggregation`, and t2i_model.

    The order of rows does not matter; images of `unasked` prompts, which have no question, count all the same.

    Raises:
        ValueError: T2I models answered different questions, a skill is unknown or not of the row's dimension,
            or a choice is none of its options.
    """
    check_answers(answers)
    rows = answers[answers["dimension"] == dimension]
    skills = skills_of(dimension)
    t2i_models = pd.Index(sorted(set(answers["t2i_model"])))
    # Images without a question have no score: alone, they make none.
    prompts = pd.Index(sorted({*rows["prompt_id"], *(unasked if len(rows) else ())}))
    cells = (
        t2i_models.get_indexer(pd.Index(rows["t2i_model"])),
        prompts.get_indexer(pd.Index(rows["prompt_id"])),
        pd.Index([skill.key for skill in skills]).get_indexer(pd.Index(rows["skill"])),
    )
    choice = rows["choice"].to_numpy(dtype=np.float64)
    counts = (choice != ABSENT).astype(np.float64)
    shape = (len(t2i_models), len(prompts), len(skills))
    points, counted, answered = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
    np.add.at(points, cells, choice * counts)
    np.add.at(counted, cells, counts)
    answered[cells] = True
    _check_alike(answered, list(t2i_models), dimension)
    return Sheet(
        dimension, skills, tuple(t2i_models), tuple(prompts), points, counted, np.asarray(answered.any(axis=0))
    )


def check_answers(answers: pd.DataFrame) -> None:
    """Check that every skill and choice exists; raises `ValueError` as `read_sheet` does."""
    for (dimension, key), choices in answers.groupby(["dimension", "skill"])["choice"]:
        skill = SKILL_BY_KEY.get(str(key))
        if skill is None or skill.dimension != dimension:
            raise ValueError(f"{key!r} is not a skill of the dimension {dimension!r}")
        strangers = set(choices.unique()) - set(skill.options)
        if strangers:
            raise ValueError(f"{key}: {sorted(strangers)} are none of its options {skill.options}")


def _check_alike(answered: Bools, t2i_models: Sequence[str], dimension: Dimension) -> None:
    missing = (answered.any(axis=0) & ~answered).sum(axis=(1, 2))
    if missing.any():
        worst = int(np.argmax(missing))
        raise ValueError(
            f"T2I models can be compared on the same questions only; {t2i_models[worst]} lacks {int(missing[worst])} "
            f"of {dimension} that others answered"
        )
