"""`python -m leaderboard agreement` and `debias`: agreement with people."""

import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer
from rich.table import Table

from core.cli import Json, exit_on_bad_input, print_json
from core.problems import BadInput, Problem
from leaderboard.agreement.debiasing import DebiasedScore, debias_board
from leaderboard.agreement.findings import EVALUATOR, Findings, compare_boards, findings_json, get_findings
from leaderboard.agreement.pairs_csv import read_columns
from leaderboard.agreement.tables import agreement_table
from leaderboard.board.agreement import agreement as agreement_of_columns
from leaderboard.board.agreement import board_influence
from leaderboard.board.boards import find_board
from leaderboard.board.choice import AGREEMENT_BOARD, DEFAULT_BOARD
from leaderboard.cli.tables import format_figure, format_interval, new_table, print_table
from leaderboard.site.table_files import write_table
from leaderboard.statistics.agreement import Agreement
from leaderboard.statistics.arrays import generator_of
from leaderboard.statistics.comparing import MetricComparison, compare_metrics
from leaderboard.statistics.influence import Influences, influence
from leaderboard.store.database import get_database

NO_REFERENCE = "This board has no reference scores to agree with."

_MOST_INFLUENTIAL = 5

Export = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write all statistics to a .csv, .json or .parquet file, too.")
]


def agreement(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A CSV file, its columns named in the first row.")
    ] = None,
    *,
    human: Annotated[str | None, typer.Option(help="The column of human scores in FILE.")] = None,
    metric: Annotated[str | None, typer.Option(help="The column of the metric's scores in FILE.")] = None,
    board: Annotated[str | None, typer.Option(help=f"A board instead of a file; default: {AGREEMENT_BOARD}.")] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--compare", metavar="NAME", help="Another metric against the same people: a column of FILE, or a board."
        ),
    ] = None,
    show_influence: Annotated[
        bool, typer.Option("--influence", help="Tell which T2I models, or rows of FILE, move tau-b most.")
    ] = False,
    images: Annotated[
        bool, typer.Option("--images", help="Also single images, pairs of images, and annotators with each other.")
    ] = False,
    export: Export = None,
    as_json: Json = False,
) -> None:
    """Tell how well scores agree with people's, with intervals: Kendall, Spearman, Pearson, pairwise accuracies.

    For a board (over its T2I models), or for any CSV file with two columns of numbers.
    """
    with exit_on_bad_input():
        _check_options(file, human, metric, board, images=images)
        if file is not None and human is not None and metric is not None:
            report = _report_on_file(file, human, metric, against or [], show_influence=show_influence)
        else:
            name = board or AGREEMENT_BOARD
            report = _report_on_board(name, against or [], show_influence=show_influence, images=images)
        if export is not None:
            write_table(export, report.table)
    if as_json:
        print_json(report.document)
    else:
        report.show()


def debias(
    t2i_model: Annotated[str, typer.Option(help="A T2I model of the board, part of whose images people labelled.")],
    *,
    board: Annotated[str, typer.Option(help="A name that `boards` lists.")] = DEFAULT_BOARD,
    labels: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A CSV file with the columns dimension, prompt_id, skill, label and, if several, annotator; "
            "default: the labels that the board holds.",
        ),
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="Use the labels of so many images per dimension only, drawn at random.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Which ones are drawn.")] = 0,
    as_json: Json = False,
) -> None:
    """Correct a T2I model's scores by labels of a random part of its images (prediction-powered inference)."""
    with exit_on_bad_input():
        database = get_database()
        known = find_board(database, board)
        rows = debias_board(database, known, t2i_model, labels, sample, seed)
    if as_json:
        print_json({"board": known.name, "t2i_model": t2i_model, "rows": [row.as_dict() for row in rows]})
        return
    print(f"{t2i_model} on {known.name}: labels of a random part of its images correct the evaluator.")
    print_table(_debiased_table(rows))


@dataclass(slots=True)
class _Report:
    """The output of `agreement`: a document for programs, a table for a file, and tables and lines for people."""

    document: dict[str, Any]
    table: pd.DataFrame
    parts: list[Table | str] = field(default_factory=list)

    def show(self) -> None:
        """Print for people."""
        for part in self.parts:
            if isinstance(part, str):
                print(part)
            else:
                print_table(part)


def _check_options(
    file: Path | None, human: str | None, metric: str | None, board: str | None, *, images: bool
) -> None:
    problems = []
    for option, column in (("--human", human), ("--metric", metric)):
        if file is not None and column is None:
            problems.append(Problem("missing_option", option, "Name the column of FILE to read."))
        if file is None and column is not None:
            problems.append(Problem("missing_file", option, "Names a column, but no FILE is given."))
    if file is not None and board is not None:
        problems.append(Problem("file_and_board", "--board", "Give either a FILE or a board, not both."))
    if file is not None and images:
        problems.append(Problem("file_and_images", "--images", "Single images are known of boards only."))
    if problems:
        raise BadInput(problems)


