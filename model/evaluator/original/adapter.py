"""LoRA adapters that the original code trained: the names are its own, and the projector lies in a file beside them."""

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
"""Where the original code puts what it trained without LoRA: the projector."""

_BASE = "base_model.model."
_LORA = (".lora_A", ".lora_B", ".lora_embedding_A", ".lora_embedding_B", ".lora_magnitude_vector")


@dataclass(frozen=True, slots=True)
class OriginalAdapter:
    """A folder with LoRA weights, and the network's name of every module they change."""

    folder: Path
    modules: tuple[str, ...]
    names: dict[str, str]
    """Names in the file to names in the adapted network."""

    @classmethod
    def find(cls, folder: Path) -> "OriginalAdapter | None":
        """The adapter in the folder, None where its weights are not named as the original code names them.

        Raises `BadInput` where the file is damaged or some of its weights belong to nothing.
        """
        stored = find_shards(folder, ("adapter_model",))
        if not any(name.startswith(f"{_BASE}model.layers.") for name in stored):
            return None
        names, modules, strange = {}, [], []
        for name in stored:
            module, part = _split(name.removeprefix(_BASE))
            # Weights are told apart by what follows a module's name, so one is lent to it.
            place = network_name(f"{module}.weight")
            if place is None or not part:
                strange.append(name)
                continue
            place = place.removesuffix(".weight")
            names[name] = f"{_BASE}{place}{part}"
            modules.append(place)
        if strange:
            raise BadInput.one(
                "broken_adapter", str(folder), f"Holds weights that belong to nothing: {abbreviate(strange)}."
            )
        return cls(folder, tuple(dict.fromkeys(modules)), names)

    def put_on(self, network: Network) -> PeftModel:
        """The network with the adapter on it, and with what was trained beside it; raises `BadInput`, `ValueError`."""
        self._take_trained_beside(network)
        config = LoraConfig.from_pretrained(str(self.folder))
        # Named in full: the original's short names (`q_proj`) would also be found in the vision tower.
        config.target_modules = set(self.modules)
        adapted = PeftModel(network, config)
        stored = find_shards(self.folder, ("adapter_model",)).values()
        weights = {self.names[own.name]: values for own, values in stream_weights(stored)}
        report: Any = set_peft_model_state_dict(adapted, weights)
        lost = [key for key in report.missing_keys if any(part in key for part in _LORA)]
        if lost or report.unexpected_keys:
            raise BadInput.one(
                "broken_adapter",
                str(self.folder),
                f"Does not fit this base: {abbreviate([*lost, *report.unexpected_keys])}.",
            )
        return adapted

    def _take_trained_beside(self, network: Network) -> None:
        path = self.folder / TRAINED_BESIDE
        if not path.is_file():
            return
        own = network.state_dict()
        values: dict[str, Tensor] = {}
        strange = []
        for weight, tensor in stream_weights(read_header(path)):
            place = network_name(_plain(weight.name))
            if place in own and own[place].shape == tensor.shape:
                values[place] = tensor
            else:
                strange.append(weight.name)
        if strange:
            raise BadInput.one("broken_adapter", str(path), f"Does not fit this base: {abbreviate(strange)}.")
        with torch.no_grad():
            for place, tensor in values.items():
                own[place].copy_(tensor)


def _split(name: str) -> tuple[str, str]:
    """A LoRA weight's module and what follows it."""
    for part in _LORA:
        module, found, rest = name.partition(part)
        if found:
            return module, found + rest
    return name, ""


def _plain(name: str) -> str:
    """The original name; what PEFT put before it is taken off, as the original loader does."""
    name = name.removeprefix("base_model.")
    return name.removeprefix("model.") if name.startswith(("model.model.", "model.lm_head.")) else name
