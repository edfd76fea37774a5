"""A small pipeline with the interface of diffusers' ones, for the script that authors download."""

from dataclasses import dataclass
from typing import Any, Self

import torch
from PIL import Image


@dataclass
class Drawn:
    images: list[Image.Image]


class DrawingPipeline:
    """Draws each prompt as noise of its generator, so that an image tells what seed it was made with."""

    calls: list[list[str]] = []
    fails_after: int | None = None
    largest_batch: int = 64

    def __init__(self, name: str, options: dict[str, Any]) -> None:
        self.name, self.options = name, options

    @classmethod
    def from_pretrained(cls, name: str, **options: Any) -> Self:
        return cls(name, options)

    def to(self, device: str) -> Self:
        return self

    def __call__(
        self, prompt: list[str], generator: list[torch.Generator], width: int = 24, height: int = 16, **_options: Any
    ) -> Drawn:
        if len(prompt) > self.largest_batch:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate much.")
        if self.fails_after is not None and len(self.calls) >= self.fails_after:
            raise KeyboardInterrupt
        self.calls.append(prompt)
        noise = [torch.randint(0, 256, (height, width, 3), generator=own, dtype=torch.uint8) for own in generator]
        return Drawn([Image.fromarray(pixels.numpy()) for pixels in noise])
