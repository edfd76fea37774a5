"""What a training run is asked for."""

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class PretrainingConfig:
    """What a run is asked for.

    `images` are seen once each; `learning_rate` is the peak of a one-cycle
    schedule. `start` is the folder of an earlier run's base, whose weights it
    starts from instead of drawn ones; widths and layers are then that base's.
    `workers` processes draw lessons ahead; with none they are drawn in between.
    """

    images: int = 150_000
    batch_size: int = 24
    learning_rate: float = 8e-4
    weight_decay: float = 0.05
    warmup: float = 0.04
    vision_width: int = 128
    language_width: int = 128
    layers: int = 4
    seed: int = 1
    precision: Literal["float32", "bfloat16"] = "bfloat16"
    threads: int = 0
    workers: int = 0
    start: str | None = None

    @property
    def steps(self) -> int:
        """Optimiser steps of the whole run."""
        return math.ceil(self.images / self.batch_size)

    def rate(self, step: int) -> float:
        """Learning rate at a step: linear warm-up, then a cosine down to nothing."""
        warm = max(1, round(self.warmup * self.steps))
        if step < warm:
            return self.learning_rate * (step + 1) / warm
        share = (step - warm) / max(1, self.steps - warm)
        return self.learning_rate * 0.5 * (1 + math.cos(math.pi * share))
