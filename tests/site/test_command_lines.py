"""The three command lines in a row, as a researcher's script would use them: processes, files, JSON, exit codes."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.settings import Settings
from model.__main__ import app
from model.closed_world.simulation import draw_examples
from model.protocol.skills import SKILLS
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.paths import ROOT


def run(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, cwd=ROOT, env=os.environ)
    assert done.returncode == code, done.stderr
    return done


def refusal(*words: str) -> str:
    """What the evaluator's command line says against bad input; in this process, since a new one takes seconds."""
    refused = run_command(app, *words, code=2)
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr
    return refused.stderr


def run_json(*words: str) -> Any:
    return json.loads(run(*words, "--json").stdout)


def recomputed(data_dir: Path, name: str) -> dict[str, float]:
    """Scores of a T2I model by the formulas of the paper, from the stored answers, in plain SQL."""
    connection = sqlite3.connect(data_dir / "evalalign.db")
    answers = """
        FROM answers JOIN generations ON generations.id = answers.generation_id
        JOIN submissions ON submissions.id = generations.submission_id
        JOIN t2i_models ON t2i_models.id = submissions.t2i_model_id
        WHERE t2i_models.name = ? AND choice >= 0 AND skill LIKE ?
    """
    faith, counted = connection.execute(f"SELECT SUM(choice), COUNT(*) {answers}", (name, "faithfulness.%")).fetchone()
    align, asked = connection.execute(f"SELECT SUM(choice), COUNT(*) {answers}", (name, "alignment.%")).fetchone()
    skills = {
        skill.key: connection.execute(f"SELECT AVG(choice) {answers}", (name, skill.key)).fetchone()[0]
        for skill in SKILLS
    }
    connection.close()
    overall = 100 * (faith / (4 * counted) + align / (2 * asked)) / 2
    return {"faithfulness": faith / counted, "alignment": align / 120, "overall": overall, **skills}


@pytest.mark.slow
def test_a_new_simulated_model_is_placed_by_figures_that_its_answers_give(tmp_path: Path, settings: Settings) -> None:
    names = run_json("model", "world", "list")["t2i_models"]
    better, worse = names[0], names[-1]
    for name in (worse, better):
        sample = run_json("model", "world", "sample", "--t2i-model", name, "--out", str(tmp_path / name))
        assert sample["generations"] == 220
        assert Path(sample["truth"]).is_file()
        assert run_json("submissions", "validate", sample["directory"])["ok"] is True
        queued = run_json("submissions", "submit", sample["directory"], "--name", name)
        assert queued["state"] == "queued"
        waiting = run_json("submissions", "status", queued["submission"])
        assert (waiting["state"], waiting["done"], waiting["total"]) == ("queued", 0, 220)
    finished = run("submissions", "worker", "--once").stdout.splitlines()
    assert len(finished) == 2
    done = run_json("submissions", "status", queued["submission"])
    assert (done["state"], done["done"], done["reason"]) == ("published", 220, None)

    ranked = run_json("leaderboard", "rank")
    assert ranked["board"] == "closed-world"
    assert [(row["rank"], row["t2i_model"]) for row in ranked["rows"]] == [(1, better), (2, worse)]
    for row in ranked["rows"]:
        wanted = recomputed(settings.data_dir, row["t2i_model"])
        for key in ("faithfulness", "alignment", "overall"):
            assert row[key] == pytest.approx(wanted[key])
        for skill in SKILLS:
            assert row["skills"][skill.key]["score"] == pytest.approx(wanted[skill.key])


@pytest.fixture
def scene(tmp_path: Path) -> tuple[Path, str]:
    """A rendered scene as a file, and its prompt."""
    example = draw_examples()[-1]
    path = tmp_path / "scene.png"
    example.image.save(path)
    return path, example.prompt.text


def test_score_prints_the_documented_shape(scene: tuple[Path, str]) -> None:
    path, prompt = scene
    found = run_json("model", "score", str(path), "--prompt", prompt)
    assert {"answers", "evaluator", "protocol", "seconds"} <= set(found)
    assert len(found["evaluator"]) == len(found["protocol"]) == 64
    asked = [answer["skill"] for answer in found["answers"]]
    assert sorted([*asked, *found["skipped"]]) == sorted(skill.key for skill in SKILLS)
    for answer in found["answers"]:
        assert str(answer["choice"]) in answer["probabilities"]
        assert sum(answer["probabilities"].values()) == pytest.approx(1)
    assert found["closed_world"] is True


def test_score_takes_elements_by_hand(scene: tuple[Path, str]) -> None:
    path, _ = scene
    document = run_json_command(app, "score", path, "--prompt", "x", "--element", "alignment.count=two cats")
    assert [answer["skill"] for answer in document["answers"]][5:] == ["alignment.count"]


def write_text(path: Path) -> None:
    path.write_text("not an image")


def write_truncated(path: Path) -> None:
    Image.effect_noise((200, 200), 60).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:2000])


def write_huge(path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(path)


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("text.png", write_text, "Is not a PNG, JPEG or WebP image"),
        ("cut.jpg", write_truncated, "cut off or damaged"),
        ("huge.png", write_huge, "900,000,000|pixels"),
        ("notes.txt", write_text, "Is not named"),
        ("missing.png", lambda path: None, "Cannot be read"),
    ],
)
def test_score_refuses_what_is_no_sound_image(tmp_path: Path, name: str, make: Any, words: str) -> None:
    make(tmp_path / name)
    told = refusal("score", str(tmp_path / name), "--prompt", "x")
    assert any(word in told for word in words.split("|"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--prompt", " "], "Is empty"),
        (["--prompt", "x" * 1001], "longer than 1,000"),
        (["--prompt", "x", "--element", "alignment.smell=rose"], "not an alignment skill"),
        (["--prompt", "x", "--element", "two cats"], "SKILL=TEXT"),
        (["--prompt", "x", "--evaluator", "/nowhere"], "neither a folder"),
        (["--prompt", "x", "--protocol", "nothing"], "there are: closed-world-v1"),
    ],
)
def test_score_refuses_bad_options(scene: tuple[Path, str], options: list[str], words: str) -> None:
    assert words in refusal("score", str(scene[0]), *options)


def test_bad_settings_are_refused_by_every_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVALALIGN_DTYPE", "float8")
    monkeypatch.setenv("EVALALIGN_BATCH_SIZE", "0")
    for words in (("leaderboard", "boards"), ("submissions", "status", "0" * 32), ("model", "protocol", "list")):
        refused = run(*words, code=2)
        assert "EVALALIGN_DTYPE" in refused.stderr
        assert "EVALALIGN_BATCH_SIZE" in refused.stderr
        assert "Traceback" not in refused.stderr


@pytest.mark.slow
def test_pretraining_from_the_command_line(tmp_path: Path) -> None:
    out = tmp_path / "run"
    options = [
        "--tower-images",
        "4",
        "--images",
        "8",
        "--batch-size",
        "4",
        "--width",
        "32",
        "--layers",
        "1",
        "--threads",
        "1",
    ]
    folder = run("model", "pretrain", "--out", str(out), *options).stdout.strip()
    assert (Path(folder) / "model.safetensors").is_file()
    assert "other settings" in refusal("pretrain", "--out", str(out), "--images", "9")
