"""Plots of results, as PNG files."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.exam.tau import TauInterval
from model.experiments.plans import EXPERIMENTS
from model.experiments.results import AnnotatorFigures, BaselineComparison, CellResult, Result, SkillFigures
from model.protocol.skills import Dimension

_COLOURS = {Dimension.FAITHFULNESS: "#4c78a8", Dimension.ALIGNMENT: "#e45756"}
_BAR, _LINE = "#4c78a8", "#999999"
_PAPER_KAPPA = 0.681


def draw_result(result: Result, path: Path) -> None:
    """Draw a result as PNG: tau-b and accuracy of the cells, or of the skills, or the annotators' kappa."""
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    if result.annotators:
        _annotators(left, right, result.annotators)
    elif result.metrics:
        _metrics(left, right, result.metrics)
    elif result.experiment == "skills":
        _skills(left, right, result.cells[0].figures.skills)
    else:
        _cells(left, right, result.cells)
        for axis in (left, right):
            axis.set_xlabel(EXPERIMENTS[result.experiment].varies)
    source = "closed world: rendered pictures, simulated labels" if result.closed_world else "real data"
    figure.suptitle(f"{EXPERIMENTS[result.experiment].question} ({source})", fontsize=10)
    # Without the library's version inside, the same result gives the same file.
    figure.savefig(path, format="png", dpi=110, metadata={"Software": None})


def _cells(left: Axes, right: Axes, cells: Sequence[CellResult]) -> None:
    places = list(range(len(cells)))
    for number, dimension in enumerate(Dimension):
        taus = [cell.figures.tau_b(dimension) for cell in cells]
        _with_intervals(left, [place + 0.08 * (number - 0.5) for place in places], taus, dimension)
    left.set(ylabel="tau-b over T2I models, 95% interval", ylim=(-1.05, 1.05))
    left.legend(fontsize=8, loc="lower right")
    right.plot(places, [cell.figures.mean_accuracy for cell in cells], "o-", label="labels")
    truths = [cell.figures.mean_truth_accuracy for cell in cells]
    if None not in truths:
        right.plot(places, [truth or 0.0 for truth in truths], "s-", label="truth")
    right.set(ylabel="mean accuracy over the skills", ylim=(0, 1))
    right.legend(fontsize=8, loc="lower right")
    for axis in (left, right):
        _label_places(axis, [cell.label for cell in cells])


def _with_intervals(
    axis: Axes, places: Sequence[float], taus: Sequence[TauInterval], dimension: Dimension, style: str = "o-"
) -> None:
    known = [
        (place, tau.value, tau.low, tau.high)
        for place, tau in zip(places, taus, strict=True)
        if tau.value is not None and tau.low is not None and tau.high is not None
    ]
    # A bootstrap's interval need not hold the value itself.
    axis.errorbar(
        [place for place, *_ in known],
        [value for _, value, *_ in known],
        yerr=[
            [max(value - low, 0.0) for _, value, low, _ in known],
            [max(high - value, 0.0) for _, value, _, high in known],
        ],
        fmt=style,
        capsize=3,
        color=_COLOURS[dimension],
        label=dimension.value,
    )


def _label_places(axis: Axes, labels: Sequence[str]) -> None:
    axis.set_xticks(range(len(labels)), labels)
    axis.set_xlim(-0.5, len(labels) - 0.5)
    axis.grid(axis="y", color="#eeeeee")


def _skills(left: Axes, right: Axes, skills: Sequence[SkillFigures]) -> None:
    names = [skill.skill for skill in skills]
    _bars(left, names, [skill.tau_b.value for skill in skills], "tau-b over T2I models, 95% interval")
    _bars(right, names, [skill.accuracy for skill in skills], "accuracy against the labels; line: commonest label")
    for place, skill in enumerate(skills):
        if skill.tau_b.low is not None and skill.tau_b.high is not None:
            left.plot([skill.tau_b.low, skill.tau_b.high], [place, place], color="#222222", linewidth=1)
        right.plot([skill.commonest] * 2, [place - 0.4, place + 0.4], color="#222222", linewidth=1)


def _metrics(left: Axes, right: Axes, comparison: BaselineComparison) -> None:
    """Draw the tau-b of every metric, and the evaluator's lead."""
    titles = [metric.title if metric.digest else "evaluator" for metric in comparison.metrics]
    for number, dimension in enumerate(Dimension):
        shift = 0.08 * (number - 0.5)
        taus = [metric.tau_b(dimension) for metric in comparison.metrics]
        _with_intervals(left, [place + shift for place in range(len(taus))], taus, dimension, style="o")
        leads = [entry.difference for entry in comparison.differences if entry.dimension is dimension]
        places = [place + shift for place in range(len(leads))]
        _with_intervals(right, places, leads, dimension, style="o")
    left.set(ylabel="tau-b over T2I models, 95% interval", ylim=(-1.05, 1.05))
    right.set(ylabel="evaluator's tau-b less the metric's, 95% interval")
    right.axhline(0, color=_LINE, linewidth=1)
    _label_places(left, titles)
    _label_places(right, titles[1:])
    left.legend(fontsize=8, loc="lower right")


def _annotators(left: Axes, right: Axes, figures: AnnotatorFigures) -> None:
    _bars(
        left,
        [skill.skill for skill in figures.skills],
        [skill.kappa for skill in figures.skills],
        "mean pairwise Cohen's kappa; line: the paper's 0.681",
    )
    left.axvline(_PAPER_KAPPA, color=_LINE, linewidth=1)
    names = [f"{halves.group}, {halves.dimension}" for halves in figures.halves]
    _bars(right, names, [halves.tau_b for halves in figures.halves], "tau-b between halves of the labels")


def _bars(axis: Axes, names: Sequence[str], values: Sequence[float | None], label: str) -> None:
    axis.barh(range(len(names)), [value or 0.0 for value in values], color=_BAR)
    axis.set_yticks(range(len(names)), names, fontsize=8)
    axis.invert_yaxis()
    axis.set_xlabel(label, fontsize=9)
    axis.set_xlim(min([0.0, *(value or 0.0 for value in values)]), 1)
