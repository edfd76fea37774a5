"""The paired differences of a few T2I models: from their answers to intervals and p-values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from leaderboard.board.standings import RANKED, compute_contests
from leaderboard.scores.aggregation import OVERALL, weights_of
from leaderboard.scores.sheets import SHARE, Sheet, read_sheet
from leaderboard.statistics.arrays import Floats
from leaderboard.statistics.paired import Differences, Tested, paired_differences
from leaderboard.statistics.ranks import contest
from leaderboard.statistics.resampling import interval_ends
from leaderboard.store.results import BOOTSTRAP_SEED
from model.protocol.skills import Dimension, skills_of


@dataclass(frozen=True, slots=True)
class PairedTests:
    """Differences between T2I models that answered about images.

    `differences`: by score, for every one of `t2i_models` the differences of all of them to it, in percentage
    points. They rest on `common` prompts of `prompts`: those about which all answered the same questions.
    """

    t2i_models: tuple[str, ...]
    differences: Mapping[str, tuple[Differences, ...]]
    common: int
    prompts: int


def paired_tests(answers: pd.DataFrame, unasked: Mapping[Dimension, Collection[str]]) -> PairedTests:
    """Test all differences between T2I models, on the prompts about which all of them answered the same questions.

    Args:
        answers: Columns t2i_model, dimension, prompt_id, skill, choice.
        unasked: Prompts, by dimension, whose images count though nothing is asked of them.
    """
    names = tuple(sorted(set(answers["t2i_model"])))
    counts = answers.groupby(["dimension", "prompt_id", "skill"])["t2i_model"].nunique()
    prompts = (counts == len(names)).groupby(level=["dimension", "prompt_id"]).all()
    alike = prompts.index[prompts]
    if len(names) < 2 or not len(alike):
        return PairedTests(names if len(names) > 1 else (), {}, len(alike), len(prompts))
    kept = answers[pd.MultiIndex.from_frame(answers[["dimension", "prompt_id"]]).isin(alike)]
    sheets = {dimension: _sheet(kept, dimension, unasked.get(dimension, ()), names) for dimension in Dimension}
    differences = {
        key: tuple(paired_differences(tested, place) for place in range(len(names)))
        for key, tested in contestants(sheets).items()
    }
    return PairedTests(names, differences, len(alike), len(prompts))


def contestants(sheets: Mapping[Dimension, Sheet]) -> dict[str, Tested]:
    """Make for every key of `RANKED` what a paired comparison takes, scores in percent of the possible.

    The resamples are those of the scores' intervals (`results.BOOTSTRAP_SEED`), the tests those of the ranks.
    """
    weights = weights_of(sheets, np.random.default_rng(BOOTSTRAP_SEED))
    ranked = compute_contests(sheets)
    scores: dict[str, tuple[Floats, Floats, tuple[float, float]]] = {}
    for dimension, sheet in sheets.items():
        for key, drawn in [
            (dimension.value, weights[dimension]),
            *((skill.key, weights[dimension][:, sheet.asks[:, n]]) for n, skill in enumerate(sheet.skills)),
        ]:
            best = 1 if key == dimension else next(skill.best for skill in sheet.skills if skill.key == key)
            ratio = replace(sheet.ratio(SHARE if key == dimension else key), scale=100 / best)
            strata = sheet.strata(key)
            scores[key] = (ratio.scores, ratio.resampled(drawn), interval_ends(len(strata), len(set(strata))))
    halves = [scores[dimension.value] for dimension in Dimension]
    scores[OVERALL] = (
        (halves[0][0] + halves[1][0]) / 2,
        (halves[0][1] + halves[1][1]) / 2,
        interval_ends(ranked[OVERALL][2], 0),
    )
    return {key: Tested(*scores[key], contest(*ranked[key])) for key in RANKED}


def _sheet(answers: pd.DataFrame, dimension: Dimension, unasked: Collection[str], names: tuple[str, ...]) -> Sheet:
    """Read a dimension's sheet of these T2I models, an empty one where nothing was asked in it."""
    sheet = read_sheet(answers, dimension, unasked)
    if sheet.t2i_models and sheet.prompts:
        return sheet
    skills = skills_of(dimension)
    nothing = np.zeros((len(names), 0, len(skills)))
    return Sheet(dimension, skills, names, (), nothing, nothing, np.zeros((0, len(skills)), dtype=bool))
