"""CLIP-score: how well an image fits its prompt by CLIP's cosine, rescaled."""

import torch

from model.baselines.baseline import BaselineFacts, CheckpointPart
from model.baselines.contrastive import load_clip

FACTS = BaselineFacts(
    name="clip-score",
    title="CLIP-score",
    formula="2.5 max(cos(image, text), 0)",
    wording="A photo depicts {prompt}",
    source="Hessel et al. 2021, arXiv 2104.08718, and its code, https://github.com/jmhessel/clipscore",
    licence="MIT",
    low=0.0,
    high=2.5,
    parts=(
        CheckpointPart(
            "clip",
            "openai/clip-vit-base-patch32",
            "3d74acf9a28c67741b2f4f2ea7635f0aaf6f0268",
            ("config.json", "*.safetensors", "pytorch_model*.bin", "tokenizer*", "vocab.json", "merges.txt"),
        ),
    ),
)

load = load_clip(FACTS, lambda cosines, _: 2.5 * torch.clamp(cosines, min=0))
