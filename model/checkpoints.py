"""Evaluator checkpoints from disk or hub: everything that can be wrong with one is found when it is loaded."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from huggingface_hub import snapshot_download
from peft import PeftModel
from safetensors import SafetensorError
from transformers import (
    AutoConfig,
    AutoTokenizer,
    LlamaTokenizer,
    LlavaForConditionalGeneration,
    LlavaNextForConditionalGeneration,
    PreTrainedTokenizerBase,
)

from model.forward import Network, settle_cosine
from model.problems import BadInput, Problem

NETWORKS: dict[str, type[LlavaForConditionalGeneration] | type[LlavaNextForConditionalGeneration]] = {
    "llava": LlavaForConditionalGeneration,
    "llava_next": LlavaNextForConditionalGeneration,
}
"""Network classes by the `model_type` of a checkpoint's configuration."""

TRAINING_RECORD = "training_record.json"
"""Written beside a checkpoint that `model pretrain` or `model train` made: how it came to be."""

CLOSED_WORLD_MARK = "closed_world"
"""Its entry that tells whether the evaluator has seen rendered scenes only."""

_TOKENIZERS = ("tokenizer.json", "tokenizer.model")
_DECISIVE = (
    "*.safetensors",
    "config.json",
    "adapter_config.json",
    "tokenizer*",
    "*tokens*.json",
    "vocab*",
    "merges.txt",
)
"""Names of the files that decide an answer; image preparation is the protocol's affair."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A loaded base, its adapter merged into it, with the digests of both.

    `closed_world`: trained by us on rendered scenes only, as its training record says.
    """

    network: Network
    tokenizer: PreTrainedTokenizerBase
    base_digest: str
    adapter_digest: str | None
    closed_world: bool


def find_folder(name: str) -> Path:
    """The folder called `name`, or the hub repository of that id, fetched; raises `BadInput`."""
    folder = Path(name)
    if folder.is_dir():
        return folder
    if folder.is_absolute() or name.count("/") != 1:
        raise BadInput.one(
            "no_checkpoint", name, "Is neither a folder here nor a hub id (`owner/name`); check the spelling."
        )
    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "*.safetensors", "*.model"]))
    except (OSError, ValueError) as error:
        raise BadInput.one("no_checkpoint", name, f"Cannot be fetched from the hub: {error}") from error


def folder_digest(folder: Path) -> str:
    """SHA-256 (hex) over names and contents of the files that decide an answer: weights, configuration, tokenizer."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if any(path.match(pattern) for pattern in _DECISIVE):
            with path.open("rb") as file:
                digest.update(f"{path.name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return digest.hexdigest()


def load_checkpoint(base: Path, adapter: Path | None, device: torch.device, dtype: torch.dtype) -> Checkpoint:
    """Load a LLaVA or LLaVA-NeXT checkpoint, with or without a PEFT adapter.

    Raises `BadInput` naming what is missing or broken: no configuration, an
    unknown architecture, no weights, weights that do not fit, no tokenizer.
    """
    problems = _missing_files(base, adapter)
    if problems:
        raise BadInput(problems)
    network_class = _network_class(base)
    network = _load_network(network_class, base, dtype)
    tokenizer = load_tokenizer(base)
    rows = network.get_input_embeddings().get_parameter("weight").shape[0]
    if len(tokenizer) > rows:
        raise BadInput.one(
            "tokenizer_mismatch",
            str(base),
            f"The tokenizer has {len(tokenizer)} tokens, the weights only {rows}; they do not belong together.",
        )
    adapter_digest = None
    if adapter is not None:
        network = _merge_adapter(network, adapter)
        adapter_digest = folder_digest(adapter)
    settle_cosine()
    torch.nn.Module.to(network, device).train(mode=False).requires_grad_(False)
    return Checkpoint(network, tokenizer, folder_digest(base), adapter_digest, is_closed_world(base))


def is_closed_world(base: Path) -> bool:
    """Whether the checkpoint's training record says that it has seen rendered scenes only; raises `BadInput`."""
    path = base / TRAINING_RECORD
    if not path.is_file():
        return False
    try:
        return bool(json.loads(path.read_text(encoding="utf-8")).get(CLOSED_WORLD_MARK))
    except (ValueError, AttributeError) as error:
        raise BadInput.one("broken_record", str(path), f"Is no training record: {error}.") from error


