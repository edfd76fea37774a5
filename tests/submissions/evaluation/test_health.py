"""What /health says, with everything there and with something missing."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from core.settings import Settings, get_settings
from leaderboard.store.database import Database, get_database, open_database
from leaderboard.store.tables import Submission, SubmissionState, now
from model.protocol.protocol import Protocol
from submissions.evaluation import routes as http
from submissions.evaluation.health import check_health
from submissions.evaluation.heartbeat import LoadedEvaluator, keep_heartbeat, living_workers
from tests.helpers.filled import add_submission

JUDGE = LoadedEvaluator("a judge", "d" * 64)


@pytest.fixture(autouse=True)
def closed_after() -> Iterator[None]:
    yield
    open_database.cache_clear()


def asked() -> tuple[int, dict[str, object]]:
    server = FastAPI()
    server.include_router(http.router)
    answer = TestClient(server).get("/health")
    return answer.status_code, answer.json()


def wait_for_a_sign(settings: Settings) -> None:
    """The first one is written by a thread of its own."""
    for _ in range(1000):
        if living_workers(settings.data_dir):
            return


def test_a_living_worker_and_a_database_at_the_newest_schema_are_all_it_takes(settings: Settings) -> None:
    code, said = asked()
    assert (code, said["ok"]) == (503, False)
    assert said["problems"] == ["No worker sends a heartbeat, so nothing is evaluated."]
    with keep_heartbeat(settings.data_dir, "host-1-abc", lambda: JUDGE):
        wait_for_a_sign(settings)
        code, said = asked()
    assert (code, said["ok"], said["problems"]) == (200, True, [])
    assert said["evaluator"] == {"name": "a judge", "digest": "d" * 64}
    assert asked()[0] == 503, "a worker that ended leaves no sign behind"


def test_a_sign_grows_old_and_is_forgotten(settings: Settings) -> None:
    with keep_heartbeat(settings.data_dir, "host-1-abc", lambda: None):
        wait_for_a_sign(settings)
        (path,) = (settings.data_dir / "workers").glob("*.json")
        kept = path.read_text()
    path.write_text(json.dumps(json.loads(kept) | {"at": (now() - timedelta(minutes=1)).isoformat()}))
    assert not check_health(settings).workers
    path.write_text(json.dumps(json.loads(kept) | {"at": (now() - timedelta(days=2)).isoformat()}))
    (path.parent / "damaged.json").write_text("{")
    with keep_heartbeat(settings.data_dir, "host-2-def", lambda: None):
        wait_for_a_sign(settings)
        assert not path.exists()
        assert check_health(settings).ok


def test_what_waits_and_what_runs_is_counted(settings: Settings, tiny_protocol: Protocol) -> None:
    database = get_database()
    for name, state in (("A", "queued"), ("B", "queued"), ("C", "running"), ("D", "published")):
        submission, _ = add_submission(database, tiny_protocol, name)
        with database.write() as session:
            session.get_one(Submission, submission).state = SubmissionState(state)
    found = check_health(settings)
    assert (found.queued, found.running) == (2, 1)


def test_a_schema_that_is_not_the_newest_is_told(database: Database, settings: Settings) -> None:
    assert database.is_current()
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not database.is_current()


def test_a_database_that_does_not_answer_is_told_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALALIGN_DATABASE_URL", "postgresql://user:secret@127.0.0.1:1/none")
    get_settings.cache_clear()
    code, said = asked()
    assert code == 503
    assert said["database"] == {"reachable": False, "migrated": False}
    assert said["queue"] == {"queued": None, "running": None}
    assert "secret" not in json.dumps(said)
