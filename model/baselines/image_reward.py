"""ImageReward: a reward learnt from people's rankings, read off BLIP's text encoder looking at the image."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor, nn
from transformers import BlipTextConfig, BlipTextModel, BlipVisionConfig, BlipVisionModel, PreTrainedTokenizerBase

from model.baselines.baseline import BaselineFacts, CheckpointPart, Folders
from model.baselines.blip_layout import TEXT, VISION, rename_vision_weights, select_text_weights
from model.baselines.views import crop_centre, stack_views
from model.baselines.weights import (
    fill_network,
    load_tokenizer,
    new_linear,
    prepare_for_scoring,
    read_config,
    read_weights,
    strip_prefix,
)
from model.evaluator.shards import check_weight_names

FACTS = BaselineFacts(
    name="image-reward",
    title="ImageReward",
    formula="(r - 0.16717363) / 1.03333950, r the linear chain over BLIP's text [CLS]",
    wording="{prompt}",
    source="Xu et al. 2023, arXiv 2304.05977, and its code, https://github.com/THUDM/ImageReward",
    licence="Apache-2.0",
    low=None,
    high=None,
    parts=(
        CheckpointPart(
            "reward",
            "THUDM/ImageReward",
            "c63dec8373b5c3728b1d250865c402c9546be210",
            ("ImageReward.pt", "med_config.json"),
        ),
        CheckpointPart(
            "tokenizer",
            "google-bert/bert-base-uncased",
            "86b5e0934494bd15c9632b12f734a8a67f723594",
            ("tokenizer*", "vocab.txt"),
        ),
    ),
)

MEAN, DEVIATION = 0.16717362830052426, 1.0333394966054072
"""Of the raw rewards on ImageReward's own data, by its code."""

MAX_TOKENS = 35
"""Longest prompt in tokens, [CLS] and [SEP] among them; what is beyond is cut off."""

_CHAIN = "mlp.layers."
_UNUSED = ("blip.vision_proj.", "blip.text_proj.")
"""Projections of BLIP's contrastive loss: in the checkpoint, and read by nothing."""

_LINK = re.compile(r"(\d+)\.(weight|bias)")
_PATCHES, _PLACES = "embeddings.patch_embedding.weight", "embeddings.position_embedding"

_HEAD_WIDTH = 64
_VISION_EPSILON = 1e-6
"""Width of a head of BLIP's tower, and its norms' epsilon: fixed by BLIP's code, unknown from the weights."""


@dataclass(frozen=True)
class RewardScorer:
    """BLIP's image tower, its text encoder attending to the image, and a chain of linear layers."""

    vision: BlipVisionModel
    text: BlipTextModel
    chain: nn.Sequential
    tokenizer: PreTrainedTokenizerBase

    def scores(self, images: Sequence[Image.Image], prompts: Sequence[str]) -> Tensor:
        """See `model.baselines.baseline.Scorer`."""
        weight = self.vision.embeddings.class_embedding
        views = stack_views(images, crop_centre, self.vision.config.image_size, weight)
        seen = self.vision(pixel_values=views).last_hidden_state
        tokens = self.tokenizer(
            list(prompts), padding="max_length", truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
        )
        read = self.text(
            input_ids=tokens["input_ids"].to(weight.device),
            attention_mask=tokens["attention_mask"].to(weight.device),
            encoder_hidden_states=seen,
        ).last_hidden_state[:, 0]
        rewards: Tensor = self.chain(read.float())[:, 0]
        return (rewards - MEAN) / DEVIATION


def load(folders: Folders, device: torch.device, dtype: torch.dtype) -> RewardScorer:
    """See `model.baselines.baseline.LoadScorer`."""
    where = folders["reward"]
    weights = read_weights(where.glob("*.pt"), where)
    known = (VISION, TEXT, _CHAIN, *_UNUSED)
    check_weight_names(where, left_over=[name for name in weights if not name.startswith(known)])
    vision = _build_vision(rename_vision_weights(weights, where), where)
    text_config = read_config(BlipTextConfig, where / "med_config.json")
    text_config.encoder_hidden_size = vision.config.hidden_size
    text = BlipTextModel(text_config, add_pooling_layer=False)
    fill_network(text, select_text_weights(weights), where)
    chain = _build_chain(strip_prefix(weights, _CHAIN), where)
    return RewardScorer(
        prepare_for_scoring(vision, device, dtype),
        prepare_for_scoring(text, device, dtype),
        prepare_for_scoring(chain, device, torch.float32),
        load_tokenizer(folders["tokenizer"]),
    )


def _build_vision(weights: Mapping[str, Tensor], where: Path) -> BlipVisionModel:
    """Build the tower as large as its weights are."""
    missing = [name for name in (_PATCHES, _PLACES) if name not in weights]
    check_weight_names(where, missing=missing)
    width, _, patch, _ = weights[_PATCHES].shape
    places = weights[_PLACES].shape[1] - 1
    layers = {name.split(".")[2] for name in weights if name.startswith("encoder.layers.")}
    network = BlipVisionModel(
        BlipVisionConfig(
            hidden_size=width,
            intermediate_size=4 * width,
            num_hidden_layers=len(layers),
            num_attention_heads=max(1, width // _HEAD_WIDTH),
            image_size=patch * round(places**0.5),
            patch_size=patch,
            hidden_act="gelu",
            layer_norm_eps=_VISION_EPSILON,
        )
    )
    fill_network(network, weights, where)
    return network


def _build_chain(weights: Mapping[str, Tensor], where: Path) -> nn.Sequential:
    """Build the chain of linear layers; nothing but dropout stands between them in training."""
    links = {name: link for name in weights if (link := _LINK.fullmatch(name))}
    places = sorted({int(link[1]) for link in links.values()})
    missing = [f"{_CHAIN}{place}.weight" for place in places if f"{place}.weight" not in weights]
    check_weight_names(
        where,
        missing=missing if places else [f"{_CHAIN}0.weight"],
        left_over=[_CHAIN + name for name in weights if name not in links],
    )
    chain = nn.Sequential(*(new_linear(weights[f"{place}.weight"]) for place in places))
    fill_network(
        chain, {f"{places.index(int(link[1]))}.{link[2]}": weights[name] for name, link in links.items()}, where
    )
    return chain
