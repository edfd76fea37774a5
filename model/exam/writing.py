"""Writes an exam's report: tables, a Markdown page, and the folder with everything in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.problems import BadInput
from model.exam.report import ExamReport

NO_THRESHOLDS = "The protocol sets no thresholds: this is a report, not a verdict."


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of the report, as text."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]


def report_tables(report: ExamReport) -> list[ReportTable]:
    """Lay out the report's figures as tables, for the command line and for Markdown."""
    skills = [
        [s.skill, str(s.n), *map(_format, (s.accuracy, s.commonest, s.weighted_kappa, s.calibration_error))]
        for s in report.skills
    ]
    orders = [
        [order.dimension, str(order.t2i_models), *map(_format, (order.value, order.low, order.high))]
        for order in report.tau_b
    ]
    harmless = [
        [probe.name, str(probe.n), "answers unchanged", *map(_format, (probe.unchanged, probe.score_change))]
        for probe in report.probes
    ]
    mirrored = ["mirrored", str(report.mirrored.n), "spatial answers turned", _format(report.mirrored.flipped), ""]
    painted = [
        [f"“{probe.text}” painted in", str(probe.n), "score where not the best", "", _format(probe.rise)]
        for probe in report.painted_text
    ]
    return [
        ReportTable("Against the truth", ("Skill", "n", "Accuracy", "Commonest", "Weighted kappa", "ECE"), skills),
        ReportTable(
            "Order of the simulated T2I models, against simulated annotators",
            ("Dimension", "T2I models", "Tau-b", "95% low", "95% high"),
            orders,
        ),
        ReportTable(
            "Robustness",
            ("Picture", "n", "Figure", "Value", "Score change"),
            [*harmless, mirrored, *painted],
        ),
    ]


def verdict_sentences(report: ExamReport) -> list[str]:
    """State whether the thresholds hold, one sentence for each that does not."""
    if report.passed is None:
        return [NO_THRESHOLDS]
    return list(report.failures) or [f"Passed: every threshold of {report.protocol_name} holds."]


def report_markdown(report: ExamReport) -> str:
    """Write the report as a Markdown page."""
    scope = "every fourth prompt" if report.quick else "every prompt"
    parts = [
        f"# Exam of {report.evaluator_name}",
        f"Evaluator `{report.evaluator[:12]}` ({report.dtype}) under `{report.protocol_name}` "
        f"(`{report.protocol[:12]}`). "
        f"{report.images} pictures: {len(report.t2i_models)} simulated T2I models, {scope}. "
        f"Source: {report.source}. It says nothing about photographs or real generations.",
        "\n".join(f"- {sentence}" for sentence in verdict_sentences(report)),
        f"Mean accuracy over the skills {report.mean_accuracy:.3f}; "
        f"expected calibration error {report.calibration_error:.3f}.",
        *(f"## {grid.title}\n\n{markdown_grid(grid.columns, grid.rows)}" for grid in report_tables(report)),
        "Score changes are shares of the range of a question's options.",
        "![Reliability](reliability.png)",
        "![Order of the simulated T2I models](order.png)",
    ]
    return "\n\n".join(parts) + "\n"


def prepare_folder(folder: Path) -> None:
    """Make the folder of a report; raises `BadInput` where that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_report(report: ExamReport, folder: Path) -> None:
    """Write `report.json`, `report.md`, `reliability.png` and `order.png`.

    Raises `BadInput` where one cannot be written.
    """
    from model.exam.plots import draw_order, draw_reliability  # matplotlib takes a second to import

    prepare_folder(folder)
    try:
        content = json.dumps(report.as_dict(), indent=1, ensure_ascii=False, allow_nan=False)
        (folder / "report.json").write_text(content, encoding="utf-8")
        (folder / "report.md").write_text(report_markdown(report), encoding="utf-8")
        draw_reliability(report, folder / "reliability.png")
        draw_order(report, folder / "order.png")
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> BadInput:
    return BadInput.one("out_unwritable", str(folder), f"Cannot be written: {error.strerror}.")


def markdown_grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _format(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
