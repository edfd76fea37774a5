"""The exam's plots, as PNG files."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from model.exam.calibration import ReliabilityBin
from model.exam.report import ExamReport

_COLUMNS = 4
_INK, _BAR, _LINE = "#222222", "#4c78a8", "#999999"


def draw_reliability(report: ExamReport, path: Path) -> None:
    """Draw reliability diagrams, of all answers and per skill: the share right by the chosen option's probability.

    Source: Guo et al. 2017, arXiv 1706.04599, figure 1. A calibrated evaluator's bars end at the diagonal.
    """
    panels = [("All skills", report.calibration_error, report.reliability)]
    panels += [(skill.skill, skill.calibration_error, skill.reliability) for skill in report.skills]
    rows = -(-len(panels) // _COLUMNS)
    figure = Figure(figsize=(3 * _COLUMNS, 2.9 * rows), layout="constrained")
    axes = figure.subplots(rows, _COLUMNS, squeeze=False).ravel()
    for axis, (title, error, bins) in zip(axes, panels, strict=False):
        _draw_bins(axis, bins)
        axis.set_title(f"{title}\nECE {error:.3f}", fontsize=9)
    for axis in axes[len(panels) :]:
        axis.set_visible(False)
    figure.suptitle(f"Reliability of {report.evaluator_name}; {report.source}", fontsize=10)
    figure.supxlabel("probability of the chosen option", fontsize=9)
    figure.supylabel("share right; height of the dots: share of the answers", fontsize=9)
    _save(figure, path)


def draw_order(report: ExamReport, path: Path) -> None:
    """Draw the evaluator's scores of the simulated T2I models against the annotators', per dimension."""
    figure = Figure(figsize=(5 * len(report.tau_b), 4.6), layout="constrained")
    for axis, order in zip(figure.subplots(1, len(report.tau_b), squeeze=False).ravel(), report.tau_b, strict=True):
        points = [
            (score.human, score.evaluator)
            for score in report.scores
            if score.dimension is order.dimension and score.human is not None and score.evaluator is not None
        ]
        axis.scatter([x for x, _ in points], [y for _, y in points], color=_BAR)
        axis.set_title(f"{order.dimension}: {order}", fontsize=9)
        axis.set_xlabel("simulated annotators", fontsize=9)
        axis.set_ylabel("evaluator", fontsize=9)
    figure.suptitle(f"{len(report.t2i_models)} simulated T2I models, judged by {report.evaluator_name}", fontsize=10)
    _save(figure, path)


def _draw_bins(axis: Axes, bins: Sequence[ReliabilityBin]) -> None:
    total = sum(entry.n for entry in bins) or 1
    filled = [entry for entry in bins if entry.accuracy is not None]
    middles = [(entry.low + entry.high) / 2 for entry in filled]
    axis.bar(middles, [entry.accuracy or 0.0 for entry in filled], width=0.9 / len(bins), color=_BAR)
    axis.plot([0, 1], [0, 1], color=_LINE, linewidth=1)
    axis.plot(middles, [entry.n / total for entry in filled], ".", color=_INK, markersize=4)
    axis.set_xlim(0, 1)
    axis.set_ylim(0, 1)
    axis.tick_params(labelsize=7)


def _save(figure: Figure, path: Path) -> None:
    # Without the library's version inside, the same report gives the same file.
    figure.savefig(path, dpi=110, metadata={"Software": None})
