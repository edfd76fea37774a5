"""A small closed-world data set for the tests of the experiments: 2 seen and 4 unseen T2I models, a few prompts."""

import csv
import json
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

from model.closed_world.dataset_rows import (
    ANNOTATION_COLUMNS,
    TRUTH_COLUMNS,
    LabelledGeneration,
    annotation_rows,
    conversation_records,
    label_generation,
    truth_rows,
)
from model.closed_world.protocol import protocol_prompts
from model.closed_world.simulation import SEEN_MODELS, UNSEEN_MODELS, plan_generations
from model.protocol.skills import Dimension

TRAINED, VALIDATED, TESTED = 6, 2, 4
"""Images per T2I model of each split."""


def write_experiment_data(folder: Path) -> Path:
    """The data set, drawn by the world; seen and unseen T2I models have prompts of their own."""
    pairs = protocol_prompts()
    faithful = [pair for pair in pairs if pair[0].dimension is Dimension.FAITHFULNESS]
    aligned = [pair for pair in pairs if pair[0].dimension is Dimension.ALIGNMENT]
    mixed = list(chain.from_iterable(zip(faithful, aligned, strict=False)))
    tested, others = mixed[:TESTED], mixed[TESTED:]
    seen = [
        label_generation(own.name, planned) for own in SEEN_MODELS[::7] for planned in plan_generations(own, others[:8])
    ]
    unseen = [
        label_generation(own.name, planned) for own in UNSEEN_MODELS[::4] for planned in plan_generations(own, tested)
    ]
    splits = {
        "train": [entry for number, entry in enumerate(seen) if number % 8 < TRAINED],
        "validation": [entry for number, entry in enumerate(seen) if number % 8 >= TRAINED],
        "test": unseen,
    }
    for name, entries in splits.items():
        for entry in entries:
            path = folder / entry.image
            path.parent.mkdir(parents=True, exist_ok=True)
            entry.planned.draw().image.save(path)
        found = [record for entry in entries for record in conversation_records(entry)]
        (folder / f"{name}.json").write_text(json.dumps(found))
    _write_csv(folder / "annotations.csv", ANNOTATION_COLUMNS, _rows(seen))
    _write_csv(folder / "test_annotations.csv", ANNOTATION_COLUMNS, _rows(unseen))
    _write_csv(folder / "truth.csv", TRUTH_COLUMNS, (row for entry in [*seen, *unseen] for row in truth_rows(entry)))
    (folder / "dataset.json").write_text(json.dumps({"closed_world": True}))
    return folder


def _rows(entries: Sequence[LabelledGeneration]) -> Iterable[Sequence[str | int]]:
    return (row for entry in entries for row in annotation_rows(entry))


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)
