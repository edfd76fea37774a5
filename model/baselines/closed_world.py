"""The closed world's contrastive baseline: a small CLIP trained by us on captions of rendered scenes."""

from pathlib import Path

import torch
from transformers import CLIPModel

from model.baselines.baseline import BaselineFacts, Folders
from model.baselines.contrastive import ContrastiveScorer, plain_cosine
from model.baselines.views import crop_centre
from model.baselines.weights import load_pretrained, load_tokenizer, prepare_for_scoring

EMBEDDED_CLIP = Path(__file__).parent / "embedded_clip"
"""The checkpoint that comes with the product, with the record of its training."""

FACTS = BaselineFacts(
    name="closed-world-clip",
    title="CLIP, closed world",
    formula="cos(image, text)",
    wording="{prompt}",
    source="this project: trained on captions of rendered scenes, see docs/baselines.md",
    licence="Apache-2.0",
    low=-1.0,
    high=1.0,
    closed_world=True,
)


def load(folders: Folders, device: torch.device, dtype: torch.dtype) -> ContrastiveScorer:
    """See `model.baselines.baseline.Load`."""
    network = prepare_for_scoring(load_pretrained(CLIPModel, folders["clip"]), device, dtype)
    return ContrastiveScorer(network, load_tokenizer(folders["clip"]), crop_centre, plain_cosine, FACTS.wording)
