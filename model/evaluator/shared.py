"""Share one evaluator among all requests of a process, and import torch only when it is first needed."""

import threading
from importlib import import_module
from typing import TYPE_CHECKING

from core.settings import Settings
from model.protocol.protocol import find_protocol

if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator

_shared_lock = threading.Lock()
_shared: dict[Settings, "Evaluator"] = {}


def preload_torch() -> None:
    """Load what any evaluator needs, torch before all: seconds that nobody has to wait for later. No weights yet."""
    import_module("model.evaluator.loading")


def shared_evaluator(settings: Settings) -> "Evaluator":
    """The evaluator of these settings under their protocol, loaded once per process however many ask at once.

    Raises `BadInput` where it cannot be had.
    """
    # Here, because it brings torch along: an app that nobody asks for a score starts in half the time without.
    from model.evaluator.loading import load_evaluator

    with _shared_lock:
        if settings not in _shared:
            protocol = find_protocol(settings.protocol, settings.data_dir)
            _shared[settings] = load_evaluator(settings, protocol)
        return _shared[settings]
