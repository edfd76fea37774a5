"""How a network from nothing is trained: matrices inside by Muon, all else by AdamW.

Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) steps by
the orthogonalised momentum of a matrix. From scratch, on the closed world, it
learns from a third of the pictures that AdamW needs.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import torch
from torch import nn

_READ_DIRECTLY = ("embed", "lm_head", "patch_reader")
"""Parts of names: what stands at the network's ends, where rows are words or facts, is left to AdamW."""


class Optimisers:
    """Two optimisers that step as one; peaks of their learning rates are fixed, a step takes a share of them."""

    def __init__(
        self,
        named_weights: Iterable[tuple[str, nn.Parameter]],
        *,
        rate: float,
        matrix_rate: float,
        weight_decay: float,
    ) -> None:
        named = list(named_weights)
        matrices = [weight for name, weight in named if _is_inner_matrix(name, weight)]
        others = [weight for name, weight in named if not _is_inner_matrix(name, weight)]
        self._weights = [*matrices, *others]
        self._parts: list[tuple[torch.optim.Optimizer, float]] = [
            (torch.optim.Muon(matrices, lr=matrix_rate, weight_decay=0.01), matrix_rate),
            (torch.optim.AdamW(others, lr=rate, weight_decay=weight_decay, betas=(0.9, 0.98)), rate),
        ]

    def step(self, loss: torch.Tensor, share: float) -> None:
        """One step down the loss with that share (0 to 1) of the peak learning rates; gradients are clipped to norm 1.

        Weights the loss does not depend on stay as they are.
        """
        for optimiser, peak in self._parts:
            optimiser.zero_grad(set_to_none=True)
            for group in optimiser.param_groups:
                group["lr"] = peak * share
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._weights, 1.0)
        for optimiser, _ in self._parts:
            optimiser.step()

    def state_dict(self) -> list[dict[str, Any]]:
        """What a checkpoint keeps."""
        return [optimiser.state_dict() for optimiser, _ in self._parts]

    def load_state_dict(self, state: Sequence[dict[str, Any]]) -> None:
        """The counterpart of `state_dict`."""
        for (optimiser, _), own in zip(self._parts, state, strict=True):
            optimiser.load_state_dict(own)


def _is_inner_matrix(name: str, weight: nn.Parameter) -> bool:
    return weight.ndim == 2 and not any(part in name for part in _READ_DIRECTLY)