def _missing_files(base: Path, adapter: Path | None) -> list[Problem]:
    problems = []
    if not (base / "config.json").is_file():
        problems.append(Problem("no_config", str(base), "Holds no config.json; is it a transformers checkpoint?"))
    if not any(base.glob("*.safetensors")):
        problems.append(Problem("no_weights", str(base), "Holds no weights (*.safetensors)."))
    if not any((base / name).is_file() for name in _TOKENIZERS):
        wanted = " or ".join(_TOKENIZERS)
        problems.append(Problem("no_tokenizer", str(base), f"Holds no tokenizer ({wanted})."))
    if adapter is not None:
        problems.extend(
            Problem("no_adapter", str(adapter), f"Holds no {name}; is it a PEFT adapter?")
            for name in ("adapter_config.json", "adapter_model.safetensors")
            if not (adapter / name).is_file()
        )
    return problems


def _network_class(
    base: Path,
) -> type[LlavaForConditionalGeneration] | type[LlavaNextForConditionalGeneration]:
    try:
        model_type = AutoConfig.from_pretrained(base).model_type
    except (OSError, ValueError, KeyError, json.JSONDecodeError) as error:
        raise BadInput.one("bad_config", str(base / "config.json"), f"Cannot be understood: {error}") from error
    if model_type not in NETWORKS:
        known = " and ".join(NETWORKS)
        raise BadInput.one(
            "unknown_architecture", str(base / "config.json"), f"Is of type {model_type!r}; evaluators are {known}."
        )
    return NETWORKS[model_type]


def _load_network(
    network_class: type[LlavaForConditionalGeneration] | type[LlavaNextForConditionalGeneration],
    base: Path,
    dtype: torch.dtype,
) -> Network:
    try:
        loaded: Any = network_class.from_pretrained(base, dtype=dtype, output_loading_info=True, use_safetensors=True)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise BadInput.one("broken_weights", str(base), f"The weights cannot be loaded: {error}") from error
    network: Network = loaded[0]
    report: dict[str, Collection[str]] = loaded[1]
    problems = [
        Problem("broken_weights", str(base), f"{what}: {', '.join(sorted(map(str, names))[:5])} ({len(names)} in all).")
        for what, names in (
            ("Weights are missing", report["missing_keys"]),
            ("Weights fit nowhere", report["unexpected_keys"]),
            ("Weights have the wrong shape", report["mismatched_keys"]),
        )
        if names
    ]
    if problems:
        raise BadInput(problems)
    return network


def load_tokenizer(base: Path) -> PreTrainedTokenizerBase:
    """The checkpoint's tokenizer; raises `BadInput` where it is broken."""
    try:
        tokenizer: PreTrainedTokenizerBase = _tokenizer_class(base).from_pretrained(base)
    except Exception as error:  # a broken tokenizer file raises a bare Exception
        raise BadInput.one("broken_tokenizer", str(base), f"The tokenizer cannot be loaded: {error}") from error
    return tokenizer


def _tokenizer_class(base: Path) -> type[AutoTokenizer] | type[LlamaTokenizer]:
    """Llama's own class for a sentencepiece model that names it, else what transformers chooses.

    For such a checkpoint only that class gives the ids the original gives: a
    `\u2581` before the line break that follows the image.
    """
    configuration = base / "tokenizer_config.json"
    if (base / "tokenizer.json").is_file() or not configuration.is_file():
        return AutoTokenizer
    named = json.loads(configuration.read_text(encoding="utf-8")).get("tokenizer_class", "")
    return LlamaTokenizer if str(named).startswith("LlamaTokenizer") else AutoTokenizer


def _merge_adapter(network: Network, adapter: Path) -> Network:
    try:
        merged: Network = PeftModel.from_pretrained(network, str(adapter)).merge_and_unload(safe_merge=True)
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        raise BadInput.one("broken_adapter", str(adapter), f"Does not fit this base: {error}") from error
    return merged
