"""`python -m model convert` as a researcher's script would use it."""

import json
from functools import partial
from pathlib import Path

import pytest
from safetensors.torch import load_file

from model.__main__ import app
from model.evaluator.checkpoints import folder_digest
from tests.conftest import tiny_protocol_data
from tests.helpers import original_layout as layout
from tests.helpers.command_line import run_command, run_json_command
from tests.helpers.small_golden import picture

run = partial(run_command, app, code=0)
run_json = partial(run_json_command, app)


def test_convert_then_score(tmp_path: Path) -> None:
    """Both layouts give the same answers; the printed keys are those other programs rely on."""
    weights = layout.write_checkpoint(tmp_path / "original", files=3)
    document = run_json("convert", tmp_path / "original", tmp_path / "out")
    assert (document["weights"], document["unused"], document["missing"]) == (len(weights), [], [])
    assert document["digest"] == folder_digest(tmp_path / "out")
    assert json.loads((tmp_path / "out" / "conversion.json").read_text()) == document
    layout.write_json(tmp_path / "protocol.json", tiny_protocol_data())
    (tmp_path / "images").mkdir()
    picture("wide").save(tmp_path / "images" / "f1.png")
    answers = [
        json.loads(
            run(
                *("score", str(tmp_path / "images"), "--json"),
                *("--evaluator", str(tmp_path / layout_folder), "--protocol", str(tmp_path / "protocol.json")),
            ).stdout
        )["images"]
        for layout_folder in ("original", "out")
    ]
    for one, two in zip(answers[0][0]["answers"], answers[1][0]["answers"], strict=True):
        assert one["choice"] == two["choice"]
        assert one["probabilities"] == pytest.approx(two["probabilities"], abs=1e-6)


def test_ignored_weights_are_reported_with_the_reason(tmp_path: Path) -> None:
    layout.write_checkpoint(tmp_path / "original", changes={"mm_patch_merge_type": "flat"})
    printed = run("convert", str(tmp_path / "original"), str(tmp_path / "out")).stdout
    assert "1 left out: not used with mm_patch_merge_type flat" in printed


def test_refusals_name_every_reason_and_leave_nothing(tmp_path: Path) -> None:
    layout.write_checkpoint(tmp_path / "original")
    weights = load_file(tmp_path / "original" / "model.safetensors")
    layout.write_weights(tmp_path / "original", layout.without(weights, "model.norm", "vision_tower"))
    layout.change_json(tmp_path / "original" / "config.json", vocab_size=7)
    refused = run("convert", str(tmp_path / "original"), str(tmp_path / "out"), "--json", code=2)
    assert "Weights are missing: model.language_model.norm.weight" in refused.stderr
    assert "instead of 7 x 32" in refused.stderr
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["original"]
    refused = run("convert", str(tmp_path / "nothing"), str(tmp_path / "out"), code=2)
    assert "neither a folder here nor a hub id" in refused.stderr
