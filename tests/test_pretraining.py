"""Training learns, goes on after a kill as if nothing had happened, and leaves an evaluator with its record."""

import json
from pathlib import Path

import pytest

from model.evaluator import load_evaluator
from model.pretraining import Pretraining, PretrainingConfig
from model.problems import BadInput
from model.settings import Settings
from model.world.lessons import make_lesson
from model.world.protocol import closed_world_protocol

SMALL = PretrainingConfig(images=48, batch_size=8, vision_width=32, language_width=32, layers=1, precision="float32")


class Killed(Exception):
    """Stands for the process ending between two steps."""


def test_a_run_that_was_stopped_ends_as_one_that_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Pretraining(closed_world_protocol(), SMALL, tmp_path / "whole").run(lambda *_: None)

    stopped = Pretraining(closed_world_protocol(), SMALL, tmp_path / "stopped")
    one_step = stopped._one_step

    def die_at_the_fourth_step() -> float:
        if stopped.step == 3:
            raise Killed
        return one_step()

    monkeypatch.setattr(stopped, "_one_step", die_at_the_fourth_step)
    with pytest.raises(Killed):
        stopped.run(lambda *_: None, checkpoint_every=0)
    resumed = Pretraining(closed_world_protocol(), SMALL, tmp_path / "stopped")
    assert resumed.step == 3
    resumed_folder = resumed.run(lambda *_: None)

    assert (resumed_folder / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()
    steps = [entry["step"] for entry in json.loads((resumed_folder / "training_record.json").read_text())["log"]]
    assert steps == sorted(set(steps)), "nothing is logged twice"


def test_the_finished_evaluator_loads_says_where_it_comes_from(tmp_path: Path, settings: Settings) -> None:
    trainer = Pretraining(closed_world_protocol(), SMALL, tmp_path / "run")
    seen: list[tuple[int, int]] = []
    folder = trainer.run(lambda step, steps, loss, seconds: seen.append((step, steps)))
    assert seen == [(6, 6)]
    record = json.loads((folder / "training_record.json").read_text())
    assert record["closed_world"] is True
    assert record["config"]["images"] == 48
    assert record["protocol"]["digest"] == closed_world_protocol().digest
    evaluator = load_evaluator(settings.model_copy(update={"evaluator": str(folder)}), closed_world_protocol())
    assert evaluator.closed_world
    protocol = closed_world_protocol()
    answers = evaluator.answer([make_lesson("a picture").image], [protocol.questions_for(protocol.prompts[0])])
    assert [answer.skill for answer in answers[0]][:2] == ["faithfulness.body", "faithfulness.hand"]


def test_the_loss_falls(tmp_path: Path) -> None:
    config = PretrainingConfig(
        images=400, batch_size=8, vision_width=32, language_width=32, layers=1, precision="float32", learning_rate=3e-3
    )
    trainer = Pretraining(closed_world_protocol(), config, tmp_path / "run")
    trainer.network.train()
    losses = []
    for trainer.step in range(40):
        losses.append(trainer._one_step())
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])


def test_a_folder_with_another_run_is_refused(tmp_path: Path) -> None:
    Pretraining(closed_world_protocol(), SMALL, tmp_path / "run")
    with pytest.raises(BadInput, match="a run with other settings"):
        Pretraining(closed_world_protocol(), PretrainingConfig(images=49), tmp_path / "run")


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("keep me")
    with pytest.raises(BadInput, match="Is not empty"):
        Pretraining(closed_world_protocol(), SMALL, tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "keep me"


def test_the_learning_rate_rises_and_falls() -> None:
    config = PretrainingConfig(images=1000, batch_size=10)
    rates = [config.rate(step) for step in range(config.steps)]
    assert max(rates) == pytest.approx(config.learning_rate)
    assert rates.index(max(rates)) < 0.1 * config.steps
    assert rates[-1] < 0.01 * config.learning_rate
