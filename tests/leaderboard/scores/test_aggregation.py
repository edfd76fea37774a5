"""Scores from answers: the formulas, the worked examples of the original's README, and what must always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderboard.scores.aggregation import SCORE_KEYS, Score, score_answers
from model.protocol.skills import ABSENT, SKILL_BY_KEY, SKILLS, Dimension

Row = tuple[str, str, str, int]


def frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["dimension", "prompt_id", "skill", "choice"])


def scores(rows: list[Row]) -> dict[str, Score]:
    return {score.key: score for score in score_answers(frame(rows))}


def spread(points: int, answers: int, best: int) -> list[int]:
    """`answers` options that sum to `points`."""
    choices = []
    for left in range(answers, 0, -1):
        choice = min(best, round(points / left))
        choices.append(choice)
        points -= choice
    assert points == 0
    return choices


def answered(skill: str, points: int, answers: int, first: int, prompts: int) -> list[Row]:
    """`answers` counted answers to prompts from number `first` on, going round; then -1 where the skill has it."""
    choices = spread(points, answers, SKILL_BY_KEY[skill].best)
    dimension = SKILL_BY_KEY[skill].dimension.value
    if dimension == "faithfulness":
        choices += [ABSENT] * (prompts - answers)
    return [(dimension, f"p{(first + i) % prompts}", skill, choice) for i, choice in enumerate(choices)]


PIXART_FAITHFULNESS = [
    row
    for skill, points, n in [
        ("body", 217, 100),
        ("hand", 60, 89),
        ("face", 137, 81),
        ("object", 250, 100),
        ("commonsense", 105, 100),
    ]
    for row in answered(f"faithfulness.{skill}", points, n, 0, 100)
]
IF_ALIGNMENT = [
    row
    for skill, points, n, first in [
        ("object", 209, 118, 2),
        ("count", 160, 109, 0),
        ("spatial", 155, 85, 0),
        ("action", 102, 54, 0),
        ("color", 51, 26, 0),
        ("style", 50, 25, 0),
    ]
    for row in answered(f"alignment.{skill}", points, n, first, 120)
]


def test_worked_example_faithfulness_of_pixart_xl() -> None:
    score = scores(PIXART_FAITHFULNESS)
    assert (score["faithfulness"].points, score["faithfulness"].n) == (769, 470)
    assert score["faithfulness"].score == pytest.approx(1.6362, abs=5e-5)
    assert score["faithfulness.hand"].score == pytest.approx(60 / 89)
    assert score["faithfulness.hand"].n == 89


def test_worked_example_alignment_of_if_i_xl() -> None:
    score = scores(IF_ALIGNMENT)
    assert (score["alignment"].points, score["alignment"].n, score["alignment"].possible) == (727, 417, 834)
    assert score["alignment"].score == pytest.approx(6.0583, abs=5e-5)
    assert score["alignment_normalised"].score == pytest.approx(727 / 834)
    assert score["alignment.count"].score == pytest.approx(160 / 109)


def test_images_of_which_nothing_is_asked_are_divided_by() -> None:
    others = [row for row in IF_ALIGNMENT if row[1] != "p0"]
    without = {score.key: score for score in score_answers(frame(others))}
    beside = {s.key: s for s in score_answers(frame(others), unasked={Dimension.ALIGNMENT: ["p0", "empty"]})}
    points = without["alignment"].points
    assert (without["alignment"].score, beside["alignment"].score) == (points / 119, points / 121)
    for key in ("alignment_normalised", "alignment.object", "alignment.count"):
        assert beside[key].score == without[key].score, "a share of what could be earned stays what it was"
    assert beside["alignment"].n == without["alignment"].n


def test_images_of_which_nothing_is_asked_make_no_score_alone() -> None:
    scores = {score.key: score for score in score_answers(frame([]), unasked={Dimension.ALIGNMENT: ["p0"]})}
    assert scores["alignment"].score is None


def test_overall_is_the_mean_of_the_dimensions_as_fractions_in_percent() -> None:
    score = scores(PIXART_FAITHFULNESS + IF_ALIGNMENT)
    assert score["overall"].score == pytest.approx(100 * (769 / (470 * 4) + 727 / 834) / 2)


def test_one_dimension_alone_gives_no_overall() -> None:
    overall = scores(IF_ALIGNMENT)["overall"]
    assert (overall.score, overall.low, overall.high) == (None, None, None)


def test_a_skill_with_nothing_to_count_has_no_score() -> None:
    hand = scores([("faithfulness", "p1", "faithfulness.hand", ABSENT)])["faithfulness.hand"]
    assert hand == Score("faithfulness.hand", None, None, None, points=0, possible=0, n=0)


def test_every_key_is_scored_in_order() -> None:
    assert tuple(score.key for score in score_answers(frame([]))) == SCORE_KEYS


@pytest.mark.parametrize(
    "row",
    [
        ("faithfulness", "p1", "faithfulness.object", ABSENT),
        ("alignment", "p1", "alignment.count", 3),
        ("alignment", "p1", "faithfulness.body", 1),
        ("alignment", "p1", "alignment.smell", 1),
    ],
)
def test_an_answer_that_the_protocol_does_not_offer_is_an_error(row: Row) -> None:
    with pytest.raises(ValueError, match=row[2]):
        scores([row])


def test_an_interval_narrows_with_the_number_of_prompts() -> None:
    width = {}
    for prompts in (25, 400):
        score = scores([("alignment", f"p{i}", "alignment.object", i % 3) for i in range(prompts)])["alignment"]
        assert score.low is not None
        assert score.high is not None
        width[prompts] = score.high - score.low
    # Four times by the root of their number, and a little more: so few prompts say little about their own spread.
    assert 4 < width[25] / width[400] < 4.8


def test_an_interval_covers_the_truth_about_95_times_in_100() -> None:
    generator = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        choices = generator.choice([0, 1, 2], size=100, p=[0.2, 0.3, 0.5])
        score = scores([("alignment", f"p{i}", "alignment.object", int(c)) for i, c in enumerate(choices)])["alignment"]
        assert score.low is not None
        assert score.high is not None
        covered += score.low <= 1.3 <= score.high
    assert 180 <= covered <= 198


ANSWERS = st.lists(
    st.sampled_from(SKILLS).flatmap(
        lambda skill: st.tuples(
            st.just(skill.dimension.value),
            st.sampled_from(["p1", "p2", "p3", "p4"]),
            st.just(skill.key),
            st.sampled_from(skill.options),
        )
    ),
    max_size=40,
    unique_by=lambda row: row[:3],
)
FEW = settings(max_examples=50, deadline=None)


@FEW
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(rows: list[Row], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert scores(rows) == scores(shuffled)


@FEW
@given(ANSWERS)
def test_absent_parts_never_change_a_score(rows: list[Row]) -> None:
    without = scores([row for row in rows if row[3] != ABSENT])
    for key, score in scores(rows).items():
        assert (score.score, score.points, score.possible, score.n) == (
            without[key].score,
            without[key].points,
            without[key].possible,
            without[key].n,
        )


@FEW
@given(ANSWERS)
def test_scores_stay_within_their_bounds_and_intervals_in_order(rows: list[Row]) -> None:
    most = {"overall": 100.0, "faithfulness": 4.0, "alignment": 12.0, "alignment_normalised": 1.0}
    for score in score_answers(frame(rows)):
        top = most.get(score.key) or SKILL_BY_KEY[score.key].best
        if score.score is None:
            assert (score.low, score.high) == (None, None)
            continue
        assert score.low is not None
        assert score.high is not None
        assert 0 <= score.low <= score.high <= top + 1e-9
        assert 0 <= score.score <= top + 1e-9


def test_the_same_seed_gives_the_same_interval_and_another_seed_another() -> None:
    answers = frame(IF_ALIGNMENT)
    first, again, other = (score_answers(answers, np.random.default_rng(seed))[2] for seed in (1, 1, 2))
    assert first == again
    assert first.key == Dimension.ALIGNMENT
    assert first.low != other.low or first.high != other.high
