"""A baseline: a metric that gives an image and its prompt one number, higher for better."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol

import torch
from PIL import Image
from torch import Tensor

from model.evaluator.batching import Batches


@dataclass(frozen=True, slots=True)
class CheckpointPart:
    """A folder of files that a baseline is loaded from, as the hub has it.

    `revision` is a commit of the repository, or a branch where no commit could be ascertained. `files` are patterns of
    names; where a repository holds weights both as safetensors and as pickles, the pickles are left where they are.
    """

    name: str
    repository: str
    revision: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BaselineFacts:
    """The facts of a baseline, known without loading it.

    `low` and `high` bound its scores; None where nothing does. `wording` is the text with the prompt at `{prompt}`.
    `source` names the formula's authors. `closed_world`: trained by us on rendered scenes only. Without `parts` it
    comes with the product.
    """

    name: str
    title: str
    formula: str
    wording: str
    source: str
    licence: str
    low: float | None
    high: float | None
    parts: tuple[CheckpointPart, ...] = ()
    closed_world: bool = False

    @property
    def checkpoint(self) -> str:
        """The checkpoint's parts, each as `repository@revision`."""
        return ", ".join(f"{part.repository}@{part.revision}" for part in self.parts) or "comes with the product"

    def as_dict(self) -> dict[str, Any]:
        """Return the facts as the JSON object the command line prints."""
        facts = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "parts"}
        return facts | {"checkpoint": self.checkpoint}


class Scorer(Protocol):
    """A loaded network with its formula, which each baseline's module provides."""

    def scores(self, images: Sequence[Image.Image], prompts: Sequence[str]) -> Tensor:
        """Score pairs of image and prompt, (pairs,); a pair's score does not depend on the others."""
        ...


Folders = Mapping[str, Path]
"""The folders of a baseline's parts, by the parts' names."""

LoadScorer = Callable[[Folders, torch.device, torch.dtype], Scorer]
"""Loads a scorer in eval mode; raises `BadInput` for files that are missing or do not fit."""


@dataclass(frozen=True, slots=True)
class BaselineEntry:
    """A row of the table of baselines: its facts, and how it is loaded."""

    facts: BaselineFacts
    load: LoadScorer


class Baseline:
    """A loaded baseline. `digest` names its files, so that a score can be traced to what gave it."""

    def __init__(
        self, facts: BaselineFacts, scorer: Scorer, digest: str, *, device: torch.device, batch_size: int
    ) -> None:
        self.facts, self.digest, self.device = facts, digest, device
        self._scorer = scorer
        self._batches = Batches(batch_size, device)

    def score(self, images: Sequence[Image.Image], prompts: Sequence[str]) -> list[float]:
        """Score each image for the prompt at its place, batch by batch.

        Raises `OutOfMemory` where one image alone does not fit into memory.
        """
        return self._batches.run(list(zip(images, prompts, strict=True)), self._score_batch)

    @torch.inference_mode()
    def _score_batch(self, pairs: Sequence[tuple[Image.Image, str]]) -> list[float]:
        images, prompts = zip(*pairs, strict=True)
        scores: list[float] = self._scorer.scores([image.convert("RGB") for image in images], prompts).tolist()
        return scores
