"""VQAScore: the probability that CLIP-FlanT5, asked whether the image shows the prompt, answers "Yes".

Its wording changed between releases: the first one of t2v_metrics asked "Is the image showing '{prompt}'? Please answer
yes or no."; since then it is the one below, which the paper reports with as well. Scores of the two must not be mixed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from transformers import (
    CLIPConfig,
    CLIPModel,
    CLIPVisionModel,
    PreTrainedTokenizerBase,
    T5Config,
    T5ForConditionalGeneration,
)

from model.baselines.baseline import BaselineFacts, CheckpointPart, Folders
from model.baselines.views import fit_on_mean_colour, stack_views
from model.baselines.weights import (
    POSITIONS,
    fill_network,
    load_tokenizer,
    new_linear,
    prepare_for_scoring,
    read_config,
    read_weights,
    strip_prefix,
)
from model.evaluator.shards import check_weight_names

FACTS = BaselineFacts(
    name="vqascore",
    title="VQAScore (CLIP-FlanT5-XXL)",
    formula='P("Yes" | image, question): geometric mean over the answer\'s tokens, its end included',
    wording='Does this figure show "{prompt}"? Please answer yes or no.',
    source="Lin et al. 2024, arXiv 2404.01291, and its code, https://github.com/linzhiqiu/t2v_metrics (commit 8b7a7b2)",
    licence="Apache-2.0",
    low=0.0,
    high=1.0,
    parts=(
        CheckpointPart(
            "model", "zhiqiulin/clip-flant5-xxl", "main", ("config.json", "model*.safetensors", "pytorch_model*.bin")
        ),
        CheckpointPart(
            "tokenizer",
            "google/flan-t5-xxl",
            "ae7c9136adc7555eeccc78cdd960dfd60fb346ce",
            ("tokenizer*", "spiece.model", "special_tokens_map.json"),
        ),
        CheckpointPart(
            "tower",
            "openai/clip-vit-large-patch14-336",
            "ce19dc912ca5cd21c8a653c79e251e808ccabcd1",
            ("config.json",),
        ),
    ),
)
"""`model` holds all weights, the image tower's too; of `tower` only the architecture is read."""

ANSWER = "Yes"

BEFORE_IMAGE = (
    "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, "
    "detailed, and polite answers to the user's questions. USER: "
)
AFTER_IMAGE = "\n{question} ASSISTANT: "
"""LLaVA's conversation, which CLIP-FlanT5 was trained with; each side of the image is tokenised by itself."""

_TOWER, _PROJECTOR = "vision_tower.vision_tower.vision_model.", "mm_projector."
_SHARED = "shared.weight"
_ALIASES = ("encoder.embed_tokens.weight", "decoder.embed_tokens.weight", "embed_tokens.weight")
"""Other names of the word embeddings, which a checkpoint may or may not repeat."""

_SELECTED_LAYER = -2


@dataclass(frozen=True)
class AnswerScorer:
    """CLIP's image tower and a projector in front of T5; the image stands in the encoder's sequence."""

    tower: CLIPVisionModel
    projector: nn.Sequential
    language: T5ForConditionalGeneration
    tokenizer: PreTrainedTokenizerBase
    layer: int = _SELECTED_LAYER

    def scores(self, images: Sequence[Image.Image], prompts: Sequence[str]) -> Tensor:
        """See `model.baselines.baseline.Scorer`."""
        questions = [FACTS.wording.replace("{prompt}", prompt) for prompt in prompts]
        sequences = [
            torch.cat([self._words(BEFORE_IMAGE), image, self._words(AFTER_IMAGE.replace("{question}", question))])
            for image, question in zip(self._image_tokens(images), questions, strict=True)
        ]
        # Places behind the end of a shorter question are masked, so that no pair depends on the others.
        attended = pad_sequence([words.new_ones(len(words), dtype=torch.long) for words in sequences], batch_first=True)
        answer = self._ids(ANSWER).repeat(len(sequences), 1)
        logits = self.language(
            inputs_embeds=pad_sequence(sequences, batch_first=True), attention_mask=attended, labels=answer
        ).logits
        answer_logs = torch.log_softmax(logits.float(), dim=-1).gather(-1, answer[..., None])[..., 0]
        return answer_logs.mean(-1).exp()

    def _image_tokens(self, images: Sequence[Image.Image]) -> Tensor:
        """Encode images as tokens of the language model, (images, patches, hidden)."""
        like = self.language.shared.weight
        views = stack_views(images, fit_on_mean_colour, self.tower.config.image_size, like)
        hidden = self.tower(pixel_values=views, output_hidden_states=True).hidden_states[self.layer]
        tokens: Tensor = self.projector(hidden[:, 1:])
        return tokens

    def _words(self, text: str) -> Tensor:
        """Embed a text's tokens, T5's end mark among them: (tokens, hidden)."""
        embeddings: Tensor = self.language.shared(self._ids(text))
        return embeddings

    def _ids(self, text: str) -> Tensor:
        return torch.tensor(self.tokenizer(text)["input_ids"], device=self.language.device)


def load(folders: Folders, device: torch.device, dtype: torch.dtype) -> AnswerScorer:
    """See `model.baselines.baseline.LoadScorer`."""
    where = folders["model"]
    weights = read_weights([*where.glob("model*.safetensors")] or where.glob("pytorch_model*.bin"), where)
    language = T5ForConditionalGeneration(read_config(T5Config, where / "config.json"))
    tower = CLIPModel(read_config(CLIPConfig, folders["tower"] / "config.json")).vision_model
    inside = strip_prefix(weights, _TOWER)
    fill_network(tower, {name: inside[name] for name in inside if not name.endswith(POSITIONS)}, where)
    fill_network(language, _language_weights(weights, where), where)
    layer = getattr(language.config, "mm_vision_select_layer", _SELECTED_LAYER)
    projector = _build_projector(strip_prefix(weights, _PROJECTOR), where)
    return AnswerScorer(
        prepare_for_scoring(tower, device, dtype),
        prepare_for_scoring(projector, device, dtype),
        prepare_for_scoring(language, device, dtype),
        load_tokenizer(folders["tokenizer"]),
        layer,
    )


def _language_weights(weights: Mapping[str, Tensor], where: Path) -> dict[str, Tensor]:
    """Select T5's weights, the word embeddings under every name that transformers has for them."""
    language = {name: weight for name, weight in weights.items() if not name.startswith((_TOWER, _PROJECTOR))}
    check_weight_names(where, missing={_SHARED} - language.keys())
    aliases = [name for name in _ALIASES if name in language]
    check_weight_names(
        where, left_over=[name for name in aliases if not torch.equal(language[name], language[_SHARED])]
    )
    language.pop(_ALIASES[-1], None)
    return language | dict.fromkeys(_ALIASES[:-1], language[_SHARED])


def _build_projector(weights: Mapping[str, Tensor], where: Path) -> nn.Sequential:
    """Build two linear layers with GELU between them, as wide as their weights are (`mlp2x_gelu`)."""
    names = ("0.weight", "2.weight")
    check_weight_names(where, missing=[_PROJECTOR + name for name in names if name not in weights])
    first, second = (new_linear(weights[name]) for name in names)
    projector = nn.Sequential(first, nn.GELU(), second)
    fill_network(projector, weights, where)
    return projector
