"""Simulated T2I models: entered whole, truth and all, behind everybody else."""

import pytest
from sqlalchemy import func, select, text

from leaderboard.database import Database
from leaderboard.results import reference_scores
from leaderboard.tables import Submission, SubmissionState
from model.settings import Settings
from model.world.annotators import SOURCE
from model.world.protocol import closed_world_protocol
from model.world.simulation import SIMULATED_MODELS
from submissions.simulated import enter_simulated_models


@pytest.fixture
def one(settings: Settings) -> Settings:
    return settings.model_copy(update={"simulated_models": 1})


def test_one_is_entered_with_its_truth_behind_everybody_and_only_once(database: Database, one: Settings) -> None:
    assert enter_simulated_models(database, one) == 1
    with database.read() as session:
        (row,) = session.scalars(select(Submission)).all()
        assert (row.state, row.t2i_model.simulated) == (SubmissionState.QUEUED, True)
        assert row.t2i_model.name == SIMULATED_MODELS[0].name
        assert row.priority > 0
        truth = reference_scores(session, closed_world_protocol().digest)
    assert set(truth["source"]) == {SOURCE}
    assert {"faithfulness", "alignment", "overall"} <= set(truth["key"])
    assert enter_simulated_models(database, one) == 0


def test_where_the_truth_cannot_be_entered_nothing_is_and_the_name_stays_free(
    database: Database, one: Settings
) -> None:
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
