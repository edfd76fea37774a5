"""Tables of results, as Markdown; all they show comes from the result's JSON, so that a test can compare the two."""

from collections.abc import Sequence

from model.exam.writing import markdown_grid
from model.experiments.plans import EXPERIMENTS
from model.experiments.results import (
    AnnotatorFigures,
    BaselineComparison,
    CellResult,
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
    """Write a result as a piece of a Markdown page: the question, the source, and the tables."""
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
    """Make a row per cell: what differs, and how well it judges."""
    hidden = set()
    if result.experiment != "base-size":
        hidden.add("Parameters")
    if result.cells[0].figures.mean_truth_accuracy is None:
        hidden |= {"Accuracy, truth", "ECE, truth"}
    rows = [_cell_row(EXPERIMENTS[result.experiment].varies, cell) for cell in result.cells]
    columns = [column for column in rows[0] if column not in hidden]
    return markdown_grid(columns, [[row[column] for column in columns] for row in rows])


def _cell_row(varies: str, cell: CellResult) -> dict[str, str]:
    figures = cell.figures
    row = {
        varies: "",
        "Parameters": f"{cell.parameters:,}",
        "SFT images": f"{cell.trained_on or 0:,}",
        "T2I models": str(len(figures.t2i_models)),
        "Images judged": f"{figures.images:,}",
        **{f"Tau-b {dimension}": str(figures.tau_b(dimension)) for dimension in Dimension},
        "Accuracy, labels": _format(figures.mean_accuracy),
        "Accuracy, truth": _format(figures.mean_truth_accuracy),
        "ECE, labels": _format(figures.calibration_error),
        "ECE, truth": _format(figures.truth_calibration_error),
    }
    return row | {varies: cell.label}  # the SFT images may be what varies


def _gains(result: Result) -> str:
    """State what SFT adds to tau-b, in a sentence."""
    before, after = (cell.figures for cell in result.cells)
    gains = []
    for dimension in Dimension:
        first, second = before.tau_b(dimension).value, after.tau_b(dimension).value
        gains.append(f"{dimension} {'-' if first is None or second is None else format(second - first, '+.3f')}")
    return f"Tau-b gained by SFT: {', '.join(gains)}."


def _by_skill(cells: Sequence[CellResult]) -> str:
    """List accuracy per skill, cell beside cell, each beside what the commonest label would reach."""
    known = cells[0].figures.mean_truth_accuracy is not None
    columns = ["Skill"]
    for cell in cells:
        columns += [f"{cell.label}: n", "commonest", "labels", *(["truth"] if known else [])]
    figures = [{skill.skill: skill for skill in cell.figures.skills} for cell in cells]
    skills = [skill.key for skill in SKILLS if any(skill.key in by_skill for by_skill in figures)]
    rows = [
        [f"`{skill}`", *(text for by_skill in figures for text in _accuracies(by_skill.get(skill), known=known))]
        for skill in skills
    ]
    return f"Accuracy per skill:\n\n{markdown_grid(columns, rows)}"


def _accuracies(skill: SkillFigures | None, *, known: bool) -> list[str]:
    if skill is None:
        return ["0", "-", "-", *(["-"] if known else [])]
    accuracies = [skill.commonest, skill.accuracy, *([skill.truth_accuracy] if known else [])]
    return [f"{skill.n:,}", *map(_format, accuracies)]


def _skills(cell: CellResult) -> str:
    known = cell.figures.mean_truth_accuracy is not None
    columns = ["Skill", "n", "Tau-b", "Weighted kappa", "Commonest", "Accuracy, labels"]
    rows = [
        [
            f"`{skill.skill}`",
            f"{skill.n:,}",
            str(skill.tau_b),
            *map(_format, (skill.weighted_kappa, skill.commonest, skill.accuracy)),
            *([_format(skill.truth_accuracy)] if known else []),
        ]
        for skill in cell.figures.skills
    ]
    return markdown_grid([*columns, *(["Accuracy, truth"] if known else [])], rows)


def _metrics(comparison: BaselineComparison) -> str:
    """Make a row per metric: its tau-b and the evaluator's lead over it."""
    columns = ["Metric"]
    for dimension in Dimension:
        columns += [f"Tau-b {dimension}", "evaluator's difference", "p"]
    leads = {(entry.metric, entry.dimension): entry for entry in comparison.differences}
    rows = []
    for metric in comparison.metrics:
        row = [metric.title if metric.digest else f"EvalAlign evaluator, {metric.title}"]
        for dimension in Dimension:
            lead = leads.get((metric.name, dimension))
            row += [str(metric.tau_b(dimension)), str(lead.difference) if lead else "", _p_value(lead)]
        rows.append(row)
    return f"{markdown_grid(columns, rows)}\n\n{comparison.t2i_models} T2I models, {comparison.images:,} images."


def _p_value(lead: MetricDifference | None) -> str:
    if lead is None:
        return ""
    return "-" if lead.p_value is None else f"{lead.p_value:.4f}"


def _annotators(figures: AnnotatorFigures) -> list[str]:
    pairs = [[" / ".join(pair.annotators), f"{pair.n:,}", _format(pair.kappa)] for pair in figures.pairs]
    skills = [[f"`{skill.skill}`", f"{skill.n:,}", _format(skill.kappa)] for skill in figures.skills]
    halves = [
        [
            half.group,
            str(half.t2i_models),
            f"{half.images:,}",
            half.dimension.value,
            _format(half.tau_b),
            f"{_format(half.low)} to {_format(half.high)}",
        ]
        for half in figures.halves
    ]
    mean_kappa = _format(figures.kappa)
    return [
        f"Cohen's kappa, mean over pairs of annotators: {mean_kappa} (0.681 in the paper, arXiv 2406.16562).",
        markdown_grid(["Annotators", "Shared questions", "Cohen's kappa"], pairs),
        markdown_grid(["Skill", "Pairs of labels", "Mean kappa"], skills),
        "Two halves of the labels, by random halves of the prompts, order the T2I models alike at a tau-b of:",
        markdown_grid(
            ["T2I models", "Number", "Images", "Dimension", "Mean tau-b", "Middle 95% of the splits"], halves
        ),
    ]


def _format(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
