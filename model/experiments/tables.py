"""Results as Markdown; everything shown comes from the result's JSON, so that a test can compare the two."""

from collections.abc import Sequence

from model.experiments.plans import EXPERIMENTS
from model.experiments.results import (
    AnnotatorFigures,
    CellResult,
    MetricComparison,
    MetricDifference,
    Result,
    SkillFigures,
)
from model.protocol.skills import SKILLS, Dimension

CLOSED_WORLD = (
    "Closed world, all simulated: rendered scenes, simulated T2I models, labels by simulated annotators. "
    "It says nothing about photographs, real generations or people."
)
"""Stands above every table of simulated data."""

REAL = "Real data: labels by people on real generations."

NOTE = (
    "Tau-b: order of the T2I models by the evaluator against their order by the labels, with its 95% bootstrap "
    "interval over prompts. Accuracy: mean over the skills. ECE: expected calibration error."
)

METRICS_NOTE = (
    "Tau-b: order of the T2I models by the metric (the evaluator's scores; the mean over images of others) against "
    "their order by the labels, with its 95% bootstrap interval over prompts. The difference is the evaluator's tau-b "
    "less the metric's, on the same resamples; p is two-sided, by a paired permutation of T2I models and prompts, and "
    "not corrected for the number of comparisons."
)

_BY_SKILL = ("zero-shot", "seen-unseen")
"""Experiments whose cells are compared skill by skill as well."""


def result_markdown(result: Result) -> str:
    """A result as a piece of a Markdown page: the question, what it is of, and its tables."""
    parts = [f"**{EXPERIMENTS[result.experiment].question}** {_source(result)}"]
    if result.annotators:
        parts += _annotators(result.annotators)
    elif result.metrics:
        parts += [_metrics(result.metrics), METRICS_NOTE]
    elif result.experiment == "skills":
        parts += [_skills(result.cells[0]), NOTE]
    else:
        parts += [_cells(result), NOTE]
        parts += [_gains(result)] if result.experiment == "zero-shot" else []
        parts += [_by_skill(result.cells)] if result.experiment in _BY_SKILL else []
    return "\n\n".join(parts) + "\n"


def _source(result: Result) -> str:
    whose = CLOSED_WORLD if result.closed_world else REAL
    some = f"; scored on one prompt in {result.every}" if result.every > 1 else ""
    return f"{whose} Data set `{result.dataset_digest[:12]}`, protocol `{result.protocol}`{some}."


def _cells(result: Result) -> str:
    """A row per cell: what differs, and how well it judges."""
    known = result.cells[0].figures.mean_truth_accuracy is not None
    sized = result.experiment == "base-size"
    columns = [
        EXPERIMENTS[result.experiment].varies,
        *(["Parameters"] if sized else []),
        *([] if result.experiment == "set-size" else ["SFT images"]),
        "T2I models",
        "Images judged",
        *(f"Tau-b {dimension}" for dimension in Dimension),
        "Accuracy, labels",
        *(["Accuracy, truth"] if known else []),
        "ECE, labels",
        *(["ECE, truth"] if known else []),
    ]
    rows = []
    for cell in result.cells:
        own = cell.figures
        rows.append(
            [
                cell.label,
                *([f"{cell.parameters:,}"] if sized else []),
                *([] if result.experiment == "set-size" else [f"{cell.trained_on or 0:,}"]),
                str(len(own.t2i_models)),
                f"{own.images:,}",
                *(str(own.tau_b(dimension)) for dimension in Dimension),
                _shown(own.mean_accuracy),
                *([_shown(own.mean_truth_accuracy)] if known else []),
                _shown(own.calibration_error),
                *([_shown(own.truth_calibration_error)] if known else []),
            ]
        )
    return _grid(columns, rows)


def _gains(result: Result) -> str:
    """What SFT adds to tau-b, in a sentence."""
    before, after = (cell.figures for cell in result.cells)
    gains = []
    for dimension in Dimension:
        first, second = before.tau_b(dimension).value, after.tau_b(dimension).value
        gains.append(f"{dimension} {'-' if first is None or second is None else format(second - first, '+.3f')}")
    return f"Tau-b gained by SFT: {', '.join(gains)}."


