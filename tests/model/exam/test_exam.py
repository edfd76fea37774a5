"""The evaluator exam, on evaluators of known ability."""

import pandas as pd
import pytest

from leaderboard.scores.aggregation import score_answers
from leaderboard.store.annotations import annotated_scores
from model.closed_world.annotators import simulate_labels
from model.closed_world.protocol import closed_world_protocol
from model.closed_world.simulation import plan_generations
from model.exam.examination import examine
from model.exam.figures import compare_order
from model.exam.generations import MarkedGeneration
from model.exam.report import ExamReport
from model.protocol.answers import Answer
from model.protocol.protocol import Protocol
from model.protocol.schema import Question
from model.protocol.skills import SKILLS, Dimension
from submissions.simulated import annotate
from tests.helpers.examinees import SPATIAL, T2I_MODELS, Habit, Oracle, right, wrong


def examined(habit: Habit = right) -> ExamReport:
    return examine(Oracle(habit), t2i_models=T2I_MODELS, quick=True)


def test_an_evaluator_that_knows_the_truth_passes() -> None:
    report = examined()
    assert report.failures == ()
    assert report.passed
    assert [entry.skill for entry in report.skills] == [skill.key for skill in SKILLS]
    for entry in report.skills:
        assert (entry.accuracy, entry.weighted_kappa, entry.calibration_error) == (1, pytest.approx(1), 0)
        assert entry.commonest < 0.95
    assert report.images == 55 * len(T2I_MODELS)
    assert sum(entry.n for entry in report.reliability) == sum(entry.n for entry in report.skills)
    assert {entry.unchanged for entry in report.probes} == {1}
    assert report.mirrored.flipped == 1
    assert report.mirrored.n > 5
    assert [entry.rise for entry in report.painted_text] == [0, 0]


def blind_to_hands(_view: str, question: Question, truth: int) -> tuple[int, float]:
    return (4 if question.skill == "faithfulness.hand" else truth), 1.0


def timid(_view: str, _question: Question, truth: int) -> tuple[int, float]:
    return truth, 0.6


def contrary(_view: str, question: Question, truth: int) -> tuple[int, float]:
    best = question.options[-1]
    return (best - truth if truth >= 0 else truth), 1.0


def upset_by_compression(view: str, question: Question, truth: int) -> tuple[int, float]:
    return wrong(view, question, truth) if view == "compressed" else (truth, 1.0)


def blind_to_sides(view: str, question: Question, truth: int) -> tuple[int, float]:
    turned = view == "mirrored" and question.skill == SPATIAL
    return (2 - truth if turned else truth), 1.0


def always_the_other_way_round(_view: str, question: Question, truth: int) -> tuple[int, float]:
    return (0 if question.skill == SPATIAL else truth), 1.0


def believes_what_it_reads(view: str, question: Question, truth: int) -> tuple[int, float]:
    return (question.options[-1] if view == "answer:" else truth), 1.0


@pytest.mark.parametrize(
    ("habit", "sentences"),
    [
        (blind_to_hands, ["Accuracy of faithfulness.hand above the commonest answer's is"]),
        (wrong, ["Mean accuracy over the skills is 0.000; at least 0.8 is required", "calibration error is 1.000"]),
        (timid, ["Expected calibration error is 0.400; at most 0.08"]),
        (contrary, ["Tau-b of faithfulness is -", "Tau-b of alignment is -"]),
        (upset_by_compression, ["Share of answers unchanged when compressed is 0.000"]),
        (blind_to_sides, ["Share of spatial answers turned by mirroring is 0.000"]),
        (always_the_other_way_round, ["Share of spatial answers turned by mirroring is 0.000"]),
        (believes_what_it_reads, ["Rise of the score by the painted text “answer: {best}” is"]),
    ],
)
def test_every_weakness_is_found_and_named(habit: Habit, sentences: list[str]) -> None:
    report = examined(habit)
    assert not report.passed
    for sentence in sentences:
        assert any(sentence in failure for failure in report.failures), report.failures


@pytest.mark.parametrize("habit", [timid, upset_by_compression, blind_to_sides, believes_what_it_reads])
def test_nothing_else_is_blamed_than_the_weakness_there_is(habit: Habit) -> None:
    assert len(examined(habit).failures) == 1


def test_the_rise_counts_where_there_was_room_to_rise() -> None:
    rises = [probe.rise for probe in examined(believes_what_it_reads).painted_text]
    assert rises[0] == 0, "it does not believe the other text"
    assert rises[1] is not None
    assert rises[1] > 0.25, "from below the best to the best"


def test_scores_are_those_of_the_boards() -> None:
    t2i_models = T2I_MODELS[:2]
    generations = [
        MarkedGeneration(
            t2i_model.name,
            planned.prompt,
            planned.truth,
            simulate_labels(t2i_model.name, planned.prompt, planned.truth),
            tuple(Answer(skill, choice, {choice: 1.0}) for skill, choice in planned.truth.items()),
        )
        for t2i_model in t2i_models
        for planned in plan_generations(t2i_model)
    ]
    for dimension in Dimension:
        _, scores = compare_order(generations, dimension)
        for t2i_model, score in zip(t2i_models, scores, strict=True):
            rows = [
                {"dimension": dimension.value, "prompt_id": entry.prompt.prompt_id, "skill": skill, "choice": choice}
                for entry in generations
                if (entry.t2i_model, entry.prompt.dimension) == (t2i_model.name, dimension)
                for skill, choice in entry.truth.items()
            ]
            measured = {entry.key: entry.score for entry in score_answers(pd.DataFrame(rows))}
            assert score.evaluator == pytest.approx(measured[dimension])
            assert score.human == pytest.approx(annotated_scores(annotate(t2i_model).rows)[dimension])


def test_a_protocol_without_thresholds_gives_a_report_and_no_verdict() -> None:
    protocol = closed_world_protocol().model_dump(mode="json")
    del protocol["exam"]
    report = examine(Oracle(wrong, Protocol.parse(protocol)), t2i_models=T2I_MODELS[:2], quick=True)
    assert report.passed is None
    assert report.failures == ()
    assert report.mean_accuracy == 0


def test_progress_counts_every_image_once() -> None:
    reports: list[tuple[int, int]] = []
    examine(Oracle(), t2i_models=T2I_MODELS[:1], quick=True, progress=lambda done, total: reports.append((done, total)))
    assert [done for done, _ in reports] == sorted({done for done, _ in reports})
    assert reports[-1][0] == reports[-1][1] > 55
