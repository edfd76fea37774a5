"""How fast the closed world is drawn: pictures per second, in one process and in several.

    python -m benchmarks.rendering [--images N] [--workers W] [--rounds R] [--save]

The scenes are those of simulated T2I models of every quality, for fresh
prompts of both dimensions. `drawn` counts drawing alone, in this process;
`drawn into files` adds writing PNG files, by `model.closed_world.drawing`, its
processes' start included, as `python -m model world dataset` does.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import PIL

from model.closed_world.draw import DEFAULT_SIZE, render
from model.closed_world.drawing import draw_files
from model.closed_world.fresh import sample_fresh_prompts
from model.closed_world.scene import Scene
from model.closed_world.simulation import SEEN_MODELS, plan_generations
from model.protocol.skills import Dimension

RESULTS = Path(__file__).parent / "results"

_ALONE = 400
"""So many pictures are enough to time drawing alone."""


def main() -> None:
    """Measure, print, and with `--save` keep the figures in `benchmarks/results/`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=4000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    scenes = _scenes(arguments.images)
    alone = [_drawn(scenes[:_ALONE]) for _ in range(arguments.rounds)]
    report: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "pillow": PIL.__version__,
        "size": DEFAULT_SIZE,
        "images": arguments.images,
        "rounds": arguments.rounds,
        "images_per_second": {"drawn, one process": _spread(alone)},
    }
    for workers in sorted({1, arguments.workers}):
        rates = [_drawn_into_files(scenes, workers) for _ in range(arguments.rounds)]
        report["images_per_second"][f"drawn into files, {workers} process(es)"] = _spread(rates)
    for way, rate in report["images_per_second"].items():
        print(f"{way}: {rate['median']} images/s ({rate['lowest']} to {rate['highest']})")
    if arguments.save:
        path = RESULTS / f"rendering_{report['date']}.json"
        path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        print(f"saved as {path.relative_to(RESULTS.parent.parent)}")


def _scenes(number: int) -> list[Scene]:
    """List scenes of every seen T2I model and of both dimensions in turn."""
    each = -(-number // (len(SEEN_MODELS) * len(Dimension)))
    halves = [sample_fresh_prompts(dimension, each, seed=1) for dimension in Dimension]
    prompts = [pair for pairs in zip(*halves, strict=True) for pair in pairs]
    plans = [list(plan_generations(t2i_model, prompts)) for t2i_model in SEEN_MODELS]
    return [planned.scene for planned in chain.from_iterable(zip(*plans, strict=True))][:number]


def _drawn(scenes: Sequence[Scene]) -> float:
    start = time.perf_counter()
    for scene in scenes:
        render(scene)
    return len(scenes) / (time.perf_counter() - start)


def _drawn_into_files(scenes: Sequence[Scene], workers: int) -> float:
    with tempfile.TemporaryDirectory(prefix="evalalign-") as folder:
        jobs = [(scene, Path(folder) / f"{number}.png") for number, scene in enumerate(scenes)]
        start = time.perf_counter()
        for _ in draw_files(jobs, workers):
            pass
        return len(scenes) / (time.perf_counter() - start)


def _spread(rates: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(rates), 1),
        "lowest": round(min(rates), 1),
        "highest": round(max(rates), 1),
    }


if __name__ == "__main__":
    main()
