"""Reading two columns from any CSV file: numbers, or every reason why not."""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.problems import BadInput
from leaderboard.agreement.pairs_csv import read_columns


def write(folder: Path, content: str) -> Path:
    path = folder / "scores.csv"
    path.write_bytes(content.encode())
    return path


def refusal(path: Path, human: str = "h", metric: str = "m") -> list[tuple[str, str, str]]:
    with pytest.raises(BadInput) as caught:
        read_columns(path, [human, metric])
    return [(problem.code, problem.where, problem.message) for problem in caught.value.problems]


def test_columns_are_found_by_name_whatever_stands_between(tmp_path: Path) -> None:
    path = write(tmp_path, '\ufeffname,m, h \r\n"a, b",1.5,2\r\n\r\n"c\nd",-1e-3,.5\r\n')
    columns = read_columns(path, ["h", "m"])
    assert columns["h"].tolist() == [2.0, 0.5]
    assert columns["m"].tolist() == [1.5, -0.001]


def test_every_problem_is_named_with_its_row_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "h,x\n1,2\ntwo,2\n,5\nnan,2\n1_0,3\n1,5,4\n")
    problems = refusal(path)
    assert [(code, where) for code, where, _ in problems] == [
        ("missing_column", "scores.csv"),
        ("not_a_number", "scores.csv, row 3, column h"),
        ("empty_cell", "scores.csv, row 4, column h"),
        ("not_a_number", "scores.csv, row 5, column h"),
        ("not_a_number", "scores.csv, row 6, column h"),
        ("extra_cells", "scores.csv, row 7"),
    ]
    assert "'h', 'x'" in problems[0][2]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "csv_empty"),
        ("\n\n", "csv_empty"),
        ("h,m\n", "too_few_rows"),
        ("h,m\n1,2\n", "too_few_rows"),
        ("h,h,m\n1,2,3\n1,2,3\n", "ambiguous_column"),
        ("h,m\n1,2\n3\n", "empty_cell"),
        ("h,m\n1,2\n3,\x00\n", "not_a_number"),
        (f"h,m\n1,2\n3,{'4' * 200_000}\n", "csv_malformed"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: str, code: str) -> None:
    assert [problem for problem, _, _ in refusal(write(tmp_path, content))] == [code]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.csv")[0][0] == "csv_unreadable"
    assert refusal(tmp_path)[0][0] == "csv_unreadable"
    (tmp_path / "latin.csv").write_bytes("höhe,m\n1,2\n".encode("latin-1"))
    assert refusal(tmp_path / "latin.csv")[0][0] == "csv_encoding"


def test_one_column_may_be_compared_with_itself(tmp_path: Path) -> None:
    columns = read_columns(write(tmp_path, "h\n1\n2\n"), ["h", "h"])
    assert {name: values.tolist() for name, values in columns.items()} == {"h": [1.0, 2.0]}


FINITE = st.floats(-1e9, 1e9)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(FINITE, FINITE), min_size=2, max_size=30), names=st.permutations(["h", "m", "name"]))
def test_columns_written_by_the_csv_module_are_read_back(
    tmp_path: Path, pairs: list[tuple[float, float]], names: list[str]
) -> None:
    path = tmp_path / "written.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows({"h": h, "m": m, "name": f"model, {h}"} for h, m in pairs)
    columns = read_columns(path, ["h", "m"])
    assert columns["h"].tolist() == [h for h, _ in pairs]
    assert columns["m"].tolist() == [m for _, m in pairs]
