"""Fine-tuning: it learns, validates as it scores, and resumes after a kill to the same end."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file
from typer.testing import CliRunner

from core.problem_list import ProblemList
from core.problems import BadInput
from core.settings import Settings
from model.__main__ import app
from model.evaluator.checkpoints import load_checkpoint
from model.evaluator.encoding import QuestionEncoder
from model.evaluator.images import ImagePreparer
from model.evaluator.loading import load_evaluator
from model.protocol.protocol import Protocol
from model.training.config import SftConfig
from model.training.data import read_sft_data
from model.training.examples import Examples, collate
from model.training.network import AdaptedNetwork, adapt
from model.training.run import train
from model.training.trainer import TrainingProgress
from tests.conftest import tiny_protocol_data
from tests.helpers.paths import ROOT
from tests.helpers.training_data import read_split, write_data, write_split

SMALL = {
    "rank": 4,
    "alpha": 8,
    "vision": True,
    "learning_rate": 3e-3,
    "projector_learning_rate": 3e-3,
    "batch_size": 8,
    "epochs": 2,
    "precision": "float32",
    "threads": 1,
    "validate_every": 4,
    "save_every": 2,
}

Configure = Callable[..., SftConfig]


@pytest.fixture
def configure(tmp_path: Path, tiny_checkpoint: Path, tiny_protocol: Protocol, tiny_protocol_file: Path) -> Configure:
    """Makes configurations of a small run on a small data set."""
    data = write_data(tmp_path / "data", tiny_protocol, train=24, validation=9)
    places = {"base": str(tiny_checkpoint), "data": data, "out": tmp_path / "run", "protocol": str(tiny_protocol_file)}
    return lambda **changes: SftConfig.model_validate(SMALL | places | changes)


def arguments(config: SftConfig) -> list[str]:
    """The command line of a configuration."""
    given = ["train"]
    for name, value in config.model_dump(mode="json", exclude_defaults=True).items():
        option = f"--{name.replace('_', '-')}"
        given += [option] if value is True else [option, str(value)]
    return given


def weights(adapter: Path) -> dict[str, torch.Tensor]:
    return load_file(adapter / "adapter_model.safetensors")


def difference(one: Path, other: Path) -> float:
    """The largest difference between any two weights of two adapters."""
    first, second = weights(one), weights(other)
    assert first.keys() == second.keys()
    return max(float((first[key] - second[key]).abs().max()) for key in first)


def record_of(run: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((run / "training_record.json").read_text())
    return record


def log_of(run: Path) -> list[dict[str, Any]]:
    """The whole lines of a run's log; a kill may cut the last one short."""
    return [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines(keepends=True) if "\n" in line]


def test_a_run_learns_and_leaves_adapter_record_log_and_curves(configure: Configure, tmp_path: Path) -> None:
    seen: list[TrainingProgress] = []
    adapter = train(configure(epochs=12, limit=20), seen.append)

    assert adapter == tmp_path / "run/adapter"
    assert [at.step for at in seen] == list(range(1, 37))
    assert {at.steps for at in seen} == {36}
    log = log_of(tmp_path / "run")
    losses = [entry["loss"] for entry in log if "loss" in entry]
    assert losses[-1] < losses[0] - 0.3
    validations = [entry for entry in log if "validation" in entry]
    assert [entry["step"] for entry in validations] == list(range(4, 37, 4))

    record = record_of(tmp_path / "run")
    assert record["log"] == log
    assert record["validation"] == validations[-1]["validation"]
    assert record["validation"]["skills"].keys() == {"faithfulness.body", "alignment.count"}
    assert record["validation"]["skills"]["alignment.count"]["n"] == 4
    assert record["data"]["train"] == {"images": 20, "questions": record["data"]["train"]["questions"]} | {
        "t2i_models": ["seen-0", "seen-1"]
    }
    assert record["config"]["rank"] == 4
    assert record["closed_world"] is record["base"]["closed_world"] is record["data"]["closed_world"] is False
    assert len(record["environment"]["revision"]) >= 7
    assert str(tmp_path) not in (tmp_path / "run/training_record.json").read_text()
    with Image.open(tmp_path / "run/curves.png") as curves:
        assert curves.width > 600
    assert not (tmp_path / "run/checkpoints").exists(), "a finished run needs no checkpoints"


