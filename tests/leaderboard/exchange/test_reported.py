"""Results of the original code: read and checked, shown as reported and never as computed, and written in its shape."""

import csv
import json
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.problems import BadInput
from core.settings import Settings
from leaderboard.__main__ import app
from leaderboard.board.agreement import board_pairs
from leaderboard.board.board_html import board_html
from leaderboard.board.boards import find_board
from leaderboard.board.ranked import ranked
from leaderboard.exchange.original_results import original_results, parse_result, read_results, scores_of
from leaderboard.exchange.reported import export_results, import_results
from leaderboard.scores.aggregation import SCORE_KEYS, score_answers
from leaderboard.store.database import Database, get_database, open_database
from leaderboard.store.results import record_reference_scores
from leaderboard.store.tables import T2IModel
from model.official.names import ALIGNMENT_NAMES, FAITHFULNESS_NAMES, NAMES
from model.protocol.protocol import Protocol
from model.protocol.skills import ABSENT, SKILL_BY_KEY, Dimension
from submissions.evaluation.queue import withdraw_submission
from submissions.upload.intake import submit
from submissions.upload.metadata import ModelMetadata
from tests.conftest import tiny_protocol_data
from tests.helpers.board_html import ranking_table
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.filled import add_evaluator, add_submission, grade, publish
from tests.helpers.original_results import (
    TINY_ALIGNMENT,
    TINY_FAITHFULNESS,
    alignment_file,
    faithfulness_file,
    tiny_files,
    write,
)
from tests.helpers.paths import SHARED
from tests.helpers.uploads import sound_files, write_folder

run = partial(run_command, app)
run_json = partial(run_json_command, app)

GOLDEN = SHARED / "golden/golden.json"

PIXART: dict[str, Any] = {
    "body": (217, 100),
    "Hand": (60, 89),
    "face": (137, 81),
    "object": (250, 100),
    "common": (105, 100),
}
IF_XL: dict[str, Any] = {
    "Object": (209, 118),
    "Count": (160, 109),
    "Spatial": (155, 85),
    "Action": (102, 54),
    "Color": (51, 26),
    "Style": (50, 25),
}
"""The two worked examples of the original's README: points and answers by skill."""


def protocol_like(counts: dict[str, int], images: int, faithfulness: int, name: str = "like-v1") -> Protocol:
    """A protocol with that many prompts; the last `counts[skill]` prompts ask each alignment skill."""
    data = tiny_protocol_data() | {"name": name}
    data["prompts"] = [
        {"prompt_id": f"f{number}", "dimension": "faithfulness", "text": "x"} for number in range(faithfulness)
    ]
    for number in range(images):
        elements = {f"alignment.{skill.lower()}": "x" for skill, n in counts.items() if images - number <= n}
        prompt = {"prompt_id": f"a{number}", "dimension": "alignment", "text": "x", "elements": elements}
        data["prompts"].append(prompt)
    return Protocol.parse(data)


