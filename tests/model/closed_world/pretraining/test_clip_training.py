"""The closed world's CLIP: captions are true, training learns to match, a killed run is resumed to the same end."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from core.problems import BadInput
from core.settings import Settings
from model.baselines.loading import load_baseline
from model.closed_world.captions import sample_true_spec, write_caption
from model.closed_world.lessons import sample_lesson_scene
from model.closed_world.pretraining.clip_training import ClipTraining, Pair, compute_matching_loss, make_pair
from model.closed_world.pretraining.config import ClipTrainingConfig
from model.closed_world.reading import read_closed_world_elements
from model.closed_world.truth import answer_alignment
from model.evaluator.checkpoints import folder_digest

SMALL = ClipTrainingConfig(images=24, batch_size=6, width=32, layers=1, dimensions=16, side=32)


class Killed(Exception):
    """Stands for the process ending between two steps."""


def test_captions_are_true() -> None:
    skills: set[str] = set()
    for number in range(300):
        rng = random.Random(number)
        scene, _ = sample_lesson_scene(rng)
        truth = answer_alignment(sample_true_spec(scene, rng), scene)
        assert set(truth.values()) == {2}, (number, truth)
        skills |= set(truth)
    assert len(skills) == 6, "captions mention every alignment skill"


def test_captions_name_everything_in_the_words_of_prompts() -> None:
    for number in range(100):
        rng = random.Random(number)
        scene, _ = sample_lesson_scene(rng)
        named = read_closed_world_elements(write_caption(scene, rng))["alignment.object"].split(", ")
        assert set(named) == set(scene.order)


def test_pairs_follow_from_their_seed() -> None:
    first, again, other = make_pair("a"), make_pair("a"), make_pair("b")
    assert (first.caption, first.image.tobytes()) == (again.caption, again.image.tobytes())
    assert first.caption != other.caption


def by_hand(images: Tensor, texts: Tensor, scale: float) -> float:
    """Compute the loss pair by pair: minus the logarithm of the right one's share, over both directions."""
    losses = []
    for first, second in ((images, texts), (texts, images)):
        for number in range(len(first)):
            cosines = torch.nn.functional.cosine_similarity(first[number][None], second)
            shares = torch.softmax(scale * cosines, dim=0)
            losses.append(-float(shares[number].log()))
    return sum(losses) / len(losses)


def test_the_loss_is_of_matching_both_ways() -> None:
    torch.manual_seed(0)
    images, texts = torch.randn(5, 7), torch.randn(5, 7)
    loss = compute_matching_loss(images, texts, torch.tensor(3.0))
    assert float(loss) == pytest.approx(by_hand(images, texts, 3.0), abs=1e-5)


def test_a_killed_run_is_resumed_to_the_same_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ClipTraining(SMALL, tmp_path / "whole").run(lambda *_: None)
    stopped = ClipTraining(SMALL, tmp_path / "stopped")
    take_step = stopped.take_step

    def die_at_the_third_step(pairs: Sequence[Pair]) -> Tensor:
        if stopped.step == 2:
            raise Killed
        return take_step(pairs)

    monkeypatch.setattr(stopped, "take_step", die_at_the_third_step)
    with pytest.raises(Killed):
        stopped.run(lambda *_: None, checkpoint_every=0)
    again = ClipTraining(SMALL, tmp_path / "stopped")
    assert again.step == 2
    assert again.run(lambda *_: None, minutes=0) is None, "out of time; nothing is finished"
    resumed = ClipTraining(SMALL, tmp_path / "stopped").run(lambda *_: None)
    assert whole is not None
    assert resumed is not None
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        assert (resumed / name).read_bytes() == (whole / name).read_bytes()


def test_the_finished_checkpoint_is_a_baseline_with_its_record(tmp_path: Path, settings: Settings) -> None:
    folder = ClipTraining(SMALL, tmp_path / "run").run(lambda *_: None)
    assert folder is not None
    record = json.loads((folder / "training_record.json").read_text())
    assert record["closed_world"] is True
    assert record["tower"] == "drawn by the seed"
    assert record["config"]["images"] == 24
    pair = make_pair("another")
    (score,) = load_baseline("closed-world-clip", settings, folder).score([pair.image], [pair.caption])
    assert -1 <= score <= 1


def test_training_learns_to_match(tmp_path: Path) -> None:
    training = ClipTraining(replace(SMALL, images=6 * 40, learning_rate=2e-3), tmp_path / "run")
    pairs = [make_pair(f"few/{number}") for number in range(6)]
    losses = []
    for _ in range(40):
        losses.append(training.take_step(pairs))
        training.step += 1
    assert losses[-1] < 0.5 * losses[0]


def test_the_image_side_may_start_from_a_base(tmp_path: Path, tiny_checkpoint: Path) -> None:
    config = replace(SMALL, tower=str(tiny_checkpoint), learning_rate=0.0, matrix_learning_rate=0.0)
    training = ClipTraining(config, tmp_path / "run")
    assert training.network.vision_model.config.image_size == 32
    folder = training.run(lambda *_: None)
    assert folder is not None
    from safetensors.torch import load_file

    base, clip = load_file(tiny_checkpoint / "model.safetensors"), load_file(folder / "model.safetensors")
    towers = {name.partition("vision_tower.")[2]: weight for name, weight in base.items() if "vision_tower." in name}
    for name, weight in towers.items():
        inside = clip[f"vision_model.{name.removeprefix('vision_model.')}"]
        assert torch.allclose(inside.float(), weight.float(), atol=1e-3)
    record = json.loads((folder / "training_record.json").read_text())
    assert record["tower"] == {"base": folder_digest(tiny_checkpoint), "config": None, "seconds": None}


def test_other_folders_are_refused(tmp_path: Path) -> None:
    ClipTraining(SMALL, tmp_path / "run")
    with pytest.raises(BadInput, match="a run with other settings"):
        ClipTraining(replace(SMALL, images=30), tmp_path / "run")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").write_text("keep me")
    with pytest.raises(BadInput, match="Is not empty"):
        ClipTraining(SMALL, tmp_path / "thesis")
    with pytest.raises(BadInput, match="neither a folder here nor a hub id"):
        ClipTraining(replace(SMALL, tower="/nowhere"), tmp_path / "third")
    assert not (tmp_path / "third").exists()
