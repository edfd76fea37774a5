"""Compute digests of the files that decide an evaluator's answers."""

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
"""Names of the files that decide an answer; image preparation belongs to the protocol."""


def decisive_files(folder: Path) -> list[Path]:
    """List weights, configuration and tokenizer of a checkpoint or adapter; pickles where there are no safetensors."""
    patterns = _DECISIVE if any(folder.glob(SAFETENSORS)) else (*_DECISIVE, PICKLES)
    return [path for path in sorted(folder.iterdir()) if any(path.match(pattern) for pattern in patterns)]


def file_digests(files: Iterable[Path]) -> dict[str, str]:
    """Compute the SHA-256 (hex) of each file's content, by the file's name."""
    digests = {}
    for path in files:
        with path.open("rb") as file:
            digests[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return digests


def combine_digests(digests: Mapping[str, str]) -> str:
    """Compute one SHA-256 (hex) over names and digests, in the order of the names."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
