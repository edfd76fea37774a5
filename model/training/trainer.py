"""transformers' Trainer for the judge: two learning rates, whole checkpoints only, a log that survives a kill."""

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import EvalPrediction, Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_callback import PrinterCallback

from model.training.config import SftConfig
from model.training.examples import Examples, collate
from model.training.network import AdaptedNetwork, is_projector
from model.training.validation import compute_validation_figures

LOG = "log.jsonl"
CHECKPOINTS = "checkpoints"

_INCOMING = ".incoming"
_STATE_FILE = "trainer_state.json"
_LOG_EVERY = 10


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Where a run is: steps done, steps in all, the last logged loss (nats) and mean validation accuracy, if any."""

    step: int
    steps: int
    loss: float | None
    accuracy: float | None


def training_arguments(config: SftConfig, *, cpu: bool, bfloat16: bool) -> TrainingArguments:
    """The run's settings in Trainer's words; creating them joins the other processes of a multi-GPU run."""
    arguments = TrainingArguments(
        output_dir=str(config.out / CHECKPOINTS / _INCOMING),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch_size,
        per_device_eval_batch_size=config.batch_size,
        gradient_accumulation_steps=config.gradient_accumulation,
        learning_rate=config.learning_rate,
        weight_decay=config.weight_decay,
        lr_scheduler_type="cosine",
        warmup_steps=config.warmup,  # below 1: a share of all steps
        logging_steps=_LOG_EVERY,
        eval_strategy="steps",
        eval_steps=config.validate_every,
        save_strategy="steps",
        save_steps=config.save_every,
        seed=config.seed,
        data_seed=config.seed,
        bf16=bfloat16,
        use_cpu=cpu,
        dataloader_pin_memory=not cpu,
        dataloader_num_workers=0 if cpu else 4,
        ddp_find_unused_parameters=False,
        remove_unused_columns=False,
        disable_tqdm=True,
        report_to="none",
    )
    # Several GPUs in one process would mean torch's DataParallel, which cannot split what the judge is given.
    arguments._n_gpu = min(arguments.n_gpu, 1)
    return arguments


def newest_checkpoint(folder: Path) -> Path | None:
    """The latest checkpoint of a run, or None; one that was being written when the run was killed is not among them."""
    found = list((folder / CHECKPOINTS).glob("step-*"))
    return max(found, key=lambda path: int(path.name.removeprefix("step-")), default=None)


def finished_log(checkpoint: Path) -> list[dict[str, Any]] | None:
    """The log of a run whose last step this checkpoint was written after, or None if there are steps to go."""
    state = _state(checkpoint)
    return _entries(state["log_history"]) if state["global_step"] >= state["max_steps"] else None


def _state(checkpoint: Path) -> dict[str, Any]:
    state: dict[str, Any] = json.loads((checkpoint / _STATE_FILE).read_text(encoding="utf-8"))
    return state


class SftTrainer(Trainer):
    """Trains a `AdaptedNetwork`; what differs from Trainer is said at each method."""

    def __init__(
        self,
        config: SftConfig,
        arguments: TrainingArguments,
        judge: AdaptedNetwork,
        train: Examples,
        validation: Examples,
        progress: Callable[[TrainingProgress], None],
    ) -> None:
        super().__init__(
            model=judge,
            args=arguments,
            data_collator=collate,
            train_dataset=train,
            eval_dataset=validation,
            compute_metrics=self._figures,
        )
        self.judge, self.config, self._validated = judge, config, validation
        self._incoming = config.out / CHECKPOINTS / _INCOMING
        self._started, self._earlier = time.monotonic(), 0.0
        self.remove_callback(PrinterCallback)
        self.add_callback(_Reporter(config.out / LOG, progress))

    def create_optimizer(self, model: torch.nn.Module | None = None) -> torch.optim.Optimizer:
        """AdamW with a learning rate of its own for the projector, as LLaVA does."""
        if self.optimizer is None:
            decaying = set(self.get_decay_parameter_names(self.judge))
            groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
            for name, weight in self.judge.named_parameters():
                if weight.requires_grad:
                    groups.setdefault((is_projector(name), name in decaying), []).append(weight)
            kind, options = self.get_optimizer_cls_and_kwargs(self.args)
            self.optimizer = kind(
                [
                    {
                        "params": weights,
                        "lr": self.config.projector_learning_rate if projector else self.config.learning_rate,
                        "weight_decay": self.config.weight_decay if decays else 0.0,
                    }
                    for (projector, decays), weights in sorted(groups.items(), key=lambda item: item[0])
                ],
                **options,
            )
        return self.optimizer

    def log(self, logs: dict[str, Any], start_time: float | None = None) -> None:
        """Adds the seconds trained, earlier sittings included; leaves Trainer's closing summary out."""
        if "train_runtime" in logs:
            return
        seconds = self._earlier + time.monotonic() - self._started
        super().log({**logs, "seconds": round(seconds, 1)}, start_time)

    def go_on(self, checkpoint: Path | None) -> list[dict[str, Any]]:
        """Train to the end, from a checkpoint or from the beginning; returns the log as `log.jsonl` holds it."""
        history = _state(checkpoint)["log_history"] if checkpoint else []
        self._earlier = history[-1]["seconds"] if history else 0.0
        self._started = time.monotonic()
        self.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        return _entries(self.state.log_history)

    def _figures(self, prediction: EvalPrediction) -> dict[str, Any]:
        given: Any = prediction.predictions  # what the judge gave beside the loss, in its order
        return compute_validation_figures(self._validated.images, np.asarray(given[0]), np.asarray(given[1]))

    def _save_checkpoint(self, model: torch.nn.Module, trial: Any) -> None:
        """Trainer writes file by file; the folder gets its name when it is whole, and only then older ones go."""
        super()._save_checkpoint(model, trial)
        self.accelerator.wait_for_everyone()
        if self.args.should_save:
            incoming = self._incoming / f"checkpoint-{self.state.global_step}"
            target = self.config.out / CHECKPOINTS / f"step-{self.state.global_step}"
            if target.exists():
                shutil.rmtree(target)
            incoming.rename(target)
            for older in target.parent.glob("step-*"):
                if older != target:
                    shutil.rmtree(older)
        self.accelerator.wait_for_everyone()

    def _save(self, output_dir: str | None = None, state_dict: dict[str, Any] | None = None) -> None:
        """The adapter alone: the base is not changed."""
        self.judge.save(Path(output_dir) if output_dir else self._incoming)

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: torch.nn.Module | None = None) -> None:
        """The counterpart of `_save`."""
        self.judge.restore(Path(resume_from_checkpoint))


