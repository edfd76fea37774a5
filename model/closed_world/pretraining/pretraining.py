"""A base from nothing: its vision tower learns to see, then the whole network learns to answer plain questions.

In the tower's part each image token has to tell what its patch shows
(`world/patches.py`), read by a linear layer that is thrown away afterwards. In
the lessons' part the loss is the autoregressive one of the answer tokens, all
questions of a picture in one packed pass, with the patches' beside it.

A run is a folder: `config.json` (what was asked for), `log.jsonl` (the loss as
it went), `tokenizer/`, `checkpoint.pt` (to go on from after a kill) and at the
end `evaluator/`, a standard transformers checkpoint with `training_record.json`.
Lessons are numbered and made from their number, so a resumed run sees the
very lessons it would have seen. A run may start from the weights of an earlier
one; its lessons are others if its seed is another.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.utils.data import DataLoader
from transformers import PreTrainedTokenizerBase, PreTrainedTokenizerFast

from core.run_folder import CHECKPOINT, LOG, RunFolder
from model.closed_world.lessons import make_lesson
from model.closed_world.patches import HARD_FACTS, PATCH_FACTS
from model.closed_world.pretraining.optimisers import Optimisers
from model.closed_world.pretraining.pretraining_config import PretrainingConfig
from model.closed_world.pretraining.pretraining_lessons import LessonBatch, Lessons
from model.closed_world.pretraining.scratch import IMAGE_SIDE, build_llava_next, train_tokenizer
from model.evaluator.checkpoints import load_checkpoint
from model.evaluator.encoding import QuestionEncoder
from model.evaluator.environment import environment, has_bfloat16
from model.evaluator.forward import Network, image_features, layout_logits, settle_cosine
from model.evaluator.images import ImagePreparer
from model.evaluator.training_record import CLOSED_WORLD_MARK, TRAINING_RECORD
from model.protocol.protocol import Protocol
from model.training.loss import answer_losses

TOKENIZER_LESSONS = 3_000

_PATCH_WEIGHT = 0.05
"""What the patches' loss counts beside the answers'."""

_FACT_WEIGHTS = torch.tensor([4.0 if fact.split()[0] in HARD_FACTS else 1.0 for fact in PATCH_FACTS])


class Pretraining:
    """One training run in one folder; `run` starts it or takes it up where it stopped."""

    def __init__(self, protocol: Protocol, config: PretrainingConfig, folder: Path) -> None:
        self.protocol, self.config, self.folder = protocol, config, RunFolder(folder)
        if config.threads:
            torch.set_num_threads(config.threads)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._bfloat16 = config.precision == "bfloat16" or (config.precision == "auto" and has_bfloat16(self.device))
        settle_cosine()
        self._earlier = load_checkpoint(Path(config.start), None, self.device, torch.float32) if config.start else None
        self.folder.adopt(asdict(config) | {"protocol": protocol.digest}, ignored={"threads", "workers"})
        torch.manual_seed(config.seed)
        self.tokenizer = self._tokenizer()
        self.network = self._first_weights()
        torch.nn.Module.to(self.network, self.device)
        self.patch_reader = _patch_reader(self.network).to(self.device)
        self.encoder = QuestionEncoder(self.tokenizer, protocol.conversation)
        self.encoder.check(protocol)
        preparer, silent = ImagePreparer(protocol.image, IMAGE_SIDE), config.tower_steps * config.batch_size
        self.lessons = Lessons(config.seed, preparer, self.encoder, silent)
        parts = nn.ModuleDict({"network": self.network, "patch_reader": self.patch_reader})
        self.optimisers = Optimisers(
            parts.named_parameters(),
            rate=config.learning_rate,
            matrix_rate=config.matrix_learning_rate,
            weight_decay=config.weight_decay,
        )
        self.step, self.seconds = 0, 0.0
        self._resume()

    def run(self, progress: Callable[[int, int, float, float], None], checkpoint_every: float = 120.0) -> Path:
        """Train to the end and return the finished evaluator's folder.

        `progress(step, steps, mean loss, seconds)` is called every 50 steps;
        a checkpoint is written every `checkpoint_every` seconds.
        """
        losses: list[Tensor] = []
        started, saved = time.monotonic() - self.seconds, time.monotonic()
        self.network.train()
        for batch in self._remaining():
            losses.append(self._one_step(batch))
            self.step += 1
            self.seconds = time.monotonic() - started
            if self.step % 50 == 0 or self.step == self.config.steps:
                mean = float(torch.stack(losses).mean())  # read now and then only: a GPU is not to be waited for
                self.folder.append_lines(
                    LOG, [{"step": self.step, "loss": round(mean, 4), "seconds": round(self.seconds, 1)}]
                )
                progress(self.step, self.config.steps, mean, self.seconds)
                losses.clear()
            if time.monotonic() - saved > checkpoint_every:
                self._checkpoint()
                saved = time.monotonic()
        self._checkpoint()
        return self._finish()

    def _remaining(self) -> Iterable[LessonBatch]:
        """The batches from the step that comes next to the last."""
        size = self.config.batch_size
        return DataLoader(
            self.lessons,
            batch_size=size,
            sampler=range(self.step * size, self.config.steps * size),
            collate_fn=self.lessons.collate,
            num_workers=self.config.workers,
        )

    def _one_step(self, batch: LessonBatch) -> Tensor:
        """One step of the part the run is in; returns the loss (nats) of its questions or of its patches' facts."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self._bfloat16):
            features = image_features(self.network, [batch.images], anyres=False)
            shown = loss = self._patches_loss(features, batch.facts)
            if batch.asked:
                layout, spelling = batch.asked
                shown = answer_losses(layout_logits(self.network, layout, features), spelling).mean()
                loss = shown + _PATCH_WEIGHT * loss
        self.optimisers.step(loss, self.config.share(self.step))
        return shown.detach()

    def _patches_loss(self, features: Sequence[Tensor], facts: Tensor) -> Tensor:
        """Binary cross-entropy of a patch's facts, weighted and summed, in the mean over the patches."""
        told = self.patch_reader(torch.stack(list(features))).float()
        losses = binary_cross_entropy_with_logits(told, facts.to(told.device), reduction="none")
        return (losses @ _FACT_WEIGHTS.to(losses.device)).mean()

    def _tokenizer(self) -> PreTrainedTokenizerBase:
        """The run's tokenizer: made once, then kept with the run, whose weights are bound to it."""
        path = self.folder.path / "tokenizer"
        if path.is_dir():
            kept: PreTrainedTokenizerBase = PreTrainedTokenizerFast.from_pretrained(path)
            return kept
        made = self._earlier.tokenizer if self._earlier else _world_tokenizer(self.protocol, self.config.seed)
        made.save_pretrained(path)
        return made

    def _first_weights(self) -> Network:
        """Drawn by the seed, or those of the base to start from."""
        if self._earlier:
            torch.nn.Module.requires_grad_(self._earlier.network, requires_grad=True)
            return self._earlier.network
        return build_llava_next(
            self.tokenizer,
            vision_width=self.config.vision_width,
            language_width=self.config.language_width,
            layers=self.config.layers,
        )

    def _checkpoint(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "patch_reader": self.patch_reader.state_dict(),
            "optimisers": self.optimisers.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
        }
        with self.folder.replace(CHECKPOINT) as draft:
            torch.save(state, draft)

    def _resume(self) -> None:
        if self.folder.checkpoint.exists():
            state = torch.load(self.folder.checkpoint, map_location=self.device, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.patch_reader.load_state_dict(state["patch_reader"])
            self.optimisers.load_state_dict(state["optimisers"])
            self.step, self.seconds = state["step"], state["seconds"]
        self.folder.rewind_log(self.step)

    def _finish(self) -> Path:
        """Write the evaluator as a standard checkpoint, with the record of how it came to be."""
        target = self.folder.path / "evaluator"
        torch.nn.Module.train(self.network, mode=False)
        self.network.save_pretrained(target)
        self.tokenizer.save_pretrained(target)
        record = {
            CLOSED_WORLD_MARK: True,
            "data": "rendered scenes, made from seeds by model/closed_world",
            "config": asdict(self.config),
            "start": self._earlier.base_digest if self._earlier else None,
            "start_record": _record_of(self.config.start),
            "protocol": {"name": self.protocol.name, "digest": self.protocol.digest},
            "parameters": sum(weight.numel() for weight in self.network.parameters()),
            "precision": "bfloat16" if self._bfloat16 else "float32",
            "seconds": round(self.seconds, 1),
            "environment": environment(self.device),
            "log": self.folder.resume_lines(LOG),
        }
        (target / TRAINING_RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
        return target


def _record_of(start: str | None) -> dict[str, Any] | None:
    """The training record of the base that a run started from, where it kept one."""
    path = Path(start) / TRAINING_RECORD if start else None
    if path is None or not path.is_file():
        return None
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def _patch_reader(network: Network) -> nn.Linear:
    """What reads a patch's facts from its image token; it starts out expecting few of them to be true."""
    width = network.get_input_embeddings().get_parameter("weight").shape[1]
    reader = nn.Linear(width, len(PATCH_FACTS))
    nn.init.constant_(reader.bias, -3.0)
    return reader


def _world_tokenizer(protocol: Protocol, seed: int) -> PreTrainedTokenizerFast:
    """A tokenizer that knows the words of the lessons and of the protocol's questions and options."""
    asked = [
        pair for number in range(TOKENIZER_LESSONS) for pair in make_lesson(f"tokenizer/{seed}/{number}", 8).questions
    ]
    for prompt in protocol.prompts:
        for question in protocol.questions_for(prompt):
            asked.extend((question.text, str(option)) for option in question.options)
    conversation = protocol.conversation
    return train_tokenizer(
        conversation.before_image
        + conversation.after_image.replace("{question}", text)
        + conversation.answer.replace("{option}", answer)
        for text, answer in asked
    )
