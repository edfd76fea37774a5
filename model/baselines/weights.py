"""Weights from disk into a network, strictly: every one has its place, and every place its weight."""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import AutoTokenizer, PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from core.problems import BadInput
from model.evaluator.shards import check_weight_names

Network = TypeVar("Network", bound=nn.Module)
Pretrained = TypeVar("Pretrained", bound=PreTrainedModel)
Config = TypeVar("Config", bound=PretrainedConfig)

POSITIONS = "position_ids"
"""A counter that older checkpoints keep beside their weights; it is no weight."""


def read_weights(paths: Iterable[Path], where: Path) -> dict[str, Tensor]:
    """Read all tensors of safetensors files or pickles of tensors; raises `BadInput` for none, or a broken file.

    A pickle may hold them under `state_dict`, as training code saves them; nothing but tensors is unpickled.
    """
    files = sorted(paths)
    if not files:
        raise BadInput.one("no_weights", str(where), "Holds no weights.")
    weights: dict[str, Tensor] = {}
    for path in files:
        try:
            content: Any = (
                load_file(path) if path.suffix == ".safetensors" else torch.load(path, "cpu", weights_only=True)
            )
            weights.update(content.get("state_dict", content))
        except (OSError, RuntimeError, ValueError, AttributeError, EOFError, UnpicklingError, SafetensorError) as error:
            raise BadInput.one("broken_weights", str(path), f"The weights cannot be read: {error}") from error
    return weights


def fill_network(network: nn.Module, weights: Mapping[str, Tensor], where: Path) -> None:
    """Put the weights into the network; raises `BadInput` naming those that are missing, left over or misshapen."""
    places = network.state_dict()
    check_weight_names(
        where,
        missing=places.keys() - weights.keys(),
        left_over=weights.keys() - places.keys(),
        misshapen=[name for name in places.keys() & weights.keys() if places[name].shape != weights[name].shape],
    )
    network.load_state_dict(weights)


def load_pretrained(kind: type[Pretrained], folder: Path) -> Pretrained:
    """Load a transformers checkpoint of that class; raises `BadInput` as `fill_network` does, and for broken files."""
    try:
        # Mismatched sizes are let pass here, to be refused below with their names.
        loaded: Any = kind.from_pretrained(
            folder, dtype=torch.float32, output_loading_info=True, ignore_mismatched_sizes=True
        )
    except (OSError, ValueError, RuntimeError, KeyError, UnpicklingError, SafetensorError) as error:
        raise BadInput.one("broken_checkpoint", str(folder), f"Cannot be loaded: {error}") from error
    network: Pretrained = loaded[0]
    report: dict[str, Collection[Any]] = loaded[1]
    check_weight_names(
        folder,
        missing=report["missing_keys"],
        left_over=[name for name in report["unexpected_keys"] if not str(name).endswith(POSITIONS)],
        misshapen=[name if isinstance(name, str) else name[0] for name in report["mismatched_keys"]],
    )
    return network


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """Load the tokenizer in a folder; raises `BadInput` where it is missing or broken."""
    try:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(folder)
    except Exception as error:  # a broken tokenizer file raises a bare Exception
        raise BadInput.one("broken_tokenizer", str(folder), f"The tokenizer cannot be loaded: {error}") from error
    return tokenizer


def prepare_for_scoring(network: Network, device: torch.device, dtype: torch.dtype) -> Network:
    """Move a network to the device and the precision, in eval mode and without gradients."""
    torch.nn.Module.to(network, device, dtype).train(mode=False).requires_grad_(requires_grad=False)
    return network


def new_linear(weight: Tensor) -> nn.Linear:
    """Return a linear layer of the shape of its weight, (out, in)."""
    rows, columns = weight.shape
    return nn.Linear(columns, rows)


def read_config(kind: type[Config], path: Path) -> Config:
    """Read a configuration of that class from a JSON file, whatever model type it names; raises `BadInput`."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields.pop("model_type", None)
        config: Config = kind.from_dict(fields)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BadInput.one("bad_config", str(path), f"Cannot be understood: {error}") from error
    return config


def strip_prefix(weights: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """Select the weights whose names begin with the prefix, by the rest of their names."""
    return {name.removeprefix(prefix): weight for name, weight in weights.items() if name.startswith(prefix)}
