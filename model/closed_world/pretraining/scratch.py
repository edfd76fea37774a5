"""A small LLaVA-NeXT with drawn weights, from which the closed world's base is trained."""

import torch
from torch import Tensor
from transformers import (
    CLIPVisionConfig,
    LlamaConfig,
    LlavaNextConfig,
    LlavaNextForConditionalGeneration,
    PreTrainedTokenizerBase,
)

from model.closed_world.pretraining.tokenizer import IMAGE_TOKEN

IMAGE_SIDE = 168
PATCH = 12
"""A picture becomes 14 x 14 patches: few enough pixels that a narrow tower takes them in, enough to count fingers."""

_PLACE_SCALE = 0.3
"""Of patch positions, beside patch embeddings of about that size."""


def build_llava_next(
    tokenizer: PreTrainedTokenizerBase, *, vision_width: int, language_width: int, layers: int, side: int = IMAGE_SIDE
) -> LlavaNextForConditionalGeneration:
    """Build a LLaVA-NeXT with random weights for `side` pixel views; widths are multiples of 32, one head per 32.

    Only the positions of patches are not random: a new tower knows which patches are neighbours.
    """
    vision = CLIPVisionConfig(
        hidden_size=vision_width,
        intermediate_size=vision_width * 4,
        num_hidden_layers=layers,
        num_attention_heads=vision_width // 32,
        image_size=side,
        patch_size=PATCH,
        hidden_act="gelu",
        projection_dim=vision_width,
        initializer_factor=1.0,
    )
    language = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=language_width,
        intermediate_size=language_width * 3,
        num_hidden_layers=layers,
        num_attention_heads=language_width // 32,
        num_key_value_heads=language_width // 32,
        max_position_embeddings=4096,
        tie_word_embeddings=False,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    config = LlavaNextConfig(
        vision_config=vision,
        text_config=language,
        image_token_index=IMAGE_TOKEN,
        vision_feature_layer=-1,
        vision_feature_select_strategy="default",
        image_grid_pinpoints=[[side, side * 2], [side * 2, side], [side * 2, side * 2]],
        tie_word_embeddings=False,
    )
    network = LlavaNextForConditionalGeneration(config)
    places = network.model.vision_tower.get_parameter("embeddings.position_embedding.weight")
    with torch.no_grad():
        places[1:] = _PLACE_SCALE * encode_positions(side // PATCH, vision_width)
    return network


def encode_positions(grid: int, width: int) -> Tensor:
    """Encode the positions of patches as sines and cosines of column and row: (grid * grid, width), in -1 to 1.

    The fixed embedding of Vaswani et al. 2017 (https://arxiv.org/abs/1706.03762) in two dimensions, with wavelengths
    that suit so few patches: from 6 to 600 of them, in geometric steps.
    """
    frequencies = 100.0 ** -(torch.arange(width // 4) / (width // 4))
    angles = torch.arange(grid)[:, None] * frequencies
    waves = torch.cat([angles.sin(), angles.cos()], dim=1)
    columns, rows = waves.repeat(grid, 1), waves.repeat_interleave(grid, dim=0)
    return torch.cat([columns, rows], dim=1)
