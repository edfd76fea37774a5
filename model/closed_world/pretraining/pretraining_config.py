"""The configuration of pretraining, and the schedule of learning rates."""

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class PretrainingConfig:
    """The configuration of a run.

    First the vision tower alone learns from `tower_images` what each patch
    shows, then the whole network from the questions about `images` further
    ones; every picture is seen once. Each part has a one-cycle schedule of its
    own. `learning_rate` is the peak of embeddings, norms and output layers,
    `matrix_learning_rate` that of the matrices inside, which Muon trains.
    `start` is the folder of an earlier run's base, whose weights it starts
    from instead of drawn ones; widths and layers are then that base's.
    `precision` `auto`: bfloat16 where the device has it. `workers` processes
    draw lessons ahead; with none they are drawn in between.
    """

    tower_images: int = 51_200
    images: int = 160_000
    batch_size: int = 64
    learning_rate: float = 2e-3
    matrix_learning_rate: float = 0.02
    weight_decay: float = 0.05
    warmup: float = 0.04
    vision_width: int = 128
    language_width: int = 128
    layers: int = 4
    seed: int = 1
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    threads: int = 0
    workers: int = 0
    start: str | None = None

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
        return one_cycle_share(step - begin, end - begin, self.warmup)


def one_cycle_share(step: int, steps: int, warmup: float) -> float:
    """Return the share of the peak at a step: a linear rise over `warmup` of the steps, then a cosine to nothing."""
    warm = max(1, round(warmup * steps))
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))
