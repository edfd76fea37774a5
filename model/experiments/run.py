"""Experiments from a data set to their results, tables and plots."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError, safe_open

from core.problem_list import ProblemList
from core.problems import BadInput, Problem
from core.settings import get_settings
from model.baselines.closed_world import FACTS as CLOSED_WORLD_CLIP_FACTS
from model.evaluator.checkpoints import folder_digest
from model.evaluator.choice import EMBEDDED_BASE
from model.evaluator.hub import find_folder
from model.experiments.annotators import compute_annotator_figures
from model.experiments.cells import CellContext, ReportProgress, measure_cell
from model.experiments.data import ExperimentData, read_experiment_data
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
from model.protocol.protocol import Protocol, find_protocol
from model.training.config import SftConfig

CLOSED_WORLD_CLIP = CLOSED_WORLD_CLIP_FACTS.name


@dataclass(frozen=True, slots=True)
class ExperimentRequest:
    """What experiments are asked for.

    `recipe` is the SFT of all cells; its `data`, `protocol` and, as the run's
    folder, `out` are taken, its `base` is not: `bases` are, the first one where
    an experiment has but one. `every`: one prompt in so many is scored.
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


def run_experiments(order: ExperimentRequest, report: ReportProgress) -> Iterator[Result]:
    """Do the experiments one after the other, each when the iterator is asked for it.

    Every one leaves `<out>/<experiment>/` with result, table and plot. Cells
    that are done already are not done again. Raises `BadInput` with everything
    that is wrong with data, bases and protocol before the first step.
    """
    problems = ProblemList()
    if unknown := [name for name in order.names if name not in EXPERIMENTS]:
        raise BadInput([Problem("experiment", name, f"Is none of {', '.join(EXPERIMENTS)}.") for name in unknown])
    settings = get_settings()
    protocol = find_protocol(order.recipe.protocol or settings.protocol, settings.data_dir)
    scored = any(name != ANNOTATORS for name in order.names)
    bases = find_bases(order.bases, problems) if scored else ()
    asked = [parse_baseline(text, problems) for text in order.baselines] if BASELINES in order.names else []
    data = read_experiment_data(order.recipe.data, protocol, problems, splits=scored, votes=ANNOTATORS in order.names)
    context = CellContext(data, protocol, settings, order.recipe.out, order.every, report)
    for name in order.names:
        result = _annotators(data, protocol) if name == ANNOTATORS else _scored(order, name, bases, context, asked)
        write_result(result, order.recipe.out / name)
        yield result


def write_result(result: Result, folder: Path) -> None:
    """Write `result.json`, `table.md` and `plot.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "result.json").write_text(result.to_json(), encoding="utf-8")
    (folder / "table.md").write_text(result_markdown(result), encoding="utf-8")
    draw_result(result, folder / "plot.png")


def find_bases(asked: Sequence[str], problems: ProblemList) -> tuple[BaseCheckpoint, ...]:
    """The bases by their shortest distinct names; what is wrong with them goes to `problems`."""
    folders = {}
    for name in dict.fromkeys(asked):
        try:
            folders[name] = EMBEDDED_BASE if name == "embedded" else find_folder(name)
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
    """How many weights a checkpoint's safetensors files hold, read from their headers."""
    count = 0
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, framework="np") as weights:
            for key in weights.keys():  # noqa: SIM118 - no dictionary
                size = 1
                for length in weights.get_slice(key).get_shape():
                    size *= length
                count += size
    return count


def _short_names(asked: Sequence[str]) -> list[str]:
    """The last part of each, with the one before it where two end alike: never a machine's whole path."""
    parts = [Path(name).resolve().parts if Path(name).is_dir() else tuple(name.split("/")) for name in asked]
    lasts = [own[-1] for own in parts]
    return [own[-1] if lasts.count(own[-1]) == 1 else "-".join(own[-2:]) for own in parts]


def _scored(
    order: ExperimentRequest,
    name: str,
    bases: tuple[BaseCheckpoint, ...],
    context: CellContext,
    asked: Sequence[BaselineChoice],
) -> Result:
    data = context.data
    recipe = order.recipe.model_copy(update={"base": bases[0].asked, "limit": None, "merge": False})
    choices = PlanOptions(bases, recipe, order.sizes, order.ranks, order.compared_on, len(data.splits["train"]))
    cells = EXPERIMENTS[name].cells(choices)
    return Result(
        experiment=name,
        closed_world=data.closed_world,
        dataset=data.name,
        dataset_digest=data.digest,
        protocol=context.protocol.name,
        protocol_digest=context.protocol.digest,
        every=order.every,
        recipe=recipe.recipe(),
        cells=tuple(measure_cell(context, name, cell) for cell in cells),
        metrics=compare_metrics(context, cells[0], asked) if name == BASELINES else None,
    )


def _annotators(data: ExperimentData, protocol: Protocol) -> Result:
    return Result(
        experiment=ANNOTATORS,
        closed_world=data.closed_world,
        dataset=data.name,
        dataset_digest=data.votes_digest,
        protocol=protocol.name,
        protocol_digest=protocol.digest,
        every=1,
        recipe={},
        annotators=compute_annotator_figures(data.votes),
    )
