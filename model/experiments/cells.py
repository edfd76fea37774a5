"""One cell of an experiment: an adapter trained, if it has one, and a split scored; kept, and never done twice.

The folder of all runs holds `<experiment>/<cell>.json`, `training/<key>/`, the fine-tuning runs, and `choices/`, the
evaluators' choices image by image. A cell is known by everything that decides it: data set, protocol, base, recipe,
split. One with a finished file is not done again, neither is one that another experiment has done; a killed training
resumes where it stopped.
"""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from pydantic import ValidationError

from core.files import write_file_atomically
from core.problems import BadInput
from core.settings import Settings
from model.evaluator.environment import describe_environment
from model.evaluator.evaluator import Evaluator
from model.evaluator.loading import load_evaluator
from model.evaluator.training_record import TRAINING_RECORD
from model.experiments.data import ExperimentData, one_prompt_in
from model.experiments.figures import AnsweredImage, compute_figures
from model.experiments.plans import Cell
from model.experiments.results import CellResult
from model.protocol.protocol import Protocol
from model.training.data import LabelledImage
from model.training.run import train
from model.training.trainer import TrainingProgress

BATCH = 32
"""Images between two reports of progress."""

ReportProgress = Callable[[str, int, int], None]
"""Takes the name of a task, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class CellContext:
    """The settings that all cells share. `out` is the folder of all runs; one prompt in `every` is scored."""

    data: ExperimentData
    protocol: Protocol
    settings: Settings
    out: Path
    every: int
    report: ReportProgress


def measure_cell(context: CellContext, experiment: str, cell: Cell) -> CellResult:
    """Return the result of a cell, from its own file or another experiment's, or measure and write it.

    Raises `BadInput` where an image cannot be decoded or a training is refused.
    """
    key = _key(context, cell)
    path = context.out / experiment / f"{cell.name}.json"
    finished = _find_finished(context.out, path, key)
    result = (
        finished.model_copy(update={"name": cell.name, "label": cell.label, "base": cell.base.name})
        if finished
        else _measure(context, cell, key)
    )
    write_file_atomically(path, result.model_dump_json(indent=1) + "\n", make_folder=True)
    return result


def _key(context: CellContext, cell: Cell) -> dict[str, Any]:
    return {
        "dataset": context.data.digest,
        "protocol": context.protocol.digest,
        "base": cell.base.digest,
        "recipe": cell.recipe.recipe() if cell.recipe else None,
        "split": cell.split,
        "every": context.every,
        "dtype": context.settings.dtype,
    }


def _find_finished(out: Path, path: Path, key: dict[str, Any]) -> CellResult | None:
    """Find a finished cell of that key: in its own file, or in any other experiment's."""
    for candidate in (path, *sorted(out.glob("*/*.json"))):
        try:
            result = CellResult.model_validate_json(candidate.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ValidationError):
            continue  # not there yet, no cell, or a cell of another version of the program
        if result.key == key:
            return result
    return None


def read_choices(context: CellContext, cell: Cell) -> dict[str, tuple[int, ...]]:
    """Read the options a cell's evaluator chose, by image, in the order of its questions.

    They lie in `<out>/choices/` since the cell was measured; scored anew where they are not there.
    """
    key = _key(context, cell)
    path = _choices_path(context, key)
    if not path.is_file():
        _write_choices(path, _score(context, cell, _load_evaluator(context, cell, key)[0]))
    lines = path.read_text(encoding="utf-8").splitlines()
    return {entry["image"]: tuple(entry["choices"]) for entry in map(json.loads, lines)}


def _choices_path(context: CellContext, key: dict[str, Any]) -> Path:
    return context.out / "choices" / f"{_short_digest(key)}.jsonl"


def _short_digest(key: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]


def _write_choices(path: Path, images: Sequence[AnsweredImage]) -> None:
    lines = [
        json.dumps({"image": entry.image.name, "choices": [answer.choice for answer in entry.answers]})
        for entry in images
    ]
    write_file_atomically(path, "".join(f"{line}\n" for line in lines), make_folder=True)


def _load_evaluator(context: CellContext, cell: Cell, key: dict[str, Any]) -> tuple[Evaluator, Path | None]:
    """Load the cell's evaluator, trained first where it has a recipe; return it with the folder of that training."""
    folder = adapter = None
    if cell.recipe:
        # Named by what decides the training, however it is scored afterwards.
        decisive = {name: key[name] for name in ("dataset", "protocol", "base", "recipe")}
        folder = context.out / "training" / _short_digest(decisive)
        adapter = train(cell.recipe.model_copy(update={"out": folder}), partial(_report_training, context.report, cell))
    settings = context.settings.model_copy(
        update={"evaluator": str(cell.base.folder), "adapter": str(adapter) if adapter else None}
    )
    return load_evaluator(settings, context.protocol), folder


def _measure(context: CellContext, cell: Cell, key: dict[str, Any]) -> CellResult:
    seconds, trained_on = None, None
    evaluator, folder = _load_evaluator(context, cell, key)
    if folder:
        record = json.loads((folder / TRAINING_RECORD).read_text(encoding="utf-8"))
        seconds, trained_on = float(record["seconds"]), int(record["data"]["train"]["images"])
    started = time.monotonic()
    images = _score(context, cell, evaluator)
    _write_choices(_choices_path(context, key), images)
    return CellResult(
        name=cell.name,
        label=cell.label,
        key=key,
        base=cell.base.name,
        parameters=cell.base.parameters,
        trained_on=trained_on,
        figures=compute_figures(images, context.data.truths),
        training_seconds=seconds,
        scoring_seconds=round(time.monotonic() - started, 1),
        environment=describe_environment(evaluator.device),
    )


def _score(context: CellContext, cell: Cell, evaluator: Evaluator) -> list[AnsweredImage]:
    images = one_prompt_in(context.every, context.data.splits[cell.split])
    answered: list[AnsweredImage] = []
    for start in range(0, len(images), BATCH):
        batch = images[start : start + BATCH]
        answers = evaluator.answer([_decode(image) for image in batch], [image.questions for image in batch])
        answered += [AnsweredImage(image, tuple(answer)) for image, answer in zip(batch, answers, strict=True)]
        context.report(f"Scoring {cell.label}", len(answered), len(images))
    return answered


def _decode(image: LabelledImage) -> Image.Image:
    try:
        with Image.open(image.path) as opened:
            return opened.convert("RGB")
    except Exception as error:  # Pillow's decoders let out whatever a broken file makes them do
        raise BadInput.one(
            "broken_image", image.name, f"Cannot be decoded ({error}). Export or copy it again."
        ) from None


def _report_training(report: ReportProgress, cell: Cell, progress: TrainingProgress) -> None:
    """Report a training's progress as an experiment's."""
    loss = f", loss {progress.loss:.3f}" if progress.loss is not None else ""
    report(f"Training {cell.label}{loss}", progress.step, progress.steps)