def test_the_adapter_has_the_standard_layout_and_names_no_folder(
    configure: Configure, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    adapter = train(configure(epochs=0.3, vision=False))
    config = json.loads((adapter / "adapter_config.json").read_text())
    assert (config["peft_type"], config["r"], config["lora_alpha"]) == ("LORA", 4, 8)
    assert config["base_model_name_or_path"] == tiny_checkpoint.name
    assert str(tmp_path) not in "".join(path.read_text() for path in adapter.glob("*.json"))
    trained = {key.removeprefix("base_model.model.model.").split(".")[0] for key in weights(adapter)}
    assert trained == {"language_model", "multi_modal_projector"}, "the vision tower stays frozen"
    layers = {key.split(".")[-3] for key in weights(adapter) if "lora_A" in key}
    assert layers == {"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"}


def test_words_new_to_the_base_are_learnt_with_the_vocabulary(configure: Configure, tmp_path: Path) -> None:
    plain = weights(train(configure(out=tmp_path / "plain", epochs=1)))
    config = configure(out=tmp_path / "words", epochs=1, vocabulary=True, merge=True)
    words = weights(train(config))
    extra = {name.rpartition("model.")[2] for name in words.keys() - plain.keys()}
    assert len(extra) == 2
    assert all(any(part in name for part in ("embed_tokens", "lm_head")) for name in extra)
    merged = load_file(tmp_path / "words/merged/model.safetensors")
    base = load_file(Path(config.base) / "model.safetensors")
    changed = [name for name in base if "embed_tokens" in name or "lm_head" in name]
    assert len(changed) == 2
    assert not any(torch.equal(merged[name], base[name]) for name in changed)


def test_validation_in_training_is_what_scoring_gives(
    configure: Configure, tmp_path: Path, settings: Settings, tiny_protocol: Protocol, tiny_checkpoint: Path
) -> None:
    config = configure(epochs=4, merge=True)
    adapter = train(config)
    chosen = settings.model_copy(update={"evaluator": str(tiny_checkpoint), "adapter": str(adapter)})
    evaluator = load_evaluator(chosen, tiny_protocol)
    images = read_sft_data(config, tiny_protocol, ProblemList()).validation
    answers = evaluator.answer([Image.open(image.path) for image in images], [image.questions for image in images])
    figures = record_of(tmp_path / "run")["validation"]
    for skill, skill_figures in figures["skills"].items():
        right = [
            answer.choice == truth
            for image, given in zip(images, answers, strict=True)
            for answer, truth in zip(given, image.answers, strict=True)
            if answer.skill == skill
        ]
        assert skill_figures["accuracy"] == pytest.approx(sum(right) / len(right)), skill
        assert skill_figures["n"] == len(right)

    merged = load_evaluator(settings.model_copy(update={"evaluator": str(tmp_path / "run/merged")}), tiny_protocol)
    again = merged.answer([Image.open(image.path) for image in images], [image.questions for image in images])
    for given, same in zip(answers, again, strict=True):
        for one, other in zip(given, same, strict=True):
            assert one.probabilities == pytest.approx(other.probabilities, abs=1e-5)


def test_packed_questions_train_as_each_would_alone(configure: Configure, tiny_protocol: Protocol) -> None:
    config = configure(dropout=0.0)
    network, examples = _adapted_network(config, tiny_protocol)
    together = collate([examples[0], examples[1], examples[3]])
    loss = network(**together)["loss"]
    torch.autograd.backward(loss)
    gradients = {name: w.grad.clone() for name, w in network.named_parameters() if w.grad is not None}

    network.zero_grad()
    alone = []
    for image, asked, labels in zip(together["images"], together["questions"], together["labels"], strict=True):
        for number in range(len(asked.questions)):
            one = type(asked)(asked.questions[number : number + 1], asked.encoded[number : number + 1])
            alone.append(network(labels[None, number : number + 1], [image], [one])["loss"])
    assert len(alone) == 5
    torch.autograd.backward(torch.stack(alone).mean())

    assert loss.item() == pytest.approx(torch.stack(alone).mean().item(), abs=1e-6)
    assert gradients
    for name, weight in network.named_parameters():
        if name in gradients:
            assert weight.grad is not None
            assert torch.allclose(weight.grad, gradients[name], atol=1e-6), name


def test_micro_batches_count_every_question_once(configure: Configure, tmp_path: Path) -> None:
    whole = train(configure(dropout=0.0))
    split = train(configure(dropout=0.0, batch_size=2, gradient_accumulation=4, out=tmp_path / "split"))
    assert difference(whole, split) < 1e-4


def test_gradient_checkpointing_changes_nothing_but_memory(configure: Configure, tmp_path: Path) -> None:
    plain = train(configure(epochs=1))
    thrifty = train(configure(epochs=1, gradient_checkpointing=True, out=tmp_path / "thrifty"))
    assert difference(plain, thrifty) < 1e-5


def test_the_projector_learns_at_its_own_rate(configure: Configure, tmp_path: Path) -> None:
    still = train(configure(epochs=1, projector_learning_rate=0.0))
    moved = train(configure(epochs=1, out=tmp_path / "moved"))
    start = {key: w for key, w in weights(still).items() if "projector" in key}
    assert len(start) == 4
    assert all(not torch.equal(weights(moved)[key], w) for key, w in start.items())
    loras = [w for key, w in weights(still).items() if "lora_B" in key]
    assert all(bool(w.any()) for w in loras), "the others do learn"


def test_bfloat16_trains_on_the_cpu_close_to_float32(configure: Configure, tmp_path: Path) -> None:
    short = train(configure(epochs=1, dropout=0.0, precision="bfloat16"))
    exact = train(configure(epochs=1, dropout=0.0, out=tmp_path / "exact"))
    assert 0 < difference(short, exact) < 0.02
    assert {w.dtype for w in weights(short).values()} == {torch.float32}
    assert record_of(tmp_path / "run")["precision"] == "bfloat16"


def test_a_killed_run_resumes_to_the_same_end(configure: Configure, tmp_path: Path) -> None:
    whole = train(configure(epochs=30, out=tmp_path / "whole"))
    config = configure(epochs=30, out=tmp_path / "killed")
    command = [sys.executable, "-m", "model", *arguments(config)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as running:
        _wait_for_step(config.out, 10)
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert not (config.out / "adapter").exists(), "killed too late to be of use"
    checkpoint = max(config.out.glob("checkpoints/step-*"), key=lambda path: int(path.name.removeprefix("step-")))
    log_before = log_of(config.out)
    # What a kill in the middle of writing leaves: newer than any checkpoint, and not whole.
    torn = config.out / "checkpoints/.incoming/checkpoint-999"
    torn.mkdir(parents=True)
    (torn / "trainer_state.json").write_text('{"global_st')

    resumed = CliRunner().invoke(app, arguments(config))
    assert resumed.exit_code == 0, resumed.stderr
    assert Path(resumed.stdout.strip()) == config.out / "adapter"
    assert difference(whole, config.out / "adapter") < 1e-6
    log, whole_log = record_of(config.out)["log"], record_of(tmp_path / "whole")["log"]
    kept = [entry for entry in log_before if entry["step"] <= int(checkpoint.name.removeprefix("step-"))]
    assert kept
    assert log[: len(kept)] == kept, "it went on where it was, seconds included, and did not begin again"
    assert [entry["step"] for entry in log] == [entry["step"] for entry in whole_log], "nothing is logged twice or lost"
    assert [e["loss"] for e in log if "loss" in e] == pytest.approx([e["loss"] for e in whole_log if "loss" in e])


@pytest.mark.parametrize("last", [3, 4], ids=["between epochs", "within an epoch"])
def test_a_run_resumes_from_any_step(configure: Configure, tmp_path: Path, last: int) -> None:
    whole = train(configure(save_every=1, out=tmp_path / "whole"))
    stopped = configure(save_every=1)

    def stop(at: TrainingProgress) -> None:
        if at.step == last + 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(stopped, stop)
    steps: list[int] = []
    assert difference(train(stopped, lambda at: steps.append(at.step)), whole) == 0
    assert steps == list(range(last + 1, 7))


def test_a_run_killed_after_its_last_step_is_finished(
    configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = train(configure(out=tmp_path / "whole"))
    killed = configure()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("model.training.run.write_results", die)
        with pytest.raises(KeyboardInterrupt):
            train(killed)
    steps: list[TrainingProgress] = []
    assert difference(train(killed, steps.append), whole) == 0
    assert steps == []
    assert record_of(killed.out)["validation"] == record_of(tmp_path / "whole")["validation"]


@pytest.mark.slow
def test_two_processes_train_what_one_would(configure: Configure, tmp_path: Path) -> None:
    one = train(configure(dropout=0.0))
    config = configure(dropout=0.0, batch_size=4, out=tmp_path / "two")
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    done = subprocess.run(
        [*launcher, "-m", "model", *arguments(config)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == config.out / "adapter", "one of them speaks"
    assert difference(one, config.out / "adapter") < 1e-4
    assert record_of(config.out)["processes"] == 2
    validation, one_validation = record_of(config.out)["validation"], record_of(tmp_path / "run")["validation"]
    assert validation["loss"] == pytest.approx(one_validation["loss"], abs=1e-4)
    assert validation["skills"]["faithfulness.body"]["n"] == 9, "images that even out the batches are not counted"


def test_a_folder_is_resumed_only_by_its_own_run(configure: Configure, tmp_path: Path) -> None:
    adapter = train(configure())
    before = (adapter / "adapter_model.safetensors").stat().st_mtime_ns
    assert train(configure(threads=2)) == adapter, "how many threads work decides nothing"
    assert (adapter / "adapter_model.safetensors").stat().st_mtime_ns == before
    with pytest.raises(BadInput, match=r"other settings \(dropout, rank\)"):
        train(configure(rank=5, dropout=0.2))
    records = read_split(tmp_path / "data", "train")
    write_split(tmp_path / "data", "train", records[1:])
    with pytest.raises(BadInput, match=r"other settings \(data\)"):
        train(configure())
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/thesis.txt").write_text("keep me")
    with pytest.raises(BadInput, match="Is not empty"):
        train(configure(out=tmp_path / "thesis"))
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["thesis.txt"]


def test_a_base_that_is_refused_leaves_no_run_behind(configure: Configure, tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    with pytest.raises(BadInput, match=r"Holds no config\.json"):
        train(configure(base=str(tmp_path / "base")))
    assert not (tmp_path / "run").exists()


def test_views_of_any_resolution_train_too(configure: Configure, tmp_path: Path) -> None:
    data = tiny_protocol_data() | {"image": {"mode": "anyres"}}
    (tmp_path / "anyres.json").write_text(json.dumps(data))
    train(configure(epochs=6, protocol=str(tmp_path / "anyres.json")))
    losses = [entry["validation"]["loss"] for entry in record_of(tmp_path / "run")["log"] if "validation" in entry]
    assert losses[-1] < losses[0]


def test_closed_world_data_marks_all_results(configure: Configure, tmp_path: Path) -> None:
    (tmp_path / "data/dataset.json").write_text('{"closed_world": true}')
    adapter = train(configure(epochs=0.3, merge=True))
    for place in (adapter, tmp_path / "run", tmp_path / "run/merged"):
        assert record_of(place)["closed_world"] is True
    assert record_of(tmp_path / "run")["base"]["closed_world"] is False
    assert "simulated" in (adapter / "README.md").read_text()


def test_bad_data_and_a_missing_base_are_refused_together(configure: Configure, tmp_path: Path) -> None:
    records = read_split(tmp_path / "data", "train")
    records[0]["conversations"][1]["value"] = "splendid"
    records[1]["image"] = "images/gone.png"
    write_split(tmp_path / "data", "train", records)
    config = configure(base="nowhere")
    refused = CliRunner().invoke(app, arguments(config))
    assert refused.exit_code == 2
    assert "nowhere: Is neither a folder here nor a hub id" in refused.stderr
    assert "train.json[0]: The answer 'splendid' is not an option of faithfulness.body" in refused.stderr
    assert "images/gone.png: Cannot be read" in refused.stderr
    assert not config.out.exists()


def _adapted_network(config: SftConfig, protocol: Protocol) -> tuple[AdaptedNetwork, Examples]:
    """A judge whose adapter already does something, and the training examples."""
    checkpoint = load_checkpoint(Path(config.base), None, torch.device("cpu"), torch.float32)
    encoder = QuestionEncoder(checkpoint.tokenizer, protocol.conversation)
    network = AdaptedNetwork(adapt(checkpoint.network, config, "tiny"), encoder, anyres=False)
    torch.manual_seed(0)
    for name, weight in network.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weight, std=0.1)
    network.train()
    data = read_sft_data(config, protocol, ProblemList())
    return network, Examples(data.train, ImagePreparer(protocol.image, 32), encoder)


def _wait_for_step(run: Path, step: int) -> None:
    """Until a checkpoint of that step or a later one is there."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if any(int(path.name.removeprefix("step-")) >= step for path in run.glob("checkpoints/step-*")):
            return
        time.sleep(0.01)
    raise TimeoutError(f"no checkpoint in {run}")
