"""The evaluator beside baselines on one split: their orders of the T2I models against the labels' order."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.problem_list import ProblemList
from core.problems import BadInput
from model.baselines.loading import find_baseline, load_baseline
from model.baselines.pictures import Picture
from model.baselines.run import ScoreRun
from model.exam.statistics import tau_b_over_prompts
from model.experiments.cells import CellContext, read_choices
from model.experiments.comparing import tau_difference
from model.experiments.data import one_prompt_in, prompt_of
from model.experiments.figures import ScoreSheet, place_of
from model.experiments.plans import Cell
from model.experiments.results import DimensionFigures, MetricComparison, MetricDifference, MetricFigures, TauInterval
from model.protocol.protocol import Protocol
from model.protocol.schema import Prompt
from model.protocol.skills import SKILL_BY_KEY, Dimension
from model.training.data import LabelledImage

EVALUATOR = "evaluator"

PLACE = "baseline-scores"
"""The folder, in a run's, of the baselines' own runs."""


@dataclass(frozen=True, slots=True)
class BaselineChoice:
    """A baseline by name, and the folder of its files where it is not to come from the hub."""

    name: str
    checkpoint: Path | None


def parse_baseline(text: str, problems: ProblemList) -> BaselineChoice:
    """`NAME` or `NAME=FOLDER`; an unknown name goes to `problems`."""
    name, _, folder = text.partition("=")
    try:
        find_baseline(name)
    except BadInput as refusal:
        problems.extend(refusal)
    return BaselineChoice(name, Path(folder) if folder else None)


def compare_metrics(bench: CellContext, cell: Cell, asked: Sequence[BaselineChoice]) -> MetricComparison:
    """Score the cell's split with its evaluator and with each baseline, and compare; what is scored is kept.

    Raises `BadInput` where a baseline cannot be loaded, or an image's prompt is not in the protocol.
    """
    images = one_prompt_in(bench.every, bench.data.splits[cell.split])
    prompts = _prompts(images, bench.protocol)
    chosen = read_choices(bench, cell)
    labels, evaluator = {}, {}
    for dimension, own in _by_dimension(images).items():
        labels[dimension] = _sheet(own, dimension, [image.answers for image in own])
        evaluator[dimension] = _sheet(own, dimension, [chosen[image.name] for image in own])
    metrics = [MetricFigures(name=EVALUATOR, title=cell.label, digest=None, dimensions=_taus(labels, evaluator))]
    differences = []
    for baseline in asked:
        loaded = load_baseline(baseline.name, bench.settings, baseline.checkpoint)
        run = ScoreRun(loaded, bench.protocol, bench.out / PLACE / f"{baseline.name}-{loaded.digest[:12]}")
        pictures = [
            Picture(str(image.t2i_model), prompt, image.path) for image, prompt in zip(images, prompts, strict=True)
        ]
        told = _Told(bench, loaded.facts.title)
        found = [entry["score"] for entry in run.run(pictures, bench.settings, told)["images"]]
        scores = dict(zip((image.name for image in images), found, strict=True))
        sheets = {
            dimension: _value_sheet(own, [scores[image.name] for image in own])
            for dimension, own in _by_dimension(images).items()
        }
        metrics.append(
            MetricFigures(
                name=baseline.name, title=loaded.facts.title, digest=loaded.digest, dimensions=_taus(labels, sheets)
            )
        )
        differences += [
            _difference(baseline.name, dimension, labels[dimension], evaluator[dimension], sheet)
            for dimension, sheet in sheets.items()
        ]
    return MetricComparison(
        t2i_models=len({image.t2i_model for image in images}),
        images=len(images),
        metrics=tuple(metrics),
        differences=tuple(differences),
    )


def _prompts(images: Sequence[LabelledImage], protocol: Protocol) -> list[Prompt]:
    """The prompt of each image, which its file is named after, with or without the dimension in front."""
    problems = ProblemList()
    found = []
    for image in images:
        dimension = _dimension(image)
        name = prompt_of(image.name)
        own = protocol.prompt_by_id.get((dimension, name.removeprefix(f"{dimension}-")))
        if own is None:
            problems.add("unknown_prompt", image.name, f"Is named after no {dimension} prompt of {protocol.name}.")
        else:
            found.append(own)
    problems.raise_if_any()
    return found


def _dimension(image: LabelledImage) -> Dimension:
    return SKILL_BY_KEY[image.questions[0].skill].dimension


def _by_dimension(images: Sequence[LabelledImage]) -> dict[Dimension, list[LabelledImage]]:
    """The images by what is asked of them; a dimension that nothing is asked about is left out."""
    groups = {dimension: [image for image in images if _dimension(image) is dimension] for dimension in Dimension}
    return {dimension: own for dimension, own in groups.items() if own}


def _sheet(images: Sequence[LabelledImage], dimension: Dimension, options: Sequence[Sequence[int]]) -> ScoreSheet:
    places = [place_of(image.name, image.t2i_model) for image in images]
    sheet = ScoreSheet(places, per_image=dimension is Dimension.ALIGNMENT)
    for place, own in zip(places, options, strict=True):
        sheet.add(place, own)
    return sheet


def _value_sheet(images: Sequence[LabelledImage], values: Sequence[float]) -> ScoreSheet:
    places = [place_of(image.name, image.t2i_model) for image in images]
    sheet = ScoreSheet(places, per_image=True)
    for place, value in zip(places, values, strict=True):
        sheet.put(place, value)
    return sheet


def _taus(labels: dict[Dimension, ScoreSheet], metric: dict[Dimension, ScoreSheet]) -> tuple[DimensionFigures, ...]:
    found = {dimension: tau_b_over_prompts([own.table], metric[dimension].table) for dimension, own in labels.items()}
    return tuple(
        DimensionFigures(dimension=dimension, tau_b=TauInterval(value=tau.value, low=tau.low, high=tau.high))
        for dimension, tau in found.items()
    )


def _difference(
    name: str, dimension: Dimension, labels: ScoreSheet, evaluator: ScoreSheet, metric: ScoreSheet
) -> MetricDifference:
    found = tau_difference(labels.table, evaluator.table, metric.table)
    return MetricDifference(
        metric=name,
        dimension=dimension,
        difference=TauInterval(value=found.value, low=found.low, high=found.high),
        p_value=found.p_value,
    )


class _Told:
    """A baseline's progress, told as an experiment's."""

    def __init__(self, bench: CellContext, title: str) -> None:
        self._tell, self._doing = bench.tell, f"Scoring with {title.replace(',', '')}"

    def __call__(self, done: int, total: int) -> None:
        self._tell(self._doing, done, total)
