"""Digests of files, and of the folders whose files decide an answer."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from model.evaluator.shards import PICKLES, SAFETENSORS

_DECISIVE = (
    SAFETENSORS,
    "config.json",
    "adapter_config.json",
    "tokenizer*",
    "*tokens*.json",
    "vocab*",
    "merges.txt",
    "non_lora_trainables.bin",
)
"""Names of the files that decide an answer; image preparation is the protocol's affair."""


def decisive_files(folder: Path) -> list[Path]:
    """Weights, configuration and tokenizer of a checkpoint or an adapter; pickles where there are no safetensors."""
    patterns = _DECISIVE if any(folder.glob(SAFETENSORS)) else (*_DECISIVE, PICKLES)
    return [path for path in sorted(folder.iterdir()) if any(path.match(pattern) for pattern in patterns)]


def file_digests(files: Iterable[Path]) -> dict[str, str]:
    """SHA-256 (hex) of each file's content, by the file's name."""
    found = {}
    for path in files:
        with path.open("rb") as file:
            found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def combine_digests(digests: Mapping[str, str]) -> str:
    """One SHA-256 (hex) over names and digests, in the order of the names."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
