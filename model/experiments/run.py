"""Runs experiments, from a data set to results, tables and plots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path

from safetensors import SafetensorError, safe_open

from core.problem_list import ProblemList
from core.problems import BadInput, Problem
from core.settings import get_settings
from model.baselines.closed_world import FACTS as CLOSED_WORLD_CLIP_FACTS
from model.evaluator.checkpoints import folder_digest
from model.evaluator.choice import find_base
from model.experiments.annotators import compute_annotator_figures
from model.experiments.cells import CellContext, ReportProgress, measure_cell
from model.experiments.data import read_experiment_data
from model.experiments.metrics import BaselineChoice, compare_metrics, parse_baseline
from model.experiments.plans import (
    ANNOTATORS,
    BASELINES,
    COMPARED_ON,
    EXPERIMENTS,
    RANKS,
    SIZES,
    BaseCheckpoint,
    PlanOptions,
)
from model.experiments.plots import draw_result
from model.experiments.results import Result
from model.experiments.tables import result_markdown
from model.protocol.protocol import find_protocol
from model.training.config import SftConfig

CLOSED_WORLD_CLIP = CLOSED_WORLD_CLIP_FACTS.name


@dataclass(frozen=True, slots=True)
class ExperimentRequest:
    """Experiments to do, by `names`, and what varies in them.

    `recipe` is the SFT of all cells; its `data`, `protocol` and, as the folder of all runs, `out` are used, its `base`
    is not: `bases` are, the first one where an experiment has but one. `every`: one prompt in so many is scored.
    `baselines` are compared with the evaluator, each `NAME` or `NAME=FOLDER`.
    """

    names: tuple[str, ...]
    recipe: SftConfig
    bases: tuple[str, ...] = ("embedded",)
    sizes: tuple[int, ...] = SIZES
    ranks: tuple[int, ...] = RANKS
    compared_on: int = COMPARED_ON
    every: int = 1
    baselines: tuple[str, ...] = (CLOSED_WORLD_CLIP,)


def run_experiments(request: ExperimentRequest, report: ReportProgress) -> Iterator[Result]:
    """Do the experiments one after the other, each when the iterator reaches it.

    Each writes `<out>/<experiment>/` with result, table and plot. Cells that are done already are not done again.
    Raises `BadInput` with everything that is wrong with data, bases and protocol before the first step.
    """
    problems = ProblemList()
    if unknown := [name for name in request.names if name not in EXPERIMENTS]:
        raise BadInput([Problem("experiment", name, f"Is none of {', '.join(EXPERIMENTS)}.") for name in unknown])
    settings = get_settings()
    protocol = find_protocol(request.recipe.protocol or settings.protocol, settings.data_dir)
    needs_bases = any(name != ANNOTATORS for name in request.names)
    bases = find_bases(request.bases, problems) if needs_bases else ()
    baselines = [parse_baseline(text, problems) for text in request.baselines] if BASELINES in request.names else []
    data = read_experiment_data(
        request.recipe.data, protocol, problems, splits=needs_bases, annotators=ANNOTATORS in request.names
    )
    context = CellContext(data, protocol, settings, request.recipe.out, request.every, report)
    for name in request.names:
        result = _run_experiment(name, request, context, bases, baselines)
        write_result(result, request.recipe.out / name)
        yield result


def write_result(result: Result, folder: Path) -> None:
    """Write `result.json`, `table.md` and `plot.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "result.json").write_text(result.to_json(), encoding="utf-8")
    (folder / "table.md").write_text(result_markdown(result), encoding="utf-8")
    draw_result(result, folder / "plot.png")


def find_bases(names: Sequence[str], problems: ProblemList) -> tuple[BaseCheckpoint, ...]:
    """Find the bases and give them their shortest distinct names; what is wrong with them goes to `problems`."""
    folders = {}
    for name in dict.fromkeys(names):
        try:
            folders[name] = find_base(name)
        except BadInput as refusal:
            problems.extend(refusal)
    bases = []
    for (name, folder), shown in zip(folders.items(), _short_names(list(folders)), strict=True):
        try:
            bases.append(BaseCheckpoint(shown, name, folder, folder_digest(folder), count_parameters(folder)))
        except (OSError, SafetensorError) as error:
            problems.add("broken_weights", name, f"Its weights cannot be read: {error}.")
    return tuple(bases)


def count_parameters(folder: Path) -> int:
    """Count the weights of a checkpoint's safetensors files, from their headers."""
    count = 0
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, framework="np") as weights:
            shapes = [weights.get_slice(key).get_shape() for key in weights.keys()]  # noqa: SIM118 - no dictionary
            count += sum(map(prod, shapes))
    return count


def _short_names(names: Sequence[str]) -> list[str]:
    """Take the last part of each name, with the one before it where two end alike: never a machine's whole path."""
    paths = [Path(name).resolve().parts if Path(name).is_dir() else tuple(name.split("/")) for name in names]
    lasts = [parts[-1] for parts in paths]
    return [parts[-1] if lasts.count(parts[-1]) == 1 else "-".join(parts[-2:]) for parts in paths]


def _run_experiment(
    name: str,
    request: ExperimentRequest,
    context: CellContext,
    bases: tuple[BaseCheckpoint, ...],
    baselines: Sequence[BaselineChoice],
) -> Result:
    data, protocol = context.data, context.protocol
    result = Result(
        experiment=name,
        closed_world=data.closed_world,
        dataset=data.name,
        dataset_digest=data.annotations_digest if name == ANNOTATORS else data.digest,
        protocol=protocol.name,
        protocol_digest=protocol.digest,
        every=1 if name == ANNOTATORS else request.every,
        recipe={},
    )
    if name == ANNOTATORS:
        return result.model_copy(update={"annotators": compute_annotator_figures(data.annotations)})
    recipe = request.recipe.model_copy(update={"base": bases[0].source, "limit": None, "merge": False})
    options = PlanOptions(bases, recipe, request.sizes, request.ranks, request.compared_on, len(data.splits["train"]))
    cells = EXPERIMENTS[name].cells(options)
    return result.model_copy(
        update={
            "recipe": recipe.recipe(),
            "cells": tuple(measure_cell(context, name, cell) for cell in cells),
            "metrics": compare_metrics(context, cells[0], baselines) if name == BASELINES else None,
        }
    )
