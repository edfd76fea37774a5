"""Simulated T2I models and annotators: their spread, their agreement, and that they never change."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st
from scipy.stats import kendalltau

from model.closed_world.annotators import ANNOTATORS, NOISE, cohen_kappa, median_labels, pairwise_kappa, simulate_labels
from model.closed_world.protocol import closed_world_protocol
from model.closed_world.simulation import (
    SEEN_MODELS,
    SIMULATED_MODELS,
    UNSEEN_MODELS,
    draw_generations,
    plan_generations,
)
from model.protocol.schema import Prompt
from model.protocol.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension, Skill, skills_of

PROMPT = Prompt(prompt_id="x1", dimension=Dimension.FAITHFULNESS, text="a man waves")


@cache
def labelled() -> list[tuple[str, Prompt, dict[str, int], dict[str, dict[str, int]]]]:
    """T2I model, prompt, truth and labels of every generation on the closed world's board."""
    return [
        (
            t2i_model.name,
            planned.prompt,
            dict(planned.truth),
            simulate_labels(t2i_model.name, planned.prompt, planned.truth),
        )
        for t2i_model in SIMULATED_MODELS
        for planned in plan_generations(t2i_model)
    ]


def rows(*skills: str) -> list[list[int]]:
    """Each annotator's labels on all questions of these skills, the questions in one order."""
    return [
        [answer for *_, given in labelled() for skill, answer in given[annotator.name].items() if skill in skills]
        for annotator in ANNOTATORS
    ]


def scores(dimension: Dimension, prompt_ids: frozenset[str]) -> list[float]:
    """Human scores from some prompts: the mean point, and for alignment the points per image."""
    points = dict.fromkeys((t2i_model.name for t2i_model in SIMULATED_MODELS), 0)
    counted = points.copy()
    for name, prompt, _, given in labelled():
        if prompt.dimension is dimension and prompt.prompt_id in prompt_ids:
            answers = [answer for labels in given.values() for answer in labels.values() if answer != ABSENT]
            points[name] += sum(answers)
            counted[name] += len(answers) if dimension is Dimension.FAITHFULNESS else len(given)
    return [points[name] / counted[name] for name in points]


def splits(dimension: Dimension, number: int) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    ids = [prompt.prompt_id for prompt in closed_world_protocol().prompts_of(dimension)]
    generator = np.random.default_rng(1)
    for _ in range(number):
        mixed = generator.permutation(ids)
        yield frozenset(mixed[::2]), frozenset(mixed[1::2])


def test_the_8_seen_of_24_models_spread_over_all_qualities() -> None:
    assert len({t2i_model.name for t2i_model in SIMULATED_MODELS}) == 24
    assert (len(SEEN_MODELS), len(UNSEEN_MODELS)) == (8, 16)
    seen = {t2i_model.name for t2i_model in SEEN_MODELS}
    assert not seen & {t2i_model.name for t2i_model in UNSEEN_MODELS}
    places = [place for place, t2i_model in enumerate(SIMULATED_MODELS) if t2i_model.name in seen]
    assert {later - earlier for earlier, later in pairwise(places)} == {3}


def test_rates_are_shares_and_dimensions_rank_differently() -> None:
    for t2i_model in SIMULATED_MODELS:
        assert t2i_model.rates.keys() == SKILL_BY_KEY.keys()
        assert all(0 < rate < 1 for rate in t2i_model.rates.values())
    means = [[t2i_model.mean_rate(dimension) for t2i_model in SIMULATED_MODELS] for dimension in Dimension]
    assert 0.5 < kendalltau(*means).statistic < 0.9


def test_a_plan_has_the_truth_of_its_drawing() -> None:
    t2i_model = SIMULATED_MODELS[5]
    planned = list(plan_generations(t2i_model))
    assert len(planned) == 220
    first = next(draw_generations(t2i_model))
    assert (first.prompt, first.truth) == (planned[0].prompt, planned[0].truth)
    assert first.image.tobytes() == planned[0].draw().image.tobytes()


