"""The record beside a checkpoint of ours that tells how it came to be."""

import json
from pathlib import Path

from core.problems import BadInput

TRAINING_RECORD = "training_record.json"
"""Written beside a checkpoint that `model pretrain` or `model train` made: how it came to be."""

CLOSED_WORLD_MARK = "closed_world"
"""Its entry that tells whether the evaluator has seen rendered scenes only."""


def is_closed_world(base: Path) -> bool:
    """Whether the checkpoint's training record says that it has seen rendered scenes only; raises `BadInput`."""
    path = base / TRAINING_RECORD
    if not path.is_file():
        return False
    try:
        return bool(json.loads(path.read_text(encoding="utf-8")).get(CLOSED_WORLD_MARK))
    except (ValueError, AttributeError) as error:
        raise BadInput.one("broken_record", str(path), f"Is no training record: {error}.") from error
