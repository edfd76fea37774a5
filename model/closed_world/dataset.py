"""A labelled data set of the closed world, in the format that EvalAlign's released data has.

Training and validation hold generations of the 8 seen simulated T2I models for
fresh prompts, half of each dimension; the test split those of the 16 unseen
ones for the prompts of `closed-world-v1`. The answer of a record is the median
of the labels of the three simulated annotators; the truth is kept apart. The
same arguments always give the same bytes.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.problems import BadInput, Problem
from model.closed_world.dataset_card import dataset_card, readme
from model.closed_world.dataset_rows import (
    ANNOTATION_COLUMNS,
    TRUTH_COLUMNS,
    LabelledGeneration,
    annotation_rows,
    conversation_records,
    label_generation,
    truth_rows,
)
from model.closed_world.drawing import draw_files
from model.closed_world.fresh import sample_fresh_prompts
from model.closed_world.scene import PromptSpec
from model.closed_world.simulation import SEEN_MODELS, UNSEEN_MODELS, plan_generations
from model.protocol.schema import Prompt
from model.protocol.skills import Dimension


@dataclass(frozen=True, slots=True)
class DatasetPlan:
    """What a data set shall hold.

    `images_per_model` counts a seen T2I model's images, `validation` is the
    share (0 to 1, exclusive) of them that is validated with. Without `test`
    there is no test split.
    """

    images_per_model: int = 1500
    validation: float = 0.05
    seed: int = 1
    test: bool = True


def write_dataset(
    folder: Path,
    wanted: DatasetPlan,
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Draw, label and write a data set.

    Args:
        folder: A new or empty folder.
        wanted: What it shall hold.
        workers: Processes that draw; see `model.closed_world.drawing.draw_files`.
        progress: Called with the number of images drawn and of all, after each.

    Returns:
        Its card, which is also written as `dataset.json`, last of all files: a folder without it is unfinished.

    Raises:
        BadInput: The plan cannot be met, something lies in the folder, or nothing can be written; every problem.
    """
    _check(folder, wanted)
    splits = _splits(wanted)
    entries = [entry for own in splits.values() for entry in own]
    try:
        for name in sorted({entry.t2i_model for entry in entries}):
            (folder / "images" / name).mkdir(parents=True)
        jobs = [(entry.planned.scene, folder / entry.image) for entry in entries]
        for done, _ in enumerate(draw_files(jobs, workers), start=1):
            if progress:
                progress(done, len(jobs))
        return _write_texts(folder, splits, wanted)
    except OSError as error:
        raise BadInput.one("target_unwritable", str(folder), f"Cannot be written: {error.strerror}.") from error


def _check(folder: Path, wanted: DatasetPlan) -> None:
    problems = []
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        problems.append(Problem("target_exists", str(folder), "Is not empty; name a new or an empty folder."))
    if not 0 < wanted.validation < 1:
        problems.append(Problem("validation", "validation", f"Is {wanted.validation}; give a share between 0 and 1."))
    elif wanted.images_per_model // 2 - _validated(wanted.images_per_model // 2, wanted.validation) < 1:
        problems.append(
            Problem("images_per_model", "images per model", f"{wanted.images_per_model} are too few for both splits.")
        )
    if problems:
        raise BadInput(problems)


def _validated(number: int, share: float) -> int:
    """How many of so many images are validated with: one at least."""
    return max(1, round(number * share))


def _splits(wanted: DatasetPlan) -> dict[str, list[LabelledGeneration]]:
    train: list[LabelledGeneration] = []
    validation: list[LabelledGeneration] = []
    halves = {
        Dimension.FAITHFULNESS: (wanted.images_per_model + 1) // 2,
        Dimension.ALIGNMENT: wanted.images_per_model // 2,
    }
    prompts = {
        dimension: sample_fresh_prompts(dimension, half * len(SEEN_MODELS), wanted.seed)
        for dimension, half in halves.items()
    }
    for place, t2i_model in enumerate(SEEN_MODELS):
        for dimension, half in halves.items():
            own: Sequence[tuple[Prompt, PromptSpec]] = prompts[dimension][place * half : (place + 1) * half]
            entries = [label_generation(t2i_model.name, planned) for planned in plan_generations(t2i_model, own)]
            kept = half - _validated(half, wanted.validation)
            train += entries[:kept]
            validation += entries[kept:]
    splits = {"train": train, "validation": validation}
    if wanted.test:
        splits["test"] = [
            label_generation(t2i_model.name, planned)
            for t2i_model in UNSEEN_MODELS
            for planned in plan_generations(t2i_model)
        ]
    return splits


def _write_texts(
    folder: Path, splits: Mapping[str, Sequence[LabelledGeneration]], wanted: DatasetPlan
) -> dict[str, Any]:
    for name, entries in splits.items():
        _write_json(folder / f"{name}.json", [record for entry in entries for record in conversation_records(entry)])
    # Labels of unseen T2I models lie in a file of their own, so that nobody trains on them by mistake.
    seen = [*splits["train"], *splits["validation"]]
    _write_csv(
        folder / "annotations.csv", ANNOTATION_COLUMNS, (row for entry in seen for row in annotation_rows(entry))
    )
    if "test" in splits:
        rows = (row for entry in splits["test"] for row in annotation_rows(entry))
        _write_csv(folder / "test_annotations.csv", ANNOTATION_COLUMNS, rows)
    truth = (row for entries in splits.values() for entry in entries for row in truth_rows(entry))
    _write_csv(folder / "truth.csv", TRUTH_COLUMNS, truth)
    card = dataset_card(splits) | {
        "seed": wanted.seed,
        "images_per_model": wanted.images_per_model,
        "validation": wanted.validation,
    }
    (folder / "README.md").write_text(readme(card), encoding="utf-8", newline="\n")
    _write_json(folder / "dataset.json", card)
    return card


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
