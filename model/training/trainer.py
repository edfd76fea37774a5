"""transformers' Trainer for fine-tuning: two learning rates, whole checkpoints only, a log that survives a kill."""

import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import EvalPrediction, Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_callback import PrinterCallback

from core.run_folder import LOG, RunFolder
from model.evaluator.accuracy import measure_accuracy
from model.protocol.skills import SKILLS
from model.training.config import SftConfig
from model.training.data import LabelledImage
from model.training.examples import Examples, collate
from model.training.network import AdaptedNetwork, is_projector

CHECKPOINTS = "checkpoints"

_INCOMING = ".incoming"
_STATE_FILE = "trainer_state.json"
_LOG_EVERY = 10


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """Steps done, steps in all, the last logged loss (nats) and mean validation accuracy, if any."""

    step: int
    steps: int
    loss: float | None
    accuracy: float | None


def make_training_arguments(config: SftConfig, *, cpu: bool, bfloat16: bool) -> TrainingArguments:
    """Translate a configuration to Trainer's arguments; this joins the other processes of a multi-GPU run."""
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
    # Several GPUs in one process would mean torch's DataParallel, which cannot split the network's inputs.
    arguments._n_gpu = min(arguments.n_gpu, 1)
    return arguments


def find_newest_checkpoint(folder: Path) -> Path | None:
    """Find the latest whole checkpoint of a run, or None."""
    checkpoints = (folder / CHECKPOINTS).glob("step-*")
    return max(checkpoints, key=lambda path: int(path.name.removeprefix("step-")), default=None)


def read_finished_log(checkpoint: Path) -> list[dict[str, Any]] | None:
    """Read the log of a run from the checkpoint of its last step; None if there are steps to go."""
    state = _state(checkpoint)
    return _entries(state["log_history"]) if state["global_step"] >= state["max_steps"] else None


def _state(checkpoint: Path) -> dict[str, Any]:
    state: dict[str, Any] = json.loads((checkpoint / _STATE_FILE).read_text(encoding="utf-8"))
    return state


class SftTrainer(Trainer):
    """Trains an `AdaptedNetwork`; each method says how it differs from Trainer's."""

    def __init__(
        self,
        config: SftConfig,
        arguments: TrainingArguments,
        network: AdaptedNetwork,
        train: Examples,
        validation: Examples,
        progress: Callable[[TrainingProgress], None],
    ) -> None:
        super().__init__(
            model=network,
            args=arguments,
            data_collator=collate,
            train_dataset=train,
            eval_dataset=validation,
            compute_metrics=self._compute_figures,
        )
        self.network, self.config, self._validation = network, config, validation
        self._incoming = config.out / CHECKPOINTS / _INCOMING
        self._started, self._earlier = time.monotonic(), 0.0
        self.remove_callback(PrinterCallback)
        self.add_callback(_LogWriter(RunFolder(config.out), progress))

    def create_optimizer(self, model: torch.nn.Module | None = None) -> torch.optim.Optimizer:
        """Create AdamW with a learning rate of its own for the projector, as LLaVA does."""
        if self.optimizer is None:
            decaying = set(self.get_decay_parameter_names(self.network))
            groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
            for name, weight in self.network.named_parameters():
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
        """Log with the seconds trained, those before a resumption included; leave Trainer's closing summary out."""
        if "train_runtime" in logs:
            return
        seconds = self._earlier + time.monotonic() - self._started
        super().log({**logs, "seconds": round(seconds, 1)}, start_time)

    def train_from(self, checkpoint: Path | None) -> list[dict[str, Any]]:
        """Train to the end, from a checkpoint or from the beginning; return the log as `log.jsonl` holds it."""
        history = _state(checkpoint)["log_history"] if checkpoint else []
        self._earlier = history[-1]["seconds"] if history else 0.0
        self._started = time.monotonic()
        self.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        return _entries(self.state.log_history)

    def _compute_figures(self, prediction: EvalPrediction) -> dict[str, Any]:
        outputs: Any = prediction.predictions  # the network's, without the loss, in its order
        return _compute_validation_figures(self._validation.images, np.asarray(outputs[0]), np.asarray(outputs[1]))

    def _save_checkpoint(self, model: torch.nn.Module, trial: Any) -> None:
        """Write a checkpoint under another name and rename it when it is whole; only then remove older ones."""
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
        """Save the adapter alone: the base is not changed."""
        self.network.save(Path(output_dir) if output_dir else self._incoming)

    def _load_from_checkpoint(self, resume_from_checkpoint: str, model: torch.nn.Module | None = None) -> None:
        """Load what `_save` wrote."""
        self.network.restore(Path(resume_from_checkpoint))


class _LogWriter(TrainerCallback):
    """Keeps `log.jsonl` in step with Trainer's state, and reports the progress."""

    def __init__(self, folder: RunFolder, progress: Callable[[TrainingProgress], None]) -> None:
        self._folder, self._progress = folder, progress
        self._loss: float | None = None
        self._accuracy: float | None = None

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        # The steps after the checkpoint are about to be done, and logged, again.
        if state.is_world_process_zero:
            self._folder.write_lines(LOG, _entries(state.log_history))

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
            self._folder.append_lines(LOG, [entry])


def _compute_validation_figures(
    images: Sequence[LabelledImage], choices: NDArray[np.int64], losses: NDArray[np.float64]
) -> dict[str, Any]:
    """Compute a split's figures from what `AdaptedNetwork` gave for its images, (images, questions) each, in order.

    `loss` (nats) is the mean over questions; `skills` holds per skill that is asked `accuracy` (0 to 1), quadratic
    `weighted_kappa` (-1 to 1) and `n`; `accuracy` and `weighted_kappa` beside it are the means over these skills.
    """
    pairs: dict[str, list[tuple[int, int]]] = {}
    total, count = 0.0, 0
    for image, image_choices, image_losses in zip(images, choices, losses, strict=True):
        for number, (question, label) in enumerate(zip(image.questions, image.answers, strict=True)):
            pairs.setdefault(question.skill, []).append((label, question.options[image_choices[number]]))
        count += len(image.questions)
        total += float(image_losses[: len(image.questions)].sum())
    skills = {skill.key: measure_accuracy(pairs[skill.key], skill.options) for skill in SKILLS if skill.key in pairs}
    return {
        "loss": total / count,
        "accuracy": float(np.mean([skill.accuracy for skill in skills.values()])),
        "weighted_kappa": float(np.mean([skill.weighted_kappa for skill in skills.values()])),
        "skills": {
            key: {"accuracy": skill.accuracy, "weighted_kappa": skill.weighted_kappa, "n": skill.n}
            for key, skill in skills.items()
        },
    }


def _entries(history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Translate Trainer's history: per entry `step`, `seconds`, and either `loss` (nats) or `validation`."""
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
