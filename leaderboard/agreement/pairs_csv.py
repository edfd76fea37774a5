"""Read columns of numbers from any CSV file."""

import csv
from collections.abc import Sequence
from math import isfinite
from pathlib import Path

import numpy as np

from core.problems import BadInput, Problem
from leaderboard.statistics.arrays import Floats


def read_columns(path: Path, names: Sequence[str]) -> dict[str, Floats]:
    """Read columns of a CSV file (UTF-8, commas, names in its first row) by their names.

    Rows without any text are skipped. Rows are numbered as a spreadsheet numbers them:
    the names are row 1.

    Raises:
        BadInput: The file cannot be read, a column is missing or ambiguous, a
            cell is empty or no finite number, a row has more cells than there
            are names, or there are fewer than two rows; every problem at once.
    """
    header, rows = _read(path)
    names = list(dict.fromkeys(names))
    problems = [problem for name in names if (problem := _column_problem(path, name, header)) is not None]
    columns: dict[str, list[float]] = {}
    for column in names:
        if header.count(column) != 1:
            continue
        place = header.index(column)
        columns[column] = []
        for number, row in rows:
            cell = row[place].strip() if place < len(row) else ""
            value = _number(cell)
            if value is None:
                problems.append(_cell_problem(path, number, column, cell))
            else:
                columns[column].append(value)
    problems += [
        Problem(
            "extra_cells",
            f"{path.name}, row {number}",
            f"Has {len(row)} cells under {len(header)} names; write decimals with a point, not a comma.",
        )
        for number, row in rows
        if any(cell.strip() for cell in row[len(header) :])
    ]
    if len(rows) < 2:
        problems.append(
            Problem("too_few_rows", path.name, f"Has {len(rows)} rows of numbers; agreement takes at least 2.")
        )
    if problems:
        raise BadInput(problems)
    return {name: np.array(values) for name, values in columns.items()}


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Read the names, and the rows that hold any text with their numbers."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(enumerate(csv.reader(file), start=1))
    except OSError as error:
        raise BadInput.one("csv_unreadable", str(path), f"Cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadInput.one("csv_encoding", str(path), "Is not text in UTF-8; save it as CSV in UTF-8.") from None
    except csv.Error as error:
        raise BadInput.one("csv_malformed", str(path), f"Is not a CSV file: {error}.") from None
    filled = [(number, row) for number, row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise BadInput.one("csv_empty", str(path), "Is empty; the first row must name the columns.")
    return [name.strip() for name in filled[0][1]], filled[1:]


def _column_problem(path: Path, column: str, header: list[str]) -> Problem | None:
    count = header.count(column)
    if count == 0:
        return Problem(
            "missing_column", path.name, f"Has no column {column!r}; its columns are: {', '.join(map(repr, header))}."
        )
    if count > 1:
        return Problem("ambiguous_column", path.name, f"Has {count} columns called {column!r}; rename all but one.")
    return None


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if isfinite(value) and "_" not in cell else None


def _cell_problem(path: Path, number: int, column: str, cell: str) -> Problem:
    where = f"{path.name}, row {number}, column {column}"
    if not cell:
        return Problem("empty_cell", where, "Is empty; fill it in or remove the row.")
    return Problem("not_a_number", where, f"{cell!r} is not a finite number; write numbers like 0.75.")
