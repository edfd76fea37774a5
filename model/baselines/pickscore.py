"""PickScore: a CLIP fine-tuned on which of two images people picked."""

from model.baselines.baseline import BaselineFacts, CheckpointPart
from model.baselines.contrastive import load_clip

FACTS = BaselineFacts(
    name="pickscore",
    title="PickScore",
    formula="exp(logit scale) cos(image, text)",
    wording="{prompt}",
    source="Kirstain et al. 2023, arXiv 2305.01569, and its code, https://github.com/yuvalkirstain/PickScore",
    licence="MIT",
    low=-100.0,
    high=100.0,
    parts=(
        CheckpointPart(
            "clip",
            "yuvalkirstain/PickScore_v1",
            "a4e4367c6dfa7288a00c550414478f865b875800",
            ("config.json", "model*.safetensors", "pytorch_model*.bin"),
        ),
        CheckpointPart(
            "tokenizer",
            "laion/CLIP-ViT-H-14-laion2B-s32B-b79K",
            "1c2b8495b28150b8a4922ee1c8edee224c284c0c",
            ("tokenizer*", "vocab.json", "merges.txt", "special_tokens_map.json"),
        ),
    ),
)
"""Bounds: the logit scale's exponential is about 100, CLIP's upper limit for it in training."""

load = load_clip(FACTS, lambda cosines, scale: scale * cosines, tokenizer="tokenizer")
