"""The evaluator beside baselines on one split: their orders of the T2I models against the labels' order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.problem_list import ProblemList
from core.problems import BadInput
from model.baselines.loading import find_baseline, load_baseline
from model.baselines.pictures import Picture
from model.baselines.run import ScoreRun
from model.exam.tau import Place, PointTable, average_scores, count_points, tau_b_over_prompts
from model.experiments.cells import CellContext, read_choices
from model.experiments.comparing import compare_tau_b
from model.experiments.data import one_prompt_in, prompt_of
from model.experiments.figures import place_of
from model.experiments.plans import Cell
from model.experiments.results import BaselineComparison, DimensionFigures, MetricDifference, MetricFigures
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import SKILL_BY_KEY, Dimension
from model.training.data import LabelledImage

Value = TypeVar("Value")

EVALUATOR = "evaluator"

PLACE = "baseline-scores"
"""The folder, in a run's, of the baselines' own runs."""


@dataclass(frozen=True, slots=True)
class BaselineChoice:
    """A baseline by name, and the folder of its files where it is not to come from the hub."""

    name: str
    checkpoint: Path | None


def parse_baseline(text: str, problems: ProblemList) -> BaselineChoice:
    """Read `NAME` or `NAME=FOLDER`; an unknown name goes to `problems`."""
    name, _, folder = text.partition("=")
    try:
        find_baseline(name)
    except BadInput as refusal:
        problems.extend(refusal)
    return BaselineChoice(name, Path(folder) if folder else None)


def compare_metrics(context: CellContext, cell: Cell, baselines: Sequence[BaselineChoice]) -> BaselineComparison:
    """Score the cell's split with its evaluator and with each baseline, and compare; what is scored is kept.

    Raises `BadInput` where a baseline cannot be loaded, or an image's prompt is not in the protocol.
    """
    images = one_prompt_in(context.every, context.data.splits[cell.split])
    prompts = _prompts(images, context.protocol)
    choices = read_choices(context, cell)
    labels = _count_points(images, [image.answers for image in images])
    evaluator = _count_points(images, [choices[image.name] for image in images])
    metrics = [MetricFigures(name=EVALUATOR, title=cell.label, digest=None, dimensions=_taus(labels, evaluator))]
    differences = []
    pictures = [
        Picture(str(image.t2i_model), prompt, image.path) for image, prompt in zip(images, prompts, strict=True)
    ]
    for baseline in baselines:
        loaded = load_baseline(baseline.name, context.settings, baseline.checkpoint)
        title = loaded.facts.title
        run = ScoreRun(loaded, context.protocol, context.out / PLACE / f"{baseline.name}-{loaded.digest[:12]}")
        report = partial(context.report, f"Scoring with {title.replace(',', '')}")
        scores = [entry["score"] for entry in run.run(pictures, context.settings, report)["images"]]
        tables = {key: average_scores(entries) for key, entries in _group_by_dimension(images, scores).items()}
        metrics.append(
            MetricFigures(name=baseline.name, title=title, digest=loaded.digest, dimensions=_taus(labels, tables))
        )
        for dimension, table in tables.items():
            difference, p_value = compare_tau_b(labels[dimension], evaluator[dimension], table)
            differences.append(
                MetricDifference(metric=baseline.name, dimension=dimension, difference=difference, p_value=p_value)
            )
    return BaselineComparison(
        t2i_models=len({image.t2i_model for image in images}),
        images=len(images),
        metrics=tuple(metrics),
        differences=tuple(differences),
    )


def _prompts(images: Sequence[LabelledImage], protocol: Protocol) -> list[Prompt]:
    """Find the prompt of each image, which its file is named after, with or without the dimension in front."""
    problems = ProblemList()
    prompts = []
    for image in images:
        dimension = _dimension(image)
        prompt = protocol.prompt_by_id.get((dimension, prompt_of(image.name).removeprefix(f"{dimension}-")))
        if prompt is None:
            problems.add("unknown_prompt", image.name, f"Is named after no {dimension} prompt of {protocol.name}.")
        else:
            prompts.append(prompt)
    problems.raise_if_any()
    return prompts


def _dimension(image: LabelledImage) -> Dimension:
    return SKILL_BY_KEY[image.questions[0].skill].dimension


def _group_by_dimension(
    images: Sequence[LabelledImage], values: Sequence[Value]
) -> dict[Dimension, list[tuple[Place, Value]]]:
    """Pair the place of each image with its value, per dimension; one without images is left out."""
    groups: dict[Dimension, list[tuple[Place, Value]]] = {}
    for image, value in zip(images, values, strict=True):
        groups.setdefault(_dimension(image), []).append((place_of(image.name, image.t2i_model), value))
    return {dimension: groups[dimension] for dimension in Dimension if dimension in groups}


def _count_points(images: Sequence[LabelledImage], options: Sequence[Sequence[int]]) -> dict[Dimension, PointTable]:
    """Count the points of each image's options, per dimension."""
    return {
        dimension: count_points(entries, per_image=dimension is Dimension.ALIGNMENT)
        for dimension, entries in _group_by_dimension(images, options).items()
    }


def _taus(
    labels: Mapping[Dimension, PointTable], metric: Mapping[Dimension, PointTable]
) -> tuple[DimensionFigures, ...]:
    return tuple(
        DimensionFigures(dimension=dimension, tau_b=tau_b_over_prompts([table], metric[dimension]))
        for dimension, table in labels.items()
    )
