"""Signs of life: every worker writes a small file into the data directory, anew every few seconds.

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
from datetime import datetime, timedelta
from pathlib import Path

from core.files import write_file_atomically
from core.problems import BadInput
from leaderboard.store.tables import now

BEAT_SECONDS = 5.0
ALIVE_SECONDS = 30.0
"""How old the latest sign of a living worker may be: one that loads a large evaluator is busy, and not dead."""

_FORGOTTEN = timedelta(days=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Judge:
    """The evaluator that a worker has loaded."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sign:
    """One worker's latest sign of life: `at` is a moment in UTC, `judge` None until it has loaded an evaluator."""

    owner: str
    at: datetime
    judge: Judge | None

    @property
    def age(self) -> float:
        """Seconds since then."""
        return max(0.0, (now() - self.at).total_seconds())


@contextmanager
def beating(data_dir: Path, owner: str, judge: Callable[[], Judge | None]) -> Iterator[None]:
    """While it is entered, this worker's sign of life is kept fresh; afterwards there is none."""
    path = _folder(data_dir) / f"{re.sub(r'[^A-Za-z0-9-]', '-', owner)}.json"
    _forget(data_dir)
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(path, owner, judge, done), name="sign of life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        path.unlink(missing_ok=True)


def signs(data_dir: Path) -> list[Sign]:
    """The latest sign of every worker there is or was lately, the freshest first."""
    found = [sign for path in _folder(data_dir).glob("*.json") if (sign := _read(path)) is not None]
    return sorted(found, key=_age)


def _folder(data_dir: Path) -> Path:
    return data_dir / "workers"


def _beat(path: Path, owner: str, judge: Callable[[], Judge | None], done: threading.Event) -> None:
    while True:
        loaded = judge()
        sign = {"owner": owner, "at": now().isoformat(), "judge": None if loaded is None else asdict(loaded)}
        try:
            write_file_atomically(path, json.dumps(sign), make_folder=True)
        except BadInput as refusal:
            log.warning("no sign of life could be written: %s", refusal)
        if done.wait(BEAT_SECONDS):
            return


def _read(path: Path) -> Sign | None:
    """A worker's sign; None where it has gone meanwhile, or is no sign."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        judge = None if said["judge"] is None else Judge(**said["judge"])
        return Sign(said["owner"], datetime.fromisoformat(said["at"]), judge)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _forget(data_dir: Path) -> None:
    """Remove the signs of workers that were killed long ago."""
    for path in _folder(data_dir).glob("*.json"):
        sign = _read(path)
        if sign is not None and sign.age > _FORGOTTEN.total_seconds():
            path.unlink(missing_ok=True)


def _age(sign: Sign) -> float:
    return sign.age
