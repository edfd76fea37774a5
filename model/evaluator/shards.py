"""Find and read weights on disk: safetensors, or pickles that hold tensors and nothing else."""

import json
import math
import pickle
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from core.problems import BadInput, Problem

SAFETENSORS, PICKLES = "*.safetensors", "*.bin"

_DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
"""Number types by their names in safetensors."""


@dataclass(frozen=True, slots=True)
class StoredWeight:
    """One weight in a file, without its values."""

    file: Path
    name: str
    shape: tuple[int, ...]
    dtype: torch.dtype

    @property
    def bytes(self) -> int:
        """The size of its values in bytes."""
        return math.prod(self.shape) * self.dtype.itemsize


def find_shards(folder: Path, stems: Collection[str] = ("model", "pytorch_model")) -> dict[str, StoredWeight]:
    """Map the name of every weight of a folder to its place, reading headers only.

    Pickles (`.bin`) count only where there are no safetensors. An index decides which files belong to the checkpoint;
    without one it is the file named as one of `stems`, or all shards of that name. Raises `BadInput` naming every file
    that is missing, damaged or unsafe, and every weight that is not in the file that the index names.
    """
    index = _index(folder, stems)
    files = sorted({folder / name for name in index.values()}) if index else _unindexed(folder, stems)
    if not files:
        raise BadInput.one("no_weights", str(folder), f"Holds no weights ({SAFETENSORS} or {PICKLES}).")
    weights: dict[str, StoredWeight] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            weights |= {weight.name: weight for weight in read_header(file)}
        except BadInput as refusal:
            problems.extend(refusal.problems)
    broken = {problem.where for problem in problems}
    lost = [name for name, file in index.items() if name not in weights and str(folder / file) not in broken]
    if lost:
        problems.append(
            Problem(
                "broken_index", str(folder), f"Its index names weights that its files do not hold: {abbreviate(lost)}."
            )
        )
    if problems:
        raise BadInput(problems)
    return weights


def read_header(file: Path) -> list[StoredWeight]:
    """List the weights of one file; raises `BadInput` for a missing, damaged or unsafe file."""
    with open_file(file) as weights:
        if file.suffix == ".safetensors":
            slices = {name: weights.get_slice(name) for name in weights.keys()}  # noqa: SIM118 - no mapping
            return [
                StoredWeight(file, name, tuple(part.get_shape()), _dtype(file, part.get_dtype()))
                for name, part in slices.items()
            ]
        return [StoredWeight(file, name, tuple(tensor.shape), tensor.dtype) for name, tensor in weights.items()]


def open_lazily(weights: Iterable[StoredWeight]) -> dict[StoredWeight, Any]:
    """Map each weight to an object that reads its values when indexed with `[...]`; files stay mapped meanwhile."""
    files: dict[Path, Any] = {}
    readers = {}
    for weight in weights:
        if weight.file not in files:
            files[weight.file] = _open(weight.file, mapped=True)
        opened = files[weight.file]
        readers[weight] = opened.get_slice(weight.name) if weight.file.suffix == ".safetensors" else opened[weight.name]
    return readers


def stream_weights(weights: Iterable[StoredWeight]) -> Iterator[tuple[StoredWeight, Tensor]]:
    """Read weights one by one in the given order, keeping one file open at a time."""
    for file, members in groupby(weights, key=lambda weight: weight.file):
        with open_file(file) as opened:
            for weight in members:
                yield weight, _values(opened, weight)


@contextmanager
def open_file(file: Path) -> Iterator[Any]:
    """Open a weights file, safetensors or a dictionary of tensors; raises `BadInput` where it is damaged."""
    opened = _open(file, mapped=False)
    try:
        yield opened
    finally:
        if file.suffix == ".safetensors":
            opened.__exit__(None, None, None)


def abbreviate(names: Iterable[str], most: int = 5) -> str:
    """Join the first few of some names, and state how many there are in all."""
    ordered = sorted(names)
    shown = ", ".join(ordered[:most])
    return shown if len(ordered) <= most else f"{shown}, and more ({len(ordered)} in all)"


