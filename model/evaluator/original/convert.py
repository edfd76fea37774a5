"""Convert the original layout to a standard LLaVA or LLaVA-NeXT folder, one file of weights at a time."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor
from transformers import LlavaNextConfig
from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil
from transformers.models.llava_next.image_processing_pil_llava_next import LlavaNextImageProcessorPil

from core.problems import BadInput, Problem
from model.evaluator.digests import combine_digests, decisive_files, file_digests
from model.evaluator.layout import KEPT_VOCABULARY, has_original_layout
from model.evaluator.original.checkpoint import OriginalCheckpoint
from model.evaluator.original.names import EMBEDDING, HEAD, folder_name
from model.evaluator.original.vocabulary import IMAGE_TOKEN, Vocabulary
from model.evaluator.shards import StoredWeight, read_header, stream_weights

MANIFEST = "conversion.json"
"""The file in the result that records the source and the digests of both sides."""

SHARD_BYTES = 2 * 1024**3
"""Most bytes of weights in one file of the result, and so in memory at once."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """The record of a conversion.

    `weights`: number written. `unused` and `missing` are always empty: checkpoints with such weights are refused.
    `ignored` maps weights that the original code does not take either to the reason. `source`, `vision_tower` (where
    it was outside) and `result` map file names to SHA-256 (hex). `digest` is the result's, as evaluators use it.
    """

    weights: int
    unused: tuple[str, ...]
    missing: tuple[str, ...]
    ignored: dict[str, str]
    added_rows: int
    source: dict[str, str]
    vision_tower: dict[str, str]
    result: dict[str, str]
    digest: str


def convert_checkpoint(
    source: Path,
    target: Path,
    *,
    shard_bytes: int = SHARD_BYTES,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Conversion:
    """Write the checkpoint in `source` as a transformers folder `target`, which appears when it is complete.

    Weights keep their precision. `progress` is called with bytes written and bytes in all. Raises `BadInput` with every
    problem of the source (see `OriginalCheckpoint.open`) or the target before anything is written.
    """
    if problems := list(_target_problems(source, target)):
        raise BadInput(problems)
    checkpoint = OriginalCheckpoint.open(source)
    vocabulary = Vocabulary.plan(source, checkpoint.original.vocab_size)
    _check_space(target, checkpoint.weights)
    fresh = target.with_name(f".{target.name}.partial")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        _write_configuration(checkpoint, vocabulary, fresh)
        vocabulary.write(source, fresh)
        _write_weights(checkpoint, vocabulary, fresh, shard_bytes, progress)
        conversion = _conversion(checkpoint, vocabulary, fresh)
        (fresh / MANIFEST).write_text(json.dumps(asdict(conversion), indent=1) + "\n", encoding="utf-8")
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return conversion


def _target_problems(source: Path, target: Path) -> Iterator[Problem]:
    if not has_original_layout(source):
        yield Problem(
            "not_original",
            str(source),
            "Is no folder with a checkpoint in the original LLaVA layout (architecture LlavaLlamaForCausalLM).",
        )
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        yield Problem("target_exists", str(target), "Is there already; name a new folder.")
    if target.resolve().is_relative_to(source.resolve()):
        yield Problem("target_inside", str(target), "Lies inside the source; name a folder elsewhere.")


def _check_space(target: Path, weights: Mapping[str, StoredWeight]) -> None:
    needed = sum(weight.bytes for weight in weights.values())
    parent = next(folder for folder in target.resolve().parents if folder.exists())
    free = shutil.disk_usage(parent).free
    if free < needed:
        raise BadInput.one(
            "no_space", str(target), f"Needs {needed / 1e9:,.1f} GB; the disk has {free / 1e9:,.1f} GB left."
        )


def _write_configuration(checkpoint: OriginalCheckpoint, vocabulary: Vocabulary, folder: Path) -> None:
    """Write the configurations of the network and of its transformers processor."""
    config, side = checkpoint.config, checkpoint.tower.side
    config.architectures = [checkpoint.network_class.__name__]
    config.image_token_index = vocabulary.image_token
    setattr(config, KEPT_VOCABULARY, vocabulary.rows)
    config.get_text_config().vocab_size = vocabulary.rows + vocabulary.added_rows
    config.save_pretrained(folder)
    sizes: dict[str, Any] = {"size": {"shortest_edge": side}, "crop_size": {"height": side, "width": side}}
    if isinstance(config, LlavaNextConfig):
        kind = "LlavaNextProcessor"
        grids = config.image_grid_pinpoints or []
        LlavaNextImageProcessorPil(**sizes, image_grid_pinpoints=grids).save_pretrained(folder)
    else:
        kind = "LlavaProcessor"
        LlavaImageProcessorPil(**sizes, do_pad=True).save_pretrained(folder)
    processor = {
        "processor_class": kind,
        "image_token": IMAGE_TOKEN,
        "patch_size": checkpoint.tower.patch,
        "num_additional_image_tokens": 1,
        "vision_feature_select_strategy": config.vision_feature_select_strategy,
    }
    (folder / "processor_config.json").write_text(json.dumps(processor, indent=2), encoding="utf-8")
    generation = checkpoint.folder / "generation_config.json"
    if generation.is_file():
        shutil.copyfile(generation, folder / generation.name)


def _write_weights(
    checkpoint: OriginalCheckpoint,
    vocabulary: Vocabulary,
    folder: Path,
    shard_bytes: int,
    progress: Callable[[int, int], None],
) -> None:
    shards = _shards(checkpoint.weights, shard_bytes)
    total = sum(weight.bytes for weight in checkpoint.weights.values())
    tensors = _tensors(checkpoint, vocabulary)
    done = 0
    places: dict[str, str] = {}
    for number, names in enumerate(shards, start=1):
        file = f"model-{number:05}-of-{len(shards):05}.safetensors" if len(shards) > 1 else "model.safetensors"
        held = dict(next(tensors) for _ in names)
        save_file(held, folder / file, metadata={"format": "pt"})
        shapes = {weight.name: weight.shape for weight in read_header(folder / file)}
        if shapes != {name: tuple(tensor.shape) for name, tensor in held.items()}:
            raise OSError(f"{file} does not hold what was written into it")
        places |= dict.fromkeys(held, file)
        done += sum(checkpoint.weights[name].bytes for name in names)
        progress(done, total)
        del held
    if len(shards) > 1:
        index = {"metadata": {"total_size": total}, "weight_map": dict(sorted(places.items()))}
        (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2), encoding="utf-8")


def _shards(weights: Mapping[str, StoredWeight], most: int) -> list[list[str]]:
    """Cut the weights, in their order, into files of at most `most` bytes, or of one larger weight."""
    shards: list[list[str]] = [[]]
    held = 0
    for name, weight in weights.items():
        if shards[-1] and held + weight.bytes > most:
            shards.append([])
            held = 0
        shards[-1].append(name)
        held += weight.bytes
    return shards


def _tensors(checkpoint: OriginalCheckpoint, vocabulary: Vocabulary) -> Iterator[tuple[str, Tensor]]:
    """Read the weights one by one, in the checkpoint's order, with their names in a transformers folder."""
    tensors = stream_weights(checkpoint.weights.values())
    for name, (_, tensor) in zip(checkpoint.weights, tensors, strict=True):
        if name in (EMBEDDING, HEAD) and vocabulary.added_rows:
            tensor = torch.cat([tensor, tensor.new_zeros(vocabulary.added_rows, tensor.shape[1])])
        yield folder_name(name), tensor.contiguous()


def _conversion(checkpoint: OriginalCheckpoint, vocabulary: Vocabulary, folder: Path) -> Conversion:
    result, tower = file_digests(decisive_files(folder)), checkpoint.tower.folder
    return Conversion(
        weights=len(checkpoint.weights),
        unused=(),
        missing=(),
        ignored=checkpoint.ignored,
        added_rows=vocabulary.added_rows,
        source=file_digests(decisive_files(checkpoint.folder)),
        vision_tower=file_digests(decisive_files(tower)) if tower else {},
        result=result,
        digest=combine_digests(result),
    )
