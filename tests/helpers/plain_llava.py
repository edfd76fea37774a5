"""LLaVA by its formulas, from weights under the original names: what our own way through transformers is compared with.

Nothing of transformers or of our code is used; float32 throughout. Sources:
CLIP's vision transformer (arXiv 2103.00020), LLaVA-1.5's projector
(arXiv 2310.03744), Llama (arXiv 2302.13971) with grouped key heads.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from PIL import Image
from torch import Tensor

Weights = Mapping[str, Tensor]

MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
DEVIATION = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)


def pixels(image: Image.Image, side: int) -> Tensor:
    """The single padded view, (3, side, side)."""
    values = np.asarray(image.convert("RGB"))
    height, width = values.shape[:2]
    longer = max(height, width)
    square = np.empty((longer, longer, 3), np.uint8)
    square[:] = [int(255 * mean) for mean in MEAN]
    top, left = (longer - height) // 2, (longer - width) // 2
    square[top : top + height, left : left + width] = values
    small = np.asarray(Image.fromarray(square).resize((side, side), Image.Resampling.BICUBIC), np.float32)
    return torch.from_numpy(((small / np.float32(255) - MEAN) / DEVIATION).transpose(2, 0, 1).copy())


def image_tokens(weights: Weights, config: Mapping[str, Any], tower: Mapping[str, Any], view: Tensor) -> Tensor:
    """The picture's tokens, (patches, width): tower up to the chosen layer, class token dropped, projector."""
    own = _part(weights, "model.vision_tower.vision_tower.vision_model.")
    patches = F.conv2d(view[None], own["embeddings.patch_embedding.weight"], stride=tower["patch_size"])
    x = torch.cat([own["embeddings.class_embedding"][None], patches[0].flatten(1).T])
    x = _layer_norm(own, "pre_layrnorm", x + own["embeddings.position_embedding.weight"])
    for number in range(tower["num_hidden_layers"] + 1 + config["mm_vision_select_layer"]):
        x = _tower_layer(_part(own, f"encoder.layers.{number}."), x, tower["num_attention_heads"])
    hidden = F.gelu(_linear(weights, "model.mm_projector.0", x[1:]))
    return _linear(weights, "model.mm_projector.2", hidden)


def next_logits(weights: Weights, config: Mapping[str, Any], sequence: Tensor) -> Tensor:
    """Logits (vocabulary,) of the token that follows the embeddings (tokens, width)."""
    x = sequence
    for number in range(config["num_hidden_layers"]):
        own = _part(weights, f"model.layers.{number}.")
        x = x + _self_attention(own, _rms(own, "input_layernorm", x, config), config)
        y = _rms(own, "post_attention_layernorm", x, config)
        gate = F.silu(y @ own["mlp.gate_proj.weight"].T) * (y @ own["mlp.up_proj.weight"].T)
        x = x + gate @ own["mlp.down_proj.weight"].T
    x = _rms(_part(weights, "model."), "norm", x[-1:], config)
    return (x @ weights["lm_head.weight"].T)[0]


def greedy(weights: Weights, config: Mapping[str, Any], sequence: Tensor, spellings: Sequence[Sequence[int]]) -> int:
    """Index of the spelling that is reached by taking, token by token, the likeliest one that leads to any."""
    table = weights["model.embed_tokens.weight"]
    said: list[int] = []
    while said not in [list(own) for own in spellings]:
        logits = next_logits(weights, config, torch.cat([sequence, table[torch.tensor(said, dtype=torch.long)]]))
        allowed = {own[len(said)] for own in spellings if list(own[: len(said)]) == said and len(own) > len(said)}
        said.append(max(sorted(allowed), key=lambda token: float(logits[token])))
    return [list(own) for own in spellings].index(said)


def _part(weights: Weights, prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in weights.items() if name.startswith(prefix)}


def _linear(weights: Weights, name: str, x: Tensor) -> Tensor:
    return x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _layer_norm(weights: Weights, name: str, x: Tensor) -> Tensor:
    centred = x - x.mean(-1, keepdim=True)
    spread = (centred.square().mean(-1, keepdim=True) + 1e-5).sqrt()
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def _rms(weights: Weights, name: str, x: Tensor, config: Mapping[str, Any]) -> Tensor:
    return x / (x.square().mean(-1, keepdim=True) + config["rms_norm_eps"]).sqrt() * weights[f"{name}.weight"]


def _attend(q: Tensor, k: Tensor, v: Tensor, *, causal: bool) -> Tensor:
    """(heads, tokens, width) each."""
    scores = q @ k.transpose(1, 2) / q.shape[-1] ** 0.5
    if causal:
        scores = scores.masked_fill(torch.ones(scores.shape[1:], dtype=torch.bool).triu(1), float("-inf"))
    return (scores.softmax(-1) @ v).transpose(0, 1).flatten(1)


def _heads(x: Tensor, count: int) -> Tensor:
    return x.unflatten(1, (count, -1)).transpose(0, 1)


def _tower_layer(own: Weights, x: Tensor, heads: int) -> Tensor:
    y = _layer_norm(own, "layer_norm1", x)
    q, k, v = (_heads(_linear(own, f"self_attn.{part}_proj", y), heads) for part in ("q", "k", "v"))
    x = x + _linear(own, "self_attn.out_proj", _attend(q, k, v, causal=False))
    y = _linear(own, "mlp.fc1", _layer_norm(own, "layer_norm2", x))
    return x + _linear(own, "mlp.fc2", y * torch.sigmoid(1.702 * y))


def _self_attention(own: Weights, y: Tensor, config: Mapping[str, Any]) -> Tensor:
    heads, groups = config["num_attention_heads"], config["num_key_value_heads"]
    q = _rotate(_heads(y @ own["self_attn.q_proj.weight"].T, heads), config["rope_theta"])
    k = _rotate(_heads(y @ own["self_attn.k_proj.weight"].T, groups), config["rope_theta"])
    v = _heads(y @ own["self_attn.v_proj.weight"].T, groups)
    shared = (tensor.repeat_interleave(heads // groups, dim=0) for tensor in (k, v))
    return _attend(q, *shared, causal=True) @ own["self_attn.o_proj.weight"].T


def _rotate(x: Tensor, theta: float) -> Tensor:
    """Rotary positions, halves rotated against each other."""
    half = x.shape[-1] // 2
    angles = torch.arange(x.shape[1])[:, None] * theta ** (-torch.arange(half) / half)
    cos, sin = angles.cos(), angles.sin()
    first, second = x[..., :half], x[..., half:]
    return torch.cat([first * cos - second * sin, second * cos + first * sin], dim=-1)
