"""Load evaluator checkpoints; everything that can be wrong with one is reported then."""

import json
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from safetensors import SafetensorError
from transformers import (
    AutoConfig,
    LlavaForConditionalGeneration,
    LlavaNextForConditionalGeneration,
    PreTrainedTokenizerBase,
)

from core.problems import BadInput, Problem
from model.evaluator.digests import combine_digests, decisive_files, file_digests
from model.evaluator.forward import Network, warm_up_cosine
from model.evaluator.layout import has_original_layout
from model.evaluator.original.adapter import OriginalAdapter
from model.evaluator.original.checkpoint import NetworkClass, OriginalCheckpoint
from model.evaluator.shards import PICKLES, SAFETENSORS, check_weight_names
from model.evaluator.tokenizer import TOKENIZER_FILES, check_embedding_rows, load_tokenizer
from model.evaluator.training_record import is_closed_world

NETWORKS: dict[str, NetworkClass] = {
    "llava": LlavaForConditionalGeneration,
    "llava_next": LlavaNextForConditionalGeneration,
}
"""Network classes by the `model_type` of a checkpoint's configuration."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A loaded base, its adapter merged into it, with the digests of both.

    `closed_world`: trained on rendered scenes only, according to its training record.
    """

    network: Network
    tokenizer: PreTrainedTokenizerBase
    base_digest: str
    adapter_digest: str | None
    closed_world: bool


def folder_digest(folder: Path) -> str:
    """Compute the SHA-256 (hex) over names and contents of weights, configuration and tokenizer.

    Pickles count where there are no safetensors, and an original checkpoint's vision tower counts where it lies
    outside; raises `BadInput` where that tower is missing.
    """
    digests = file_digests(decisive_files(folder))
    if has_original_layout(folder):
        tower = OriginalCheckpoint.open(folder).tower.folder
        if tower is not None:
            digests["vision tower"] = folder_digest(tower)
    return combine_digests(digests)


def load_checkpoint(base: Path, adapter: Path | None, device: torch.device, dtype: torch.dtype) -> Checkpoint:
    """Load a LLaVA or LLaVA-NeXT checkpoint in transformers' layout or the original's, with or without a PEFT adapter.

    Raises `BadInput` naming what is missing or broken: no configuration, an
    unknown architecture, no weights, weights that do not fit, no vision tower, no tokenizer.
    """
    if problems := list(_missing_files(base, adapter)):
        raise BadInput(problems)
    network = _load_original(base, dtype) if has_original_layout(base) else _load_network(base, dtype)
    tokenizer = load_tokenizer(base)
    check_embedding_rows(base, tokenizer, network.get_input_embeddings().get_parameter("weight").shape[0])
    adapter_digest = None
    if adapter is not None:
        network = _merge_adapter(network, adapter)
        adapter_digest = folder_digest(adapter)
    warm_up_cosine()
    torch.nn.Module.to(network, device).train(mode=False).requires_grad_(False)
    return Checkpoint(network, tokenizer, folder_digest(base), adapter_digest, is_closed_world(base))


def stored_dtype(base: Path) -> torch.dtype:
    """Read the precision of the stored weights from the configuration, float32 by default; raises `BadInput`."""
    config = OriginalCheckpoint.open(base).config if has_original_layout(base) else AutoConfig.from_pretrained(base)
    dtype = config.dtype
    return dtype if isinstance(dtype, torch.dtype) else torch.float32


def _missing_files(base: Path, adapter: Path | None) -> Iterator[Problem]:
    if not (base / "config.json").is_file():
        yield Problem("no_config", str(base), "Holds no config.json; is it a transformers checkpoint?")
    if not any(base.glob(SAFETENSORS)) and not (any(base.glob(PICKLES)) and has_original_layout(base)):
        yield Problem("no_weights", str(base), f"Holds no weights ({SAFETENSORS}).")
    if not any((base / name).is_file() for name in TOKENIZER_FILES):
        yield Problem("no_tokenizer", str(base), f"Holds no tokenizer ({' or '.join(TOKENIZER_FILES)}).")
    if adapter is not None:
        for names in (("adapter_config.json",), ("adapter_model.safetensors", "adapter_model.bin")):
            if not any((adapter / name).is_file() for name in names):
                yield Problem("no_adapter", str(adapter), f"Holds no {' or '.join(names)}; is it a PEFT adapter?")


def _network_class(base: Path) -> NetworkClass:
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


def _load_network(base: Path, dtype: torch.dtype) -> Network:
    network_class = _network_class(base)
    try:
        loaded: Any = network_class.from_pretrained(base, dtype=dtype, output_loading_info=True, use_safetensors=True)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise BadInput.one("broken_weights", str(base), f"The weights cannot be loaded: {error}") from error
    return _checked(base, *loaded)


def _load_original(base: Path, dtype: torch.dtype) -> Network:
    """Load the network of a checkpoint in the original layout, reading the weights in place."""
    checkpoint = OriginalCheckpoint.open(base)
    try:
        loaded: Any = checkpoint.network_class.from_pretrained(
            None, config=checkpoint.config, state_dict=checkpoint.lazy_weights(), dtype=dtype, output_loading_info=True
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise BadInput.one("broken_weights", str(base), f"The weights cannot be loaded: {error}") from error
    return _checked(base, *loaded)


def _checked(base: Path, network: Network, report: dict[str, Collection[str]]) -> Network:
    check_weight_names(
        base,
        missing=report["missing_keys"],
        left_over=report["unexpected_keys"],
        misshapen=map(str, report["mismatched_keys"]),
    )
    return network


def _merge_adapter(network: Network, adapter: Path) -> Network:
    """Merge the adapter, whose weights may be named in either layout, into the network's weights."""
    original = OriginalAdapter.find(adapter)
    try:
        with warnings.catch_warnings():
            # PEFT only warns where an adapter's weights have other names than the base's, and goes on without them.
            warnings.filterwarnings("error", message="Found missing adapter keys")
            adapted = original.put_on(network) if original else PeftModel.from_pretrained(network, str(adapter))
        merged: Network = adapted.merge_and_unload(safe_merge=True)
    except BadInput:
        raise
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, UserWarning, SafetensorError) as error:
        raise BadInput.one("broken_adapter", str(adapter), f"Does not fit this base: {error}") from error
    return merged
