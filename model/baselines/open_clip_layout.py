"""CLIP weights as open_clip names them, under the names transformers has for the same places.

The two differ in names, in that open_clip keeps query, key and value in one matrix, and in that it multiplies by its
projections from the other side. A weight without a counterpart is an error, whichever side lacks it.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from torch import Tensor

from model.evaluator.shards import check_weight_names

_PLAIN = {
    "positional_embedding": "text_model.embeddings.position_embedding.weight",
    "token_embedding.weight": "text_model.embeddings.token_embedding.weight",
    "ln_final.weight": "text_model.final_layer_norm.weight",
    "ln_final.bias": "text_model.final_layer_norm.bias",
    "logit_scale": "logit_scale",
    "visual.class_embedding": "vision_model.embeddings.class_embedding",
    "visual.positional_embedding": "vision_model.embeddings.position_embedding.weight",
    "visual.conv1.weight": "vision_model.embeddings.patch_embedding.weight",
    "visual.ln_pre.weight": "vision_model.pre_layrnorm.weight",
    "visual.ln_pre.bias": "vision_model.pre_layrnorm.bias",
    "visual.ln_post.weight": "vision_model.post_layernorm.weight",
    "visual.ln_post.bias": "vision_model.post_layernorm.bias",
}
_TURNED = {"text_projection": "text_projection.weight", "visual.proj": "visual_projection.weight"}
_INSIDE = {
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "attn.out_proj": "self_attn.out_proj",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
}
_BLOCK = re.compile(r"(visual\.)?transformer\.resblocks\.(\d+)\.(.+)")


def rename_open_clip_weights(weights: Mapping[str, Tensor], where: Path) -> dict[str, Tensor]:
    """Rename weights as transformers does; raises `BadInput` for a name that open_clip's CLIP does not have."""
    renamed: dict[str, Tensor] = {}
    unknown = []
    for name, weight in weights.items():
        places = dict(_rename(name, weight))
        if not places:
            unknown.append(name)
        renamed.update(places)
    check_weight_names(where, left_over=unknown)
    return renamed


def _rename(name: str, weight: Tensor) -> Iterator[tuple[str, Tensor]]:
    if name in _PLAIN:
        yield _PLAIN[name], weight
    elif name in _TURNED:
        yield _TURNED[name], weight.T.contiguous()
    elif block := _BLOCK.fullmatch(name):
        tower = "vision_model" if block[1] else "text_model"
        yield from _rename_inside(f"{tower}.encoder.layers.{block[2]}", block[3], weight)


def _rename_inside(layer: str, name: str, weight: Tensor) -> Iterator[tuple[str, Tensor]]:
    """Rename a weight of one transformer block."""
    if name in ("attn.in_proj_weight", "attn.in_proj_bias"):
        kind = name.rpartition("_")[2]
        for part, chunk in zip(("q_proj", "k_proj", "v_proj"), weight.chunk(3), strict=True):
            yield f"{layer}.self_attn.{part}.{kind}", chunk.contiguous()
        return
    stem, _, kind = name.rpartition(".")
    if stem in _INSIDE and kind in ("weight", "bias"):
        yield f"{layer}.{_INSIDE[stem]}.{kind}", weight
