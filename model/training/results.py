"""The results of a finished run: adapter, record, curves and, if asked for, the merged checkpoint."""

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from matplotlib.figure import Figure
from transformers import TrainingArguments

from core.files import write_file_atomically
from core.run_folder import RunFolder
from model.evaluator.checkpoints import folder_digest, load_checkpoint, stored_dtype
from model.evaluator.environment import describe_environment
from model.evaluator.training_record import CLOSED_WORLD_MARK, TRAINING_RECORD, is_closed_world
from model.protocol.protocol import Protocol
from model.training.config import SftConfig
from model.training.data import LabelledImage, SftData
from model.training.network import AdaptedNetwork

ADAPTER, MERGED = "adapter", "merged"
"""Folders of the results in a run's folder."""


@dataclass(frozen=True)
class RunSources:
    """Protocol, base and data of a run; `base` is the folder of the base's checkpoint."""

    protocol: Protocol
    base: Path
    data: SftData

    @cached_property
    def base_digest(self) -> str:
        """See `checkpoints.folder_digest`; reads all of the weights."""
        return folder_digest(self.base)

    @cached_property
    def closed_world(self) -> bool:
        """Whether base or data are of the closed world: such an evaluator is of no use on real images."""
        return is_closed_world(self.base) or self.data.closed_world


def base_name(config: SftConfig) -> str:
    """Name the base as records do: by its hub id, or the last part of its folder's path."""
    path = Path(config.base)
    return path.resolve().name if path.is_dir() else config.base


def write_results(
    config: SftConfig,
    sources: RunSources,
    network: AdaptedNetwork,
    log: list[dict[str, Any]],
    arguments: TrainingArguments,
) -> None:
    """Write adapter, curves and, last, the record, which marks the run as finished."""
    record = json.dumps(_record(config, sources, network, log, arguments), indent=1)
    with RunFolder(config.out).replace(ADAPTER) as adapter:
        network.save(adapter)
        (adapter / "README.md").write_text(_card(config, sources), encoding="utf-8")
        (adapter / TRAINING_RECORD).write_text(record, encoding="utf-8")
    _draw_curves(log, config.out / "curves.png", simulated=sources.data.closed_world)
    write_file_atomically(config.out / TRAINING_RECORD, record)


def write_merged(config: SftConfig, sources: RunSources) -> None:
    """Write base and adapter as one checkpoint in the base's own precision, unless it is there already."""
    if (config.out / MERGED).exists():
        return
    merged = load_checkpoint(sources.base, config.out / ADAPTER, torch.device("cpu"), stored_dtype(sources.base))
    with RunFolder(config.out).replace(MERGED) as folder:
        merged.network.save_pretrained(folder)
        merged.tokenizer.save_pretrained(folder)
        shutil.copy(config.out / TRAINING_RECORD, folder)


def _record(
    config: SftConfig,
    sources: RunSources,
    network: AdaptedNetwork,
    log: list[dict[str, Any]],
    arguments: TrainingArguments,
) -> dict[str, Any]:
    data, weights = sources.data, list(network.parameters())
    return {
        CLOSED_WORLD_MARK: sources.closed_world,
        "config": config.recipe(),
        "base": {
            "name": base_name(config),
            "digest": sources.base_digest,
            CLOSED_WORLD_MARK: is_closed_world(sources.base),
        },
        "data": {
            "name": config.data.resolve().name,
            "digest": data.digest,
            CLOSED_WORLD_MARK: data.closed_world,
            "train": _counts(data.train),
            "validation": _counts(data.validation),
            "validation_images_also_trained_on": data.shared_images,
        },
        "protocol": {"name": sources.protocol.name, "digest": sources.protocol.digest},
        "parameters": {
            "all": sum(weight.numel() for weight in weights),
            "trained": sum(weight.numel() for weight in weights if weight.requires_grad),
        },
        "precision": "bfloat16" if arguments.bf16 else "float32",
        "processes": arguments.world_size,
        "seconds": log[-1]["seconds"],
        "environment": describe_environment(arguments.device),
        "validation": next(entry["validation"] for entry in reversed(log) if "validation" in entry),
        "log": log,
    }


def _counts(images: tuple[LabelledImage, ...]) -> dict[str, Any]:
    return {
        "images": len(images),
        "questions": sum(len(image.questions) for image in images),
        "t2i_models": sorted({image.t2i_model for image in images if image.t2i_model is not None}),
    }


def _card(config: SftConfig, sources: RunSources) -> str:
    """Write the adapter's model card: what hub and PEFT read, and what a reader of the folder should know."""
    origin = (
        "The labels are simulated and the pictures rendered (closed world): this adapter is of no use on photographs "
        "and real generations."
        if sources.data.closed_world
        else "Trained on labels of synthesised images."
    )
    return (
        f"---\nbase_model: {base_name(config)}\nlibrary_name: peft\n---\n\n"
        "# LoRA adapter of an EvalAlign evaluator\n\n"
        f"{origin}\n\nProtocol `{sources.protocol.name}`; how it was trained: `{TRAINING_RECORD}`.\n"
    )


def _draw_curves(log: list[dict[str, Any]], path: Path, *, simulated: bool) -> None:
    """Draw loss and validation accuracy over steps, as PNG; `log` is as `log.jsonl` holds it."""
    trained = [entry for entry in log if "loss" in entry]
    validated = [entry for entry in log if "validation" in entry]
    figure = Figure(figsize=(10, 4), layout="constrained")
    losses, accuracies = figure.subplots(1, 2)
    losses.plot([e["step"] for e in trained], [e["loss"] for e in trained], label="training", linewidth=1)
    steps = [e["step"] for e in validated]
    losses.plot(steps, [e["validation"]["loss"] for e in validated], "o-", label="validation", markersize=3)
    losses.set(xlabel="step", ylabel="loss per question (nats)")
    losses.legend()
    accuracies.plot(steps, [e["validation"]["accuracy"] for e in validated], "ko-", label="mean", markersize=3)
    for skill in validated[-1]["validation"]["skills"]:
        by_step = [e["validation"]["skills"][skill]["accuracy"] for e in validated]
        accuracies.plot(steps, by_step, label=skill, linewidth=1, alpha=0.7)
    accuracies.set(xlabel="step", ylabel="accuracy on the validation split", ylim=(0, 1))
    accuracies.legend(fontsize=7, ncols=2)
    if simulated:
        figure.suptitle("closed world: rendered pictures, simulated labels")
    # Without the library's version inside, the same log gives the same file.
    figure.savefig(path, format="png", dpi=110, metadata={"Software": None})
