"""Scores from the cosine between a CLIP's image and text features."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from PIL import Image
from torch import Tensor
from torch.nn.functional import normalize
from transformers import CLIPModel, PreTrainedTokenizerBase

from model.baselines.baseline import BaselineFacts, Folders, LoadScorer
from model.baselines.views import View, crop_centre, stack_views
from model.baselines.weights import load_pretrained, load_tokenizer, prepare_for_scoring

Formula = Callable[[Tensor, Tensor], Tensor]
"""From cosines (pairs,) and the network's logit scale, exponentiated, to scores (pairs,)."""


@dataclass(frozen=True)
class ContrastiveScorer:
    """A CLIP network (arXiv 2103.00020) with a formula over the cosine of its two features.

    `wording` is the text that is encoded, with the prompt at `{prompt}`; text beyond the tower's length is cut off, as
    all of these metrics do.
    """

    network: CLIPModel
    tokenizer: PreTrainedTokenizerBase
    view: View
    formula: Formula
    wording: str = "{prompt}"

    def scores(self, images: Sequence[Image.Image], prompts: Sequence[str]) -> Tensor:
        """See `model.baselines.baseline.Scorer`."""
        texts = [self.wording.replace("{prompt}", prompt) for prompt in prompts]
        image_features = normalize(encode_images(self.network, images, self.view), dim=-1)
        text_features = normalize(encode_texts(self.network, self.tokenizer, texts), dim=-1)
        cosines = (image_features * text_features).sum(-1)
        return self.formula(cosines.float(), self.network.logit_scale.float().exp())


def encode_images(network: CLIPModel, images: Sequence[Image.Image], view: View) -> Tensor:
    """Encode images as CLIP's features, (images, dimensions), of any length."""
    views = stack_views(images, view, network.vision_model.config.image_size, network.logit_scale)
    features: Tensor = network.visual_projection(network.vision_model(pixel_values=views).pooler_output)
    return features


def encode_texts(network: CLIPModel, tokenizer: PreTrainedTokenizerBase, texts: Sequence[str]) -> Tensor:
    """Encode texts, cut off at the tower's length, as CLIP's features, (texts, dimensions), of any length."""
    tokens = tokenizer(
        list(texts),
        padding=True,
        truncation=True,
        max_length=network.text_model.config.max_position_embeddings,
        return_tensors="pt",
    ).to(network.device)
    pooled = network.text_model(input_ids=tokens["input_ids"], attention_mask=tokens["attention_mask"]).pooler_output
    features: Tensor = network.text_projection(pooled)
    return features


def load_clip(facts: BaselineFacts, formula: Formula, tokenizer: str = "clip") -> LoadScorer:
    """Return what loads a CLIP with its own preparation of images; `tokenizer` is the part that holds the tokenizer."""

    def load(folders: Folders, device: torch.device, dtype: torch.dtype) -> ContrastiveScorer:
        network = prepare_for_scoring(load_pretrained(CLIPModel, folders["clip"]), device, dtype)
        return ContrastiveScorer(network, load_tokenizer(folders[tokenizer]), crop_centre, formula, facts.wording)

    return load
