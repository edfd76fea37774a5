"""The worker as a child process: started with the app, restarted when it dies, stopped with it."""

import logging
import subprocess
import sys
import threading
import time
from typing import Self

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
"""Seconds between two starts of a worker that keeps dying; the first pause is one second."""

HEALTHY = 60.0
"""Seconds that a worker has to live for its death to count as the first again."""

GRACE = 20.0
"""Seconds a worker is given to finish its batch."""


class WorkerProcess:
    """A context in which a worker process runs.

    The worker's standard input is a pipe of ours: when this process ends, in
    whatever way, the pipe closes and the worker stops by itself.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="worker supervisor", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is not None:
            process.terminate()
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                # Nothing is lost: its lease runs out and the next worker resumes.
                process.kill()
        self._thread.join(GRACE)

    @property
    def pid(self) -> int | None:
        """The running worker's process id."""
        with self._lock:
            return self._process.pid if self._process is not None and self._process.poll() is None else None

    def _watch(self) -> None:
        pause: float | None = None
        while True:
            with self._lock:
                if self._stopping.is_set():
                    return
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "submissions", "worker", "--until-eof"], stdin=subprocess.PIPE
                )
            started = time.monotonic()
            code = self._process.wait()
            if self._stopping.is_set():
                return
            pause = next_pause(pause, time.monotonic() - started)
            log.warning("the worker ended with exit code %d; starting another in %.0f s", code, pause)
            self._stopping.wait(pause)


def next_pause(last: float | None, lived: float) -> float:
    """Compute the seconds to wait before the next worker: twice the `last` while they die young, one second otherwise.

    `last` is None for the first one; `lived` is how many seconds the worker that died had lived.
    """
    if last is None or lived >= HEALTHY:
        return 1.0
    return min(last * 2, LONGEST_PAUSE)
