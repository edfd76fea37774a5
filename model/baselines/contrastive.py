"""Scores from the cosine between a CLIP's image and text features."""

from collections.abc import Callable, Sequence

import torch
from PIL import Image
from torch import Tensor
from torch.nn.functional import normalize
from transformers import CLIPModel, PreTrainedTokenizerBase

from model.baselines.views import View, stack_views

Formula = Callable[[Tensor, Tensor], Tensor]
"""From cosines (pairs,) and the network's logit scale, exponentiated, to scores (pairs,)."""


class ContrastiveScorer:
    """A CLIP network (arXiv 2103.00020) with a formula over the cosine of its two features.

    `wording` is the text that is encoded, with the prompt at `{prompt}`; text
    beyond the tower's length is cut off, as all of these metrics do.
    """

    def __init__(
        self,
        network: CLIPModel,
        tokenizer: PreTrainedTokenizerBase,
        view: View,
        formula: Formula,
        wording: str = "{prompt}",
    ) -> None:
        self._network, self._tokenizer = network, tokenizer
        self._view, self._formula, self._wording = view, formula, wording

    def scores(self, images: Sequence[Image.Image], prompts: Sequence[str]) -> Tensor:
        """See `model.baselines.baseline.Scorer`."""
        cosines = (self._image_features(images) * self._text_features(prompts)).sum(-1)
        return self._formula(cosines.float(), self._network.logit_scale.float().exp())

    def _image_features(self, images: Sequence[Image.Image]) -> Tensor:
        """Of length 1, (images, dimensions)."""
        network = self._network
        views = stack_views(images, self._view, network.vision_model.config.image_size, network.logit_scale)
        pooled = network.vision_model(pixel_values=views).pooler_output
        return normalize(network.visual_projection(pooled), dim=-1)

    def _text_features(self, prompts: Sequence[str]) -> Tensor:
        """Of length 1, (prompts, dimensions)."""
        network = self._network
        tokens = self._tokenizer(
            [self._wording.replace("{prompt}", prompt) for prompt in prompts],
            padding=True,
            truncation=True,
            max_length=network.text_model.config.max_position_embeddings,
            return_tensors="pt",
        )
        pooled = network.text_model(
            input_ids=tokens["input_ids"].to(network.device), attention_mask=tokens["attention_mask"].to(network.device)
        ).pooler_output
        return normalize(network.text_projection(pooled), dim=-1)


def clipped_cosine(cosines: Tensor, _: Tensor) -> Tensor:
    """2.5 max(cos, 0)."""
    return 2.5 * torch.clamp(cosines, min=0)


def scaled_cosine(cosines: Tensor, scale: Tensor) -> Tensor:
    """exp(logit scale) cos."""
    return scale * cosines


def plain_cosine(cosines: Tensor, _: Tensor) -> Tensor:
    """Cos."""
    return cosines
