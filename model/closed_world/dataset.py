"""A labelled data set of the closed world, in the format that EvalAlign's released data has.

Training and validation hold generations of the 8 seen simulated T2I models for fresh prompts, half of each dimension;
the test split those of the 16 unseen ones for the prompts of `closed-world-v1`. The answer of a record is the median of
the labels of the three simulated annotators; the truth is in a file of its own. The same arguments always give the same
bytes.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.problem_list import ProblemList
from core.problems import BadInput
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
from model.closed_world.simulation import SEEN_MODELS, UNSEEN_MODELS, plan_generations
from model.protocol.skills import Dimension


@dataclass(frozen=True, slots=True)
class DatasetPlan:
    """The size of a data set.

    `images_per_model` counts a seen T2I model's images, `validation` is the share (0 to 1, exclusive) of them in the
    validation split. Without `test` there is no test split.
    """

    images_per_model: int = 1500
    validation: float = 0.05
    seed: int = 1
    test: bool = True


def write_dataset(
    folder: Path,
    plan: DatasetPlan,
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Draw, label and write a data set into a new or empty folder; `workers` as `drawing.draw_files` takes them.

    `progress` takes the number of images drawn and of all. Returns the card, which is also written as `dataset.json`,
    last of all files: a folder without it is unfinished. Raises `BadInput` with every problem: the plan cannot be met,
    something lies in the folder, or nothing can be written.
    """
    _check(folder, plan)
    splits = _splits(plan)
    entries = [entry for split in splits.values() for entry in split]
    try:
        for name in sorted({entry.t2i_model for entry in entries}):
            (folder / "images" / name).mkdir(parents=True)
        jobs = [(entry.planned.scene, folder / entry.image) for entry in entries]
        for done, _ in enumerate(draw_files(jobs, workers), start=1):
            if progress:
                progress(done, len(jobs))
        return _write_texts(folder, splits, plan)
    except OSError as error:
        raise BadInput.one("target_unwritable", str(folder), f"Cannot be written: {error.strerror}.") from error


def _check(folder: Path, plan: DatasetPlan) -> None:
    problems = ProblemList()
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        problems.add("target_exists", str(folder), "Is not empty; name a new or an empty folder.")
    if not 0 < plan.validation < 1:
        problems.add("validation", "validation", f"Is {plan.validation}; give a share between 0 and 1.")
    elif plan.images_per_model // 2 - _validated(plan.images_per_model // 2, plan.validation) < 1:
        problems.add("images_per_model", "images per model", f"{plan.images_per_model} are too few for both splits.")
    problems.raise_if_any()


def _validated(number: int, share: float) -> int:
    """Count the images of the validation split: one at least."""
    return max(1, round(number * share))


def _splits(plan: DatasetPlan) -> dict[str, list[LabelledGeneration]]:
    train: list[LabelledGeneration] = []
    validation: list[LabelledGeneration] = []
    halves = {
        Dimension.FAITHFULNESS: (plan.images_per_model + 1) // 2,
        Dimension.ALIGNMENT: plan.images_per_model // 2,
    }
    prompts = {
        dimension: sample_fresh_prompts(dimension, half * len(SEEN_MODELS), plan.seed)
        for dimension, half in halves.items()
    }
    for place, t2i_model in enumerate(SEEN_MODELS):
        for dimension, half in halves.items():
            share = prompts[dimension][place * half : (place + 1) * half]
            entries = [label_generation(t2i_model.name, planned) for planned in plan_generations(t2i_model, share)]
            kept = half - _validated(half, plan.validation)
            train += entries[:kept]
            validation += entries[kept:]
    splits = {"train": train, "validation": validation}
    if plan.test:
        splits["test"] = [
            label_generation(t2i_model.name, planned)
            for t2i_model in UNSEEN_MODELS
            for planned in plan_generations(t2i_model)
        ]
    return splits


def _write_texts(folder: Path, splits: Mapping[str, Sequence[LabelledGeneration]], plan: DatasetPlan) -> dict[str, Any]:
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
        "seed": plan.seed,
        "images_per_model": plan.images_per_model,
        "validation": plan.validation,
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
