"""Load the evaluator that the settings name."""

import torch

from core.settings import Settings
from model.evaluator.checkpoints import load_checkpoint
from model.evaluator.choice import describe_evaluator, find_checkpoint_folders
from model.evaluator.environment import pick_device
from model.evaluator.evaluator import Evaluator
from model.protocol.protocol import Protocol

_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def load_evaluator(settings: Settings, protocol: Protocol) -> Evaluator:
    """Load the evaluator that the settings name, under that protocol; raises `BadInput`."""
    base, adapter = find_checkpoint_folders(settings)
    device = pick_device(settings.device)
    checkpoint = load_checkpoint(base, adapter, device, _DTYPES[_dtype(settings, device)])
    return Evaluator(checkpoint, protocol, name=describe_evaluator(settings).name, batch_size=settings.batch_size)


def _dtype(settings: Settings, device: torch.device) -> str:
    """Resolve `auto`: bfloat16 on CUDA, else float32.

    The embedded evaluator is small enough for float32 everywhere, so that it is the same evaluator, with the same
    exam, on every machine.
    """
    if settings.dtype != "auto":
        return settings.dtype
    return "bfloat16" if device.type == "cuda" and settings.evaluator != "embedded" else "float32"
