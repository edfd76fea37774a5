"""The experiments: the question each answers, and the cells it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.training.config import SftConfig

ANNOTATORS = "annotators"
"""The one experiment that trains and scores nothing."""

BASELINES = "baselines"
"""The one that scores with other metrics beside the evaluator's."""

SIZES = (250, 500, 1000, 2000, 4000)
RANKS = (4, 16, 64, 128)
COMPARED_ON = 4000
"""Defaults: SFT set sizes (images; all of them come on top), LoRA ranks, and the images that bases and ranks share."""


@dataclass(frozen=True, slots=True)
class BaseCheckpoint:
    """A base under test: its name in tables, its name in a training's settings, its folder and number of weights."""

    name: str
    source: str
    folder: Path
    digest: str
    parameters: int


@dataclass(frozen=True, slots=True)
class Cell:
    """An evaluator on a split; `recipe` None is the base as it is. `name` is the stem of the cell's file."""

    name: str
    label: str
    base: BaseCheckpoint
    recipe: SftConfig | None
    split: str


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """The settings that cells are made from.

    `recipe` is the SFT that an experiment varies one thing of; its base is the first of `bases`. `compared_on` images
    are trained on where bases or ranks are compared; `available` is how many there are.
    """

    bases: tuple[BaseCheckpoint, ...]
    recipe: SftConfig
    sizes: tuple[int, ...]
    ranks: tuple[int, ...]
    compared_on: int
    available: int

    def limit(self, images: int) -> int | None:
        """Give a number of images as a recipe's limit: None for all there are."""
        return images if images < self.available else None


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment: the question it answers, what a row of its table is called, and its cells."""

    question: str
    varies: str
    cells: Callable[[PlanOptions], Sequence[Cell]]


def _after_sft(
    options: PlanOptions, name: str, label: str, base: BaseCheckpoint | None = None, split: str = "test", **changes: Any
) -> Cell:
    """Make the cell of a base, by default the first, after SFT by the recipe with some changes."""
    base = base or options.bases[0]
    return Cell(name, label, base, options.recipe.model_copy(update={"base": base.source, **changes}), split)


def _zero_shot(options: PlanOptions) -> list[Cell]:
    return [Cell("zero-shot", "zero-shot", options.bases[0], None, "test"), _after_sft(options, "sft", "after SFT")]


def _seen_unseen(options: PlanOptions) -> list[Cell]:
    return [
        _after_sft(options, "validation", "seen", split="validation"),
        _after_sft(options, "sft", "unseen"),
    ]


def _set_size(options: PlanOptions) -> list[Cell]:
    sizes = sorted({*(size for size in options.sizes if size < options.available), options.available})
    return [_after_sft(options, str(size), f"{size:,}", limit=options.limit(size)) for size in sizes]


def _base_size(options: PlanOptions) -> list[Cell]:
    limit = options.limit(options.compared_on)
    bases = sorted(options.bases, key=lambda base: base.parameters)
    return [_after_sft(options, base.name, base.name, base, limit=limit) for base in bases]


def _rank(options: PlanOptions) -> list[Cell]:
    """Vary the rank, alpha in proportion, so that the update's scale stays."""
    scale = options.recipe.alpha / options.recipe.rank
    limit = options.limit(options.compared_on)
    return [
        _after_sft(options, str(rank), str(rank), rank=rank, alpha=max(1, round(scale * rank)), limit=limit)
        for rank in sorted(set(options.ranks))
    ]


def _skills(options: PlanOptions) -> list[Cell]:
    return [_after_sft(options, "sft", "after SFT")]


EXPERIMENTS: dict[str, Experiment] = {
    "zero-shot": Experiment("What does SFT bring over the base as it is?", "Evaluator", _zero_shot),
    "seen-unseen": Experiment(
        "Does the evaluator judge T2I models it was not trained on as well as those it was?", "Judged on", _seen_unseen
    ),
    "set-size": Experiment("How many labelled images does SFT need?", "SFT images", _set_size),
    "base-size": Experiment("Does a larger base judge better after the same SFT?", "Base", _base_size),
    "rank": Experiment("How much does LoRA's rank matter?", "LoRA rank", _rank),
    "skills": Experiment("Which skills does the evaluator judge well, and which badly?", "Skill", _skills),
    BASELINES: Experiment(
        "Does the evaluator order T2I models more as people do than other metrics?", "Metric", _skills
    ),
    ANNOTATORS: Experiment("How well do annotators agree with each other?", "Annotators", lambda _: []),
}
"""By name, in the order in which they are done and shown."""
