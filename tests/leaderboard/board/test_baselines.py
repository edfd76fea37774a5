"""Other metrics on a board: loaded whole or not at all, shown as means over the images of what the board shows."""

import json
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from core.problems import BadInput
from leaderboard.__main__ import app
from leaderboard.board.agreement import baseline_pairs
from leaderboard.board.baseline_file import ScoresFile, read_scores
from leaderboard.board.baselines import load_scores
from leaderboard.board.boards import PUBLISHED_BOARD, Board, find_board
from leaderboard.board.ranked import ranked
from leaderboard.store.database import Database, get_database
from leaderboard.store.results import record_reference_scores
from leaderboard.store.tables import BaselineScore, Generation
from model.protocol.protocol import Protocol
from tests.helpers.board_html import Cells, ranking_table
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.filled import add_evaluator, add_submission, grade, publish

run = partial(run_command, app, code=0)
run_json = partial(run_json_command, app)

NAMES = ("First", "second", "通义（万相）")


def fill(database: Database, protocol: Protocol) -> Board:
    """Three T2I models on a board, each with reference scores."""
    evaluator = add_evaluator(database, protocol, 1)
    for points, name in enumerate(NAMES):
        submission, t2i_model = add_submission(database, protocol, name)
        publish(database, protocol, submission, evaluator, grade(points))
        with database.write() as session:
            record_reference_scores(
                session,
                protocol_digest=protocol.digest,
                t2i_model_id=t2i_model,
                scores={"faithfulness": 1.0 * points, "alignment": 4.0 - points},
                source="people",
            )
            for generation in session.scalars(select(Generation).where(Generation.submission_id == submission)):
                generation.image_digest = image(name, generation.dimension, generation.prompt_id)
    return find_board(database, "tiny")


def image(*parts: str) -> str:
    """A digest of an image of its own."""
    return (("-".join(parts)).encode().hex() + "0" * 64)[:64]


def score(name: str, prompt_id: str) -> float:
    return NAMES.index(name) + 0.1 * len(prompt_id) + (0.5 if prompt_id.startswith("a") else 0.0)


def file_of(
    protocol: Protocol, *, digest: str = "1" * 64, name: str = "clip-score", add: float = 0.0
) -> dict[str, Any]:
    """What `python -m model baseline score` writes for the three."""
    return {
        "baseline": {
            "digest": digest,
            "name": name,
            "title": f"Metric <{name}>",
            "formula": "2.5 max(cos, 0)",
            "wording": "{prompt}",
            "source": "a paper",
            "checkpoint": "owner/clip@main",
            "licence": "MIT",
            "low": 0.0,
            "high": None,
            "closed_world": False,
        },
        "protocol": {"name": protocol.name, "digest": protocol.digest},
        "t2i_models": {"ignored": True},
        "images": [
            {
                "t2i_model": unicodedata.normalize("NFKC", own).upper(),  # names are compared by their key
                "dimension": prompt.dimension.value,
                "prompt_id": prompt.prompt_id,
                "image": image(own, prompt.dimension.value, prompt.prompt_id),
                "score": score(own, prompt.prompt_id) + add,
            }
            for own in NAMES
            for prompt in protocol.prompts
        ],
    }


def scores_of(data: dict[str, Any]) -> ScoresFile:
    return ScoresFile.model_validate(data)


def means(database: Database, board: Board) -> dict[tuple[str, str, str], tuple[float, int]]:
    rows = ranked(database, board).baseline_scores.to_dict("records")
    return {(row["baseline"], row["t2i_model"], row["key"]): (row["score"], row["n"]) for row in rows}


def test_a_t2i_models_score_is_the_mean_over_its_images(database: Database, tiny_protocol: Protocol) -> None:
    board = fill(database, tiny_protocol)
    loaded = load_scores(database, scores_of(file_of(tiny_protocol)))
    assert (loaded.baseline, loaded.t2i_models, loaded.generations) == ("clip-score", 3, 15)
    found = means(database, board)
    for name in NAMES:
        by_dimension = {
            dimension: [
                score(name, prompt.prompt_id) for prompt in tiny_protocol.prompts if prompt.dimension == dimension
            ]
            for dimension in ("faithfulness", "alignment")
        }
        every = [value for values in by_dimension.values() for value in values]
        for key, values in (*by_dimension.items(), ("all", every)):
            assert found["clip-score", name, key] == (pytest.approx(sum(values) / len(values)), len(values))
    assert len(found) == 9


def test_loading_again_changes_nothing(database: Database, tiny_protocol: Protocol) -> None:
    board = fill(database, tiny_protocol)
    load_scores(database, scores_of(file_of(tiny_protocol)))
    first = means(database, board)
    load_scores(database, scores_of(file_of(tiny_protocol)))
    assert means(database, board) == first
    with database.read() as session:
        assert session.scalar(select(func.count(BaselineScore.id))) == 15


def test_of_two_checkpoints_the_one_loaded_last_is_shown(database: Database, tiny_protocol: Protocol) -> None:
    board = fill(database, tiny_protocol)
    load_scores(database, scores_of(file_of(tiny_protocol)))
    load_scores(database, scores_of(file_of(tiny_protocol, name="pickscore", digest="2" * 64)))
    newer = file_of(tiny_protocol, digest="3" * 64, add=10.0)
    load_scores(database, scores_of(newer))
    found = means(database, board)
    assert {name for name, *_ in found} == {"clip-score", "pickscore"}
    assert found["clip-score", "First", "all"][0] > 10 > found["pickscore", "First", "all"][0]
    load_scores(database, scores_of(file_of(tiny_protocol)))
    assert means(database, board)["clip-score", "First", "all"][0] < 10


