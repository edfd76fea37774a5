"""What the experiments compute from answers and labels."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.experiments.annotators import compute_annotator_figures
from model.experiments.data import AnnotatorLabel, one_prompt_in
from model.experiments.figures import AnsweredImage, compute_figures
from model.protocol.answers import Answer
from model.protocol.schema import Question
from model.protocol.skills import SKILL_BY_KEY, Dimension
from model.training.data import LabelledImage
from model.training.labels import LabelledQuestion

BODY, OBJECT, COUNT = "faithfulness.body", "faithfulness.object", "alignment.count"


def question(skill: str) -> Question:
    return Question(skill=skill, text=f"{skill}?", options=SKILL_BY_KEY[skill].options)


def judged(
    t2i_model: str, prompt: str, labels: dict[str, int], choices: dict[str, int], sure: float = 1.0
) -> AnsweredImage:
    name = f"images/{t2i_model}/{prompt}.png"
    asked = tuple(question(skill) for skill in labels)
    image = LabelledImage(name, Path(name), t2i_model, asked, tuple(labels.values()))
    answers = []
    for entry in asked:
        rest = (1 - sure) / (len(entry.options) - 1)
        probabilities = {option: sure if option == choices[entry.skill] else rest for option in entry.options}
        answers.append(Answer(entry.skill, choices[entry.skill], probabilities))
    return AnsweredImage(image, tuple(answers))


def test_scores_are_points_per_counted_answer_and_alignment_per_image() -> None:
    figures = compute_figures(
        [
            judged("a", "f1", {BODY: -1, OBJECT: 4}, {BODY: 2, OBJECT: 1}),
            judged("a", "f2", {BODY: 3, OBJECT: 2}, {BODY: -1, OBJECT: 3}),
            judged("a", "a1", {COUNT: 2, "alignment.color": 1}, {COUNT: 0, "alignment.color": 1}),
            judged("a", "a2", {COUNT: 2}, {COUNT: 2}),
        ],
        {},
    )
    scores = {score.dimension: (score.labels, score.evaluator) for score in figures.scores}
    assert scores[Dimension.FAITHFULNESS] == (pytest.approx((4 + 3 + 2) / 3), pytest.approx((2 + 1 + 3) / 3))
    assert scores[Dimension.ALIGNMENT] == (pytest.approx((3 + 2) / 2), pytest.approx((1 + 2) / 2))


def test_accuracy_is_against_labels_and_separately_against_the_truth() -> None:
    images = [judged("a", f"f{n}", {OBJECT: label}, {OBJECT: 3}) for n, label in enumerate((3, 3, 2, 1))]
    truths = {("images/a/f0.png", OBJECT, f"{OBJECT}?"): 2, ("images/a/f1.png", OBJECT, f"{OBJECT}?"): 3}
    (skill,) = compute_figures(images, truths).skills
    assert (skill.n, skill.accuracy, skill.commonest, skill.truth_accuracy) == (4, 0.5, 0.5, 0.5)
    blind = compute_figures(images, {})
    assert (blind.mean_truth_accuracy, blind.truth_calibration_error) == (None, None)


def test_calibration_error_is_the_gap_between_confidence_and_hits() -> None:
    images = [judged("a", f"f{n}", {OBJECT: label}, {OBJECT: 3}, sure=0.9) for n, label in enumerate((3, 3, 2, 1))]
    assert compute_figures(images, {}).calibration_error == pytest.approx(0.4)


@given(st.permutations(range(4)))
def test_tau_b_compares_two_orders_of_t2i_models(order: list[int]) -> None:
    images = [judged(f"m{n}", "f1", {OBJECT: n}, {OBJECT: place}) for n, place in enumerate(order)]
    concordant = sum((order[i] < order[j]) - (order[i] > order[j]) for i in range(4) for j in range(i + 1, 4))
    figures = compute_figures(images, {})
    assert figures.tau_b(Dimension.FAITHFULNESS).value == pytest.approx(concordant / 6)
    assert figures.skills[0].tau_b.value == pytest.approx(concordant / 6)
    assert figures.tau_b(Dimension.ALIGNMENT).value is None, "nothing was asked about it"


def test_an_evaluator_that_always_says_the_same_orders_nothing() -> None:
    images = [judged(f"m{n}", "f1", {BODY: n}, {BODY: -1}) for n in range(4)]
    figures = compute_figures(images, {})
    assert figures.tau_b(Dimension.FAITHFULNESS).value is None
    assert str(figures.tau_b(Dimension.FAITHFULNESS)) == "not defined"
    assert [score.evaluator for score in figures.scores] == [None] * 4


@given(st.integers(1, 5), st.integers(1, 9))
def test_one_prompt_in_so_many_is_kept_of_each_dimension(every: int, number: int) -> None:
    images = [
        judged(maker, f"{skill[0]}{n}", {skill: 1}, {skill: 1}).image
        for maker in "ab"
        for n in range(number)
        for skill in (OBJECT, COUNT)
    ]
    kept = one_prompt_in(every, images)
    assert kept == [image for image in images if image in kept]
    per_maker = {maker: [Path(image.name).stem for image in kept if image.t2i_model == maker] for maker in "ab"}
    assert per_maker["a"] == per_maker["b"]
    for first in "fa":
        assert sum(prompt[0] == first for prompt in per_maker["a"]) == -(-number // every)


def votes(annotator: str, labels: dict[tuple[str, int], int]) -> list[AnnotatorLabel]:
    """One annotator's labels of the object question by (T2I model, prompt)."""
    return [
        AnnotatorLabel(annotator, LabelledQuestion(f"images/{maker}/p{prompt}.png", maker, question(OBJECT), label))
        for (maker, prompt), label in labels.items()
    ]


