"""Read a checkpoint folder's `config.json` and recognise the layout of the original LLaVA code."""

import json
from pathlib import Path
from typing import Any

from core.problems import BadInput

ORIGINAL_CLASS = "LlavaLlamaForCausalLM"

KEPT_VOCABULARY = "original_vocab_size"
"""Entry of a converted folder's configuration: vocabulary rows from this number on were added and are no answer."""


def read_config(folder: Path) -> dict[str, Any]:
    """Read the folder's `config.json`, `{}` where there is none; raises `BadInput` where it is no JSON object."""
    path = folder / "config.json"
    if not path.is_file():
        return {}
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput.one("bad_config", str(path), f"Cannot be understood: {error}") from error
    if not isinstance(config, dict):
        raise BadInput.one("bad_config", str(path), "Cannot be understood: it is no JSON object.")
    return config


def has_original_layout(folder: Path) -> bool:
    """Tell whether the folder holds a checkpoint in the original layout; raises `BadInput`."""
    config = read_config(folder)
    return ORIGINAL_CLASS in (config.get("architectures") or ()) or config.get("model_type") == "llava_llama"
