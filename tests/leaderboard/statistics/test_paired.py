"""Paired differences against a plain oracle: loops over prompts and resamples, no linear algebra."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from leaderboard.compare.paired_tests import contestants, paired_tests
from leaderboard.scores.aggregation import RESAMPLES, weights_of
from leaderboard.scores.sheets import Sheet, read_sheet
from leaderboard.statistics.holm import holm
from leaderboard.store.results import BOOTSTRAP_SEED
from model.protocol.skills import SKILL_BY_KEY, Dimension
from tests.helpers.statsmodels_holm import statsmodels_holm

BODY, COUNT, STYLE = "faithfulness.body", "alignment.count", "alignment.style"


@st.composite
def boards(draw: st.DrawFn) -> pd.DataFrame:
    """Answers of two or three T2I models: body on 3 to 6 prompts, count on all others of 4 to 7, style on some."""
    names = ["A", "B", "C"][: draw(st.integers(2, 3))]
    bodies, others = draw(st.integers(3, 6)), draw(st.integers(4, 7))
    styled = draw(st.integers(2, others - 2))
    questions = [("faithfulness", f"f{n}", BODY) for n in range(bodies)]
    questions += [("alignment", f"a{n}", COUNT) for n in range(others)]
    questions += [("alignment", f"a{n}", STYLE) for n in range(styled)]
    rows = [
        (name, *question, draw(st.sampled_from(SKILL_BY_KEY[question[2]].options)))
        for name in names
        for question in questions
    ]
    return pd.DataFrame(rows, columns=["t2i_model", "dimension", "prompt_id", "skill", "choice"])


def share(rows: pd.DataFrame, name: str, skills: list[str], weight: dict[str, float]) -> float:
    """Percent of the possible points, prompts counted as often as `weight` says; nan where nothing counts."""
    earned = possible = 0.0
    for row in rows.itertuples():
        if row.t2i_model == name and row.skill in skills and row.choice != -1:
            earned += weight[row.prompt_id] * row.choice
            possible += weight[row.prompt_id] * SKILL_BY_KEY[row.skill].best
    return 100 * earned / possible if possible else float("nan")


def sheets_of(answers: pd.DataFrame) -> dict[Dimension, Sheet]:
    return {dimension: read_sheet(answers, dimension) for dimension in Dimension}


KEYS = {
    BODY: [BODY],
    COUNT: [COUNT],
    STYLE: [STYLE],
    "faithfulness": [BODY],
    "alignment": [COUNT, STYLE],
}


@settings(max_examples=12, deadline=None)
@given(boards())
def test_differences_and_intervals_are_those_of_a_plain_bootstrap(answers: pd.DataFrame) -> None:
    tests = paired_tests(answers, {})
    sheets = sheets_of(answers)
    drawn = weights_of(sheets, np.random.default_rng(BOOTSTRAP_SEED))
    assert tests.common == tests.prompts == answers["prompt_id"].nunique()
    for key, skills in KEYS.items():
        sheet = sheets[SKILL_BY_KEY[skills[0]].dimension]
        every = dict.fromkeys(sheet.prompts, 1.0)
        resampled = {
            name: [
                share(answers, name, skills, dict(zip(sheet.prompts, row, strict=True)))
                for row in drawn[sheet.dimension][:40]
            ]
            for name in tests.t2i_models
        }
        table = contestants(sheets)[key]
        for place, name in enumerate(tests.t2i_models):
            np.testing.assert_allclose(table.resampled[place][:40], resampled[name], atol=1e-9)
            gap = share(answers, name, skills, every) - share(answers, "A", skills, every)
            value = tests.differences[key][0].value[place]
            assert np.isnan(value) if name == "A" or np.isnan(gap) else value == pytest.approx(gap, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(boards())
def test_the_p_value_is_that_of_a_paired_t_test_written_out(answers: pd.DataFrame) -> None:
    p_value = paired_tests(answers, {}).differences[COUNT][0].p_value[1]
    rows = answers[answers["skill"] == COUNT].pivot(index="prompt_id", columns="t2i_model", values="choice")
    styled = set(answers.loc[answers["skill"] == STYLE, "prompt_id"])
    gaps = rows["B"] - rows["A"]
    variance = 0.0
    for stratum in (gaps[gaps.index.isin(styled)], gaps[~gaps.index.isin(styled)]):
        moves = stratum / len(gaps)
        variance += len(stratum) / (len(stratum) - 1) * ((moves - moves.mean()) ** 2).sum()
    if abs(gaps.mean()) < 1e-12:
        expected = 1.0
    elif variance < 1e-12:
        expected = 2.0 ** (1 - len(gaps))
    else:
        expected = max(2 * stats.t.sf(abs(gaps.mean()) / variance**0.5, len(gaps) - 2), 2.0 ** (1 - len(gaps)))
    assert p_value == pytest.approx(expected, rel=1e-6, abs=1e-12)


@settings(max_examples=12, deadline=None)
@given(boards())
def test_overall_averages_dimensions_and_swapping_changes_the_sign(answers: pd.DataFrame) -> None:
    tests = paired_tests(answers, {}).differences
    parts = [tests[dimension][0].value for dimension in Dimension]
    np.testing.assert_allclose(tests["overall"][0].value, (parts[0] + parts[1]) / 2)
    for forth, back in ((each[0], each[1]) for each in tests.values()):
        assert forth.value[1] == pytest.approx(-back.value[0], nan_ok=True)
        assert forth.low[1] == pytest.approx(-back.high[0], nan_ok=True)
        assert forth.p_value[1] == pytest.approx(back.p_value[0], nan_ok=True)
        for low, value in pairwise((forth.low[1], forth.value[1], forth.high[1])):
            assert not low > value + 15


def test_an_interval_is_the_percentiles_of_all_resamples() -> None:
    generator = np.random.default_rng(1)
    rows = [(name, "alignment", f"a{n}", COUNT, int(generator.integers(0, 3))) for name in "AB" for n in range(200)]
    answers = pd.DataFrame(rows, columns=["t2i_model", "dimension", "prompt_id", "skill", "choice"])
    tests = paired_tests(answers, {}).differences[COUNT][0]
    wide = answers.pivot(index="prompt_id", columns="t2i_model", values="choice") * 50.0
    gaps = (wide["B"] - wide["A"]).to_numpy()
    spread = gaps.std(ddof=1) / len(gaps) ** 0.5 * stats.t.ppf(0.975, len(gaps) - 1)
    assert RESAMPLES == 2_000
    assert (tests.low[1], tests.high[1]) == pytest.approx((gaps.mean() - spread, gaps.mean() + spread), rel=0.15)


def test_only_prompts_that_all_answered_alike_count() -> None:
    rows = [("A", "alignment", f"a{n}", COUNT, 2) for n in range(6)]
    rows += [("B", "alignment", f"a{n}", COUNT, 1) for n in range(4)] + [("A", "alignment", "a0", STYLE, 0)]
    tests = paired_tests(pd.DataFrame(rows, columns=["t2i_model", "dimension", "prompt_id", "skill", "choice"]), {})
    assert (tests.common, tests.prompts) == (3, 6)  # a0 asks one of a style, too; a4 and a5 one of them alone
    assert tests.differences[COUNT][0].value[1] == pytest.approx(-50)
    assert np.isnan(tests.differences[STYLE][0].value[1])
    assert np.isnan(tests.differences["overall"][0].p_value[1])
    nothing = paired_tests(
        pd.DataFrame(rows[:6], columns=["t2i_model", "dimension", "prompt_id", "skill", "choice"]), {}
    )
    assert nothing.differences == {}


@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=12))
def test_the_correction_covers_what_is_known_and_leaves_the_rest(p_values: list[float]) -> None:
    p_holm = holm(np.array(p_values))
    known = [value for value in p_values if value == value]
    if known:
        expected = statsmodels_holm(known)
        np.testing.assert_allclose([value for value in p_holm if value == value], expected)
    assert [value != value for value in p_holm] == [value != value for value in p_values]
