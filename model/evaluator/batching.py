"""Run work in batches that shrink when memory runs out."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

from core.problems import OutOfMemory

log = logging.getLogger(__name__)

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batches:
    """Batches of at most `size` items on a device; a size that did not fit once is not tried again."""

    def __init__(self, size: int, device: torch.device) -> None:
        self._size, self._device = size, device

    def run(self, items: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Result]]) -> list[Result]:
        """Apply `work` batch by batch and return its results in the order of the items.

        A batch that does not fit into memory is halved until it does. Raises
        `OutOfMemory` where one item alone does not fit.
        """
        results: list[Result] = []
        while len(results) < len(items):
            batch = items[len(results) : len(results) + self._size]
            try:
                results += work(batch)
            except (torch.OutOfMemoryError, RuntimeError) as error:
                if not _is_out_of_memory(error):
                    raise
                if len(batch) == 1:
                    raise OutOfMemory("One image does not fit into memory; use a device with more.") from error
                self._size = max(1, len(batch) // 2)
                log.warning("Out of memory with %d images at once; going on with %d.", len(batch), self._size)
                _free_memory(self._device)
        return results


def _is_out_of_memory(error: RuntimeError) -> bool:
    """Recognise the exception of CUDA and MPS, and the plain RuntimeError of the CPU's allocator."""
    return isinstance(error, torch.OutOfMemoryError) or any(
        words in str(error) for words in ("out of memory", "can't allocate memory", "not enough memory")
    )


def _free_memory(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