def test_kappa_is_cohens_on_the_questions_that_both_have_labelled() -> None:
    # Cohen's own way: observed 3/4, by chance 3/4 * 2/4 + 1/4 * 2/4 = 1/2.
    first = votes("x", {("a", n): label for n, label in enumerate((1, 1, 1, 0, 4))})
    second = votes("y", {("a", n): label for n, label in enumerate((1, 1, 0, 0))})
    figures = compute_annotator_figures({"seen": [*first, *second]})
    (pair,) = figures.pairs
    assert (pair.annotators, pair.n, pair.kappa) == (("x", "y"), 4, pytest.approx(0.5))
    assert figures.kappa == pytest.approx(0.5)
    assert [(skill.skill, skill.n, skill.kappa) for skill in figures.skills] == [(OBJECT, 4, pytest.approx(0.5))]


def test_kappa_needs_shared_questions_that_could_disagree() -> None:
    same = compute_annotator_figures({"seen": [*votes("x", {("a", 1): 2}), *votes("y", {("a", 1): 2})]})
    assert (same.kappa, same.pairs[0].kappa) == (None, None)
    apart = compute_annotator_figures({"seen": [*votes("x", {("a", 1): 2}), *votes("y", {("a", 2): 2})]})
    assert (apart.kappa, apart.pairs) == (None, ())


def test_halves_agree_fully_where_prompts_do_not_matter() -> None:
    level = {(maker, prompt): number for number, maker in enumerate("abcd") for prompt in range(6)}
    (halves,) = compute_annotator_figures({"unseen": [*votes("x", level), *votes("y", level)]}).halves
    assert (halves.group, halves.t2i_models, halves.images) == ("unseen", 4, 24)
    assert (halves.tau_b, halves.low, halves.high) == (1, 1, 1)


@given(st.integers(0, 2**16))
def test_halves_of_noise_agree_within_bounds(seed: int) -> None:
    import random

    rng = random.Random(seed)
    noise = {(maker, prompt): rng.randrange(5) for maker in "abcdef" for prompt in range(8)}
    (halves,) = compute_annotator_figures({"unseen": votes("x", noise)}).halves
    assert halves.tau_b is not None
    assert -1 <= halves.tau_b < 1
