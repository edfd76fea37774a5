"""Work done in batches that shrink when memory ends."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

from core.problems import OutOfMemory

log = logging.getLogger(__name__)

Item = TypeVar("Item")
Found = TypeVar("Found")


class Batches:
    """At most `size` items at a time on a device; what did not fit once is not tried again."""

    def __init__(self, size: int, device: torch.device) -> None:
        self._size, self._device = size, device

    def run(self, items: Sequence[Item], work: Callable[[Sequence[Item]], Sequence[Found]]) -> list[Found]:
        """What `work` finds for the items, in their order, batch by batch.

        A batch that does not fit into memory is halved until it does. Raises
        `OutOfMemory` where one item alone does not fit.
        """
        found: list[Found] = []
        while len(found) < len(items):
            batch = items[len(found) : len(found) + self._size]
            try:
                found += work(batch)
            except (torch.OutOfMemoryError, RuntimeError) as error:
                if not _is_out_of_memory(error):
                    raise
                if len(batch) == 1:
                    raise OutOfMemory("One image does not fit into memory; use a device with more.") from error
                self._size = max(1, len(batch) // 2)
                log.warning("Out of memory with %d images at once; going on with %d.", len(batch), self._size)
                _free_memory(self._device)
        return found


def _is_out_of_memory(error: RuntimeError) -> bool:
    """CUDA and MPS have their own exception; the CPU's allocator raises a plain RuntimeError."""
    return isinstance(error, torch.OutOfMemoryError) or any(
        words in str(error) for words in ("out of memory", "can't allocate memory", "not enough memory")
    )


def _free_memory(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()