class _Reporter(TrainerCallback):
    """Keeps `log.jsonl` in step with Trainer's state, and tells the progress."""

    def __init__(self, log: Path, progress: Callable[[TrainingProgress], None]) -> None:
        self._log, self._progress = log, progress
        self._loss: float | None = None
        self._accuracy: float | None = None

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        # What was logged after the checkpoint is about to be done, and logged, again.
        if state.is_world_process_zero:
            lines = "".join(json.dumps(entry) + "\n" for entry in _entries(state.log_history))
            self._log.write_text(lines, encoding="utf-8")

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        # A loss that is being averaged when a checkpoint is written would be lost with a kill.
        if control.should_save or control.should_evaluate:
            control.should_log = True
        if state.is_world_process_zero:
            self._progress(TrainingProgress(state.global_step, state.max_steps, self._loss, self._accuracy))

    def on_log(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any) -> None:
        (entry,) = _entries(state.log_history[-1:])
        self._loss = entry.get("loss", self._loss)
        self._accuracy = entry.get("validation", {}).get("accuracy", self._accuracy)
        if state.is_world_process_zero:
            with self._log.open("a", encoding="utf-8") as log:
                log.write(json.dumps(entry) + "\n")


def _entries(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Trainer's history in our words: per entry `step`, `seconds`, and either `loss` (nats) or `validation`."""
    entries = []
    for logged in history:
        entry: dict[str, Any] = {"step": logged["step"], "seconds": logged["seconds"]}
        if "loss" in logged:
            entry |= {key: logged[key] for key in ("loss", "learning_rate")}
        else:
            entry["validation"] = {
                key: logged[f"eval_{key}"] for key in ("loss", "accuracy", "weighted_kappa", "skills")
            }
        entries.append(entry)
    return entries
