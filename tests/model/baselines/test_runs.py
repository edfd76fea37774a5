"""Scoring a folder of images with a baseline: results, resumption after a kill, refusals."""

import hashlib
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
import torch
from PIL import Image
from torch import Tensor

from core.problems import BadInput
from core.settings import Settings
from model.__main__ import app
from model.baselines import run as run_module
from model.baselines.baseline import Baseline
from model.baselines.loading import load_baseline
from model.baselines.pictures import find_pictures
from model.baselines.run import ScoreRun
from model.baselines.table import BASELINES
from model.protocol.protocol import Protocol
from tests.helpers.baseline_checkpoints import write_clip
from tests.helpers.command_line import run_command, run_json_command

run = partial(run_command, app, "baseline", code=0)
run_json = partial(run_json_command, app, "baseline")

T2I_MODELS = ("Alpha", "beta two")


def draw(path: Path, number: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (20 + number, 20), (40 * number % 256, 250 - 20 * number % 250, 90)).save(path)


@pytest.fixture
def images(tmp_path: Path, tiny_protocol: Protocol) -> Path:
    """Two T2I models, one in a submission's layout, the other in a data set's."""
    folder = tmp_path / "images"
    for number, prompt in enumerate(tiny_protocol.prompts):
        draw(folder / T2I_MODELS[0] / prompt.dimension / f"{prompt.prompt_id}.png", number)
        draw(folder / T2I_MODELS[1] / f"{prompt.dimension}-{prompt.prompt_id}.png", number + 5)
    return folder


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clip"))


class Watched:
    """A real scorer that counts its images, dies after `lives` of them as a killed process does, and gives no number
    for the prompt `spoilt`.
    """

    def __init__(self, checkpoint: Path, settings: Settings, *, lives: int = 1000) -> None:
        real = load_baseline("clip-score", settings, checkpoint)
        self._scorer, self.lives, self.scored_images = real._scorer, lives, 0
        self.spoilt = ""
        self.baseline = Baseline(real.facts, self, real.digest, device=real.device, batch_size=2)

    def scores(self, images: Sequence[Image.Image], prompts: Sequence[str]) -> Tensor:
        if self.scored_images + len(images) > self.lives:
            raise KeyboardInterrupt
        self.scored_images += len(images)
        scores = self._scorer.scores(images, prompts)
        spoilt = torch.tensor([prompt == self.spoilt for prompt in prompts])
        return torch.where(spoilt, float("nan"), scores)


def test_means_are_those_of_the_images(
    images: Path, checkpoint: Path, tiny_protocol_file: Path, tiny_protocol: Protocol, tmp_path: Path
) -> None:
    words = ["score", "--baseline", "clip-score", "--checkpoint", str(checkpoint), "--images", str(images)]
    out = tmp_path / "run"
    printed = run_json(*words, "--protocol", tiny_protocol_file, "--out", out)
    written = json.loads((out / "scores.json").read_text())
    assert printed["file"] == str(out / "scores.json")
    assert printed["t2i_models"] == written["t2i_models"]
    assert written["protocol"] == {"name": tiny_protocol.name, "digest": tiny_protocol.digest}
    assert written["baseline"]["name"] == "clip-score"
    assert len(written["baseline"]["digest"]) == 64
    assert len(written["images"]) == 2 * len(tiny_protocol.prompts)
    for name in T2I_MODELS:
        scored = [image for image in written["images"] if image["t2i_model"] == name]
        for key, n in (("faithfulness", 2), ("alignment", 3), ("all", 5)):
            chosen = [image["score"] for image in scored if key in ("all", image["dimension"])]
            assert written["t2i_models"][name][key] == {"score": pytest.approx(fmean(chosen)), "n": n}
    path = images / T2I_MODELS[0] / "alignment" / "a1.png"
    (entry,) = [i for i in written["images"] if (i["t2i_model"], i["prompt_id"]) == (T2I_MODELS[0], "a1")]
    assert entry["image"] == hashlib.sha256(path.read_bytes()).hexdigest()
    with Image.open(path) as image:
        alone = load_baseline("clip-score", Settings(), checkpoint).score([image], ["two red cats, flat"])
    assert entry["score"] == pytest.approx(alone[0], abs=1e-5)
    table = run(*words, "--protocol", str(tiny_protocol_file), "--out", str(out)).stdout
    assert all(name in table for name in T2I_MODELS)


def assert_same(result: Any, expected: Any) -> None:
    """Equal but for the last digits of scores, which may have been computed in other batches."""
    assert result.keys() == expected.keys()
    assert [image | {"score": None} for image in result["images"]] == [
        image | {"score": None} for image in expected["images"]
    ]
    for key in ("faithfulness", "alignment", "all"):
        for name, means in result["t2i_models"].items():
            assert means[key]["n"] == expected["t2i_models"][name][key]["n"]
            assert means[key]["score"] == pytest.approx(expected["t2i_models"][name][key]["score"], abs=1e-5)


def test_a_killed_run_is_resumed(
    images: Path,
    checkpoint: Path,
    tiny_protocol: Protocol,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run_module, "CHUNK", 2)
    pictures = find_pictures(images, tiny_protocol)
    whole = ScoreRun(Watched(checkpoint, settings).baseline, tiny_protocol, tmp_path / "whole").run(pictures, settings)

    folder = tmp_path / "killed"
    with pytest.raises(KeyboardInterrupt):
        ScoreRun(Watched(checkpoint, settings, lives=6).baseline, tiny_protocol, folder).run(pictures, settings)
    assert not (folder / "scores.json").exists()
    lines = (folder / "scores.jsonl").read_text()
    assert lines.count("\n") == 6
    (folder / "scores.jsonl").write_text(lines[:-20])  # the last line did not reach the disk whole

    second = Watched(checkpoint, settings)
    reports: list[tuple[int, int]] = []
    resumed = ScoreRun(second.baseline, tiny_protocol, folder).run(
        pictures, settings, lambda done, total: reports.append((done, total))
    )
    assert second.scored_images == len(pictures) - 5
    assert reports[-1] == (10, 10)
    assert_same(resumed, whole)
    third = Watched(checkpoint, settings)
    assert ScoreRun(third.baseline, tiny_protocol, folder).run(pictures, settings) == resumed
    assert third.scored_images == 0


