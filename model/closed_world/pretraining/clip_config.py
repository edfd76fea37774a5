"""What a training of the closed world's CLIP is asked for."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class ClipTrainingConfig:
    """What a run is asked for.

    Each of `images` pictures is seen once, `batch_size` of them told apart in
    a step. One-cycle schedule; `learning_rate` is the peak of embeddings and
    norms, `matrix_learning_rate` that of the matrices inside, which Muon
    trains. `tower`: `embedded`, or the folder or hub id of a LLaVA base whose
    vision tower the image side starts from; width, layers and `side` (pixels) are
    then that tower's. Without it everything is drawn by the seed.
    """

    images: int = 36_000
    batch_size: int = 64
    learning_rate: float = 1e-3
    matrix_learning_rate: float = 0.01
    weight_decay: float = 0.05
    warmup: float = 0.05
    width: int = 128
    layers: int = 4
    dimensions: int = 64
    side: int = 112
    tower: str | None = None
    threads: int = 1
    seed: int = 1

    @property
    def steps(self) -> int:
        """Optimiser steps of the run; what does not fill a batch is left out."""
        return max(1, self.images // self.batch_size)

    def share(self, step: int) -> float:
        """Share of the peak learning rates at a step: a linear warm-up, then a cosine down to nothing."""
        warm = max(1, round(self.warmup * self.steps))
        if step < warm:
            return (step + 1) / warm
        return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, self.steps - warm)))
