"""An exam's report for people: tables, and the folder with everything in it."""

import json
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
    rows: tuple[tuple[str, ...], ...]


def report_tables(report: ExamReport) -> list[ReportTable]:
    """The report's figures as tables, for the command line and for Markdown."""
    return [
        ReportTable(
            "Against the truth",
            ("Skill", "n", "Accuracy", "Commonest", "Weighted kappa", "ECE"),
            tuple(
                (
                    own.skill,
                    str(own.n),
                    *map(_shown, (own.accuracy, own.commonest, own.weighted_kappa, own.calibration_error)),
                )
                for own in report.skills
            ),
        ),
        ReportTable(
            "Order of the simulated T2I models, against simulated annotators",
            ("Dimension", "T2I models", "Tau-b", "95% low", "95% high"),
            tuple(
                (own.dimension, str(own.t2i_models), *map(_shown, (own.value, own.low, own.high)))
                for own in report.tau_b
            ),
        ),
        ReportTable(
            "Robustness",
            ("Picture", "n", "Figure", "Value", "Score change"),
            (
                *(
                    (own.name, str(own.n), "answers unchanged", _shown(own.unchanged), _shown(own.score_change))
                    for own in report.probes
                ),
                ("mirrored", str(report.mirrored.n), "spatial answers turned", _shown(report.mirrored.flipped), ""),
                *(
                    (f"“{own.text}” painted in", str(own.n), "score where not the best", "", _shown(own.rise))
                    for own in report.painted_text
                ),
            ),
        ),
    ]


def verdict_sentences(report: ExamReport) -> list[str]:
    """What the thresholds say, one sentence each."""
    if report.passed is None:
        return [NO_THRESHOLDS]
    return list(report.failures) or [f"Passed: every threshold of {report.protocol_name} holds."]


def report_markdown(report: ExamReport) -> str:
    """The report as a Markdown page."""
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
        *(_markdown_grid(grid) for grid in report_tables(report)),
        "Score changes are shares of the range of a question's options.",
        "![Reliability](reliability.png)",
        "![Order of the simulated T2I models](order.png)",
    ]
    return "\n\n".join(parts) + "\n"


def prepare_folder(folder: Path) -> None:
    """Make the folder a report goes to; raises `BadInput` where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_report(report: ExamReport, folder: Path) -> None:
    """Write `report.json`, `report.md`, `reliability.png` and `order.png`; raises `BadInput` where that cannot be."""
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


def _markdown_grid(grid: ReportTable) -> str:
    lines = [grid.columns, ("---",) * len(grid.columns), *grid.rows]
    return f"## {grid.title}\n\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
