"""The worker beside the app: restarted when it dies, and ever more slowly while it keeps dying."""

import os
import signal
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from submissions.evaluation.supervisor import HEALTHY, LONGEST_PAUSE, WorkerProcess, next_pause


@given(st.lists(st.floats(0, HEALTHY, exclude_max=True), min_size=2, max_size=20))
def test_pauses_between_failing_workers_double_up_to_a_limit(lives: list[float]) -> None:
    pauses: list[float] = []
    for lived in lives:
        pauses.append(next_pause(pauses[-1] if pauses else None, lived))
    assert pauses[0] == 1
    assert all(later == min(2 * earlier, LONGEST_PAUSE) for earlier, later in pairwise(pauses))


@given(st.floats(1, LONGEST_PAUSE), st.floats(HEALTHY, 1e6))
def test_a_worker_that_lived_well_is_replaced_at_once(last: float, lived: float) -> None:
    assert next_pause(last, lived) == 1


def test_a_killed_worker_is_replaced_until_the_context_ends() -> None:
    with WorkerProcess() as worker:
        first = _pid(worker, other_than=None)
        os.kill(first, signal.SIGKILL)
        second = _pid(worker, other_than=first)
    assert worker.pid is None
    assert not _exists(second)


def _pid(worker: WorkerProcess, other_than: int | None) -> int:
    deadline = time.monotonic() + 30
    while (pid := worker.pid) in (None, other_than):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert pid is not None
    return pid


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