OFFICIAL_SIZES = protocol_like({name: n for name, (_, n) in IF_XL.items()}, 120, 100)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Both result files of a T2I model under the tiny protocol."""
    return tiny_files(tmp_path / "original")


def codes(data: Any, protocol: Protocol, folder: Path) -> list[tuple[str, str]]:
    path = write(folder, "r.json", data)
    with pytest.raises(BadInput) as caught:
        read_results([path], protocol)
    return [(problem.code, problem.where) for problem in caught.value.problems]


def test_the_worked_examples_of_the_originals_readme(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, "f.json", faithfulness_file(PIXART)),
        write(tmp_path, "a.json", alignment_file(IF_XL, 120)),
    ]
    scores = {score.key: score for score in scores_of(read_results(paths, OFFICIAL_SIZES), OFFICIAL_SIZES)}
    assert tuple(scores) == SCORE_KEYS
    assert scores["faithfulness"].score == 769 / 470 == 1.6361702127659574
    assert scores["alignment"].score == 727 / 120 == 6.058333333333334
    assert scores["alignment_normalised"].score == 727 / 834
    assert scores["overall"].score == pytest.approx(100 * (769 / (470 * 4) + 727 / 834) / 2)
    assert (scores["faithfulness.hand"].points, scores["faithfulness.hand"].n) == (60, 89)
    assert {score.low for score in scores.values()} == {score.high for score in scores.values()} == {None}


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        ([], [("no_result", "r.json")]),
        ({"a": 1}, [("no_result", "r.json")]),
        (faithfulness_file(TINY_FAITHFULNESS, total_avgerage=3), [("no_result", "r.json")]),
        (
            faithfulness_file(TINY_FAITHFULNESS, Hand_score="0", avg_score=None, smell_score=3),
            [
                ("unknown_key", "r.json.smell_score"),
                ("no_number", "r.json.Hand_score"),
                ("no_number", "r.json.avg_score"),
            ],
        ),
        (
            {key: value for key, value in faithfulness_file(TINY_FAITHFULNESS).items() if "face" not in key},
            [("missing_key", f"r.json.face_{part}") for part in ("score", "num", "average")],
        ),
        (
            faithfulness_file(TINY_FAITHFULNESS | {"body": (9, 2)}, common_average=3, num=8),
            [
                ("out_of_range", "r.json.body_score"),
                ("inconsistent", "r.json.common_average"),
                ("inconsistent", "r.json.num"),
                ("inconsistent", "r.json.avg_score"),
            ],
        ),
        (faithfulness_file(TINY_FAITHFULNESS, body_average=float("nan")), [("no_number", "r.json.body_average")]),
        (
            faithfulness_file(
                {name: (points, n // 2) for name, (points, n) in TINY_FAITHFULNESS.items()} | {"face": (0, 0)}
            ),
            [
                ("out_of_range", "r.json.body_score"),
                ("out_of_range", "r.json.object_score"),
                ("out_of_range", "r.json.common_score"),
            ],
        ),
        (faithfulness_file(dict.fromkeys(TINY_FAITHFULNESS, (0, 1))), [("coverage", "r.json")]),
        (
            alignment_file(TINY_ALIGNMENT, 3, Count_score=2, total_avgerage=2.9),
            [
                ("inconsistent", "r.json.Count_avgerage"),
                ("inconsistent", "r.json.total_score"),
                ("inconsistent", "r.json.total_avgerage"),
            ],
        ),
        (alignment_file(TINY_ALIGNMENT, 4), [("coverage", "r.json")]),
        (
            alignment_file({name: counts for name, counts in TINY_ALIGNMENT.items() if name != "Style"}, 3),
            [("coverage", "r.json.Style_num")],
        ),
        (alignment_file(TINY_ALIGNMENT, 3, total_score=10**400), [("no_number", "r.json.total_score")]),
    ],
)
def test_everything_wrong_in_a_file_is_told_at_once(
    tmp_path: Path, tiny_protocol: Protocol, data: Any, problems: list[tuple[str, str]]
) -> None:
    assert codes(data, tiny_protocol, tmp_path) == problems


def test_problems_of_all_files_are_told_together(tmp_path: Path, tiny_protocol: Protocol, files: list[Path]) -> None:
    broken = write(tmp_path, "b.json", faithfulness_file(TINY_FAITHFULNESS, num=3))
    with pytest.raises(BadInput) as caught:
        read_results([*files, broken, tmp_path / "none.json", files[1]], tiny_protocol)
    assert [problem.code for problem in caught.value.problems] == [
        "inconsistent",
        "inconsistent",
        "no_file",
        "same_dimension",
    ]


graded = st.lists(st.sampled_from((ABSENT, 0, 1, 2, 3, 4)), min_size=2, max_size=2)


@settings(deadline=None, max_examples=25)
@given(st.fixed_dictionaries(dict.fromkeys(FAITHFULNESS_NAMES, graded)), st.data())
def test_exporting_computed_scores_and_importing_them_gives_the_same_scores(
    tmp_path_factory: pytest.TempPathFactory, faithful: dict[str, list[int]], data: st.DataObject
) -> None:
    protocol = Protocol.parse(tiny_protocol_data())
    rows = [
        ("faithfulness", f"f{number}", key, choice)
        for key, choices in faithful.items()
        for number, choice in enumerate(choices, start=1)
        if choice in SKILL_BY_KEY[key].options
    ]
    rows = [*rows, ("faithfulness", "f1", "faithfulness.object", 1), ("faithfulness", "f2", "faithfulness.object", 2)]
    rows = list({row[:3]: row for row in rows}.values())
    for prompt in protocol.prompts_of(Dimension.ALIGNMENT):
        for question in protocol.questions_for(prompt):
            rows.append(("alignment", prompt.prompt_id, question.skill, data.draw(st.sampled_from((0, 1, 2)))))
    computed = score_answers(pd.DataFrame(rows, columns=["dimension", "prompt_id", "skill", "choice"]))
    folder = tmp_path_factory.mktemp("trip")
    paths = [write(folder, f"{key}.json", result) for key, result in original_results(computed, protocol).items()]
    again = scores_of(read_results(paths, protocol), protocol)
    assert [(s.key, s.points, s.possible, s.n) for s in again] == [(s.key, s.points, s.possible, s.n) for s in computed]
    assert [s.score for s in again] == [pytest.approx(s.score) if s.score is not None else None for s in computed]


@pytest.fixture
def board(settings: Settings) -> Any:
    yield get_database()
    get_database().close()
    open_database.cache_clear()


def test_results_are_imported_ranked_as_reported_and_exported_again(
    board: Database, tmp_path: Path, tiny_protocol_file: Path, files: list[Path]
) -> None:
    words = ["results", "import", *files, "--t2i-model", "PixArt", "--protocol", tiny_protocol_file]
    first = run_json(*words)
    assert (first["reported"], first["written"], first["board"]) == (True, True, "tiny")
    again = run_json(*words)
    assert (again["written"], again["submission"]) == (False, first["submission"])
    (row,) = run_json("rank", "--board", "tiny")["rows"]
    assert (row["t2i_model"], row["reported"], row["submission"]) == ("PixArt", True, first["submission"])
    assert (row["faithfulness"], row["alignment"]) == (22 / 7, 3)
    assert row["skills"]["faithfulness.body"] == {"score": 3, "n": 2, "low": None, "high": None}
    assert "faithfulness.hand" not in row["skills"]
    assert row["intervals"]["overall"] == [None, None]
    assert "reported" in run("rank", "--board", "tiny").stdout
    details = {item["name"]: item for item in run_json("boards")["details"]}
    assert details["tiny"]["reported"] is True
    assert "original EvalAlign code" in details["tiny"]["source"]

    out = tmp_path / "out"
    export = ["results", "export", "--t2i-model", "pixart", "--board", "tiny", "--out", out]
    assert len(run_json(*export)["files"]) == 2
    for path in files:
        assert json.loads((out / path.name).read_text()) == json.loads(path.read_text())
    assert run(*export).exit_code == 2
    run_json(*export, "--format", "excel")
    sheet = pd.read_excel(out / "result_test_alignment.xlsx", index_col=0)
    assert sheet[0].to_dict() == pytest.approx(alignment_file(TINY_ALIGNMENT, 3))
    table = tmp_path / "table.csv"
    assert run("export", table, "--board", "tiny").exit_code == 0
    assert next(csv.DictReader(table.open()))["reported"] == "True"


def test_one_file_alone_gives_no_overall_score(board: Database, tiny_protocol: Protocol, files: list[Path]) -> None:
    import_results(board, files[:1], "PixArt", tiny_protocol)
    (row,) = ranked(board, find_board(board, "tiny")).ranking.to_dict("records")
    assert (row["faithfulness"], pd.isna(row["alignment"]), pd.isna(row["overall"])) == (22 / 7, True, True)
    assert set(export_results(board, find_board(board, "tiny"), "PixArt")) == {Dimension.FAITHFULNESS}


def test_other_results_replace_the_first_by_force_only(
    board: Database, tmp_path: Path, tiny_protocol: Protocol, files: list[Path]
) -> None:
    first = import_results(board, files, "PixArt", tiny_protocol)
    with pytest.raises(BadInput, match="--force"):
        import_results(board, files[:1], "pixart", tiny_protocol)
    second = import_results(board, files[:1], "pixart", tiny_protocol, replace=True)
    assert second.submission != first.submission
    assert list(ranked(board, find_board(board, "tiny")).ranking["submission"]) == [second.submission]
    withdraw_submission(board, second.submission, "Ada")
    assert ranked(board, find_board(board, "tiny")).ranking.empty
    assert import_results(board, files, "PixArt", tiny_protocol).written


def test_reported_and_computed_scores_stand_on_boards_of_their_own(
    board: Database, tiny_protocol: Protocol, files: list[Path]
) -> None:
    reported = import_results(board, files, "PixArt", tiny_protocol)
    evaluator = add_evaluator(board, tiny_protocol, 1)
    submission, _ = add_submission(board, tiny_protocol, "PixArt")
    publish(board, tiny_protocol, submission, evaluator, grade(2))
    other = f"tiny@{reported.evaluator_digest[:12]}"
    assert list(ranked(board, find_board(board, "tiny")).ranking["reported"]) == [False], (
        "the protocol's name is for what ran"
    )
    assert list(ranked(board, find_board(board, other)).ranking["reported"]) == [True]
    assert "Reported by the original code" in board_html(find_board(board, other))
    assert ">reported<" in ranking_table(board, find_board(board, other))


def test_reported_scores_on_an_evaluators_board_leave_its_agreement_alone(
    board: Database, tmp_path: Path, tiny_protocol: Protocol, files: list[Path]
) -> None:
    evaluator = add_evaluator(board, tiny_protocol, 1)
    for name in ("ours", "both"):
        submission, number = add_submission(board, tiny_protocol, name)
        publish(board, tiny_protocol, submission, evaluator, grade(2))
        refer(board, tiny_protocol, number)
    for name in ("theirs", "both"):
        import_results(board, files, name, tiny_protocol, evaluator=evaluator[:8])
    with board.read() as session:
        theirs = session.query(T2IModel).filter_by(name="theirs").one().id
    refer(board, tiny_protocol, theirs)
    rows = ranked(board, find_board(board, "tiny")).ranking
    assert dict(zip(rows["t2i_model"], rows["reported"], strict=True)) == {"ours": False, "both": False, "theirs": True}
    assert set(board_pairs(board, find_board(board, "tiny"))["t2i_model"]) == {"ours", "both"}
    html = ranking_table(board, find_board(board, "tiny"))
    assert html.count(">reported<") == 1


def refer(board: Database, protocol: Protocol, t2i_model: int) -> None:
    with board.write() as session:
        record_reference_scores(
            session,
            protocol_digest=protocol.digest,
            t2i_model_id=t2i_model,
            scores={"alignment": float(t2i_model)},
            source="people",
        )


def test_reported_results_keep_nobody_from_submitting_images(
    board: Database, settings: Settings, tmp_path: Path, tiny_protocol: Protocol, files: list[Path]
) -> None:
    import_results(board, files, "PixArt", tiny_protocol)
    upload = write_folder(tmp_path / "upload", sound_files(tiny_protocol))
    assert submit(board, upload, ModelMetadata.parse(name="PixArt"), "Ada", tiny_protocol, settings)
    with pytest.raises(BadInput, match="taken"):
        submit(board, upload, ModelMetadata.parse(name="pixart"), "Bo", tiny_protocol, settings)


@pytest.mark.parametrize(
    ("words", "reasons"),
    [
        (["--t2i-model", " "], ["t2i_model: Give 1 to 100"]),
        (["--t2i-model", "x", "--evaluator", "0" * 8], ["Is the digest of 0 evaluators"]),
        (["--t2i-model", "x", "--evaluator", ""], ["Is the digest of 0 evaluators"]),
        (["--t2i-model", "x", "--protocol", "none"], ["no protocol of this name"]),
        (["--t2i-model", "\n", "--weights", "y" * 101, "missing.json"], ["t2i_model", "weights", "missing.json"]),
    ],
)
def test_bad_imports_are_refused_with_every_reason_and_leave_nothing(
    board: Database, tiny_protocol_file: Path, files: list[Path], words: list[str], reasons: list[str]
) -> None:
    refused = run("results", "import", *files, "--protocol", tiny_protocol_file, *words)
    assert (refused.exit_code, refused.stdout) == (2, "")
    for reason in reasons:
        assert reason in refused.stderr
    assert run_json("boards")["boards"] == ["closed-world", "evalalign-published"]


def test_bad_exports_are_refused(board: Database, tmp_path: Path, tiny_protocol: Protocol, files: list[Path]) -> None:
    import_results(board, files, "PixArt", tiny_protocol)
    for words, reason in (
        (["--t2i-model", "SDXL", "--board", "tiny"], "there are: PixArt"),
        (["--t2i-model", "SDXL", "--board", "evalalign-published"], "no sums"),
        (["--t2i-model", "SDXL", "--board", "nowhere"], "no such board"),
    ):
        refused = run("results", "export", "--out", tmp_path / "out", *words)
        assert refused.exit_code == 2
        assert reason in refused.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not GOLDEN.is_file(), reason="the original's recordings are not here")
@pytest.mark.parametrize("name", ["a56/faithfulness", "a56/alignment", "b56/faithfulness"])
def test_what_the_original_wrote_is_read_and_written_alike(tmp_path: Path, name: str) -> None:
    run_ = json.loads(GOLDEN.read_text())["runs"][name]
    counts = {key.removesuffix("_num"): n for key, n in run_["result"].items() if key.endswith("_num")}
    named = {name: n for name, n in counts.items() if name in ALIGNMENT_NAMES.values()}
    protocol = protocol_like(named if run_["task"] == "alignment" else {"Object": 1}, 7, 7)
    path = write(tmp_path, "r.json", run_["result"])
    results = read_results([path], protocol)
    (dimension,) = results
    assert original_results(scores_of(results, protocol), protocol)[dimension] == run_["result"]
    assert results[dimension].images == 7
    told_points = {NAMES[dimension][key]: points for key, points in results[dimension].points.items()}
    assert {record["question"].split("/")[-1] for record in run_["records"]} == set(told_points)


@pytest.mark.skipif(not GOLDEN.is_file(), reason="the original's recordings are not here")
def test_what_the_original_took_for_answers_though_no_options_is_refused() -> None:
    result = json.loads(GOLDEN.read_text())["runs"]["b56/alignment"]["result"]
    with pytest.raises(BadInput) as caught:
        parse_result(result, "r")
    assert [(problem.code, problem.where) for problem in caught.value.problems] == [
        ("out_of_range", "r.Count_score"),
        ("out_of_range", "r.Action_score"),
    ]
