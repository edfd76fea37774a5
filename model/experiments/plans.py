"""The experiments: the question each answers, and the cells it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

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

    `recipe` is the SFT that an experiment varies one thing of; its base is the
    first of `bases`. `compared_on` images are trained on where bases or ranks
    are compared; `available` is how many there are.
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


def _sft(options: PlanOptions, split: str = "test", label: str = "after SFT") -> Cell:
    """Make the cell of the base after SFT on all images."""
    return Cell("sft" if split == "test" else split, label, options.bases[0], options.recipe, split)


def _zero_shot(options: PlanOptions) -> list[Cell]:
    return [Cell("zero-shot", "zero-shot", options.bases[0], None, "test"), _sft(options)]


def _seen_unseen(options: PlanOptions) -> list[Cell]:
    return [_sft(options, "validation", "seen"), _sft(options, "test", "unseen")]


def _set_size(options: PlanOptions) -> list[Cell]:
    sizes = sorted({*(size for size in options.sizes if size < options.available), options.available})
    return [
        Cell(
            str(size),
            f"{size:,}",
            options.bases[0],
            options.recipe.model_copy(update={"limit": options.limit(size)}),
            "test",
        )
        for size in sizes
    ]


def _base_size(options: PlanOptions) -> list[Cell]:
    return [
        Cell(
            base.name,
            base.name,
            base,
            options.recipe.model_copy(update={"base": base.source, "limit": options.limit(options.compared_on)}),
            "test",
        )
        for base in sorted(options.bases, key=lambda base: base.parameters)
    ]


def _rank(options: PlanOptions) -> list[Cell]:
    """Vary the rank, alpha in proportion, so that the update's scale stays."""
    recipe = options.recipe
    scale = recipe.alpha / recipe.rank
    return [
        Cell(
            str(rank),
            str(rank),
            options.bases[0],
            recipe.model_copy(
                update={
                    "rank": rank,
                    "alpha": max(1, round(scale * rank)),
                    "limit": options.limit(options.compared_on),
                }
            ),
            "test",
        )
        for rank in sorted(set(options.ranks))
    ]


def _skills(options: PlanOptions) -> list[Cell]:
    return [_sft(options)]


def _none(options: PlanOptions) -> list[Cell]:
    return []


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
    ANNOTATORS: Experiment("How well do annotators agree with each other?", "Annotators", _none),
}
"""By name, in the order in which they are done and shown."""
