"""One cell of an experiment: an adapter trained, if it has one, and a split scored; kept, and never done twice.

A run's folder holds `<experiment>/<cell>.json`, `training/<key>/`, the
fine-tuning runs, and `choices/`, what evaluators chose image by image. A cell
is known by everything that decides it: data set, protocol, base, recipe, split.
One whose file says the same is not done again, neither is one that another
experiment has done; a killed training goes on where it stopped.
"""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
"""Images between two signs of progress."""

ReportProgress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class CellContext:
    """What all cells share. `out` is the run's folder; one prompt in `every` is scored."""

    data: ExperimentData
    protocol: Protocol
    settings: Settings
    out: Path
    every: int
    report: ReportProgress


def measure_cell(context: CellContext, experiment: str, cell: Cell) -> CellResult:
    """The result of a cell: what its file holds, what another experiment's holds, or measured anew and written.

    Raises `BadInput` where an image cannot be decoded or a training is refused.
    """
    key = _key(context, cell)
    path = context.out / experiment / f"{cell.name}.json"
    known = _known(context.out, path, key)
    result = (
        known.model_copy(update={"name": cell.name, "label": cell.label, "base": cell.base.name})
        if known
        else _measured(context, cell, key)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(".json.new")
    whole.write_text(result.model_dump_json(indent=1) + "\n", encoding="utf-8")
    whole.rename(path)
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


def _known(out: Path, path: Path, key: dict[str, Any]) -> CellResult | None:
    """A finished cell of that key: its own file's, or any other experiment's."""
    for candidate in (path, *sorted(out.glob("*/*.json"))):
        try:
            found = CellResult.model_validate_json(candidate.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ValidationError):
            continue  # not there yet, no cell, or a cell of another version of the program
        if found.key == key:
            return found
    return None


def read_choices(context: CellContext, cell: Cell) -> dict[str, tuple[int, ...]]:
    """What a cell's evaluator chose, by image, in the order of its questions.

    Kept in `<out>/choices/` from when the cell was measured; judged anew where they are not there.
    """
    key = _key(context, cell)
    path = _choices_path(context, key)
    if not path.is_file():
        _keep_choices(path, _judge(context, cell, _evaluator(context, cell, key)[0]))
    lines = path.read_text(encoding="utf-8").splitlines()
    return {entry["image"]: tuple(entry["choices"]) for entry in map(json.loads, lines)}


def _choices_path(context: CellContext, key: dict[str, Any]) -> Path:
    return (
        context.out / "choices" / f"{hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]}.jsonl"
    )


def _keep_choices(path: Path, judged: Sequence[AnsweredImage]) -> None:
    lines = [json.dumps({"image": own.image.name, "choices": [one.choice for one in own.answers]}) for own in judged]
    write_file_atomically(path, "".join(f"{line}\n" for line in lines), make_folder=True)


def _evaluator(context: CellContext, cell: Cell, key: dict[str, Any]) -> tuple[Evaluator, Path | None]:
    """The cell's evaluator, trained first where it has a recipe, and the folder of that training."""
    folder = adapter = None
    if cell.recipe:
        folder = context.out / "training" / _training_name(key)
        adapter = train(cell.recipe.model_copy(update={"out": folder}), _Told(context.report, cell))
    named = context.settings.model_copy(
        update={"evaluator": str(cell.base.folder), "adapter": str(adapter) if adapter else None}
    )
    return load_evaluator(named, context.protocol), folder


def _measured(context: CellContext, cell: Cell, key: dict[str, Any]) -> CellResult:
    seconds, trained_on = None, None
    evaluator, folder = _evaluator(context, cell, key)
    if folder:
        record = json.loads((folder / TRAINING_RECORD).read_text(encoding="utf-8"))
        seconds, trained_on = float(record["seconds"]), int(record["data"]["train"]["images"])
    started = time.monotonic()
    judged = _judge(context, cell, evaluator)
    _keep_choices(_choices_path(context, key), judged)
    return CellResult(
        name=cell.name,
        label=cell.label,
        key=key,
        base=cell.base.name,
        parameters=cell.base.parameters,
        trained_on=trained_on,
        figures=compute_figures(judged, context.data.truths),
        training_seconds=seconds,
        scoring_seconds=round(time.monotonic() - started, 1),
        environment=describe_environment(evaluator.device),
    )


def _training_name(key: dict[str, Any]) -> str:
    """A folder's name for what decides a training, however it is scored afterwards."""
    decisive = {name: key[name] for name in ("dataset", "protocol", "base", "recipe")}
    return hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()[:16]


def _judge(context: CellContext, cell: Cell, evaluator: Evaluator) -> list[AnsweredImage]:
    images = one_prompt_in(context.every, context.data.splits[cell.split])
    judged: list[AnsweredImage] = []
    for start in range(0, len(images), BATCH):
        batch = images[start : start + BATCH]
        answers = evaluator.answer([_decoded(image) for image in batch], [image.questions for image in batch])
        judged += [AnsweredImage(image, tuple(own)) for image, own in zip(batch, answers, strict=True)]
        context.report(f"Scoring {cell.label}", len(judged), len(images))
    return judged


def _decoded(image: LabelledImage) -> Image.Image:
    try:
        with Image.open(image.path) as opened:
            return opened.convert("RGB")
    except Exception as error:  # Pillow's decoders let out whatever a broken file makes them do
        raise BadInput.one(
            "broken_image", image.name, f"Cannot be decoded ({error}). Export or copy it again."
        ) from None


class _Told:
    """A training's progress, told as an experiment's."""

    def __init__(self, report: ReportProgress, cell: Cell) -> None:
        self._tell, self._cell = report, cell

    def __call__(self, at: TrainingProgress) -> None:
        loss = f", loss {at.loss:.3f}" if at.loss is not None else ""
        self._tell(f"Training {self._cell.label}{loss}", at.step, at.steps)
