"""Optimisers for a network with drawn weights: Muon for matrices inside, AdamW for all else.

Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/) steps by the orthogonalised momentum of a matrix.
From scratch, on the closed world, it learns from a third of the pictures that AdamW needs. PyTorch's own Muon works in
bfloat16 whatever the weights are, which a CPU without such arithmetic emulates, hundreds of times slower; ours works in
the weights' precision.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import Any, cast

import torch
from torch import Tensor, nn

_READ_DIRECTLY = ("embed", "lm_head", "patch_reader")
"""Parts of names: what stands at the network's ends, where rows are words or facts, is left to AdamW."""

_QUINTIC = (3.4445, -4.7750, 2.0315)
"""Coefficients of the Newton-Schulz step, chosen by Jordan to lift small singular values fastest."""


class Muon(torch.optim.Optimizer):
    """Steps by the orthogonalised Nesterov momentum of matrices (rows, columns).

    The step of a tall matrix is longer by the root of rows / columns, as in the source above.
    """

    def __init__(
        self, matrices: Iterable[nn.Parameter], lr: float, weight_decay: float = 0.01, momentum: float = 0.95
    ) -> None:
        super().__init__(matrices, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> Any:
        """One step for every matrix that has a gradient; returns the loss where a closure gives it."""
        with torch.enable_grad():
            loss = closure() if closure else None
        for group in self.param_groups:
            moved = [weight for weight in group["params"] if weight.grad is not None]
            # Matrices of one shape together: on a GPU each small product costs as much as all of them.
            for shape, alike in groupby(
                sorted(moved, key=lambda weight: weight.shape), key=lambda weight: weight.shape
            ):
                self._step_alike(list(alike), shape, group)
        return loss

    def _step_alike(self, weights: list[nn.Parameter], shape: tuple[int, ...], group: dict[str, Any]) -> None:
        towards = []
        for weight in weights:
            mean = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
            gradient = cast(Tensor, weight.grad)
            mean.lerp_(gradient, 1 - group["momentum"])
            towards.append(gradient.lerp(mean, group["momentum"]))
        longer = math.sqrt(max(1.0, shape[0] / shape[1]))
        for weight, direction in zip(weights, orthogonalise(torch.stack(towards)), strict=True):
            weight.mul_(1 - group["lr"] * group["weight_decay"]).add_(direction, alpha=-group["lr"] * longer)


def orthogonalise(matrices: Tensor, steps: int = 5) -> Tensor:
    """Matrices (n, rows, columns) with the same singular vectors, their singular values brought near 1 (0.5 to 1.5).

    Newton-Schulz iteration, see the module's source.
    """
    a, b, c = _QUINTIC
    tall = matrices.shape[1] > matrices.shape[2]
    wide = matrices.mT if tall else matrices
    wide = wide / wide.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    for _ in range(steps):
        gram = wide @ wide.mT
        wide = torch.baddbmm(wide, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), wide, beta=a)
    return wide.mT if tall else wide


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
            (Muon(matrices, lr=matrix_rate), matrix_rate),
            (torch.optim.AdamW(others, lr=rate, weight_decay=weight_decay, betas=(0.9, 0.98)), rate),
        ]

    def step(self, loss: Tensor, share: float) -> None:
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
        """Return the state of both, for checkpoints."""
        return [optimiser.state_dict() for optimiser, _ in self._parts]

    def load_state_dict(self, state: Sequence[dict[str, Any]]) -> None:
        """Take a state back that `state_dict` returned."""
        for (optimiser, _), optimiser_state in zip(self._parts, state, strict=True):
            optimiser.load_state_dict(optimiser_state)


def _is_inner_matrix(name: str, weight: nn.Parameter) -> bool:
    return weight.ndim == 2 and not any(part in name for part in _READ_DIRECTLY)
