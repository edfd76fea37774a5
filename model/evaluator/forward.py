"""Run the evaluator network: image features, packed sequences, logits at the places where they are read.

The language model takes `inputs_embeds`, a 4-D mask and positions, because the packed layout cannot be expressed
through a LLaVA class's own forward.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import embedding
from transformers import LlavaForConditionalGeneration, LlavaNextForConditionalGeneration

from core.problems import BadInput
from model.evaluator.encoding import ROOT, EncodedQuestion
from model.evaluator.images import PreparedImage
from model.evaluator.layout import KEPT_VOCABULARY
from model.evaluator.packing import Layout, lay_out

Network = LlavaForConditionalGeneration | LlavaNextForConditionalGeneration


def warm_up_cosine() -> None:
    """Compute a small cosine, to avoid a wrong first one.

    With torch 2.13 on CPUs the first multi-threaded `cos` of about three in ten processes is off by up to 2e-4 in half
    of its output, which would be the rotary embedding of the first image. A small one by a single thread prevents it.
    """
    torch.zeros(8).cos()


def view_side(network: Network) -> int:
    """Return the side in pixels of the square views that the vision tower takes; raises `BadInput` for others."""
    side = network.model.vision_tower.config.image_size
    if not isinstance(side, int):
        raise BadInput.one("vision_tower", "vision_config.image_size", f"Is {side!r}; towers with square views only.")
    return side


def image_features(network: Network, images: Sequence[PreparedImage], *, anyres: bool) -> list[Tensor]:
    """Compute per image the features (tokens, hidden) for the language model.

    `pad`: the single view's patches through tower and projector, nothing added; an entry may hold the views of several
    images. `anyres`: LLaVA-NeXT's packing of overview and tiles.
    """
    tower = network.model.vision_tower
    parameter = next(tower.parameters())
    views = torch.cat([image.views for image in images]).to(parameter.device, parameter.dtype)
    config = network.config
    if not anyres:
        hidden = tower(views, output_hidden_states=True).hidden_states
        layers = config.vision_feature_layer
        chosen = [hidden[layer] for layer in ([layers] if isinstance(layers, int) else layers)]
        if config.vision_feature_select_strategy == "default":
            chosen = [layer[:, 1:] for layer in chosen]
        return list(network.model.multi_modal_projector(torch.cat(chosen, dim=-1)))
    sizes = torch.tensor([image.size for image in images])
    counts = [len(image.views) for image in images]
    padded = views.new_zeros(len(images), max(counts), *views.shape[1:])
    for row, image_views in enumerate(torch.split(views, counts)):
        padded[row, : len(image_views)] = image_views
    features = network.model.get_image_features(
        pixel_values=padded,
        image_sizes=sizes,
        vision_feature_layer=config.vision_feature_layer,
        vision_feature_select_strategy=config.vision_feature_select_strategy,
        output_hidden_states=True,
        return_dict=True,
    ).pooler_output
    return list(features)


def packed_logits(
    network: Network,
    prefix: Sequence[int],
    features: Sequence[Tensor],
    questions: Sequence[Sequence[EncodedQuestion]],
) -> Tensor:
    """Run one forward pass for all questions of all images.

    Returns the logits (reads, vocabulary) in float32: image by image, question by question, the trie's root and then
    its inner nodes in order.
    """
    newline = int(getattr(network.model, "image_newline", None) is not None)
    return layout_logits(network, lay_out(prefix, [len(image) for image in features], questions, newline), features)


def layout_logits(network: Network, layout: Layout, features: Sequence[Tensor]) -> Tensor:
    """Compute the logits of `packed_logits` for questions that are already laid out."""
    device = features[0].device
    images = [_ended(network, features[index], newline=newline) for index, newline in layout.shown]
    # One look-up for all words: hundreds of small ones keep a GPU waiting.
    words = network.get_input_embeddings()(layout.words.to(device))
    tokens = torch.cat([words, *(image.to(words.dtype) for image in images)])
    hidden = network.model.language_model(
        inputs_embeds=embedding(layout.rows.to(device), tokens),
        attention_mask=layout.mask.to(device),
        position_ids=layout.positions.to(device),
        use_cache=False,
    ).last_hidden_state
    sequences, places = layout.reads.to(device)
    return _logits(network, hidden[sequences, places])


def reference_logits(network: Network, prefix: Sequence[int], features: Tensor, question: EncodedQuestion) -> Tensor:
    """Compute the same logits for one question by one causal pass per trie node, without a mask."""
    embed = network.get_input_embeddings()
    features = _ended(network, features, newline=question.newline)
    rows = []
    for node in range(ROOT, len(question.inner)):
        after = [*question.suffix, *(question.inner[step].token for step in question.ancestors(node))]
        sequence = torch.cat(
            [
                embed(torch.tensor(prefix, device=features.device)),
                features,
                embed(torch.tensor(after, device=features.device)),
            ]
        )
        hidden = network.model.language_model(inputs_embeds=sequence[None], use_cache=False).last_hidden_state
        rows.append(_logits(network, hidden[0, -1]))
    return torch.stack(rows)


def _ended(network: Network, features: Tensor, *, newline: bool) -> Tensor:
    """Append the image newline to an image's features, where the checkpoint has one."""
    vector = getattr(network.model, "image_newline", None) if newline else None
    return features if vector is None else torch.cat([features, vector[None].to(features)])


def _logits(network: Network, hidden: Tensor) -> Tensor:
    """Compute logits (..., vocabulary) in float32, without the rows that a conversion added to the vocabulary."""
    kept = getattr(network.config, KEPT_VOCABULARY, None)
    logits: Tensor = network.lm_head(hidden)[..., :kept].float()
    return logits
