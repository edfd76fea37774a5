"""RGB images as the square views that baselines' towers take: (3, side, side), float32, normalised as CLIP's."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn.functional import interpolate, pad
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from core.problems import BadInput
from model.evaluator.images import CLIP_DEVIATION, CLIP_MEAN, normalise, pad_to_square
from model.protocol.schema import ImagePreparation

View = Callable[[Image.Image, int], Tensor]
"""From an RGB image and a side in pixels to a view."""


def crop_centre(image: Image.Image, side: int) -> Tensor:
    """Resize the shorter side to `side` (bicubic) and cut out the centre: CLIP's own preparation."""
    processor = CLIPImageProcessorPil(size={"shortest_edge": side}, crop_size={"height": side, "width": side})
    view: Tensor = processor(images=image, return_tensors="pt")["pixel_values"][0]
    return view


def fit_on_black(image: Image.Image, side: int) -> Tensor:
    """Resize the longer side to `side` and put the image on black: HPSv2's preparation.

    It is resized as numbers from 0 to 1, not as bytes (bicubic, antialiased), as HPSv2's code does.
    """
    values = torch.from_numpy(np.asarray(image, dtype=np.float32).transpose(2, 0, 1) / np.float32(255))[None]
    scale = side / max(image.size)
    height, width = round(image.height * scale), round(image.width * scale)
    if (height, width) != (image.height, image.width):
        values = interpolate(values, (height, width), mode="bicubic", antialias=True, align_corners=False)
    left, top = (side - width) // 2, (side - height) // 2
    values = pad(values, (left, side - width - left, top, side - height - top))[0]
    mean, deviation = (torch.from_numpy(channels)[:, None, None] for channels in (CLIP_MEAN, CLIP_DEVIATION))
    return (values - mean) / deviation


def fit_on_mean_colour(image: Image.Image, side: int) -> Tensor:
    """Put the image on a square of CLIP's mean colour and resize it (bicubic), as LLaVA and CLIP-FlanT5 do."""
    square = pad_to_square(image, ImagePreparation(mode="pad").pad_color)
    return normalise(square.resize((side, side), Image.Resampling.BICUBIC))


def stack_views(images: Sequence[Image.Image], view: View, side: object, like: Tensor) -> Tensor:
    """Prepare images as (images, 3, side, side), on the device and in the precision of `like`.

    `side` is what a tower's configuration says; raises `BadInput` where that is no single number.
    """
    if not isinstance(side, int):
        raise BadInput.one("vision_tower", "image_size", f"Is {side!r}; towers with square views only.")
    return torch.stack([view(image, side) for image in images]).to(like.device, like.dtype)
