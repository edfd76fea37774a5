"""The closed world's CLIP from captions: pictures and captions of a batch have to be matched (arXiv 2103.00020).

A run is a folder as `model.closed_world.pretraining.pretraining` keeps one: `config.json` (what was
asked for), `log.jsonl`, `tokenizer/`, `checkpoint.pt` (to go on from after a
kill) and at the end `clip/`, a standard transformers checkpoint with
`training_record.json`. Pairs are made from their number, so a resumed run sees
the very pairs it would have seen.
"""

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize
from transformers import CLIPConfig, CLIPModel, CLIPVisionModel, PreTrainedTokenizerBase, PreTrainedTokenizerFast

from core.problems import BadInput
from core.run_folder import CHECKPOINT, LOG, RunFolder
from model.baselines.views import crop_centre, stack_views
from model.closed_world.captions import write_caption
from model.closed_world.draw import render
from model.closed_world.lessons import sample_lesson_scene
from model.closed_world.pretraining.caption_tokenizer import train_caption_tokenizer
from model.closed_world.pretraining.clip_config import ClipTrainingConfig
from model.closed_world.pretraining.optimisers import Optimisers
from model.closed_world.simulation import protocol_prompts
from model.evaluator.checkpoints import Checkpoint, load_checkpoint
from model.evaluator.choice import EMBEDDED_BASE
from model.evaluator.environment import environment
from model.evaluator.forward import settle_cosine
from model.evaluator.hub import find_folder
from model.evaluator.training_record import CLOSED_WORLD_MARK, TRAINING_RECORD

MAX_TOKENS = 48
"""Longest caption in tokens; what is beyond is cut off."""

TOKENIZER_CAPTIONS = 1_500

_PATCH = 8
"""Side in pixels of the patches of a tower drawn by the seed."""

_HIGHEST_SCALE = math.log(100)
"""The logit scale is kept below it, as CLIP's training does."""

EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture and a true caption of it."""

    image: Image.Image
    caption: str


def make_pair(seed: str) -> Pair:
    """The pair of that seed; the same seed always gives the same one."""
    rng = random.Random(seed)
    scene, _ = sample_lesson_scene(rng)
    return Pair(render(scene), write_caption(scene, rng))


class ClipTraining:
    """One training run in one folder; `run` starts it or takes it up where it stopped."""

    def __init__(self, config: ClipTrainingConfig, folder: Path) -> None:
        """Make the folder this run's; raises `BadInput` where it holds something else, or the tower cannot be had."""
        self.config, self.folder = config, RunFolder(folder)
        if config.threads:
            torch.set_num_threads(config.threads)
        settle_cosine()
        self._base = _load_base(config.tower) if config.tower else None
        tower_digest = self._base.base_digest if self._base else None
        self.folder.adopt(asdict(config) | {"tower_digest": tower_digest}, ignored={"threads"})
        torch.manual_seed(config.seed)
        self.tokenizer = self._tokenizer()
        self.network = _new_clip(config, self.tokenizer, self._base)
        self.optimisers = Optimisers(
            self.network.named_parameters(),
            rate=config.learning_rate,
            matrix_rate=config.matrix_learning_rate,
            weight_decay=config.weight_decay,
        )
        self.step, self.seconds = 0, 0.0
        self._resume()

    def run(
        self,
        progress: Callable[[int, float], None],
        *,
        minutes: float | None = None,
        checkpoint_every: float = 60.0,
    ) -> Path | None:
        """Train to the end and return the finished checkpoint's folder, or None where `minutes` ran out before.

        `progress(step, mean loss)` is called every 20 steps; a checkpoint is written every `checkpoint_every`
        seconds. The loss is in nats; matching by chance would give the logarithm of the batch size.
        """
        losses: list[float] = []
        began = time.monotonic()
        started, saved = began - self.seconds, began
        self.network.train()
        while self.step < self.config.steps:
            if minutes is not None and time.monotonic() - began > 60 * minutes:
                self._checkpoint()
                return None
            losses.append(self._one_step(self._pairs(self.step)))
            self.step += 1
            self.seconds = time.monotonic() - started
            if self.step % 20 == 0 or self.step == self.config.steps:
                mean = sum(losses) / len(losses)
                self.folder.append_lines(
                    LOG, [{"step": self.step, "loss": round(mean, 4), "seconds": round(self.seconds, 1)}]
                )
                progress(self.step, mean)
                losses.clear()
            if time.monotonic() - saved > checkpoint_every:
                self._checkpoint()
                saved = time.monotonic()
        self._checkpoint()
        return self._finish()

    def _pairs(self, step: int) -> list[Pair]:
        size = self.config.batch_size
        return [make_pair(f"clip/{self.config.seed}/{number}") for number in range(step * size, (step + 1) * size)]

    def _one_step(self, pairs: Sequence[Pair]) -> float:
        network = self.network
        views = stack_views(
            [pair.image for pair in pairs], crop_centre, network.vision_model.config.image_size, network.logit_scale
        )
        tokens = self.tokenizer(
            [pair.caption for pair in pairs],
            padding=True,
            truncation=True,
            max_length=MAX_TOKENS,
            return_tensors="pt",
        )
        images = network.visual_projection(network.vision_model(pixel_values=views).pooler_output)
        texts = network.text_projection(
            network.text_model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]).pooler_output
        )
        loss = compute_matching_loss(images, texts, network.logit_scale.exp())
        self.optimisers.step(loss, self.config.share(self.step))
        with torch.no_grad():
            network.logit_scale.clamp_(max=_HIGHEST_SCALE)
        return float(loss.detach())

    def _tokenizer(self) -> PreTrainedTokenizerBase:
        """The run's tokenizer: made once, then kept with the run, whose weights are bound to it."""
        path = self.folder.path / "tokenizer"
        if not path.is_dir():
            seen = [make_caption(f"tokenizer/{self.config.seed}/{number}") for number in range(TOKENIZER_CAPTIONS)]
            asked = [prompt.text for prompt, _ in protocol_prompts()]
            train_caption_tokenizer([*seen, *asked]).save_pretrained(path)
        kept: PreTrainedTokenizerBase = PreTrainedTokenizerFast.from_pretrained(path)
        return kept

    def _checkpoint(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "optimisers": self.optimisers.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
        }
        with self.folder.replace(CHECKPOINT) as draft:
            torch.save(state, draft)

    def _resume(self) -> None:
        if self.folder.checkpoint.exists():
            state = torch.load(self.folder.checkpoint, weights_only=True)
            self.network.load_state_dict(state["network"])
            self.optimisers.load_state_dict(state["optimisers"])
            self.step, self.seconds = state["step"], state["seconds"]
        self.folder.rewind_log(self.step)

    def _finish(self) -> Path:
        """Write the network as a standard checkpoint in half precision, with the record of how it came to be."""
        target = self.folder.path / "clip"
        halved = CLIPModel(self.network.config)
        halved.load_state_dict(self.network.state_dict())
        torch.nn.Module.to(halved, torch.float16).save_pretrained(target)
        self.tokenizer.save_pretrained(target)
        record = {
            CLOSED_WORLD_MARK: True,
            "data": "rendered scenes with captions, made from seeds by model/closed_world",
            # The base is told by its digest; where it lay on this machine is nobody's affair.
            "config": {name: value for name, value in asdict(self.config).items() if name != "tower"},
            "tower": _origin(self._base, self.config.tower),
            "parameters": sum(weight.numel() for weight in self.network.parameters()),
            "seconds": round(self.seconds, 1),
            "environment": environment(torch.device("cpu")),
            "log": self.folder.resume_lines(LOG),
        }
        (target / TRAINING_RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
        return target


def compute_matching_loss(images: Tensor, texts: Tensor, scale: Tensor) -> Tensor:
    """Mean cross-entropy (nats) of finding the caption of each image and the image of each caption in the batch.

    `images` and `texts` (pairs, dimensions) are features before they are brought to length 1, `scale` the
    exponentiated logit scale. Source: Radford et al. 2021, arXiv 2103.00020, figure 3.
    """
    logits = scale * normalize(images, dim=-1) @ normalize(texts, dim=-1).T
    own = torch.arange(len(logits), device=logits.device)
    return (cross_entropy(logits, own) + cross_entropy(logits.T, own)) / 2


def make_caption(seed: str) -> str:
    """A caption without its picture."""
    rng = random.Random(seed)
    scene, _ = sample_lesson_scene(rng)
    return write_caption(scene, rng)


def _origin(base: Checkpoint | None, tower: str | None) -> dict[str, Any] | str:
    """What the image side started from, for the record: the base's digest and how it was trained, as far as it says."""
    if base is None or tower is None:
        return "drawn by the seed"
    path = _base_folder(tower) / TRAINING_RECORD
    told = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {"base": base.base_digest, "config": told.get("config"), "seconds": told.get("seconds")}


def _base_folder(tower: str) -> Path:
    return EMBEDDED_BASE if tower == EMBEDDED else find_folder(tower)


def _load_base(tower: str) -> Checkpoint:
    folder = _base_folder(tower)
    base = load_checkpoint(folder, None, torch.device("cpu"), torch.float32)
    if not isinstance(base.network.model.vision_tower, CLIPVisionModel):
        raise BadInput.one("vision_tower", tower, "Has a vision tower of another kind than CLIP's.")
    return base


def _new_clip(config: ClipTrainingConfig, tokenizer: PreTrainedTokenizerBase, base: Checkpoint | None) -> CLIPModel:
    """A CLIP drawn by the seed, its image side the base's vision tower where there is a base."""
    side: dict[str, Any] = {
        "hidden_size": config.width,
        "intermediate_size": 4 * config.width,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.width // 32,
        "hidden_act": "gelu",
    }
    network = CLIPModel(
        CLIPConfig(
            text_config={
                **side,
                "vocab_size": len(tokenizer),
                "max_position_embeddings": MAX_TOKENS,
                "pad_token_id": tokenizer.pad_token_id,
                "bos_token_id": tokenizer.bos_token_id,
                "eos_token_id": tokenizer.eos_token_id,
            },
            vision_config=base.network.model.vision_tower.config.to_dict()
            if base
            else {**side, "image_size": config.side, "patch_size": _PATCH},
            projection_dim=config.dimensions,
        )
    )
    if base:
        network.vision_model.load_state_dict(base.network.model.vision_tower.state_dict())
    return network