def _report_on_file(file: Path, human: str, metric: str, against: list[str], *, show_influence: bool) -> _Report:
    columns = read_columns(file, [human, metric, *against])
    people = columns[human]
    rows = agreement_of_columns(people, columns[metric])
    report = _Report({"rows": [row.as_dict() for row in rows]}, pd.DataFrame([asdict(row) for row in rows]))
    report.parts.append(_agreement_table([("", row) for row in rows]))
    if against:
        metrics = {name: columns[name][:, None] for name in dict.fromkeys((metric, *against))}
        comparisons = compare_metrics(people[:, None], metrics, generator_of(people, *metrics.values()))
        report.document["compared"] = [asdict(row) for row in comparisons]
        report.parts.append(_comparison_table({"": comparisons}))
    if show_influence:
        influences = influence([f"row {number}" for number in range(1, len(people) + 1)], people, columns[metric])
        report.document["influence"] = asdict(influences)
        report.parts.append(_influence_table({"": influences}))
    return report


def _report_on_board(name: str, against: list[str], *, show_influence: bool, images: bool) -> _Report:
    database = get_database()
    board = find_board(database, name)
    findings = get_findings(database, board, images=images)
    report = _Report(findings_json(findings), agreement_table(findings))
    if not findings.keys:
        print(NO_REFERENCE, file=sys.stderr)
    for metric, items in findings.agreement.items():
        by_metric = "" if metric == EVALUATOR else f" by {metric}"
        rows = [(f"{item.key}{by_metric}", row) for item in items for row in item.rows]
        if rows:
            report.parts.append(_agreement_table(rows))
    if findings.compared:
        report.parts.append(_comparison_table(findings.compared))
    if findings.ceilings:
        report.parts.append(_ceiling_table(findings))
    if findings.images:
        report.parts.append(_image_table(findings))
    if against:
        comparisons = compare_boards(database, board, [find_board(database, other) for other in against])
        report.document["compared"] = [{"key": key} | asdict(row) for key, rows in comparisons.items() for row in rows]
        report.parts.append(_comparison_table(comparisons))
    if show_influence:
        influences = board_influence(findings.pairs[EVALUATOR])
        report.document["influence"] = [{"key": key} | asdict(one) for key, one in influences.items()]
        if influences:
            report.parts.append(_influence_table(influences))
    report.parts += [f"Note: {note}" for note in findings.notes]
    return report


def _agreement_table(rows: list[tuple[str, Agreement]]) -> Table:
    over_prompts = any(row.prompts_low is not None for _, row in rows)
    more = ("Over prompts",) if over_prompts else ()
    table = new_table("Scores", "Statistic", "Value", "95% interval", *more, "p", "n", "Note")
    last = rows[0][0] if rows else ""
    for key, row in rows:
        if key != last:
            table.add_section()
        last = key
        prompts = (format_interval(row.prompts_low, row.prompts_high),) if over_prompts else ()
        cells = (
            format_figure(row.value, ".4f"),
            format_interval(row.low, row.high),
            *prompts,
            format_figure(row.p_value, ".2g"),
            str(row.n),
        )
        table.add_row(key, row.statistic, *cells, row.note or "")
    return table


def _ceiling_table(findings: Findings) -> Table:
    table = new_table("Scores", "Halves of", "tau-b", "95% of splits", "Note", title="People against people")
    for key, ceilings in findings.ceilings.items():
        for ceiling in ceilings:
            cells = (format_figure(ceiling.value, ".4f"), format_interval(ceiling.low, ceiling.high))
            table.add_row(key, ceiling.split, *cells, ceiling.note or "")
    return table


def _image_table(findings: Findings) -> Table:
    table = new_table("Scores", "Level", "Statistic", "Value", "95% interval", "n", "Note", title="Below the totals")
    for item in findings.images:
        for level, part in item.levels.items():
            for row in part:
                cells = (format_figure(row.value, ".4f"), format_interval(row.low, row.high), str(row.n))
                table.add_row(item.key, level, row.statistic, *cells, row.note or "")
        table.add_section()
    return table


def _comparison_table(comparisons: dict[str, list[MetricComparison]]) -> Table:
    table = new_table(
        "Scores", "First", "Second", "tau-b", "tau-b ", "Difference", "p", "p (Holm)", "n", "Note", title="Compared"
    )
    for key, rows in comparisons.items():
        for row in rows:
            taus = (
                format_figure(row.first_tau, ".4f"),
                format_figure(row.second_tau, ".4f"),
                format_figure(row.difference, "+.4f"),
            )
            p_values = (format_figure(row.p_value, ".2g"), format_figure(row.p_holm, ".2g"))
            table.add_row(key, row.first, row.second, *taus, *p_values, str(row.n), row.note or "")
    return table


def _influence_table(influences: dict[str, Influences]) -> Table:
    table = new_table(
        "Scores", "T2I model", "tau-b without it", "tau-b at its best", "Gain", title="Influence on tau-b"
    )
    for key, one in influences.items():
        for row in one.rows[:_MOST_INFLUENTIAL]:
            table.add_row(
                key,
                row.t2i_model,
                format_figure(row.without, ".4f"),
                format_figure(row.best, ".4f"),
                format_figure(row.gain, "+.4f"),
            )
        table.add_section()
    return table


def _debiased_table(rows: list[DebiasedScore]) -> Table:
    table = new_table("Scores", "Evaluator", "Labels alone", "95% interval", "Debiased", "95% interval ", "n", "Note")
    for row in rows:
        alone, both = row.score.labels_only, row.score.debiased
        table.add_row(
            row.key,
            format_figure(row.score.evaluator, ".3f"),
            format_figure(alone.score, ".3f"),
            format_interval(alone.low, alone.high),
            format_figure(both.score, ".3f"),
            format_interval(both.low, both.high),
            f"{row.score.labelled} + {row.score.unlabelled}",
            both.note or "",
        )
    return table
