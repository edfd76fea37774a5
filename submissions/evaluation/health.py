"""Whether everything that the leaderboard needs is there, for monitoring."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from core.problems import BadInput
from core.settings import Settings
from leaderboard.store.database import DATABASE_ERRORS, get_database
from leaderboard.store.submissions import count_by_state
from leaderboard.store.tables import SubmissionState
from model.evaluator.choice import describe_evaluator
from submissions.evaluation.heartbeat import living_workers


def check_health(settings: Settings) -> dict[str, Any]:
    """Check the database, the workers and the queue; never raises for what is wrong with them.

    Returns:
        The JSON object of `/health`; `docs/api.md` has the keys. `problems` says in words what is wrong, empty if `ok`.
    """
    problems: list[str] = []
    reachable, current = False, False
    queued = running = None
    try:
        database = get_database()
        current = database.is_current()
        reachable = True
        with database.read() as session:
            counts = count_by_state(session)
        queued, running = (counts.get(state, 0) for state in (SubmissionState.QUEUED, SubmissionState.RUNNING))
    except (*DATABASE_ERRORS, BadInput):
        # The error's words may hold the database's address; they are in the log of the process that opened it.
        problems.append("The database does not answer.")
    if reachable and not current:
        problems.append("The database is not at the newest schema: another version of the software migrated it.")
    workers = living_workers(settings.data_dir)
    if not workers:
        problems.append("No worker sends a heartbeat, so nothing is evaluated.")
    name = digest = None
    try:
        name = describe_evaluator(settings).name
    except BadInput:
        problems.append("The evaluator that the settings name cannot be used.")
    loaded = next((worker.evaluator for worker in workers if worker.evaluator), None)
    if loaded:
        name, digest = loaded.name, loaded.digest
    return {
        "ok": not problems,
        "problems": problems,
        "version": version(),
        "database": {"reachable": reachable, "migrated": current},
        "worker": {
            "alive": bool(workers),
            "workers": len(workers),
            "seconds_since_heartbeat": workers[0].age if workers else None,
        },
        "queue": {"queued": queued, "running": running},
        "evaluator": {"name": name, "digest": digest},
    }


@cache
def version() -> str:
    """Return the project's version as `pyproject.toml` states it, for example `0.1.0`."""
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
