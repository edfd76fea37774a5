"""Find the vision tower of an original checkpoint: its configuration, and its weights where they lie outside.

`mm_vision_tower` names a folder, absolute or relative to the checkpoint, or a hub repository. As in the original code
the weights inside the checkpoint count only where `unfreeze_mm_vision_tower` is true.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import CLIPVisionConfig

from core.problems import BadInput
from model.evaluator.hub import fetch_repository, is_repository
from model.evaluator.layout import read_config
from model.evaluator.original.configuration import OriginalConfiguration
from model.evaluator.original.names import TOWER, is_derived, tower_weight
from model.evaluator.shards import StoredWeight, find_shards

_LARGE = {
    "hidden_size": 1024,
    "intermediate_size": 4096,
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "patch_size": 14,
    "projection_dim": 768,
    "hidden_act": "quick_gelu",
}
KNOWN: dict[str, dict[str, Any]] = {
    "clip-vit-large-patch14-336": {**_LARGE, "image_size": 336},
    "clip-vit-large-patch14": {**_LARGE, "image_size": 224},
}
"""Configurations of OpenAI's two large towers (`config.json` on the hub), so that a checkpoint that holds the weights
needs nothing from the hub."""


@dataclass(frozen=True, slots=True)
class Tower:
    """A vision tower: configuration, weights by original names, and the folder outside the checkpoint, if any.

    `side` and `patch` are in pixels; `weights_outside`: the weights are that folder's, not the checkpoint's.
    """

    config: CLIPVisionConfig
    side: int
    patch: int
    weights: dict[str, StoredWeight]
    folder: Path | None
    weights_outside: bool


def find_tower(base: Path, original: OriginalConfiguration, inside: dict[str, StoredWeight]) -> Tower:
    """Find the tower of the checkpoint in `base`, which itself holds the weights `inside`.

    Raises `BadInput` where the tower is missing or is no CLIP vision tower.
    """
    name = original.mm_vision_tower
    inner = {key: weight for key, weight in inside.items() if key.startswith(TOWER) and not is_derived(key)}
    inner_counts = bool(inner) and original.unfreeze_mm_vision_tower
    known = KNOWN.get(Path(name).name)
    # The path may be of another machine; its last part may still lie in the checkpoint.
    folder = next((path for path in (base / name, base / Path(name).name) if path.is_dir()), None)
    if inner_counts and folder is None and known is not None:
        config = CLIPVisionConfig(**known)
        return Tower(config, known["image_size"], known["patch_size"], inner, None, weights_outside=False)
    folder = folder or _fetched(base, name)
    config = _configuration(folder)
    side, patch = config.image_size, config.patch_size
    if not isinstance(side, int) or not isinstance(patch, int):
        raise BadInput.one("bad_vision_tower", str(folder / "config.json"), "Its images or patches are not square.")
    weights = inner if inner_counts else _weights(folder)
    return Tower(config, side, patch, weights, folder, weights_outside=not inner_counts)


def _fetched(base: Path, name: str) -> Path:
    advice = f"Put the tower's folder into the checkpoint as {base / Path(name).name}."
    if not is_repository(name):
        raise BadInput.one(
            "no_vision_tower", str(base), f"Its vision tower {name} (mm_vision_tower) is missing. {advice}"
        )
    try:
        return fetch_repository(name)
    except BadInput as refusal:
        raise BadInput.one(
            "no_vision_tower", str(base), f"Its vision tower {name} cannot be found. {advice} ({refusal})"
        ) from refusal


def _configuration(folder: Path) -> CLIPVisionConfig:
    raw = read_config(folder)
    where = str(folder / "config.json")
    if raw.get("model_type") not in ("clip", "clip_vision_model"):
        raise BadInput.one(
            "bad_vision_tower", where, f"Is of type {raw.get('model_type')!r}; vision towers are CLIP's."
        )
    try:
        return CLIPVisionConfig.from_pretrained(folder)
    except Exception as error:  # huggingface_hub's strict fields raise errors of many kinds
        raise BadInput.one("bad_vision_tower", where, f"Cannot be understood: {str(error).strip()}") from error


def _weights(folder: Path) -> dict[str, StoredWeight]:
    """Find the vision tower's weights in a folder with a whole CLIP or the tower alone."""
    weights = {tower_weight(name): weight for name, weight in find_shards(folder).items() if not is_derived(name)}
    return {name: weight for name, weight in weights.items() if name is not None}
