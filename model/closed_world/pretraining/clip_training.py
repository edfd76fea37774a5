"""The closed world's CLIP from captions: pictures and captions of a batch have to be matched (arXiv 2103.00020)."""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor
from torch.nn.functional import cross_entropy, normalize
from transformers import CLIPConfig, CLIPModel, CLIPVisionModel, PreTrainedTokenizerBase, PreTrainedTokenizerFast

from core.problems import BadInput
from core.run_folder import RunFolder
from model.baselines.contrastive import encode_images, encode_texts
from model.baselines.views import crop_centre
from model.closed_world.captions import write_caption
from model.closed_world.draw import render
from model.closed_world.lessons import sample_lesson_scene
from model.closed_world.pretraining.config import ClipTrainingConfig
from model.closed_world.pretraining.optimisers import Optimisers
from model.closed_world.pretraining.tokenizer import train_caption_tokenizer
from model.closed_world.pretraining.training_run import TrainingRun, load_or_make_tokenizer
from model.closed_world.protocol import protocol_prompts
from model.evaluator.checkpoints import Checkpoint, load_checkpoint
from model.evaluator.choice import find_base
from model.evaluator.forward import warm_up_cosine
from model.evaluator.training_record import read_training_record

MAX_TOKENS = 48
"""Longest caption in tokens; what is beyond is cut off."""

TOKENIZER_CAPTIONS = 1_500

_PATCH = 8
"""Side in pixels of the patches of a tower drawn by the seed."""

_HIGHEST_SCALE = math.log(100)
"""The logit scale is kept below it, as CLIP's training does."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A picture and a true caption of it."""

    image: Image.Image
    caption: str


def make_pair(seed: str) -> Pair:
    """Make the pair of that seed; the same seed always gives the same one."""
    rng = random.Random(seed)
    scene, _ = sample_lesson_scene(rng)
    return Pair(render(scene), write_caption(scene, rng))


class ClipTraining(TrainingRun[Sequence[Pair]]):
    """A run of the CLIP's training in one folder, which at the end holds `clip/`; the loss of chance is log(batch)."""

    def __init__(self, config: ClipTrainingConfig, path: Path) -> None:
        """Start or resume the run of a folder; raises `BadInput` for another run's, or a tower that does not load."""
        if config.threads:
            torch.set_num_threads(config.threads)
        warm_up_cosine()
        self._base = _load_base(config.tower) if config.tower else None
        folder = RunFolder(path)
        tower_digest = self._base.base_digest if self._base else None
        folder.adopt(asdict(config) | {"tower_digest": tower_digest}, ignored={"threads"})
        torch.manual_seed(config.seed)
        tokenizer = load_or_make_tokenizer(folder, lambda: _caption_tokenizer(config.seed))
        self.config = config
        self.network = _new_clip(config, tokenizer, self._base)
        self.optimisers = Optimisers(
            self.network.named_parameters(),
            rate=config.learning_rate,
            matrix_rate=config.matrix_learning_rate,
            weight_decay=config.weight_decay,
        )
        parts = {"network": self.network, "optimisers": self.optimisers}
        super().__init__(folder, tokenizer, parts, steps=config.steps, log_every=20, device=torch.device("cpu"))

    def run(
        self, progress: Callable[[int, float], None], *, minutes: float | None = None, checkpoint_every: float = 60.0
    ) -> Path | None:
        """Train to the end and return the finished checkpoint's folder, or None where `minutes` ran out before.

        Arguments as `train` takes them. The checkpoint is in half precision.
        """
        self.network.train()
        if not self.train(progress, minutes=minutes, checkpoint_every=checkpoint_every):
            return None
        halved = CLIPModel(self.network.config)
        halved.load_state_dict(self.network.state_dict())
        return self.write_result(
            "clip",
            torch.nn.Module.to(halved, torch.float16),
            {
                "data": "rendered scenes with captions, made from seeds by model/closed_world",
                # A base is known by its digest; its folder would say something of this machine.
                "config": {name: value for name, value in asdict(self.config).items() if name != "tower"},
                "tower": _origin(self._base, self.config.tower),
            },
        )

    def remaining_batches(self) -> Iterable[Sequence[Pair]]:
        """Yield the batches from the next step to the last one."""
        size = self.config.batch_size
        for start in range(self.step * size, self.config.steps * size, size):
            yield [make_pair(f"clip/{self.config.seed}/{number}") for number in range(start, start + size)]

    def take_step(self, batch: Sequence[Pair]) -> Tensor:
        """Take one step; returns the loss of matching the batch's pictures and captions (nats)."""
        images = encode_images(self.network, [pair.image for pair in batch], crop_centre)
        texts = encode_texts(self.network, self.tokenizer, [pair.caption for pair in batch])
        loss = compute_matching_loss(images, texts, self.network.logit_scale.exp())
        self.optimisers.step(loss, self.config.share(self.step))
        with torch.no_grad():
            self.network.logit_scale.clamp_(max=_HIGHEST_SCALE)
        return loss.detach()


def compute_matching_loss(images: Tensor, texts: Tensor, scale: Tensor) -> Tensor:
    """Compute the loss of matching pairs: the mean cross-entropy (nats) over both directions within the batch.

    `images` and `texts` (pairs, dimensions) are features before they are brought to length 1, `scale` the
    exponentiated logit scale. Source: Radford et al. 2021, arXiv 2103.00020, figure 3.
    """
    logits = scale * normalize(images, dim=-1) @ normalize(texts, dim=-1).T
    matches = torch.arange(len(logits), device=logits.device)
    return (cross_entropy(logits, matches) + cross_entropy(logits.T, matches)) / 2


def make_caption(seed: str) -> str:
    """Make the caption of that seed without its picture."""
    rng = random.Random(seed)
    scene, _ = sample_lesson_scene(rng)
    return write_caption(scene, rng)


def _caption_tokenizer(seed: int) -> PreTrainedTokenizerFast:
    captions = [make_caption(f"tokenizer/{seed}/{number}") for number in range(TOKENIZER_CAPTIONS)]
    return train_caption_tokenizer([*captions, *(prompt.text for prompt, _ in protocol_prompts())])


def _origin(base: Checkpoint | None, tower: str | None) -> dict[str, Any] | str:
    """Describe what the image side started from: the base's digest, and how it was trained where it has a record."""
    if base is None or tower is None:
        return "drawn by the seed"
    record = read_training_record(find_base(tower)) or {}
    return {"base": base.base_digest, "config": record.get("config"), "seconds": record.get("seconds")}


def _load_base(tower: str) -> Checkpoint:
    base = load_checkpoint(find_base(tower), None, torch.device("cpu"), torch.float32)
    if not isinstance(base.network.model.vision_tower, CLIPVisionModel):
        raise BadInput.one("vision_tower", tower, "Has a vision tower of another kind than CLIP's.")
    return base


def _new_clip(config: ClipTrainingConfig, tokenizer: PreTrainedTokenizerBase, base: Checkpoint | None) -> CLIPModel:
    """Return a CLIP drawn by the seed, its image side the base's vision tower where there is a base."""
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
