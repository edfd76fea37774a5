"""`/health` with everything there and with something missing."""

import json
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from core.settings import Settings, get_settings
from leaderboard.store.database import Database, get_database
from leaderboard.store.tables import Submission, SubmissionState, now
from model.protocol.protocol import Protocol
from submissions.evaluation import routes
from submissions.evaluation.health import check_health
from submissions.evaluation.heartbeat import LoadedEvaluator, keep_heartbeat, living_workers
from tests.helpers.filled import add_submission

EVALUATOR = LoadedEvaluator("an evaluator", "d" * 64)


def get_health() -> tuple[int, dict[str, object]]:
    server = FastAPI()
    server.include_router(routes.router)
    answer = TestClient(server).get("/health")
    return answer.status_code, answer.json()


def wait_for_a_heartbeat(settings: Settings) -> None:
    """Wait for the first one, which a thread of its own writes."""
    for _ in range(1000):
        if living_workers(settings.data_dir):
            return


def test_health_needs_a_living_worker_and_a_current_database(settings: Settings) -> None:
    code, report = get_health()
    assert (code, report["ok"]) == (503, False)
    assert report["problems"] == ["No worker sends a heartbeat, so nothing is evaluated."]
    with keep_heartbeat(settings.data_dir, "host-1-abc", lambda: EVALUATOR):
        wait_for_a_heartbeat(settings)
        code, report = get_health()
    assert (code, report["ok"], report["problems"]) == (200, True, [])
    assert report["evaluator"] == {"name": "an evaluator", "digest": "d" * 64}
    assert get_health()[0] == 503, "a worker that ended leaves no heartbeat behind"


def test_an_old_heartbeat_is_ignored_then_removed(settings: Settings) -> None:
    with keep_heartbeat(settings.data_dir, "host-1-abc", lambda: None):
        wait_for_a_heartbeat(settings)
        (path,) = (settings.data_dir / "workers").glob("*.json")
        kept = path.read_text()
    path.write_text(json.dumps(json.loads(kept) | {"at": (now() - timedelta(minutes=1)).isoformat()}))
    assert check_health(settings)["worker"]["workers"] == 0
    path.write_text(json.dumps(json.loads(kept) | {"at": (now() - timedelta(days=2)).isoformat()}))
    (path.parent / "damaged.json").write_text("{")
    with keep_heartbeat(settings.data_dir, "host-2-def", lambda: None):
        wait_for_a_heartbeat(settings)
        assert not path.exists()
        assert check_health(settings)["ok"]


def test_queued_and_running_submissions_are_counted(settings: Settings, tiny_protocol: Protocol) -> None:
    database = get_database()
    for name, state in (("A", "queued"), ("B", "queued"), ("C", "running"), ("D", "published")):
        submission, _ = add_submission(database, tiny_protocol, name)
        with database.write() as session:
            session.get_one(Submission, submission).state = SubmissionState(state)
    assert check_health(settings)["queue"] == {"queued": 2, "running": 1}


def test_an_outdated_schema_is_detected(database: Database, settings: Settings) -> None:
    assert database.is_current()
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not database.is_current()


def test_an_unreachable_database_is_reported_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALALIGN_DATABASE_URL", "postgresql://user:secret@127.0.0.1:1/none")
    get_settings.cache_clear()
    code, report = get_health()
    assert code == 503
    assert report["database"] == {"reachable": False, "migrated": False}
    assert report["queue"] == {"queued": None, "running": None}
    assert "secret" not in json.dumps(report)
