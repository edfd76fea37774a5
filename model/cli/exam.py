"""`python -m model exam`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.cli import Json, ProtocolOption, exit_on_bad_input, print_json
from core.problems import BadInput, Problem
from core.settings import get_settings
from model.cli.options import AdapterOption, EvaluatorOption, chosen_evaluator, show_progress

if TYPE_CHECKING:
    from model.exam.report import ExamReport

EXIT_BELOW_THRESHOLDS = 3


def exam_command(
    examinee: Annotated[
        str | None,
        typer.Argument(metavar="[EVALUATOR]", help="The same as --evaluator."),
    ] = None,
    *,
    evaluator: EvaluatorOption = None,
    adapter: AdapterOption = None,
    protocol: ProtocolOption = None,
    quick: Annotated[bool, typer.Option("--quick", help="Every fourth prompt only, for a look.")] = False,
    out: Annotated[Path | None, typer.Option(help="A folder for the report: JSON, Markdown and plots.")] = None,
    save: Annotated[
        bool,
        typer.Option("--save", help="Keep the report as `exam.json` beside the evaluator, where boards look for it."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Examine an evaluator in the closed world: accuracy, calibration, order of simulated T2I models, robustness.

    Exit code 3: below the protocol's thresholds, which a board's default evaluator has to reach.
    """
    from model.exam.examination import examine
    from model.exam.record import save_exam
    from model.exam.writing import prepare_folder, write_report

    with exit_on_bad_input():
        chosen = _one_name(examinee, evaluator)
        folder = _save_folder(chosen, adapter, quick=quick) if save else None
        if out:
            prepare_folder(out)
        judge = chosen_evaluator(chosen, adapter, protocol)
        with show_progress("Examining") as progress:
            report = examine(judge, quick=quick, progress=progress)
        if folder:
            save_exam(folder, report)
        if out:
            write_report(report, out)
    if as_json:
        print_json(report.as_dict())
    else:
        _print_report(report)
    if report.failures:
        sys.exit(EXIT_BELOW_THRESHOLDS)


def _one_name(examinee: str | None, evaluator: str | None) -> str | None:
    if examinee is not None and evaluator is not None and examinee != evaluator:
        raise BadInput.one("two_evaluators", "--evaluator", f"Names another evaluator than {examinee}; name one.")
    return evaluator if examinee is None else examinee


def _save_folder(evaluator: str | None, adapter: str | None, *, quick: bool) -> Path:
    from model.exam.record import exam_folder

    settings = get_settings()
    folder = exam_folder(evaluator or settings.evaluator, adapter or settings.adapter)
    problems = []
    if quick:
        problems.append(Problem("quick_exam", "--save", "A quick look is no exam to keep; leave out --quick."))
    if folder is None:
        problems.append(
            Problem("no_folder", "--save", "The evaluator (or its adapter) is no folder here; download it into one.")
        )
    if problems or folder is None:
        raise BadInput(problems)
    return folder


def _print_report(report: "ExamReport") -> None:
    from model.exam.writing import report_tables, verdict_sentences

    console = Console()
    for grid in report_tables(report):
        table = Table(title=grid.title)
        for number, column in enumerate(grid.columns):
            table.add_column(column, no_wrap=number == 0)
        for row in grid.rows:
            table.add_row(*row)
        console.print(table)
    print(f"Mean accuracy {report.mean_accuracy:.3f}, expected calibration error {report.calibration_error:.3f}.")
    print(f"{report.images} pictures; {report.source}.")
    for sentence in verdict_sentences(report):
        print(sentence)
