"""BLIP's weights as its own code names them, under the names transformers has for the same places."""

import re
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from model.baselines.weights import POSITIONS, strip_prefix
from model.evaluator.shards import check_weight_names

VISION, TEXT = "blip.visual_encoder.", "blip.text_encoder."
"""Prefixes of the image tower's and the text encoder's weights."""

_PLAIN = {
    "cls_token": "embeddings.class_embedding",
    "pos_embed": "embeddings.position_embedding",
    "patch_embed.proj.weight": "embeddings.patch_embedding.weight",
    "patch_embed.proj.bias": "embeddings.patch_embedding.bias",
    "norm.weight": "post_layernorm.weight",
    "norm.bias": "post_layernorm.bias",
}
_INSIDE = {
    "norm1": "layer_norm1",
    "norm2": "layer_norm2",
    "attn.qkv": "self_attn.qkv",
    "attn.proj": "self_attn.projection",
    "mlp.fc1": "mlp.fc1",
    "mlp.fc2": "mlp.fc2",
}
_BLOCK = re.compile(r"blocks\.(\d+)\.(.+)\.(weight|bias)")


def rename_vision_weights(weights: Mapping[str, Tensor], where: Path) -> dict[str, Tensor]:
    """Select and rename the image tower's weights of a checkpoint; raises `BadInput` for a name it does not have."""
    renamed = {}
    unknown = []
    for name, weight in strip_prefix(weights, VISION).items():
        place = _place(name)
        if place is None:
            unknown.append(VISION + name)
        else:
            renamed[place] = weight
    check_weight_names(where, left_over=unknown)
    return renamed


def select_text_weights(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Select the text encoder's weights of a checkpoint; their names are the same in both layouts."""
    text = strip_prefix(weights, TEXT)
    return {name: weight for name, weight in text.items() if not name.endswith(POSITIONS)}


def _place(name: str) -> str | None:
    if name in _PLAIN:
        return _PLAIN[name]
    block = _BLOCK.fullmatch(name)
    if block is None or block[2] not in _INSIDE:
        return None
    return f"encoder.layers.{block[1]}.{_INSIDE[block[2]]}.{block[3]}"