def test_a_single_submission_is_scored_under_its_given_name(images: Path, tiny_protocol: Protocol) -> None:
    folder = images / T2I_MODELS[0]
    assert {picture.t2i_model for picture in find_pictures(folder, tiny_protocol, ["Gamma"])} == {"Gamma"}
    with pytest.raises(BadInput, match="Is one submission; name its T2I model"):
        find_pictures(folder, tiny_protocol)
    assert {picture.t2i_model for picture in find_pictures(images, tiny_protocol, ["beta two"])} == {"beta two"}


def test_all_problems_of_a_folder_are_reported(images: Path, tiny_protocol: Protocol, tmp_path: Path) -> None:
    (images / T2I_MODELS[0] / "alignment" / "a1.png").unlink()
    draw(images / T2I_MODELS[0] / "alignment" / "a2.jpg", 3)
    draw(images / T2I_MODELS[1] / "alignment-a9.png", 3)
    with pytest.raises(BadInput) as refusal:
        find_pictures(images, tiny_protocol, [*T2I_MODELS, "Delta"])
    assert {problem.code for problem in refusal.value.problems} == {
        "missing_image",
        "two_images",
        "unknown_prompt",
        "no_t2i_model",
    }
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInput, match="Holds no PNG"):
        find_pictures(tmp_path / "empty", tiny_protocol)
    with pytest.raises(BadInput, match="Is no folder"):
        find_pictures(tmp_path / "nowhere", tiny_protocol)


def test_a_dimension_without_any_image_is_left_out(images: Path, tiny_protocol: Protocol) -> None:
    for prompt in ("f1", "f2"):
        (images / T2I_MODELS[0] / "faithfulness" / f"{prompt}.png").unlink()
    pictures = [picture for picture in find_pictures(images, tiny_protocol) if picture.t2i_model == T2I_MODELS[0]]
    assert {picture.prompt.dimension.value for picture in pictures} == {"alignment"}


def test_broken_images_are_reported_and_the_others_kept(
    images: Path, checkpoint: Path, tiny_protocol: Protocol, settings: Settings, tmp_path: Path
) -> None:
    broken = [
        images / name / place for name, place in zip(T2I_MODELS, ("alignment/a1.png", "alignment-a2.png"), strict=True)
    ]
    for path in broken:
        path.write_bytes(b"no image")
    pictures = find_pictures(images, tiny_protocol)
    folder = tmp_path / "run"
    watched = Watched(checkpoint, settings)
    with pytest.raises(BadInput) as refusal:
        ScoreRun(watched.baseline, tiny_protocol, folder).run(pictures, settings)
    assert {problem.where for problem in refusal.value.problems} == {str(path) for path in broken}
    assert watched.scored_images == 8
    assert not (folder / "scores.json").exists()
    for number, path in enumerate(broken):
        draw(path, number)
    result = ScoreRun(watched.baseline, tiny_protocol, folder).run(pictures, settings)
    assert watched.scored_images == 10
    assert len(result["images"]) == 10


def test_a_score_that_is_no_number_is_refused(
    images: Path, checkpoint: Path, tiny_protocol: Protocol, settings: Settings, tmp_path: Path
) -> None:
    watched = Watched(checkpoint, settings)
    watched.spoilt = "a tree"
    with pytest.raises(BadInput) as refusal:
        ScoreRun(watched.baseline, tiny_protocol, tmp_path / "run").run(find_pictures(images, tiny_protocol), settings)
    assert [problem.code for problem in refusal.value.problems] == ["no_score", "no_score"]
    assert len((tmp_path / "run" / "scores.jsonl").read_text().splitlines()) == 8


def test_a_folder_with_another_run_is_refused(
    checkpoint: Path, tiny_protocol: Protocol, settings: Settings, tmp_path: Path
) -> None:
    baseline = Watched(checkpoint, settings).baseline
    ScoreRun(baseline, tiny_protocol, tmp_path / "run")
    other = Baseline(baseline.facts, Watched(checkpoint, settings), "0" * 64, device=torch.device("cpu"), batch_size=1)
    with pytest.raises(BadInput, match=r"other settings \(baseline\)"):
        ScoreRun(other, tiny_protocol, tmp_path / "run")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").write_text("keep me")
    with pytest.raises(BadInput, match="Is not empty"):
        ScoreRun(baseline, tiny_protocol, tmp_path / "thesis")


def test_the_list_has_every_baseline() -> None:
    listed = run_json("list")["baselines"]
    assert [facts["name"] for facts in listed] == list(BASELINES)
    assert all(facts["checkpoint"] and facts["licence"] for facts in listed)


def test_a_refused_run_leaves_nothing_behind(images: Path, tiny_protocol_file: Path, tmp_path: Path) -> None:
    words = ["--images", str(images), "--protocol", str(tiny_protocol_file), "--out", str(tmp_path / "run")]
    refused = run("score", "--baseline", "fid", *words, code=2)
    assert "there are: clip-score" in refused.stderr
    assert refused.stdout == ""
    run("score", "--baseline", "clip-score", "--checkpoint", str(tmp_path / "no"), *words, code=2)
    assert not (tmp_path / "run").exists()
