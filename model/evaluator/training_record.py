"""Read the record that `model pretrain` and `model train` write beside a checkpoint."""

import json
from pathlib import Path
from typing import Any

from core.problems import BadInput

TRAINING_RECORD = "training_record.json"

CLOSED_WORLD_MARK = "closed_world"
"""Entry of the record: whether the evaluator has seen rendered scenes only."""


def read_training_record(folder: Path) -> dict[str, Any] | None:
    """Read the record beside a checkpoint, None where there is none; raises `BadInput` where it is broken."""
    path = folder / TRAINING_RECORD
    if not path.is_file():
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput.one("broken_record", str(path), f"Is no training record: {error}.") from error
    if not isinstance(record, dict):
        raise BadInput.one("broken_record", str(path), "Is no training record: not a JSON object.")
    return record


def is_closed_world(base: Path) -> bool:
    """Check whether a checkpoint has seen rendered scenes only, by its training record; raises `BadInput`."""
    record = read_training_record(base)
    return bool(record and record.get(CLOSED_WORLD_MARK))
