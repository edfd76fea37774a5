"""The configuration of the closed world's CLIP's training."""

from dataclasses import dataclass

from model.closed_world.pretraining.pretraining_config import one_cycle_share


@dataclass(frozen=True)
class ClipTrainingConfig:
    """The configuration of a run.

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
        """Return the share of the peak learning rates at a step."""
        return one_cycle_share(step, self.steps, self.warmup)
