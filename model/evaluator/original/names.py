"""What a weight is called: in the original layout, in a transformers folder, in the network in memory.

One row a part; the first row whose original name fits counts. The names in a
folder are those that transformers 4 and 5 both read; the names in memory are
transformers 5's. Source: LLaVA's released code (llava/model), and the
conversion mapping of transformers' `llava` and `llava_next`.
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
"""What stands before the tower's own names where its weights are inside the checkpoint."""

NEWLINE, EMBEDDING, HEAD = "model.image_newline", "model.embed_tokens.weight", "lm_head.weight"
"""Single weights, as the original layout calls them."""

_DERIVED = re.compile(r"(rotary_emb\.inv_freq|embeddings\.position_ids)$")
_TOWER_PARTS = ("embeddings.", "encoder.", "pre_layrnorm.", "post_layernorm.")


def folder_name(original: str) -> str | None:
    """What a transformers folder calls the weight; None for one that has no place there."""
    return _renamed(original, 1)


def network_name(original: str) -> str | None:
    """What the loaded network calls the weight; None for one that has no place there."""
    return _renamed(original, 2)


def is_derived(name: str) -> bool:
    """Whether it is a table that follows from the configuration, which old checkpoints also store."""
    return _DERIVED.search(name) is not None


def tower_weight(name: str) -> str | None:
    """What the original layout calls a weight of a CLIP checkpoint; None where it is not of the vision tower."""
    if name.startswith("vision_model."):
        return TOWER + name
    # A tower that transformers 5 saved.
    return f"{TOWER}vision_model.{name}" if name.startswith(_TOWER_PARTS) else None


def _renamed(original: str, column: int) -> str | None:
    for row in _PARTS:
        if original.startswith(row[0]):
            return row[column] + original.removeprefix(row[0])
    return None