def test_a_newer_submission_has_no_scores_until_its_own_images_are_scored(
    database: Database, tiny_protocol: Protocol
) -> None:
    board = fill(database, tiny_protocol)
    load_scores(database, scores_of(file_of(tiny_protocol)))
    submission, _ = add_submission(database, tiny_protocol, "First")
    publish(database, tiny_protocol, submission, "1" * 64, grade(2))
    assert {t2i_model for _, t2i_model, _ in means(database, board)} == {"second", NAMES[2]}


def test_what_belongs_nowhere_is_refused_whole_with_every_reason(database: Database, tiny_protocol: Protocol) -> None:
    board = fill(database, tiny_protocol)
    data = file_of(tiny_protocol)
    data["images"][0]["t2i_model"] = "Stranger"
    data["images"][7]["image"] = "f" * 64
    data["images"][8]["prompt_id"] = "a99"
    with pytest.raises(BadInput) as refusal:
        load_scores(database, scores_of(data))
    assert [problem.code for problem in refusal.value.problems] == ["unknown_t2i_model", "other_image", "other_image"]
    assert means(database, board) == {}
    data["protocol"]["digest"] = "0" * 64
    with pytest.raises(BadInput, match="Nothing has been submitted for this protocol"):
        load_scores(database, scores_of(data))


def test_agreement_has_each_baselines_scores_beside_the_reference(database: Database, tiny_protocol: Protocol) -> None:
    board = fill(database, tiny_protocol)
    assert baseline_pairs(database, board) == {}
    load_scores(database, scores_of(file_of(tiny_protocol)))
    pairs = baseline_pairs(database, board)["clip-score"]
    assert set(pairs["key"]) == {"faithfulness", "alignment"}
    own = pairs[pairs["key"] == "alignment"].set_index("t2i_model")
    assert own.loc[NAMES[2], "reference"] == 2.0
    assert own.loc[NAMES[2], "evaluator"] == means(database, board)["clip-score", NAMES[2], "alignment"][0]


def test_a_board_without_baselines_looks_as_ever(database: Database, tiny_protocol: Protocol) -> None:
    board = fill(database, tiny_protocol)
    assert "Other metrics" not in ranking_table(database, board)
    assert ranked(database, PUBLISHED_BOARD).baseline_scores.empty


def test_the_board_has_a_column_per_baseline(database: Database, tiny_protocol: Protocol) -> None:
    board = fill(database, tiny_protocol)
    data = file_of(tiny_protocol)
    data["images"] = [row for row in data["images"] if row["t2i_model"] != "SECOND"]
    load_scores(database, scores_of(data))
    html = ranking_table(database, board)
    rows = Cells(html).rows
    assert rows[0][-1].startswith("Other metrics")
    assert rows[1][-1] == "Metric <clip-score>"
    assert "Metric <clip" not in html, "a title is escaped"
    shown = {row[1]: row[-1] for row in rows[2:]}
    wanted = means(database, board)
    assert shown == {
        "First": f"{wanted['clip-score', 'First', 'all'][0]:.3f}",
        "second": "–",
        NAMES[2]: f"{wanted['clip-score', NAMES[2], 'all'][0]:.3f}",
    }
    assert "mean of 5 images" in html
    assert {len(row) for row in rows[1:]} == {len(rows[1])}


def test_from_the_command_line(tmp_path: Path, tiny_protocol: Protocol) -> None:
    fill(get_database(), tiny_protocol)
    path = tmp_path / "run" / "scores.json"
    path.parent.mkdir()
    path.write_text(json.dumps(file_of(tiny_protocol)))
    assert run_json("baselines", "load", path) == {
        "baseline": "clip-score",
        "t2i_models": 3,
        "generations": 15,
    }
    assert "scores of 15 images of 3 T2I models" in run("baselines", "load", str(path.parent)).stdout
    rows = run_json("rank", "--board", "tiny")["rows"]
    assert all(row["baselines"]["clip-score"]["n"] == 5 for row in rows)
    agreed = run_json("agreement", "--board", "tiny")
    own = {(row["dimension"], row["statistic"]): row for row in agreed["baselines"] if row["baseline"] == "clip-score"}
    assert own["faithfulness", "kendall_tau_b"]["value"] == pytest.approx(1.0)
    assert own["alignment", "kendall_tau_b"]["value"] == pytest.approx(-1.0)
    assert "alignment by clip-score" in run("agreement", "--board", "tiny").stdout
    assert all("baseline" not in row for row in agreed["rows"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.pop("images"), "images"),
        (lambda data: data["images"][0].update(score=None), "images.0.score"),
        (lambda data: data["baseline"].update(digest="short"), "baseline.digest"),
        (lambda data: data.update(images=[]), "images"),
    ],
)
def test_files_that_are_no_scores_are_refused(change: Any, words: str, tmp_path: Path, tiny_protocol: Protocol) -> None:
    data = file_of(tiny_protocol)
    change(data)
    path = tmp_path / "scores.json"
    path.write_text(json.dumps(data))
    refused = run("baselines", "load", str(path), code=2)
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_no_file_and_no_json_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Cannot be read"):
        read_scores(tmp_path / "scores.json")
    (tmp_path / "scores.json").write_text("{")
    with pytest.raises(BadInput, match="Invalid JSON"):
        read_scores(tmp_path)
    many = [{"t2i_model": "x"}] * 30
    (tmp_path / "scores.json").write_text(json.dumps({"images": many}))
    with pytest.raises(BadInput) as refusal:
        read_scores(tmp_path)
    assert len(refusal.value.problems) == 21
