"""Packed scoring against one question per pass: same weights, same images, one run.

    python -m benchmarks.packed_scoring [--evaluator E | --shape 1b|13b|34b] [--protocol P]
        [--images N] [--rounds R] [--save]

The baseline, `one question per pass`, sends every question by itself, with the
image encoded again for each, as the original evaluation does (but without its
decoding). `reference` is `Evaluator.answer_one_by_one`, which takes a further
pass for every inner node of a question's option trie and is what the tests
compare with. Packed scoring is timed with batches of 1, 8 and 32 images.
Rounds alternate between the ways, so that a drift of the machine's speed falls
on all alike; ratios are taken round by round. Also reported: how far an
option's probability moves from the reference, and how many choices flip.

`--shape` takes a checkpoint of the released layout with random weights
(`benchmarks.conversion`), of the size of Vicuna-13B or Yi-34B with a tower of
real size: its speed is that of the real one, its answers mean nothing.
"""

import argparse
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import torch
from PIL import Image

from benchmarks.conversion import GIB, SHAPES, make_checkpoint
from core.settings import get_settings
from model.closed_world.simulation import SIMULATED_MODELS, draw_generations
from model.evaluator.evaluator import Evaluator
from model.evaluator.loading import load_evaluator
from model.protocol.answers import Answer
from model.protocol.protocol import find_protocol
from model.protocol.schema import Question
from model.protocol.skills import Dimension

RESULTS = Path(__file__).parent / "results"
BATCHES = (1, 8, 32)

BASELINE, REFERENCE = "one question per pass", "reference"

Answers = list[list[Answer]]
Pictures = Sequence[Image.Image]
Questions = Sequence[Sequence[Question]]
Way = Callable[[Evaluator, Pictures, Questions], Answers]


def main() -> None:
    """Measure, print a table, and with `--save` keep the figures in `benchmarks/results/`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluator", default=get_settings().evaluator)
    parser.add_argument("--protocol", default=get_settings().protocol, help="its prompts are asked of drawn pictures")
    parser.add_argument("--shape", choices=SHAPES, help="random weights of this size instead of an evaluator")
    parser.add_argument("--folder", type=Path, help="where they have room; default: the temporary directory")
    parser.add_argument("--images", type=int, default=64, help="images per dimension and round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--save", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        if arguments.shape:
            arguments.evaluator = str(Path(folder, arguments.shape))
            make_checkpoint(Path(arguments.evaluator), arguments.shape, GIB // 2)
        report = _report(arguments)
    _print(report)
    if arguments.save:
        kind = "cpu" if report["device"].startswith("cpu") else "gpu"
        usual = report["protocol"] == "closed-world-v1"
        of = [kind, *filter(None, (arguments.shape, "" if usual else report["protocol"])), report["date"]]
        path = RESULTS / f"packed_scoring_{'_'.join(of)}.json"
        RESULTS.mkdir(exist_ok=True)
        path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        print(f"saved as {path.relative_to(RESULTS.parent.parent)}")


def _report(arguments: argparse.Namespace) -> dict[str, Any]:
    changes = {"evaluator": arguments.evaluator, "protocol": arguments.protocol, "batch_size": max(BATCHES)}
    settings = get_settings().model_copy(update=changes)
    evaluator = load_evaluator(settings, find_protocol(settings.protocol, settings.data_dir))
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "device": _device(evaluator),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "protocol": evaluator.protocol.name,
        "evaluator": {"name": evaluator.name, "digest": evaluator.digest, "dtype": evaluator.dtype},
        "images": arguments.images,
        "rounds": arguments.rounds,
        "dimensions": [_measure(evaluator, dimension, arguments.images, arguments.rounds) for dimension in Dimension],
    }


def _measure(evaluator: Evaluator, dimension: Dimension, images: int, rounds: int) -> dict[str, Any]:
    drawn = [g.image for g in draw_generations(SIMULATED_MODELS[2]) if g.prompt.dimension is dimension]
    asked_questions = filter(None, map(evaluator.protocol.questions_for, evaluator.protocol.prompts_of(dimension)))
    pictures, questions = list(islice(cycle(drawn), images)), list(islice(cycle(asked_questions), images))
    ways: dict[str, Way] = {BASELINE: _one_question_per_pass, REFERENCE: Evaluator.answer_one_by_one}
    ways |= {f"packed, batch {size}": partial(_packed, size=size) for size in BATCHES if size <= images}
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    answers: dict[str, Answers] = {}
    evaluator.answer(pictures[:2], questions[:2])  # first calls pay for what later ones find ready
    evaluator.answer_one_by_one(pictures[:1], questions[:1])
    for _ in range(rounds):
        for way, run in ways.items():
            started = time.perf_counter()
            answers[way] = run(evaluator, pictures, questions)
            seconds[way].append(time.perf_counter() - started)
    reference = answers[REFERENCE]
    return {
        "dimension": dimension.value,
        "questions_per_image": sum(map(len, questions)) / images,
        "ways": [
            {
                "way": way,
                "images_per_second": images / statistics.median(seconds[way]),
                "ratio_to_baseline": _spread(
                    [plain / packed for plain, packed in zip(seconds[BASELINE], seconds[way], strict=True)]
                ),
                "largest_move_of_a_probability": _largest_move(reference, answers[way]),
                "flipped_choices": _flips(reference, answers[way]),
            }
            for way in ways
        ],
    }


def _one_question_per_pass(evaluator: Evaluator, pictures: Pictures, questions: Questions) -> Answers:
    return [
        [evaluator.answer([picture], [[question]])[0][0] for question in image_questions]
        for picture, image_questions in zip(pictures, questions, strict=True)
    ]


def _packed(evaluator: Evaluator, pictures: Pictures, questions: Questions, *, size: int) -> Answers:
    answers: Answers = []
    for start in range(0, len(pictures), size):
        answers += evaluator.answer(pictures[start : start + size], questions[start : start + size])
    return answers


def _spread(ratios: Sequence[float]) -> dict[str, float]:
    return {"median": statistics.median(ratios), "low": min(ratios), "high": max(ratios)}


def _largest_move(one: Answers, two: Answers) -> float:
    return max(
        abs(p - b.probabilities[option])
        for first, second in zip(one, two, strict=True)
        for a, b in zip(first, second, strict=True)
        for option, p in a.probabilities.items()
    )


def _flips(one: Answers, two: Answers) -> int:
    return sum(
        a.choice != b.choice for first, second in zip(one, two, strict=True) for a, b in zip(first, second, strict=True)
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
        print(f"  {'way':22} {'images/s':>9} {'ratio (low-high)':>20} {'largest move':>13} {'flips':>6}")
        for way in part["ways"]:
            ratio = way["ratio_to_baseline"]
            spread = f"{ratio['median']:.2f} ({ratio['low']:.2f}-{ratio['high']:.2f})"
            print(
                f"  {way['way']:22} {way['images_per_second']:9.1f} {spread:>20} "
                f"{way['largest_move_of_a_probability']:13.1e} {way['flipped_choices']:6d}"
            )


if __name__ == "__main__":
    main()
