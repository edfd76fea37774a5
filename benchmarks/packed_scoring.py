"""Packed scoring against one question per pass: same weights, same images, one run.

    python -m benchmarks.packed_scoring [--evaluator E] [--images N] [--rounds R] [--save]

The baseline, `one by one`, is `Evaluator.answer_one_by_one`: every question a
sequence of its own, the image encoded for each, batch size 1. Packed scoring
is timed with batches of 1, 8 and 32 images. Rounds alternate between the
ways, so that a drift of the machine's speed falls on all alike; ratios are
taken round by round. Also reported: how far an option's probability moves,
and how many choices flip, between the ways and between batch sizes.
"""

import argparse
import json
import platform
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch

from model.answers import Answer
from model.evaluator import Evaluator, load_evaluator
from model.protocol import Question, find_protocol
from model.settings import get_settings
from model.skills import Dimension
from model.world.simulation import SIMULATED_MODELS, generate

RESULTS = Path(__file__).parent / "results"
BATCHES = (1, 8, 32)

Answers = list[list[Answer]]


def main() -> None:
    """Measure, print a table, and with `--save` keep the figures in `benchmarks/results/`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluator", default=get_settings().evaluator)
    parser.add_argument("--images", type=int, default=64, help="images per dimension and round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    settings = get_settings().model_copy(update={"evaluator": arguments.evaluator, "batch_size": max(BATCHES)})
    evaluator = load_evaluator(settings, find_protocol(settings.protocol, settings.data_dir))
    report = {
        "date": datetime.now(UTC).date().isoformat(),
        "device": _device(evaluator),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "evaluator": {"name": evaluator.name, "digest": evaluator.digest, "dtype": evaluator.dtype},
        "images": arguments.images,
        "rounds": arguments.rounds,
        "dimensions": [_measure(evaluator, dimension, arguments.images, arguments.rounds) for dimension in Dimension],
    }
    _print(report)
    if arguments.save:
        kind = evaluator.device.type
        path = RESULTS / f"packed_scoring_{kind}_{report['date']}.json"
        path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        print(f"saved as {path.relative_to(RESULTS.parent.parent)}")


def _measure(evaluator: Evaluator, dimension: Dimension, images: int, rounds: int) -> dict[str, Any]:
    pool = [g for g in generate(SIMULATED_MODELS[2]) if g.prompt.dimension is dimension]
    chosen = [pool[index % len(pool)] for index in range(images)]
    pictures = [generation.image for generation in chosen]
    questions = [evaluator.protocol.questions_for(generation.prompt) for generation in chosen]
    ways = {"one by one": 0} | {f"packed, batch {size}": size for size in BATCHES}
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    answers: dict[str, Answers] = {}
    evaluator.answer(pictures[:2], questions[:2])  # first calls pay for what later ones find ready
    evaluator.answer_one_by_one(pictures[:1], questions[:1])
    for _ in range(rounds):
        for way, size in ways.items():
            started = time.perf_counter()
            answers[way] = _run(evaluator, pictures, questions, size)
            seconds[way].append(time.perf_counter() - started)
    baseline = answers["one by one"]
    return {
        "dimension": dimension.value,
        "questions_per_image": sum(map(len, questions)) / images,
        "ways": [
            {
                "way": way,
                "images_per_second": images / statistics.median(seconds[way]),
                "ratio_to_one_by_one": _spread(
                    [plain / own for plain, own in zip(seconds["one by one"], seconds[way], strict=True)]
                ),
                "largest_move_of_a_probability": _largest_move(baseline, answers[way]),
                "flipped_choices": _flips(baseline, answers[way]),
            }
            for way in ways
        ],
    }


def _run(evaluator: Evaluator, pictures: Sequence[Any], questions: Sequence[Sequence[Question]], size: int) -> Answers:
    if size == 0:
        return evaluator.answer_one_by_one(pictures, questions)
    found: Answers = []
    for start in range(0, len(pictures), size):
        found += evaluator.answer(pictures[start : start + size], questions[start : start + size])
    return found


def _spread(ratios: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(ratios), "low": min(ratios), "high": max(ratios)}


def _largest_move(one: Answers, two: Answers) -> float:
    return max(
        abs(p - b.probabilities[option])
        for own, other in zip(one, two, strict=True)
        for a, b in zip(own, other, strict=True)
        for option, p in a.probabilities.items()
    )


def _flips(one: Answers, two: Answers) -> int:
    return sum(
        a.choice != b.choice for own, other in zip(one, two, strict=True) for a, b in zip(own, other, strict=True)
    )


def _device(evaluator: Evaluator) -> str:
    if evaluator.device.type == "cuda":
        return torch.cuda.get_device_name(evaluator.device)
    return f"{evaluator.device.type} ({platform.machine()})"


def _print(report: dict[str, Any]) -> None:
    print(f"{report['device']}, {report['threads']} threads, {report['evaluator']['dtype']}, {report['date']}")
    for part in report["dimensions"]:
        print(
            f"\n{part['dimension']}: {part['questions_per_image']:.2f} questions per image, {report['images']} images"
        )
        print(f"  {'way':18} {'images/s':>9} {'ratio (low-high)':>20} {'largest move':>13} {'flips':>6}")
        for way in part["ways"]:
            ratio = way["ratio_to_one_by_one"]
            spread = f"{ratio['median']:.2f} ({ratio['low']:.2f}-{ratio['high']:.2f})"
            print(
                f"  {way['way']:18} {way['images_per_second']:9.1f} {spread:>20} "
                f"{way['largest_move_of_a_probability']:13.1e} {way['flipped_choices']:6d}"
            )


if __name__ == "__main__":
    main()
