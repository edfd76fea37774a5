"""Read a checkpoint folder's `config.json` and recognise the layout of the original LLaVA code."""

import json
from pathlib import Path
from typing import Any

from core.problems import BadInput

ORIGINAL_CLASS = "LlavaLlamaForCausalLM"

KEPT_VOCABULARY = "original_vocab_size"
"""Entry of a converted folder's configuration: rows of the vocabulary behind it were added and are no answer."""


def read_config(folder: Path) -> dict[str, Any]:
    """The folder's `config.json`, nothing where there is none; raises `BadInput` where it is no JSON object."""
    path = folder / "config.json"
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput.one("bad_config", str(path), f"Cannot be understood: {error}") from error
    if not isinstance(found, dict):
        raise BadInput.one("bad_config", str(path), "Cannot be understood: it is no JSON object.")
    return found


def has_original_layout(folder: Path) -> bool:
    """Whether the folder holds a checkpoint in the original layout; raises `BadInput` for a broken `config.json`."""
    raw = read_config(folder)
    classes = raw.get("architectures") or ()
    return ORIGINAL_CLASS in classes or raw.get("model_type") == "llava_llama"
