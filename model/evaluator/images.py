"""Prepare images as an evaluator's views, as the protocol defines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from transformers.models.llava_next.image_processing_pil_llava_next import LlavaNextImageProcessorPil

from model.protocol.schema import ImagePreparation

CLIP_MEAN = np.array((0.48145466, 0.4578275, 0.40821073), np.float32)
CLIP_DEVIATION = np.array((0.26862954, 0.26130258, 0.27577711), np.float32)
"""Per channel (RGB) of values 0 to 1, as CLIP's towers were trained (arXiv 2103.00020, released code)."""

_NORMALISED = (np.arange(256, dtype=np.float32)[:, None] / np.float32(255) - CLIP_MEAN) / CLIP_DEVIATION
"""The normalised value of every byte, per channel (256, 3): a table is faster than arithmetic on every pixel."""


@dataclass(frozen=True, slots=True)
class PreparedImage:
    """Views (n, 3, side, side), normalised float32, and the original's (height, width) in pixels."""

    views: Tensor
    size: tuple[int, int]


class ImagePreparer:
    """Prepares images for one checkpoint.

    `side` is its vision tower's image size in pixels; `grid_pinpoints` are the (height, width) grids that it may tile
    an image into, for `anyres` only.
    """

    def __init__(self, preparation: ImagePreparation, side: int, grid_pinpoints: Sequence[Sequence[int]] = ()) -> None:
        self._preparation = preparation
        self._side = side
        self._anyres = (
            LlavaNextImageProcessorPil(
                size={"shortest_edge": side},
                crop_size={"height": side, "width": side},
                image_grid_pinpoints=[list(pair) for pair in grid_pinpoints],
            )
            if preparation.mode == "anyres"
            else None
        )

    def prepare(self, image: Image.Image) -> PreparedImage:
        """Prepare one image; as in the original evaluation alpha is dropped and EXIF rotation ignored."""
        image = image.convert("RGB")
        size = (image.height, image.width)
        if self._anyres is not None:
            views = self._anyres(images=image, return_tensors="pt")["pixel_values"][0]
            return PreparedImage(views, size)
        square = pad_to_square(image, self._preparation.pad_color)
        square = square.resize((self._side, self._side), Image.Resampling.BICUBIC)
        return PreparedImage(normalise(square)[None], size)


def pad_to_square(image: Image.Image, color: tuple[int, int, int]) -> Image.Image:
    """Centre the image on a square of `color`, as wide as its longer side."""
    width, height = image.size
    if width == height:
        return image
    side = max(width, height)
    square = Image.new("RGB", (side, side), color)
    square.paste(image, ((side - width) // 2, (side - height) // 2))
    return square


def normalise(image: Image.Image) -> Tensor:
    """Convert an RGB image to (3, height, width) float32, normalised with CLIP's mean and deviation."""
    values = np.asarray(image)
    return torch.from_numpy(np.stack([_NORMALISED[:, channel][values[..., channel]] for channel in range(3)]))
