"""The configurations of the two trainings, of the closed world's base and of its CLIP.

Fields with a description are options of the commands. Both trainings have one-cycle schedules; `learning_rate` is the
peak of embeddings, norms and output layers, `matrix_learning_rate` that of the matrices inside, which Muon trains.
"""

import math
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass


@dataclass(frozen=True)
class PretrainingConfig:
    """The configuration of the base's run.

    First the vision tower alone learns from `tower_images` what each patch shows, then the whole network from the
    questions about `images` further ones; every picture is seen once. Each part has a schedule of its own. With
    `start`, widths and layers are that base's.
    """

    tower_images: int = Field(
        default=51_200, ge=0, description="Pictures the vision tower learns to see from, before any question."
    )
    images: int = Field(default=160_000, ge=1, description="Pictures to answer questions about, each once.")
    batch_size: int = Field(default=64, ge=1, description="Pictures per step.")
    learning_rate: float = Field(default=2e-3, ge=0, description="Its peak, for all but the matrices inside.")
    matrix_learning_rate: float = Field(
        default=0.02, ge=0, description="Its peak for the matrices inside, which Muon trains."
    )
    weight_decay: float = 0.05
    warmup: float = 0.04
    vision_width: int = 128
    language_width: int = 128
    layers: int = Field(default=4, ge=1, description="Layers of tower and language model.")
    seed: int = Field(default=1, description="Seed of weights and lessons.")
    precision: Literal["auto", "float32", "bfloat16"] = Field(
        default="auto",
        description="Arithmetic of forward and backward pass; `auto`: bfloat16 where the device has it.",
    )
    threads: int = Field(default=0, ge=0, description="CPU threads; 0 for all.")
    workers: int = Field(default=0, ge=0, description="Processes that draw ahead, for a GPU.")
    start: str | None = Field(
        default=None, description="Start from this base of an earlier run; give another seed, for other pictures."
    )

    @property
    def tower_steps(self) -> int:
        """Optimiser steps of the tower's part."""
        return math.ceil(self.tower_images / self.batch_size)

    @property
    def steps(self) -> int:
        """Optimiser steps of the whole run."""
        return self.tower_steps + math.ceil(self.images / self.batch_size)

    def share(self, step: int) -> float:
        """Return the share of the peak learning rates at a step; each part has a schedule of its own."""
        begin, end = (0, self.tower_steps) if step < self.tower_steps else (self.tower_steps, self.steps)
        return _one_cycle_share(step - begin, end - begin, self.warmup)


@dataclass(frozen=True)
class ClipTrainingConfig:
    """The configuration of the CLIP's run.

    With `tower`, width, layers and `side` (pixels) are that base's; without it everything is drawn by the seed.
    """

    images: int = Field(default=36_000, ge=1, description="Captioned pictures, each seen once.")
    batch_size: int = Field(default=64, ge=2, description="Pictures told apart in a step.")
    learning_rate: float = Field(default=1e-3, ge=0, description="Its peak, for all but the matrices inside.")
    matrix_learning_rate: float = Field(
        default=0.01, ge=0, description="Its peak for the matrices inside, which Muon trains."
    )
    weight_decay: float = 0.05
    warmup: float = 0.05
    width: int = Field(default=128, ge=32, description="Width of both towers, a multiple of 32.")
    layers: int = Field(default=4, ge=1, description="Layers of both towers.")
    dimensions: int = 64
    side: int = 112
    tower: str | None = Field(
        default=None,
        description="Start from the vision tower of this LLaVA base (`embedded`, a folder or a hub id).",
    )
    threads: int = Field(default=1, ge=0, description="CPU threads; 0 for all.")
    seed: int = Field(default=1, description="Seed of weights and pictures.")

    @property
    def steps(self) -> int:
        """Optimiser steps of the run; what does not fill a batch is left out."""
        return max(1, self.images // self.batch_size)

    def share(self, step: int) -> float:
        """Return the share of the peak learning rates at a step."""
        return _one_cycle_share(step, self.steps, self.warmup)


def _one_cycle_share(step: int, steps: int, warmup: float) -> float:
    """Return the share of the peak at a step: a linear rise over `warmup` of the steps, then a cosine to nothing."""
    warm = max(1, round(warmup * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))