def _by_skill(cells: Sequence[CellResult]) -> str:
    """Accuracy per skill, cell beside cell, each beside what the commonest label would reach."""
    known = cells[0].figures.mean_truth_accuracy is not None
    columns = ["Skill"]
    for cell in cells:
        columns += [f"{cell.label}: n", "commonest", "labels", *(["truth"] if known else [])]
    found = [{own.skill: own for own in cell.figures.skills} for cell in cells]
    skills = [skill.key for skill in SKILLS if any(skill.key in by_skill for by_skill in found)]
    rows = [
        [f"`{skill}`", *(text for by_skill in found for text in _accuracies(by_skill.get(skill), known=known))]
        for skill in skills
    ]
    return f"Accuracy per skill:\n\n{_grid(columns, rows)}"


def _accuracies(own: SkillFigures | None, *, known: bool) -> list[str]:
    if own is None:
        return ["0", "-", "-", *(["-"] if known else [])]
    return [f"{own.n:,}", *map(_shown, (own.commonest, own.accuracy, *((own.truth_accuracy,) if known else ())))]


def _skills(cell: CellResult) -> str:
    known = cell.figures.mean_truth_accuracy is not None
    columns = ["Skill", "n", "Tau-b", "Weighted kappa", "Commonest", "Accuracy, labels"]
    rows = [
        [
            f"`{own.skill}`",
            f"{own.n:,}",
            str(own.tau_b),
            *map(_shown, (own.weighted_kappa, own.commonest, own.accuracy)),
            *([_shown(own.truth_accuracy)] if known else []),
        ]
        for own in cell.figures.skills
    ]
    return _grid([*columns, *(["Accuracy, truth"] if known else [])], rows)


def _metrics(found: MetricComparison) -> str:
    """A row per metric: its tau-b and what the evaluator is ahead of it by."""
    columns = ["Metric"]
    for dimension in Dimension:
        columns += [f"Tau-b {dimension}", "evaluator's difference", "p"]
    gaps = {(own.metric, own.dimension): own for own in found.differences}
    rows = []
    for metric in found.metrics:
        row = [metric.title if metric.digest else f"EvalAlign evaluator, {metric.title}"]
        for dimension in Dimension:
            gap = gaps.get((metric.name, dimension))
            row += [str(metric.tau_b(dimension)), str(gap.difference) if gap else "", _p_value(gap)]
        rows.append(row)
    return f"{_grid(columns, rows)}\n\n{found.t2i_models} T2I models, {found.images:,} images."


def _p_value(gap: MetricDifference | None) -> str:
    if gap is None:
        return ""
    return "-" if gap.p_value is None else f"{gap.p_value:.4f}"


def _annotators(found: AnnotatorFigures) -> list[str]:
    pairs = [[" / ".join(pair.annotators), f"{pair.n:,}", _shown(pair.kappa)] for pair in found.pairs]
    skills = [[f"`{own.skill}`", f"{own.n:,}", _shown(own.kappa)] for own in found.skills]
    halves = [
        [
            own.group,
            str(own.t2i_models),
            f"{own.images:,}",
            own.dimension.value,
            _shown(own.tau_b),
            f"{_shown(own.low)} to {_shown(own.high)}",
        ]
        for own in found.halves
    ]
    return [
        f"Cohen's kappa, mean over pairs of annotators: {_shown(found.kappa)} (0.681 in the paper, arXiv 2406.16562).",
        _grid(["Annotators", "Shared questions", "Cohen's kappa"], pairs),
        _grid(["Skill", "Pairs of labels", "Mean kappa"], skills),
        "Two halves of the labels, by random halves of the prompts, order the T2I models alike at a tau-b of:",
        _grid(["T2I models", "Number", "Images", "Dimension", "Mean tau-b", "Middle 95% of the splits"], halves),
    ]


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