@pytest.mark.parametrize("dimension", Dimension)
def test_halves_of_the_labels_agree_on_the_order(dimension: Dimension) -> None:
    taus = [kendalltau(*(scores(dimension, half) for half in halves)).statistic for halves in splits(dimension, 20)]
    assert np.mean(taus) == pytest.approx(0.9, abs=0.03)


def test_annotators_agree_as_in_the_paper() -> None:
    everything = pairwise_kappa(rows(*SKILL_BY_KEY))
    assert everything == pytest.approx(0.68, abs=0.03)
    for dimension in Dimension:
        assert pairwise_kappa(rows(*(skill.key for skill in skills_of(dimension)))) == pytest.approx(0.68, abs=0.03)
    for skill in SKILLS:
        assert pairwise_kappa(rows(skill.key)) == pytest.approx(0.645, abs=0.03), skill.key


def test_annotators_differ_in_strictness() -> None:
    lenient, even, strict = (np.mean(labels) for labels in rows(*SKILL_BY_KEY))
    assert lenient > even > strict


def test_labels_miss_by_a_step_and_rarely_on_presence() -> None:
    misses = [
        (truth[skill], label)
        for *_, truth, given in labelled()
        for labels in given.values()
        for skill, label in labels.items()
        if label != truth[skill]
    ]
    graded = [abs(label - answer) for answer, label in misses if ABSENT not in (answer, label)]
    assert np.mean(np.array(graded) == 1) > 0.95
    offered = sum(
        len(given) for *_, truth, given in labelled() for skill in truth if SKILL_BY_KEY[skill].options[0] == ABSENT
    )
    assert 0.005 < (len(misses) - len(graded)) / offered < 0.02


@pytest.mark.parametrize("skill", list(SKILL_BY_KEY))
def test_the_median_of_the_labels_is_mostly_true(skill: str) -> None:
    hits = [median_labels(given)[skill] == truth[skill] for *_, truth, given in labelled() if skill in truth]
    assert np.mean(hits) > 0.9


_ANSWERED = st.sampled_from([(skill, option) for skill in SKILLS for option in skill.options])


@for_any(_ANSWERED, st.text(max_size=8))
def test_every_label_is_an_option_and_always_the_same(answered: tuple[Skill, int], name: str) -> None:
    chosen, answer = answered
    truth = {chosen.key: answer}
    given_labels = simulate_labels(name, PROMPT, truth)
    assert given_labels == simulate_labels(name, PROMPT, truth)
    assert [labels.keys() for labels in given_labels.values()] == [{chosen.key}] * len(ANNOTATORS)
    assert all(labels[chosen.key] in chosen.options for labels in given_labels.values())


def test_every_skill_has_its_noise() -> None:
    assert NOISE.keys() == SKILL_BY_KEY.keys()


_LABELS = st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 4)), min_size=1, max_size=30)


@for_any(_LABELS)
def test_kappa_is_symmetric_and_one_only_for_equal_labels(pairs: list[tuple[int, int]]) -> None:
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    value = cohen_kappa(first, second)
    assert value == pytest.approx(cohen_kappa(second, first), nan_ok=True)
    if first == second:
        assert value == 1 or len(set(first)) == 1
    else:
        assert value < 1


def test_kappa_of_a_worked_example() -> None:
    first = [1] * 25 + [0] * 25
    second = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert cohen_kappa(first, second) == pytest.approx(0.4)
    assert pairwise_kappa([first, second, second]) == pytest.approx((0.4 + 0.4 + 1) / 3)


def test_kappa_needs_two_rows_of_one_length() -> None:
    for first, second in ([1, 2], [1]), ([], []):
        with pytest.raises(ValueError, match=r"samples|empty"):
            cohen_kappa(first, second)
