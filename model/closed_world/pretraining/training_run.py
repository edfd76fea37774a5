"""The course of a training run in one folder: steps, log, checkpoints and the finished network with its record.

The folder holds `config.json`, `log.jsonl` (the mean loss as it went), `tokenizer/`, `checkpoint.pt` and at the end the
network as a standard transformers checkpoint with `training_record.json`. Training data is numbered and made from
its number, so a resumed run sees what it would have seen.
"""

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor
from transformers import PreTrainedModel, PreTrainedTokenizerBase, PreTrainedTokenizerFast

from core.run_folder import CHECKPOINT, LOG, RunFolder
from model.evaluator.environment import describe_environment
from model.evaluator.training_record import CLOSED_WORLD_MARK, TRAINING_RECORD

Batch = TypeVar("Batch")


class TrainingRun(ABC, Generic[Batch]):
    """A run of `steps` optimiser steps in one folder; made for a folder with a checkpoint, it is resumed there.

    `parts` are networks and optimisers, whose states checkpoints hold.
    """

    def __init__(
        self,
        folder: RunFolder,
        tokenizer: PreTrainedTokenizerBase,
        parts: Mapping[str, Any],
        *,
        steps: int,
        log_every: int,
        device: torch.device,
    ) -> None:
        self.folder, self.tokenizer, self.device = folder, tokenizer, device
        self._parts, self._steps, self._log_every = parts, steps, log_every
        self.step, self.seconds = 0, 0.0
        if folder.checkpoint.exists():
            state = torch.load(folder.checkpoint, map_location=device, weights_only=True)
            for name, part in parts.items():
                part.load_state_dict(state[name])
            self.step, self.seconds = state["step"], state["seconds"]
        folder.rewind_log(self.step)

    @abstractmethod
    def remaining_batches(self) -> Iterable[Batch]:
        """Yield the batches from the next step to the last one."""

    @abstractmethod
    def take_step(self, batch: Batch) -> Tensor:
        """Take one optimiser step; returns the loss (nats) to log."""

    def train(
        self, progress: Callable[[int, float], None], *, minutes: float | None = None, checkpoint_every: float = 120.0
    ) -> bool:
        """Train to the end; returns False where `minutes` ran out before.

        `progress(step, mean loss)` is called with each entry of the log; a checkpoint is written every
        `checkpoint_every` seconds and at the end.
        """
        losses: list[Tensor] = []
        began = saved = time.monotonic()
        earlier = self.seconds
        for batch in self.remaining_batches():
            if minutes is not None and time.monotonic() - began > 60 * minutes:
                break
            losses.append(self.take_step(batch))
            self.step += 1
            self.seconds = earlier + time.monotonic() - began
            if self.step % self._log_every == 0 or self.step == self._steps:
                mean = float(torch.stack(losses).mean())  # read now and then only: a GPU is not to be waited for
                entry = {"step": self.step, "loss": round(mean, 4), "seconds": round(self.seconds, 1)}
                self.folder.append_lines(LOG, [entry])
                progress(self.step, mean)
                losses.clear()
            if time.monotonic() - saved > checkpoint_every:
                self._write_checkpoint()
                saved = time.monotonic()
        self._write_checkpoint()
        return self.step == self._steps

    def _write_checkpoint(self) -> None:
        state = {name: part.state_dict() for name, part in self._parts.items()}
        with self.folder.replace(CHECKPOINT) as draft:
            torch.save(state | {"step": self.step, "seconds": self.seconds}, draft)

    def write_result(self, name: str, network: PreTrainedModel, origin: Mapping[str, Any]) -> Path:
        """Write a network as a standard checkpoint, with the record of how it came to be; returns its folder.

        `origin` is what the record says of data, configuration and first weights.
        """
        record = {
            CLOSED_WORLD_MARK: True,
            **origin,
            "parameters": sum(weight.numel() for weight in network.parameters()),
            "seconds": round(self.seconds, 1),
            "environment": describe_environment(self.device),
            "log": self.folder.resume_lines(LOG),
        }
        with self.folder.replace(name) as draft:
            network.save_pretrained(draft)
            self.tokenizer.save_pretrained(draft)
            (draft / TRAINING_RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
        return self.folder.path / name


def load_or_make_tokenizer(folder: RunFolder, make: Callable[[], PreTrainedTokenizerBase]) -> PreTrainedTokenizerBase:
    """Load a run's tokenizer, to which its weights are bound; it is made when the run begins."""
    path = folder.path / "tokenizer"
    if not path.is_dir():
        with folder.replace(path.name) as draft:
            make().save_pretrained(draft)
    tokenizer: PreTrainedTokenizerBase = PreTrainedTokenizerFast.from_pretrained(path)
    return tokenizer
