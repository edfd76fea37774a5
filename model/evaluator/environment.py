"""Choose the device of a run, and describe the machine for the run's record."""

import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

import torch
import transformers

from core.problems import BadInput


def pick_device(name: str) -> torch.device:
    """Choose a device: for `auto` CUDA where there is one, then Apple's MPS, then the CPU; raises `BadInput`."""
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise BadInput.one("no_device", name, "Is not a device; use auto, cpu, cuda, cuda:1 or mps.") from None
    available = {"cpu": 1, "cuda": torch.cuda.device_count(), "mps": int(torch.backends.mps.is_available())}
    if (device.index or 0) >= available.get(device.type, 0):
        raise BadInput.one("no_device", name, "Is not available on this machine; use auto or cpu.")
    return device


def has_bfloat16(device: torch.device) -> bool:
    """Tell whether the device calculates in bfloat16; many CPUs only emulate it, hundreds of times slower."""
    if device.type == "cpu":
        capabilities = torch.cpu.get_capabilities()
        return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
    return device.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)


def describe_environment(device: torch.device) -> dict[str, Any]:
    """Return library versions, processor or GPU, and the git revision where there is one."""
    try:
        revision = subprocess.run(
            [shutil.which("git") or "git", "rev-parse", "HEAD"],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parent,
        ).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        revision = "unknown"
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
        "device": torch.cuda.get_device_name(device) if device.type == "cuda" else f"cpu ({platform.machine()})",
        "threads": torch.get_num_threads(),
        "revision": revision,
    }
