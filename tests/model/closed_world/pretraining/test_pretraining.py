"""Pretraining learns, is resumed to the same end, and writes an evaluator with its record."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from torch import Tensor

from core.problems import BadInput
from core.settings import Settings
from model.closed_world.lessons import make_lesson
from model.closed_world.pretraining.config import PretrainingConfig
from model.closed_world.pretraining.pretraining import Pretraining
from model.closed_world.pretraining.pretraining_lessons import LessonBatch
from model.closed_world.protocol import closed_world_protocol
from model.evaluator.checkpoints import folder_digest
from model.evaluator.loading import load_evaluator

SMALL = PretrainingConfig(
    tower_images=16, images=32, batch_size=8, vision_width=32, language_width=32, layers=1, precision="float32"
)


@pytest.fixture(autouse=True)
def few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tokenizer made from fewer lessons spells the rest out, and is there in a tenth of the time."""
    monkeypatch.setattr("model.closed_world.pretraining.pretraining.TOKENIZER_LESSONS", 300)


class Killed(Exception):
    """Stands for the process ending between two steps."""


def test_a_killed_run_is_resumed_to_the_same_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Pretraining(closed_world_protocol(), SMALL, tmp_path / "whole").run(lambda *_: None)

    stopped = Pretraining(closed_world_protocol(), SMALL, tmp_path / "stopped")
    take_step = stopped.take_step

    def die_at_the_fourth_step(batch: LessonBatch) -> Tensor:
        if stopped.step == 3:
            raise Killed
        return take_step(batch)

    monkeypatch.setattr(stopped, "take_step", die_at_the_fourth_step)
    with pytest.raises(Killed):
        stopped.run(lambda *_: None, checkpoint_every=0)
    resumed = Pretraining(closed_world_protocol(), SMALL, tmp_path / "stopped")
    assert resumed.step == 3
    resumed_folder = resumed.run(lambda *_: None)

    assert (resumed_folder / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()
    steps = [entry["step"] for entry in json.loads((resumed_folder / "training_record.json").read_text())["log"]]
    assert steps == sorted(set(steps)), "nothing is logged twice"


def test_the_finished_evaluator_loads_and_has_its_record(tmp_path: Path, settings: Settings) -> None:
    trainer = Pretraining(closed_world_protocol(), SMALL, tmp_path / "run")
    steps: list[int] = []
    folder = trainer.run(lambda step, loss: steps.append(step))
    assert steps == [6]
    record = json.loads((folder / "training_record.json").read_text())
    assert record["closed_world"] is True
    assert record["config"]["images"] == 32
    assert record["protocol"]["digest"] == closed_world_protocol().digest
    evaluator = load_evaluator(settings.model_copy(update={"evaluator": str(folder)}), closed_world_protocol())
    assert evaluator.closed_world
    protocol = closed_world_protocol()
    answers = evaluator.answer([make_lesson("a picture").image], [protocol.questions_for(protocol.prompts[0])])
    assert [answer.skill for answer in answers[0]][:2] == ["faithfulness.body", "faithfulness.hand"]


def test_the_loss_falls(tmp_path: Path) -> None:
    config = replace(SMALL, tower_images=400, images=400)
    trainer = Pretraining(closed_world_protocol(), config, tmp_path / "run")
    trainer.network.train()
    losses = []
    for batch in trainer.remaining_batches():
        losses.append(float(trainer.take_step(batch)))
        trainer.step += 1
    seeing, answering = losses[:50], losses[50:]
    for part in (seeing, answering):
        assert sum(part[-4:]) < 0.8 * sum(part[:4])


def test_a_run_starts_from_the_weights_of_an_earlier_one(tmp_path: Path) -> None:
    first = Pretraining(closed_world_protocol(), SMALL, tmp_path / "first").run(lambda *_: None)
    second = Pretraining(
        closed_world_protocol(),
        replace(SMALL, start=str(first), seed=2, learning_rate=0.0, matrix_learning_rate=0.0),
        tmp_path / "second",
    ).run(lambda *_: None)
    assert (second / "model.safetensors").read_bytes() == (first / "model.safetensors").read_bytes()
    assert (second / "tokenizer.json").read_bytes() == (first / "tokenizer.json").read_bytes()
    record = json.loads((second / "training_record.json").read_text())
    assert record["start"] == folder_digest(first)
    with pytest.raises(BadInput, match=r"Holds no config\.json"):
        Pretraining(closed_world_protocol(), replace(SMALL, start=str(tmp_path)), tmp_path / "third")
    assert not (tmp_path / "third").exists()


def test_processes_of_the_data_loader_change_nothing(tmp_path: Path) -> None:
    alone = Pretraining(closed_world_protocol(), SMALL, tmp_path / "alone").run(lambda *_: None)
    helped = Pretraining(closed_world_protocol(), replace(SMALL, workers=2), tmp_path / "helped").run(lambda *_: None)
    assert (helped / "model.safetensors").read_bytes() == (alone / "model.safetensors").read_bytes()


def test_a_folder_with_another_run_is_refused(tmp_path: Path) -> None:
    Pretraining(closed_world_protocol(), SMALL, tmp_path / "run")
    with pytest.raises(BadInput, match="a run with other settings"):
        Pretraining(closed_world_protocol(), replace(SMALL, images=49), tmp_path / "run")


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("keep me")
    with pytest.raises(BadInput, match="Is not empty"):
        Pretraining(closed_world_protocol(), SMALL, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "keep me"


def test_the_learning_rate_rises_and_falls() -> None:
    config = PretrainingConfig(tower_images=500, images=1000, batch_size=10)
    shares = [config.share(step) for step in range(config.steps)]
    for part in (shares[: config.tower_steps], shares[config.tower_steps :]):
        assert max(part) == 1.0
        assert part.index(max(part)) < 0.1 * len(part)
        assert part[-1] < 0.01
