"""Whether everything that the leaderboard needs is there, for monitoring."""

from dataclasses import dataclass
from typing import Any

from core.problems import BadInput
from core.settings import Settings
from core.version import version
from leaderboard.store.database import DATABASE_ERRORS, get_database
from leaderboard.store.submissions import count_by_state
from leaderboard.store.tables import SubmissionState
from model.evaluator.choice import describe_evaluator
from submissions.evaluation.heartbeat import Heartbeat, living_workers


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the database, the workers and the queue; `problems` says in words what is wrong, empty if nothing.

    `queued` and `running` count submissions, None where the database does not
    answer. `workers` are the living ones' latest heartbeats, the freshest first.
    """

    reachable: bool
    current: bool
    queued: int | None
    running: int | None
    workers: tuple[Heartbeat, ...]
    evaluator: str | None
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no problem."""
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object of `/health`; `docs/api.md` has the keys."""
        loaded = next((worker.evaluator for worker in self.workers if worker.evaluator), None)
        return {
            "ok": self.ok,
            "problems": list(self.problems),
            "version": version(),
            "database": {"reachable": self.reachable, "migrated": self.current},
            "worker": {
                "alive": bool(self.workers),
                "workers": len(self.workers),
                "seconds_since_heartbeat": self.workers[0].age if self.workers else None,
            },
            "queue": {"queued": self.queued, "running": self.running},
            "evaluator": {
                "name": loaded.name if loaded else self.evaluator,
                "digest": loaded.digest if loaded else None,
            },
        }


def check_health(settings: Settings) -> Health:
    """Check the database, the workers and the queue; never raises for what is wrong with them."""
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
    workers = tuple(living_workers(settings.data_dir))
    if not workers:
        problems.append("No worker sends a heartbeat, so nothing is evaluated.")
    evaluator = None
    try:
        evaluator = describe_evaluator(settings).name
    except BadInput:
        problems.append("The evaluator that the settings name cannot be used.")
    return Health(reachable, current, queued, running, workers, evaluator, tuple(problems))
