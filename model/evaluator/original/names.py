"""Translate weight names between the original layout, a transformers folder, and the network in memory.

One row of `_PARTS` per part of the network; the first whose original prefix fits counts. Names in a folder are those
that transformers 4 and 5 both read; names in memory are transformers 5's. Source: LLaVA's released code (llava/model),
and the conversion mapping of transformers' `llava` and `llava_next`.
"""

import re

_PARTS = (
    ("model.vision_tower.vision_tower.vision_model.", "vision_tower.vision_model.", "model.vision_tower."),
    ("model.mm_projector.0.", "multi_modal_projector.linear_1.", "model.multi_modal_projector.linear_1."),
    ("model.mm_projector.2.", "multi_modal_projector.linear_2.", "model.multi_modal_projector.linear_2."),
    ("model.image_newline", "image_newline", "model.image_newline"),
    ("lm_head.", "language_model.lm_head.", "lm_head."),
    ("model.layers.", "language_model.model.layers.", "model.language_model.layers."),
    ("model.embed_tokens.", "language_model.model.embed_tokens.", "model.language_model.embed_tokens."),
    ("model.norm.", "language_model.model.norm.", "model.language_model.norm."),
)

TOWER = "model.vision_tower.vision_tower."
"""The prefix of the tower's weights inside a checkpoint."""

NEWLINE, EMBEDDING, HEAD = "model.image_newline", "model.embed_tokens.weight", "lm_head.weight"
"""Single weights by their original names."""

_DERIVED = re.compile(r"(rotary_emb\.inv_freq|embeddings\.position_ids)$")
_TOWER_PARTS = ("embeddings.", "encoder.", "pre_layrnorm.", "post_layernorm.")


def folder_name(original: str) -> str:
    """Translate an original name into that of a transformers folder; raises `KeyError` where there is none."""
    name = _translate(original, 1)
    if name is None:
        raise KeyError(original)
    return name


def network_name(original: str) -> str | None:
    """Translate an original name into that of the network in memory; None where there is none."""
    return _translate(original, 2)


def is_derived(name: str) -> bool:
    """Tell whether a weight is a table that follows from the configuration, which old checkpoints store too."""
    return _DERIVED.search(name) is not None


def tower_weight(name: str) -> str | None:
    """Translate a CLIP checkpoint's name into the original one; None for weights outside the vision tower."""
    if name.startswith("vision_model."):
        return TOWER + name
    # Transformers 5 saves towers without the prefix.
    return f"{TOWER}vision_model.{name}" if name.startswith(_TOWER_PARTS) else None


def _translate(original: str, column: int) -> str | None:
    for row in _PARTS:
        if original.startswith(row[0]):
            return row[column] + original.removeprefix(row[0])
    return None
