"""Heartbeats: every worker writes a small file into the data directory, anew every few seconds.

Files and not rows: they are written also where the database does not answer,
and an idle worker then never waits for a writer.
"""

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from operator import attrgetter
from pathlib import Path

from core.files import write_file_atomically
from core.problems import BadInput
from leaderboard.store.tables import now

BEAT_SECONDS = 5.0
ALIVE_SECONDS = 30.0
"""How old the heartbeat of a living worker may be: one that loads a large evaluator is busy, and not dead."""

FORGOTTEN_SECONDS = 24 * 3600.0
"""How old the heartbeat of a worker that was killed has to be for its file to be removed."""

FOLDER = "workers"
"""Where the files lie in the data directory."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedEvaluator:
    """The evaluator that a worker has loaded."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """One worker's latest heartbeat: `at` is in UTC, `evaluator` None until it has loaded one."""

    owner: str
    at: datetime
    evaluator: LoadedEvaluator | None

    @property
    def age(self) -> float:
        """Seconds since then."""
        return max(0.0, (now() - self.at).total_seconds())


@contextmanager
def keep_heartbeat(data_dir: Path, owner: str, evaluator: Callable[[], LoadedEvaluator | None]) -> Iterator[None]:
    """Write this worker's heartbeat from a thread for as long as the context is entered, then remove its file."""
    folder = data_dir / FOLDER
    path = folder / f"{re.sub(r'[^A-Za-z0-9-]', '-', owner)}.json"
    for file in folder.glob("*.json"):
        beat = _read(file)
        if beat is not None and beat.age > FORGOTTEN_SECONDS:
            file.unlink(missing_ok=True)
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(path, owner, evaluator, done), name="heartbeat file", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        path.unlink(missing_ok=True)


def living_workers(data_dir: Path) -> list[Heartbeat]:
    """Return the heartbeats at most `ALIVE_SECONDS` old, the freshest first."""
    beats = (_read(path) for path in (data_dir / FOLDER).glob("*.json"))
    living = [beat for beat in beats if beat is not None and beat.age <= ALIVE_SECONDS]
    return sorted(living, key=attrgetter("at"), reverse=True)


def _beat(path: Path, owner: str, evaluator: Callable[[], LoadedEvaluator | None], done: threading.Event) -> None:
    while True:
        loaded = evaluator()
        beat = {"owner": owner, "at": now().isoformat(), "evaluator": None if loaded is None else asdict(loaded)}
        try:
            write_file_atomically(path, json.dumps(beat), make_folder=True)
        except BadInput as refusal:
            log.warning("the heartbeat could not be written: %s", refusal)
        if done.wait(BEAT_SECONDS):
            return


def _read(path: Path) -> Heartbeat | None:
    """Read a worker's heartbeat; None where the file is gone meanwhile, or holds none."""
    try:
        beat = json.loads(path.read_text(encoding="utf-8"))
        evaluator = None if beat["evaluator"] is None else LoadedEvaluator(**beat["evaluator"])
        return Heartbeat(beat["owner"], datetime.fromisoformat(beat["at"]), evaluator)
    except (OSError, ValueError, KeyError, TypeError):
        return None
