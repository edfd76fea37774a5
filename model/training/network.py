"""The network that is trained: a base with LoRA on it, from images and questions to the loss of the answers.

A training example is one image with all its questions in one packed sequence, exactly as in scoring. This equals
training question by question: the mask lets a question see the image and itself only, and its positions are those it
would have alone, so its loss and its gradient are its own; the loss of a step is the mean over all questions of the
step, whatever images, micro-batches and devices they lie in. Only dropout tells the two apart: the questions of an
image share the masks that fall on the image's tokens.
"""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model, set_peft_model_state_dict
from safetensors.torch import load_file
from torch import Tensor, nn

from model.evaluator.encoding import EncodedQuestion, QuestionEncoder
from model.evaluator.evaluator import read_answer
from model.evaluator.forward import Network, image_features, packed_logits
from model.evaluator.images import PreparedImage
from model.protocol.schema import Question
from model.training.config import SftConfig
from model.training.loss import answer_losses, find_answer_tokens

IGNORED = -100
"""Fills the labels of an image with fewer questions than another of its batch; transformers' own mark."""

_PROJECTOR = "multi_modal_projector"
_VOCABULARY = ("embed_tokens", "lm_head")


@dataclass(frozen=True, slots=True)
class ImageQuestions:
    """The questions of one image, as text and as token ids."""

    questions: tuple[Question, ...]
    encoded: tuple[EncodedQuestion, ...]


class AdaptedNetwork(nn.Module):
    """The adapted base; its forward pass gives the loss and, when not training, choices and losses per question."""

    # Tells Trainer to divide the loss by the number of questions of all micro-batches and devices of a step.
    accepts_loss_kwargs = True

    def __init__(self, adapted: PeftModel, encoder: QuestionEncoder, *, anyres: bool) -> None:
        super().__init__()
        self.adapted = adapted
        self._encoder = encoder
        self._anyres = anyres

    @property
    def network(self) -> Network:
        """The base, with the adapter's layers in it."""
        base: Any = self.adapted.get_base_model()  # PEFT types it as any module
        network: Network = base
        return network

    def forward(
        self,
        labels: Tensor,
        images: Sequence[PreparedImage],
        questions: Sequence[ImageQuestions],
        num_items_in_batch: Tensor | int | None = None,
    ) -> dict[str, Tensor]:
        """Compute the loss (nats) of a batch of images.

        `labels` (images, most questions of one image) are positions of the true options, `IGNORED` behind an image's
        last question. `loss` is the sum over the questions divided by `num_items_in_batch`, by default their number. In
        evaluation mode `choices` and `losses` are of the shape of `labels`.
        """
        encoded = [image_questions.encoded for image_questions in questions]
        answers = [row[: len(image)] for row, image in zip(labels.tolist(), encoded, strict=True)]
        features = image_features(self.network, images, anyres=self._anyres)
        logits = packed_logits(self.network, self._encoder.prefix, features, encoded)
        losses = answer_losses(logits, find_answer_tokens(encoded, answers))
        count = len(losses) if num_items_in_batch is None else num_items_in_batch
        outputs = {"loss": losses.sum() / count}
        if not self.training:
            # As bool mask, row by row: the order of the questions in `losses`.
            real = labels != IGNORED
            outputs["choices"] = torch.full_like(labels, IGNORED)
            outputs["choices"][real] = _choices(logits, questions).to(labels.device)
            outputs["losses"] = torch.zeros(labels.shape, device=losses.device).masked_scatter(real, losses.detach())
        return outputs

    def save(self, folder: Path) -> None:
        """Write the adapter in PEFT's layout."""
        # Without this PEFT asks the hub whether the base's vocabulary was changed.
        self.adapted.save_pretrained(str(folder), save_embedding_layers=False)

    def restore(self, folder: Path) -> None:
        """Load the weights of an adapter that `save` wrote."""
        weights = load_file(folder / "adapter_model.safetensors")
        set_peft_model_state_dict(self.adapted, weights)


def _choices(logits: Tensor, questions: Sequence[ImageQuestions]) -> Tensor:
    """Find the position of the option that scoring would choose, per question."""
    pairs = [pair for image in questions for pair in zip(image.questions, image.encoded, strict=True)]
    rows = torch.split(logits.cpu(), [1 + len(encoded.inner) for _, encoded in pairs])
    return torch.tensor(
        [
            question.options.index(read_answer(question, encoded, row).choice)
            for (question, encoded), row in zip(pairs, rows, strict=True)
        ]
    )


def adapt(network: Network, config: SftConfig, base_name: str) -> PeftModel:
    """Put LoRA on the linear layers of the language model, and on the vision tower's if asked; train the projector.

    `base_name` is what the adapter's configuration calls its base. Weights
    that are trained are kept in float32, whatever the base's precision.
    """
    network.requires_grad_(requires_grad=False)
    parts = [_linear_layers(network.model.language_model, "language_model", r"")]
    if config.vision:
        parts.append(_linear_layers(network.model.vision_tower, "vision_tower", _used_layers(network)))
    lora = LoraConfig(
        r=config.rank,
        lora_alpha=config.alpha,
        lora_dropout=config.dropout,
        target_modules="|".join(parts),
        modules_to_save=[_PROJECTOR, *(_VOCABULARY if config.vocabulary else ())],
    )
    with warnings.catch_warnings():
        # PEFT asks the network by a name that transformers is about to drop.
        warnings.simplefilter("ignore", FutureWarning)
        adapted = get_peft_model(network, lora)
    lora.base_model_name_or_path = base_name
    for weight in adapted.parameters():
        if weight.requires_grad:
            weight.data = weight.data.float()
    return adapted


def is_projector(name: str) -> bool:
    """Check whether the parameter of that name belongs to the projector, which has a learning rate of its own."""
    return _PROJECTOR in name


def _linear_layers(part: nn.Module, name: str, between: str) -> str:
    """Make a pattern of the full names of all linear layers in a part, `between` narrowing it down."""
    leaves = {path.rpartition(".")[2] for path, module in part.named_modules() if isinstance(module, nn.Linear)}
    return rf"(?:.*\.)?{name}\.{between}.*\.(?:{'|'.join(sorted(map(re.escape, leaves)))})"


def _used_layers(network: Network) -> str:
    """Make a pattern of the tower's layers whose output is used.

    A weight behind them gets no gradient, which DDP does not accept.
    """
    tower, chosen = network.model.vision_tower, network.config.vision_feature_layer
    layers = tower.config.num_hidden_layers
    last = max(
        layer if layer >= 0 else layers + 1 + layer for layer in ([chosen] if isinstance(chosen, int) else chosen)
    )
    return rf".*layers\.(?:{'|'.join(map(str, range(last)))})\."
