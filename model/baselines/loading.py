"""A baseline by its name: its files found or fetched, read once, and named by a digest."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import torch
from huggingface_hub import list_repo_files, snapshot_download

from core.problem_list import ProblemList
from core.problems import BadInput
from core.settings import Settings
from model.baselines.baseline import Baseline, BaselineEntry, BaselineFacts, CheckpointPart, Folders
from model.baselines.closed_world import EMBEDDED_CLIP
from model.baselines.table import BASELINES
from model.evaluator.digests import combine_digests, decisive_files, file_digests
from model.evaluator.environment import pick_device
from model.evaluator.forward import warm_up_cosine

_DTYPES = {"auto": torch.float32, "float32": torch.float32, "bfloat16": torch.bfloat16}

EMBEDDED_PART = "clip"
"""The one part of a baseline that comes with the product."""


def find_baseline(name: str) -> BaselineEntry:
    """Find the row of that name in the table; raises `BadInput` listing those there are."""
    if name not in BASELINES:
        raise BadInput.one("unknown_baseline", name, f"Is no baseline; there are: {', '.join(BASELINES)}.")
    return BASELINES[name]


def load_baseline(name: str, settings: Settings, checkpoint: Path | None = None) -> Baseline:
    """Load the baseline of that name strictly, on the device and in the precision of the settings.

    Precision `auto` is float32, as published scores are. `checkpoint` is a folder with the baseline's files instead of
    the hub's; where it has several parts, each in a folder called as the part is. Raises `BadInput`: no such baseline,
    files that are missing or cannot be fetched, weights that do not fit.
    """
    entry = find_baseline(name)
    folders = (
        _fetch_folders(entry.facts) if entry.facts.parts and not checkpoint else _local_folders(entry.facts, checkpoint)
    )
    device = pick_device(settings.device)
    warm_up_cosine()
    dtype = _DTYPES[settings.dtype]
    scorer = entry.load(folders, device, dtype)
    digest = _digest(entry.facts, folders, dtype)
    return Baseline(entry.facts, scorer, digest, device=device, batch_size=settings.batch_size)


def _local_folders(facts: BaselineFacts, checkpoint: Path | None) -> Folders:
    """Return the parts' folders in `checkpoint`, or, without one, that of what comes with the product."""
    names = [part.name for part in facts.parts] or [EMBEDDED_PART]
    root = checkpoint or EMBEDDED_CLIP
    folders = {name: root / name for name in names} if len(names) > 1 else {names[0]: root}
    problems = ProblemList()
    for name, folder in folders.items():
        if not folder.is_dir():
            problems.add(
                "no_checkpoint", str(folder), f"Is no folder; the part {name!r} of {facts.name} belongs there."
            )
    problems.raise_if_any()
    return folders


def _fetch_folders(facts: BaselineFacts) -> Folders:
    problems, folders = ProblemList(), {}
    for part in facts.parts:
        try:
            folders[part.name] = Path(
                snapshot_download(part.repository, revision=part.revision, allow_patterns=_select_patterns(part))
            )
        except (OSError, ValueError) as error:
            problems.add(
                "no_checkpoint",
                f"{part.repository}@{part.revision}",
                f"Cannot be fetched from the hub; put its files into a folder and name it by --checkpoint. {error}",
            )
    problems.raise_if_any()
    return folders


def _select_patterns(part: CheckpointPart) -> list[str]:
    """Return the part's patterns, less those of pickles where the repository has safetensors as well."""
    safe = any(pattern.endswith(".safetensors") for pattern in part.files) and any(
        name.endswith(".safetensors") for name in list_repo_files(part.repository, revision=part.revision)
    )
    return [pattern for pattern in part.files if not (safe and pattern.endswith(".bin"))]


def _digest(facts: BaselineFacts, folders: Folders, dtype: torch.dtype) -> str:
    """Compute the SHA-256 (hex) over the formula and wording, the precision, and the contents of all files."""
    parts = (facts.name, facts.formula, facts.wording, str(dtype), combine_digests(dict(_file_digests(facts, folders))))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _file_digests(facts: BaselineFacts, folders: Folders) -> Iterator[tuple[str, str]]:
    patterns = {part.name: part.files for part in facts.parts}
    for name, folder in folders.items():
        files = (
            [path for path in folder.iterdir() if any(map(path.match, patterns[name]))]
            if name in patterns
            else decisive_files(folder)
        )
        for file, digest in file_digests(files).items():
            yield f"{name}/{file}", digest
