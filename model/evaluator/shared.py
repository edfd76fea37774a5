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
    """Import torch and all that any evaluator needs, which takes seconds; loads no weights."""
    import_module("model.evaluator.loading")


def shared_evaluator(settings: Settings) -> "Evaluator":
    """Return the evaluator of these settings under their protocol, loaded once per process; raises `BadInput`."""
    # Imported here because it imports torch: the app starts in half the time without.
    from model.evaluator.loading import load_evaluator

    with _shared_lock:
        if settings not in _shared:
            protocol = find_protocol(settings.protocol, settings.data_dir)
            _shared[settings] = load_evaluator(settings, protocol)
        return _shared[settings]