def check_weight_names(
    where: Path, *, missing: Iterable[str] = (), left_over: Iterable[str] = (), misshapen: Iterable[str] = ()
) -> None:
    """Raise `BadInput` with the names of weights that do not fit, if there are any."""
    kinds = {
        "Weights are missing": list(missing),
        "Weights fit nowhere": list(left_over),
        "Weights have the wrong shape": list(misshapen),
    }
    problems = [
        Problem("broken_weights", str(where), f"{message}: {abbreviate(names)}.")
        for message, names in kinds.items()
        if names
    ]
    if problems:
        raise BadInput(problems)


def _open(file: Path, *, mapped: bool) -> Any:
    if not file.is_file():
        raise BadInput.one("missing_shard", str(file), "Is missing; download or copy it again.")
    try:
        if file.suffix == ".safetensors":
            # Mapped pages count as memory of this process; read ones are freed with their tensor.
            opened: Any = safe_open(file, framework="pt", backend="mmap" if mapped else "pread")
            return opened.__enter__()
        return _tensors(file, torch.load(file, map_location="cpu", weights_only=True, mmap=True))
    except pickle.UnpicklingError as error:
        raise BadInput.one(
            "unsafe_pickle",
            str(file),
            "Is a pickle that holds more than tensors, and reading it could run whatever its maker put in. "
            f"Get the weights as safetensors. ({str(error).splitlines()[0]})",
        ) from error
    except (OSError, RuntimeError, ValueError, EOFError, SafetensorError) as error:
        raise BadInput.one(
            "broken_shard", str(file), f"Is cut off or damaged ({str(error).splitlines()[0]}). Copy it again."
        ) from error


def _tensors(file: Path, loaded: Any) -> dict[str, Tensor]:
    if not isinstance(loaded, dict) or not all(isinstance(value, Tensor) for value in loaded.values()):
        raise BadInput.one("unsafe_pickle", str(file), "Is no dictionary of tensors; get the weights as safetensors.")
    return loaded


def _values(opened: Any, weight: StoredWeight) -> Tensor:
    tensor: Tensor = opened.get_tensor(weight.name) if weight.file.suffix == ".safetensors" else opened[weight.name]
    return tensor


def _dtype(file: Path, name: str) -> torch.dtype:
    if name not in _DTYPES:
        raise BadInput.one("unknown_dtype", str(file), f"Holds weights of type {name}; known are {', '.join(_DTYPES)}.")
    return _DTYPES[name]


def _index(folder: Path, stems: Collection[str]) -> dict[str, str]:
    """Map weight names to file names; empty where the folder has no index for the kind of file that counts."""
    kinds = ("safetensors",) if any(folder.glob(SAFETENSORS)) else ("safetensors", "bin")
    for kind in kinds:
        for stem in stems:
            path = folder / f"{stem}.{kind}.index.json"
            if not path.is_file():
                continue
            try:
                entries = json.loads(path.read_text("utf-8"))["weight_map"].items()
                named = {str(name): str(file) for name, file in entries}
            except (ValueError, KeyError, AttributeError, TypeError) as error:
                raise BadInput.one("broken_index", str(path), f"Is no index of weights: {error!r}.") from error
            # A path would read from elsewhere on the disk.
            outside = {file for file in named.values() if Path(file).name != file}
            if outside:
                raise BadInput.one("broken_index", str(path), f"Names files outside the folder: {abbreviate(outside)}.")
            return named
    return {}


def _unindexed(folder: Path, stems: Collection[str]) -> list[Path]:
    for suffix in ("safetensors", "bin"):
        for stem in stems:
            single = folder / f"{stem}.{suffix}"
            shards = sorted(folder.glob(f"{stem}-*-of-*.{suffix}"))
            if single.is_file() or shards:
                return [single] if single.is_file() else shards
    return []
