"""The evaluator network run by hand: image features, packed sequences, logits where they are read.

The language model is given `inputs_embeds`, a 4-D mask and positions, because
the packed layout cannot be expressed through a LLaVA class's own forward.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from transformers import LlavaForConditionalGeneration, LlavaNextForConditionalGeneration

from model.encoding import ROOT, EncodedQuestion
from model.images import PreparedImage
from model.packing import batch_mask, pack
from model.problems import BadInput

Network = LlavaForConditionalGeneration | LlavaNextForConditionalGeneration


def settle_cosine() -> None:
    """Take the first cosine of a process out of harm's way.

    With torch 2.13 on CPUs the first multi-threaded `cos` of about three in ten
    processes is off by up to 2e-4 in half of its output, which would be the
    rotary embedding of whatever is scored first. A small one beforehand, done
    by one thread, removes it.
    """
    torch.zeros(8).cos()


def view_side(network: Network) -> int:
    """Side in pixels of the square views the vision tower takes."""
    side = network.model.vision_tower.config.image_size
    if not isinstance(side, int):
        raise BadInput.one("vision_tower", "vision_config.image_size", f"Is {side!r}; towers with square views only.")
    return side


def image_features(network: Network, images: Sequence[PreparedImage], *, anyres: bool) -> list[Tensor]:
    """Per image its tokens for the language model, (tokens, hidden).

    `pad`: the single view's patches through tower and projector, nothing
    added. `anyres`: LLaVA-NeXT's packing of overview and tiles.
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
    for row, own in enumerate(torch.split(views, counts)):
        padded[row, : len(own)] = own
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
    """One forward pass for all questions of all images.

    Returns the logits (reads, vocabulary) in float32: image by image, question
    by question, the trie's root and then its inner nodes in order.
    """
    device = features[0].device
    embed = network.get_input_embeddings()
    tails = [pack(own) for own in questions]
    head = embed(torch.tensor(prefix, device=device))
    sequences = [
        torch.cat([head, image.to(head.dtype), embed(tail.ids.to(device))])
        for image, tail in zip(features, tails, strict=True)
    ]
    prefix_lengths = [len(prefix) + len(image) for image in features]
    mask, positions = batch_mask(prefix_lengths, tails)
    hidden = network.model.language_model(
        inputs_embeds=torch.nn.utils.rnn.pad_sequence(sequences, batch_first=True),
        attention_mask=mask.to(device),
        position_ids=positions.to(device),
        use_cache=False,
    ).last_hidden_state
    rows = [
        (row, start + read)
        for row, (start, tail) in enumerate(zip(prefix_lengths, tails, strict=True))
        for reads in tail.reads
        for read in reads
    ]
    where = torch.tensor(rows, device=device).T
    logits: Tensor = network.lm_head(hidden[where[0], where[1]]).float()
    return logits


def reference_logits(network: Network, prefix: Sequence[int], features: Tensor, question: EncodedQuestion) -> Tensor:
    """The same logits for one question on one image, by the plain way: one causal pass per trie node, no mask."""
    embed = network.get_input_embeddings()
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
        rows.append(network.lm_head(hidden[0, -1]).float())
    return torch.stack(rows)
