"""Open a checkpoint in the original layout and check it before any weight is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import torch
from transformers import (
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaNextConfig,
    LlavaNextForConditionalGeneration,
)

from core.problems import BadInput, Problem
from model.evaluator.original.configuration import (
    OriginalConfiguration,
    read_configuration,
    to_transformers_config,
)
from model.evaluator.original.names import HEAD, NEWLINE, TOWER, folder_name, is_derived, network_name
from model.evaluator.original.tower import Tower, find_tower
from model.evaluator.shards import StoredWeight, abbreviate, find_shards, open_lazily

NetworkClass = type[LlavaForConditionalGeneration] | type[LlavaNextForConditionalGeneration]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class OriginalCheckpoint:
    """A checked checkpoint in the original layout.

    `weights` maps original names to places, in the order of the files. `ignored` maps weights that the original code
    does not take either to the reason.
    """

    folder: Path
    original: OriginalConfiguration
    config: LlavaConfig | LlavaNextConfig
    network_class: NetworkClass
    tower: Tower
    weights: dict[str, StoredWeight]
    ignored: dict[str, str]

    @classmethod
    def open(cls, folder: Path) -> "OriginalCheckpoint":
        """Read configuration and headers, and compare them.

        Raises `BadInput` with every problem: entries that are missing or cannot be expressed, files that are missing
        or damaged, no vision tower, weights that are missing, fit nowhere or have the wrong shape.
        """
        problems: list[Problem] = []
        original = _collect(lambda: read_configuration(folder), problems)
        stored = _collect(lambda: find_shards(folder), problems)
        tower = None
        # No tower is fetched for a damaged checkpoint that may hold one.
        if original is not None and (stored is not None or not original.unfreeze_mm_vision_tower):
            tower = _collect(partial(find_tower, folder, original, stored or {}), problems)
        if original is None or stored is None or tower is None:
            raise BadInput(problems)
        config = to_transformers_config(folder, original, tower.config, tower.side, tower.patch)
        ignored = {name: reason for name in stored if (reason := _reason(name, original, tower))}
        weights = {name: weight for name, weight in stored.items() if name not in ignored} | tower.weights
        network_class = LlavaNextForConditionalGeneration if original.newline else LlavaForConditionalGeneration
        expected = _expected(network_class, config, tied=original.tie_word_embeddings)
        problems = _compare(folder, weights, expected)
        if problems:
            raise BadInput(problems)
        return cls(folder, original, config, network_class, tower, weights, ignored)

    def lazy_weights(self) -> dict[str, Any]:
        """Map names of a transformers folder to weights, each read from disk when it is indexed."""
        readers = open_lazily(self.weights.values())
        return {folder_name(name): readers[weight] for name, weight in self.weights.items()}


def _collect(step: Callable[[], _T], problems: list[Problem]) -> _T | None:
    """Return the step's result, or None and add its refusal to `problems`."""
    try:
        return step()
    except BadInput as refusal:
        problems.extend(refusal.problems)
        return None


def _reason(name: str, original: OriginalConfiguration, tower: Tower) -> str | None:
    """Return why a stored weight is ignored, None where it is used."""
    if is_derived(name):
        return "follows from the configuration"
    if name.startswith(TOWER) and tower.weights_outside:
        return "the external vision tower counts (unfreeze_mm_vision_tower is false)"
    if name == NEWLINE and not original.newline:
        return f"not used with mm_patch_merge_type {original.mm_patch_merge_type}"
    if name == HEAD and original.tie_word_embeddings:
        return "the embeddings are its head (tie_word_embeddings is true)"
    return None


def _expected(network_class: Any, config: LlavaConfig | LlavaNextConfig, *, tied: bool) -> dict[str, tuple[int, ...]]:
    """Map the name in memory of every weight that the network needs to its shape; allocates nothing."""
    with torch.device("meta"):
        shapes = {name: tuple(tensor.shape) for name, tensor in network_class(config).state_dict().items()}
    if tied:
        shapes.pop("lm_head.weight", None)
    return shapes


def _compare(
    folder: Path, weights: Mapping[str, StoredWeight], expected: Mapping[str, tuple[int, ...]]
) -> list[Problem]:
    places = {name: network_name(name) or "" for name in weights}
    filled = set(places.values())
    mismatches = [
        ("missing_weights", "Weights are missing", [name for name in expected if name not in filled]),
        ("unused_weights", "Weights fit nowhere", [name for name, place in places.items() if place not in expected]),
        (
            "wrong_shape",
            "Weights have the wrong shape",
            [
                f"{name} is {_format_shape(weight.shape)} instead of {_format_shape(expected[place])}"
                for name, weight in weights.items()
                if (place := places[name]) in expected and expected[place] != weight.shape
            ],
        ),
    ]
    return [
        Problem(code, str(folder), f"{message}: {abbreviate(names)}.") for code, message, names in mismatches if names
    ]


def _format_shape(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
