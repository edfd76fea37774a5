"""HPSv2.1: a CLIP fine-tuned on people's rankings of generated images."""

import torch
from transformers import CLIPConfig, CLIPModel

from model.baselines.baseline import BaselineFacts, CheckpointPart, Folders
from model.baselines.contrastive import ContrastiveScorer
from model.baselines.open_clip_layout import rename_open_clip_weights
from model.baselines.views import fit_on_black
from model.baselines.weights import fill_network, load_tokenizer, prepare_for_scoring, read_config, read_weights

FACTS = BaselineFacts(
    name="hpsv2.1",
    title="HPSv2.1",
    formula="cos(image, text)",
    wording="{prompt}",
    source="Wu et al. 2023, arXiv 2306.09341, and its code, https://github.com/tgxs002/HPSv2",
    licence="Apache-2.0",
    low=-1.0,
    high=1.0,
    parts=(
        CheckpointPart(
            "weights", "xswu/HPSv2", "697403c78157020a1ae59d23f111aa58ced35b0a", ("HPS_v2.1_compressed.pt",)
        ),
        CheckpointPart(
            "clip",
            "laion/CLIP-ViT-H-14-laion2B-s32B-b79K",
            "1c2b8495b28150b8a4922ee1c8edee224c284c0c",
            ("config.json", "tokenizer*", "vocab.json", "merges.txt", "special_tokens_map.json"),
        ),
    ),
)
"""`clip` gives the architecture and the tokenizer, `weights` all the weights, in open_clip's layout."""


def load(folders: Folders, device: torch.device, dtype: torch.dtype) -> ContrastiveScorer:
    """See `model.baselines.baseline.LoadScorer`."""
    where = folders["weights"]
    network = CLIPModel(read_config(CLIPConfig, folders["clip"] / "config.json"))
    fill_network(network, rename_open_clip_weights(read_weights(where.glob("*.pt"), where), where), where)
    network = prepare_for_scoring(network, device, dtype)
    tokenizer = load_tokenizer(folders["clip"])
    return ContrastiveScorer(network, tokenizer, fit_on_black, lambda cosines, _: cosines, FACTS.wording)
