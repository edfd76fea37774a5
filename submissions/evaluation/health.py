"""Whether everything that the leaderboard needs is there, for whoever watches over it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from core.problems import BadInput
from core.settings import Settings
from core.version import version
from leaderboard.store.database import Database, get_database
from leaderboard.store.tables import Submission, SubmissionState
from model.evaluator.choice import describe_evaluator
from submissions.evaluation.heartbeat import ALIVE_SECONDS, Sign, signs


@dataclass(frozen=True, slots=True)
class Health:
    """What was found; `problems` says in words what is wrong, and is empty where nothing is.

    `queued` and `running` count submissions, None where the database does not
    tell. `workers` are the living ones' latest signs, the freshest first.
    """

    reachable: bool
    current: bool
    queued: int | None
    running: int | None
    workers: tuple[Sign, ...]
    evaluator: str | None
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether it works."""
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        """As JSON; `docs/api.md` has the keys."""
        judge = next((sign.judge for sign in self.workers if sign.judge), None)
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
            "evaluator": {"name": judge.name if judge else self.evaluator, "digest": judge.digest if judge else None},
        }


def health(settings: Settings) -> Health:
    """Look at the database, the workers and the queue; never raises for what is wrong with them."""
    problems: list[str] = []
    reachable, current = False, False
    queued = running = None
    try:
        database = get_database()
        current = database.is_current()
        reachable = True
        queued, running = _waiting(database)
    except (SQLAlchemyError, BadInput):
        # Its words may hold the database's address; they are in the log of whoever could not reach it.
        problems.append("The database does not answer.")
    if reachable and not current:
        problems.append("The database is not at the newest schema: another version of the software migrated it.")
    alive = tuple(sign for sign in signs(settings.data_dir) if sign.age <= ALIVE_SECONDS)
    if not alive:
        problems.append("No worker gives a sign of life, so nothing is evaluated.")
    return Health(reachable, current, queued, running, alive, _evaluator(settings, problems), tuple(problems))


def _waiting(database: Database) -> tuple[int, int]:
    """How many submissions wait, and how many are being evaluated."""
    wanted = (SubmissionState.QUEUED, SubmissionState.RUNNING)
    with database.read() as session:
        rows = session.execute(
            select(Submission.state, func.count()).where(Submission.state.in_(wanted)).group_by(Submission.state)
        ).all()
    found = {row[0]: int(row[1]) for row in rows}
    return found.get(wanted[0], 0), found.get(wanted[1], 0)


def _evaluator(settings: Settings, problems: list[str]) -> str | None:
    """The name of the evaluator in the settings; its training record may be broken."""
    try:
        return describe_evaluator(settings).name
    except BadInput:
        problems.append("The evaluator that the settings name cannot be used.")
        return None
