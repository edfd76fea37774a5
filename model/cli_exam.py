"""`python -m model exam`."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from model.cli import print_json, refusals
from model.cli_options import AdapterOption, EvaluatorOption, Json, ProtocolOption, chosen_evaluator, progress_bar

if TYPE_CHECKING:
    from model.exam import ExamRow


def exam_command(
    *,
    images: Annotated[int, typer.Option(min=1, help="Pictures to examine on; none of them was trained on.")] = 1000,
    evaluator: EvaluatorOption = None,
    adapter: AdapterOption = None,
    protocol: ProtocolOption = None,
    as_json: Json = False,
) -> None:
    """Examine an evaluator in the closed world: accuracy per skill beside the commonest answer's."""
    from model.exam import exam

    with refusals():
        judge = chosen_evaluator(evaluator, adapter, protocol)
    with progress_bar() as bar:
        task = bar.add_task("Examining", total=images)
        rows = exam(judge, images, progress=lambda done: bar.update(task, completed=done))
    if as_json:
        print_json({"evaluator": judge.digest, "images": images, "rows": [asdict(row) for row in rows]})
    else:
        _print_exam(rows)


def _print_exam(rows: "list[ExamRow]") -> None:
    table = Table("Skill", "n", "Accuracy", "Commonest answer", "Weighted kappa")
    for row in rows:
        table.add_row(row.skill, str(row.n), f"{row.accuracy:.3f}", f"{row.commonest:.3f}", f"{row.weighted_kappa:.3f}")
    Console().print(table)
