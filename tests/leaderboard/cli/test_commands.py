"""`python -m leaderboard`: the shapes other programs rely on, exit codes, and reasons in the user's words."""

import csv
import json
import re
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats

from leaderboard.__main__ import app
from leaderboard.scores.aggregation import score_answers
from leaderboard.statistics.agreement import STATISTICS
from leaderboard.store.database import get_database
from leaderboard.store.results import answers_frame
from model.protocol.protocol import Protocol
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.filled import add_evaluator, add_submission, grade, publish

run = partial(run_command, app)
run_json = partial(run_json_command, app)


def fill(protocol: Protocol) -> str:
    database = get_database()
    closed_world = Protocol.parse(protocol.model_dump(mode="json") | {"name": "closed-world-v1"})
    evaluator = add_evaluator(database, closed_world, 1)
    for name, points in [("[red]good[/red]", 4), ("=poor()", 1)]:
        submission, _ = add_submission(database, closed_world, name, simulated=True)
        publish(database, closed_world, submission, evaluator, grade(points))
    return submission


def test_a_fresh_machine_prints_the_published_agreement() -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "leaderboard", "agreement", "--json"], capture_output=True, text=True, timeout=60
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    rows = json.loads(finished.stdout)["rows"]
    tau = {row["dimension"]: row["value"] for row in rows if row["statistic"] == "kendall_tau_b"}
    assert tau == {"alignment": pytest.approx(0.8043, abs=5e-5), "faithfulness": pytest.approx(0.7223, abs=5e-5)}
    assert {row["statistic"] for row in rows} == set(STATISTICS)
    soft = [row for row in rows if row["statistic"] == "soft_pairwise_accuracy"]
    assert all(row["value"] is None and row["note"].startswith("Unavailable") for row in soft)
    known = [row for row in rows if row not in soft]
    assert all(row["n"] == 24 and row["low"] < row["value"] < row["high"] for row in known)
    assert all(row["p_value"] < 0.001 and row["method"] and row["p_method"] for row in known)


def test_the_note_about_the_papers_figure_is_told_with_it() -> None:
    assert "0.7464" in run("agreement").stdout
    assert any("0.7464" in note for note in run_json("agreement")["notes"])


def test_boards() -> None:
    assert run_json("boards")["boards"] == ["closed-world", "evalalign-published"]
    assert "rendered scenes" in re.sub(r"\s+", " ", run("boards").stdout)


def test_an_empty_board_says_how_to_fill_it() -> None:
    assert "python -m model world sample" in run("rank").stdout
    result = run("rank", "--json")
    assert json.loads(result.stdout)["rows"] == []
    assert "python -m model world sample" in result.stderr


def test_rank_tells_what_recomputing_from_the_stored_answers_gives(tiny_protocol: Protocol) -> None:
    fill(tiny_protocol)
    ranked = run_json("rank")
    assert ranked["board"] == "closed-world"
    assert [(row["rank"], row["t2i_model"]) for row in ranked["rows"]] == [(1, "[red]good[/red]"), (2, "=poor()")]
    for row in ranked["rows"]:
        with get_database().read() as session:
            scores = {s.key: s for s in score_answers(answers_frame(session, row["submission"], ranked["evaluator"]))}
        for key in ("overall", "faithfulness", "alignment", "alignment_normalised"):
            assert row[key] == scores[key].score
        assert {key: (skill["score"], skill["n"]) for key, skill in row["skills"].items()} == {
            key: (score.score, score.n) for key, score in scores.items() if "." in key
        }


def test_ranks_that_five_prompts_cannot_tell_apart_are_ties(tiny_protocol: Protocol) -> None:
    fill(tiny_protocol)
    for row in run_json("rank")["rows"]:
        assert row["rank_interval"] == [1, 2]
        assert row["rank_intervals"]["alignment.count"] == [1, 2]
        assert row["rank_note"] is None
    assert "1-2" in run("rank").stdout
    published = run_json("rank", "--board", "evalalign-published")["rows"]
    assert all(row["rank_interval"] == [None, None] and row["rank_intervals"] == {} for row in published)
    assert "without those of single images" in run("rank", "--board", "evalalign-published").stdout


def test_the_table_shows_names_as_they_are(tiny_protocol: Protocol) -> None:
    fill(tiny_protocol)
    shown = run("rank").stdout
    assert "[red]good[/red]" in shown
    assert "100.00" in shown


def test_a_board_without_reference_says_so(tiny_protocol: Protocol) -> None:
    fill(tiny_protocol)
    assert "no reference scores" in run("agreement", "--board", "closed-world").stderr
    assert run_json("agreement", "--board", "closed-world")["rows"] == []


