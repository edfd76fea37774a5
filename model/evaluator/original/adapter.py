"""Load LoRA adapters of the original code, with its weight names and the projector in a file of its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, set_peft_model_state_dict
from torch import Tensor

from core.problems import BadInput
from model.evaluator.forward import Network
from model.evaluator.original.names import network_name
from model.evaluator.shards import abbreviate, find_shards, read_header, stream_weights

TRAINED_BESIDE = "non_lora_trainables.bin"
"""The original code's file of what it trained without LoRA: the projector."""

_BASE = "base_model.model."
_LORA = (".lora_A", ".lora_B", ".lora_embedding_A", ".lora_embedding_B", ".lora_magnitude_vector")


@dataclass(frozen=True, slots=True)
class OriginalAdapter:
    """A folder with LoRA weights, and the network's names of the modules they change."""

    folder: Path
    modules: tuple[str, ...]
    names: dict[str, str]
    """Names in the file to names in the adapted network."""

    @classmethod
    def find(cls, folder: Path) -> "OriginalAdapter | None":
        """Open the adapter in a folder; None where its weights are not named as in the original code.

        Raises `BadInput` where the file is damaged or some of its weights belong to no module.
        """
        stored = find_shards(folder, ("adapter_model",))
        if not any(name.startswith(f"{_BASE}model.layers.") for name in stored):
            return None
        names, modules, unplaced = {}, [], []
        for name in stored:
            module, part = _split(name.removeprefix(_BASE))
            # `network_name` knows weights, so the module borrows the name of one.
            place = network_name(f"{module}.weight")
            if place is None or not part:
                unplaced.append(name)
                continue
            place = place.removesuffix(".weight")
            names[name] = f"{_BASE}{place}{part}"
            modules.append(place)
        if unplaced:
            raise BadInput.one(
                "broken_adapter", str(folder), f"Holds weights that belong to nothing: {abbreviate(unplaced)}."
            )
        return cls(folder, tuple(dict.fromkeys(modules)), names)

    def put_on(self, network: Network) -> PeftModel:
        """Wrap the network with the adapter and load what was trained beside it; raises `BadInput`, `ValueError`."""
        self._load_trained_beside(network)
        config = LoraConfig.from_pretrained(str(self.folder))
        # Full names: the original's short ones (`q_proj`) would match the vision tower too.
        config.target_modules = set(self.modules)
        adapted = PeftModel(network, config)
        stored = find_shards(self.folder, ("adapter_model",)).values()
        weights = {self.names[weight.name]: values for weight, values in stream_weights(stored)}
        report: Any = set_peft_model_state_dict(adapted, weights)
        missing = [key for key in report.missing_keys if any(part in key for part in _LORA)]
        if missing or report.unexpected_keys:
            raise BadInput.one(
                "broken_adapter",
                str(self.folder),
                f"Does not fit this base: {abbreviate([*missing, *report.unexpected_keys])}.",
            )
        return adapted

    def _load_trained_beside(self, network: Network) -> None:
        path = self.folder / TRAINED_BESIDE
        if not path.is_file():
            return
        parameters = network.state_dict()
        values: dict[str, Tensor] = {}
        unplaced = []
        for weight, tensor in stream_weights(read_header(path)):
            place = network_name(_plain(weight.name))
            if place in parameters and parameters[place].shape == tensor.shape:
                values[place] = tensor
            else:
                unplaced.append(weight.name)
        if unplaced:
            raise BadInput.one("broken_adapter", str(path), f"Does not fit this base: {abbreviate(unplaced)}.")
        with torch.no_grad():
            for place, tensor in values.items():
                parameters[place].copy_(tensor)


def _split(name: str) -> tuple[str, str]:
    """Split the name of a LoRA weight into its module and the rest."""
    for part in _LORA:
        module, separator, rest = name.partition(part)
        if separator:
            return module, separator + rest
    return name, ""


def _plain(name: str) -> str:
    """Remove PEFT's prefixes from a name, as the original loader does."""
    name = name.removeprefix("base_model.")
    return name.removeprefix("model.") if name.startswith(("model.model.", "model.lm_head.")) else name
