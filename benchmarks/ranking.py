"""The cost of a board's statistics: scores with intervals, and rank intervals, of 10, 100 and 1,000 T2I models.

    python -m benchmarks.ranking [--save]

Answers are made up, as many as the official protocol asks: 100 faithfulness and
120 alignment prompts, eleven skills. Timed are CPU seconds of this process, so
that a busy machine does not matter; for each size, in a process of its own:

- scores: every skill's, dimension's and overall score of all T2I models with
  its bootstrap interval (2,000 resamples);
- ranks: all paired tests and rank intervals of fourteen scores;
- one more: the rank intervals when one T2I model joins those that are there.
"""

import json
import resource
import subprocess
import sys
import time
from typing import Any

import numpy as np

from benchmarks.studies import arguments, keep, surroundings
from leaderboard.board.standings import compute_contests
from leaderboard.scores.aggregation import score_sheets
from leaderboard.scores.sheets import Sheet
from leaderboard.statistics.ranks import contest, rank_intervals
from model.protocol.skills import Dimension, skills_of

SIZES = (10, 100, 1_000)
PROMPTS = {Dimension.FAITHFULNESS: 100, Dimension.ALIGNMENT: 120}


def main() -> None:
    """Measure each size in a process of its own, print, and with `--save` keep the figures."""
    chosen = arguments(__doc__, alone=0)
    if chosen.alone:
        print(json.dumps(measure(chosen.alone)))
        return
    report: dict[str, Any] = surroundings() | {"prompts": sum(PROMPTS.values()), "sizes": []}
    print(f"{'T2I models':>10}  {'scores':>8}  {'ranks':>8}  {'one more':>8}  {'peak memory':>11}")
    for size in SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.ranking", "--alone", str(size)],
            capture_output=True,
            text=True,
            check=True,
        )
        row = json.loads(done.stdout)
        report["sizes"].append(row)
        print(
            f"{size:>10}  {row['scores_seconds']:>7.2f}s  {row['ranks_seconds']:>7.2f}s  "
            f"{row['one_more_seconds']:>7.2f}s  {row['peak_mib']:>7.0f} MiB"
        )
    if chosen.save:
        keep("ranking", report)


def measure(t2i_models: int) -> dict[str, Any]:
    """Measure CPU seconds and peak memory for one size."""
    sheets = made_up(t2i_models, np.random.default_rng(1))
    start = time.process_time()
    score_sheets(sheets, np.random.default_rng(2))
    scored = time.process_time()
    parts = compute_contests(sheets)
    contests = {key: contest(*part) for key, part in parts.items()}
    for each in contests.values():
        rank_intervals(each)
    ranked = time.process_time()
    for key, (scores, rows, _) in parts.items():
        rank_intervals(contests[key].joined(scores[:1], rows[:1]))
    joined = time.process_time()
    return {
        "t2i_models": t2i_models,
        "scores_seconds": round(scored - start, 3),
        "ranks_seconds": round(ranked - scored, 3),
        "one_more_seconds": round(joined - ranked, 3),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def made_up(t2i_models: int, generator: np.random.Generator) -> dict[Dimension, Sheet]:
    """Make up answers of T2I models of all qualities to prompts that are harder or easier."""
    names = tuple(f"T2I model {number}" for number in range(t2i_models))
    quality = generator.normal(size=(t2i_models, 1, 1))
    sheets = {}
    for dimension, prompts in PROMPTS.items():
        skills = skills_of(dimension)
        best = np.array([skill.best for skill in skills])
        shape = (t2i_models, prompts, len(skills))
        seen = quality + generator.normal(size=(1, prompts, 1)) + generator.normal(size=shape)
        asked = np.ones(shape[1:], dtype=bool)
        if dimension is Dimension.ALIGNMENT:
            asked = np.arange(prompts)[:, None] % np.arange(1, len(skills) + 1) == 0
        counted = asked & (generator.random(shape) < 0.9)
        points = np.clip(np.round(best * (0.5 + 0.25 * seen)), 0, best) * counted
        ids = tuple(f"p{number}" for number in range(prompts))
        sheets[dimension] = Sheet(dimension, skills, names, ids, points, counted.astype(float), asked)
    return sheets


if __name__ == "__main__":
    main()