def test_agreement_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("people,ours\n1,10\n2,30\n3,20\n4,40\n5,50\n")
    rows = {
        row["statistic"]: row
        for row in run_json("agreement", str(path), "--human", "people", "--metric", "ours")["rows"]
    }
    expected = stats.kendalltau([1, 2, 3, 4, 5], [10, 30, 20, 40, 50])
    assert (rows["kendall_tau_b"]["value"], rows["kendall_tau_b"]["p_value"]) == (expected.statistic, expected.pvalue)
    assert set(rows) == set(STATISTICS)
    assert "dimension" not in rows["pearson_r"]
    assert "kendall_tau_b" in run("agreement", str(path), "--human", "people", "--metric", "ours").stdout


def test_two_columns_against_the_same_people_and_the_rows_that_matter(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    good = [1, 2, 4, 3, 5, 6, 7, 8, 9, 10]
    bad = [3, 9, 1, 7, 5, 2, 10, 4, 8, 6]
    lines = [f"{people},{one},{other}" for people, (one, other) in enumerate(zip(good, bad, strict=True))]
    path.write_text("people,good,bad\n" + "\n".join(lines) + "\n")
    document = run_json(
        "agreement", str(path), "--human", "people", "--metric", "good", "--compare", "bad", "--influence"
    )
    (row,) = document["compared"]
    assert (row["first"], row["second"], row["p_both"]) == ("good", "bad", None)
    assert row["difference"] == pytest.approx(row["first_tau"] - row["second_tau"])
    assert 0 < row["p_value"] <= row["p_holm"] <= 1
    assert {document["influence"]["rows"][0]["t2i_model"], document["influence"]["rows"][1]["t2i_model"]} == {
        "row 3",
        "row 4",
    }
    shown = run(
        "agreement", str(path), "--human", "people", "--metric", "good", "--compare", "bad", "--influence"
    ).stdout
    assert "Compared" in shown
    assert "row 3" in shown


def test_influence_on_the_published_table() -> None:
    influence = {row["key"]: row for row in run_json("agreement", "--influence")["influence"]}
    assert influence["faithfulness"]["rows"][0]["t2i_model"] == "MultiFusion"
    assert "MultiFusion" in run("agreement", "--influence").stdout


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_statistics_go_into_a_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"agreement.{ending}"
    assert run("agreement", "--export", str(path)).exit_code == 0
    read = {"csv": pd.read_csv, "json": pd.read_json, "parquet": pd.read_parquet}[ending]
    frame = read(path)
    tau = frame[(frame["key"] == "faithfulness") & (frame["statistic"] == "kendall_tau_b")]
    assert tau["value"].item() == pytest.approx(0.7223, abs=5e-5)
    assert tau["level"].item() == "t2i_models"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("arguments", "reasons"),
    [
        (["agreement", "--export", "x.txt"], ["x.txt: Name a file that ends in one of .csv, .json, .parquet"]),
        (["agreement", "--compare", "closed-world"], ["evalalign-published: Only evaluators under one protocol"]),
        (["agreement", "x.csv", "--human", "h", "--metric", "m", "--images"], ["--images"]),
        (["debias", "--t2i-model", "SDXL"], ["SDXL: Is not on the board closed-world"]),
        (["rank", "--board", "nowhere"], ["there are: closed-world, evalalign-published"]),
        (["agreement", "--board", "nowhere"], ["nowhere"]),
        (["agreement", "x.csv", "--board", "b"], ["--human", "--metric", "--board"]),
        (["agreement", "--human", "h", "--metric", "m"], ["--human: ", "--metric: "]),
        (["agreement", "absent.csv", "--human", "h", "--metric", "m"], ["absent.csv: Cannot be read"]),
        (["export", "/nowhere/at/all.csv"], ["/nowhere/at/all.csv: Cannot be written"]),
        (["backup", "/nowhere/at/all.db"], ["/nowhere/at/all.db: Cannot be written"]),
    ],
)
def test_bad_input_ends_with_2_and_every_reason(arguments: list[str], reasons: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    for reason in reasons:
        assert reason in result.stderr


def test_export_writes_every_score_and_no_formula(tmp_path: Path, tiny_protocol: Protocol) -> None:
    submission = fill(tiny_protocol)
    path = tmp_path / "ranking.csv"
    for _ in range(2):
        assert run("export", str(path)).exit_code == 0
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["t2i_model"] for row in rows] == ["[red]good[/red]", "'=poor()"]
    assert (rows[1]["submission"], float(rows[0]["overall"])) == (submission, 100.0)
    assert list(tmp_path.iterdir()) == [path]


def test_backup_writes_a_database(tmp_path: Path, tiny_protocol: Protocol) -> None:
    fill(tiny_protocol)
    path = tmp_path / "copy.db"
    assert run("backup", str(path)).exit_code == 0
    with sqlite3.connect(path) as copy:
        assert copy.execute("SELECT count(*) FROM submissions WHERE state = 'published'").fetchone() == (2,)
    assert run("backup", str(path)).exit_code == 2


@pytest.mark.parametrize("command", ["boards", "rank", "agreement", "debias", "backup", "export"])
def test_every_command_has_help(command: str) -> None:
    for option in ("-h", "--help"):
        assert "Usage" in run(command, option).stdout
