"""Draw scenes into PNG files by several processes, for the thousands of a data set.

Processes need about the time to start in which one T2I model's pictures are drawn, so few pictures are drawn without.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from model.closed_world.draw import render
from model.closed_world.scene import Scene
from model.closed_world.simulation import encode_png

Job = tuple[Scene, Path]
"""A scene and its file."""

WORTH_PROCESSES = 1000
"""From so many pictures on, starting processes saves time."""

_CHUNK = 32


def draw_files(jobs: Sequence[Job], workers: int | None = None) -> Iterator[Path]:
    """Draw every scene into its file; yields the files in the order of `jobs`, each once it is written.

    Folders must be there; files in the way are replaced. `workers` processes draw, by default one per processor and
    none for a few pictures; the files do not depend on it. Raises OSError where one cannot be written.
    """
    number = workers or (_processors() if len(jobs) >= WORTH_PROCESSES else 1)
    if number == 1:
        yield from map(_draw, jobs)
        return
    # Spawned, not forked: the calling process may hold threads and locks.
    with ProcessPoolExecutor(number, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_draw, jobs, chunksize=_CHUNK)


def _draw(job: Job) -> Path:
    scene, path = job
    path.write_bytes(encode_png(render(scene)))
    return path


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
