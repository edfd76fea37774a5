"""Simulated T2I models on the board: entered whole, labels and all, behind everybody else."""

from dataclasses import replace

import pandas as pd
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from core.settings import Settings
from leaderboard.scores.aggregation import SCORE_KEYS, score_answers
from leaderboard.store.annotations import AnnotationRow, annotated_scores, annotations_frame, record_annotations
from leaderboard.store.database import Database
from leaderboard.store.results import reference_scores
from leaderboard.store.tables import Submission, SubmissionState
from model.closed_world.annotators import ANNOTATORS, SOURCE
from model.closed_world.protocol import closed_world_protocol
from model.closed_world.simulation import SIMULATED_MODELS, plan_generations
from model.protocol.protocol import Protocol
from submissions.simulated import annotate, enter_simulated_models
from tests.helpers.filled import add_submission


@pytest.fixture
def server() -> str:
    """SQLite alone: what is simulated does not depend on the server, and other tests read from both."""
    return "sqlite"


@pytest.fixture
def one(settings: Settings) -> Settings:
    return settings.model_copy(update={"simulated_models": 1})


def test_all_24_are_entered_by_default(settings: Settings) -> None:
    assert settings.simulated_models == len(SIMULATED_MODELS) == 24


def test_a_simulated_model_is_entered_once_with_labels(database: Database, one: Settings) -> None:
    assert enter_simulated_models(database, one) == 1
    with database.read() as session:
        (row,) = session.scalars(select(Submission)).all()
        assert (row.state, row.t2i_model.simulated) == (SubmissionState.QUEUED, True)
        assert row.t2i_model.name == SIMULATED_MODELS[0].name
        assert row.priority > 0
        given = annotations_frame(session, [row.id])
        reference = reference_scores(session, closed_world_protocol().digest).set_index("key")
    protocol = closed_world_protocol()
    questions = sum(len(protocol.questions_for(prompt)) for prompt in protocol.prompts)
    assert given.groupby("annotator").size().to_dict() == {annotator.name: questions for annotator in ANNOTATORS}
    assert set(given["source"]) == set(reference["source"]) == {SOURCE}
    assert "simulated" in SOURCE
    assert reference["score"].to_dict() == pytest.approx(annotated_scores(annotate(SIMULATED_MODELS[0]).rows))
    assert set(reference.index) == set(SCORE_KEYS)
    assert enter_simulated_models(database, one) == 0


def test_reference_scores_come_from_annotators_not_the_truth() -> None:
    worst = SIMULATED_MODELS[-1]
    truth = [
        AnnotationRow(planned.prompt.dimension.value, planned.prompt.prompt_id, skill, "truth", answer)
        for planned in plan_generations(worst)
        for skill, answer in planned.truth.items()
    ]
    simulated, true = annotated_scores(annotate(worst).rows), annotated_scores(truth)
    assert simulated.keys() == true.keys()
    assert simulated != true
    assert simulated["overall"] == pytest.approx(true["overall"], abs=5)


def test_a_reference_score_is_the_mean_over_annotators() -> None:
    rows = annotate(SIMULATED_MODELS[3]).rows
    scores_by_annotator = [
        annotated_scores([row for row in rows if row.annotator == annotator.name]) for annotator in ANNOTATORS
    ]
    for key, score in annotated_scores(rows).items():
        assert score == pytest.approx(sum(scores[key] for scores in scores_by_annotator) / 3)
    first = [row for row in rows if row.annotator == ANNOTATORS[0].name]
    frame = pd.DataFrame(first).rename(columns={"label": "choice"})
    assert scores_by_annotator[0] == {score.key: score.score for score in score_answers(frame)}


def test_a_failed_entry_keeps_nothing_and_frees_the_name(database: Database, one: Settings) -> None:
    with database.write() as session:
        session.execute(text("ALTER TABLE human_scores RENAME TO elsewhere"))
    with pytest.raises(Exception, match="human_scores"):
        enter_simulated_models(database, one)
    with database.read() as session:
        assert session.scalars(select(func.count()).select_from(Submission)).one() == 0
    with database.write() as session:
        session.execute(text("ALTER TABLE elsewhere RENAME TO human_scores"))
    assert enter_simulated_models(database, one) == 1


def test_none_are_entered_where_none_are_wanted(database: Database, settings: Settings) -> None:
    assert enter_simulated_models(database, settings.model_copy(update={"simulated_models": 0})) == 0


LABEL = AnnotationRow("alignment", "a1", "alignment.object", "Ada", 2)


def test_labels_replace_earlier_ones_of_their_source(database: Database, tiny_protocol: Protocol) -> None:
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    body = AnnotationRow("faithfulness", "f1", "faithfulness.body", "Ada", -1)
    with database.write() as session:
        record_annotations(session, submission, [LABEL, body], "people")
        record_annotations(session, submission, [replace(LABEL, label=0)], "others")
        record_annotations(session, submission, [replace(LABEL, label=1), body], "people")
    with database.read() as session:
        frame = annotations_frame(session, [submission])
    assert frame.drop(columns="t2i_model").to_dict("split")["data"] == [
        ["alignment", "a1", "alignment.object", "Ada", 0, "others"],
        ["alignment", "a1", "alignment.object", "Ada", 1, "people"],
        ["faithfulness", "f1", "faithfulness.body", "Ada", -1, "people"],
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (replace(LABEL, label=3), "3 is no option"),
        (replace(LABEL, skill="alignment.taste"), "no option of alignment.taste"),
        (replace(LABEL, dimension="faithfulness"), "of the dimension faithfulness"),
        (replace(LABEL, prompt_id="a9"), "has no generation alignment a9"),
    ],
)
def test_an_impossible_label_is_refused_and_nothing_is_stored(
    database: Database, tiny_protocol: Protocol, row: AnnotationRow, why: str
) -> None:
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    with pytest.raises(ValueError, match=why), database.write() as session:
        record_annotations(session, submission, [LABEL, row], "people")
    with database.read() as session:
        assert annotations_frame(session, [submission]).empty


def test_an_annotator_labels_a_question_once(database: Database, tiny_protocol: Protocol) -> None:
    submission, _ = add_submission(database, tiny_protocol, "SDXL")
    with pytest.raises(IntegrityError), database.write() as session:
        record_annotations(session, submission, [LABEL, replace(LABEL, label=1)], "people")
