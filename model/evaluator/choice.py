"""Find the folders of the evaluator that the settings name, and describe it without loading it."""

from dataclasses import dataclass
from pathlib import Path

from core.settings import Settings
from model.evaluator.hub import find_folder
from model.evaluator.training_record import is_closed_world

EMBEDDED = Path(__file__).parent.parent / "embedded"
"""The evaluator that ships with the product, `base` and `adapter`, trained on the closed world."""

EMBEDDED_BASE, EMBEDDED_ADAPTER = EMBEDDED / "base", EMBEDDED / "adapter"


@dataclass(frozen=True, slots=True)
class EvaluatorFacts:
    """An evaluator's name, and whether it judges rendered scenes only."""

    name: str
    closed_world: bool


def describe_evaluator(settings: Settings) -> EvaluatorFacts:
    """Describe the evaluator that the settings name; raises `BadInput` for a broken training record."""
    embedded = settings.evaluator == "embedded"
    if embedded and not settings.adapter:
        return EvaluatorFacts("embedded closed-world evaluator", closed_world=True)
    names = [name.rstrip("/").split("/")[-1] for name in (settings.evaluator, settings.adapter) if name]
    return EvaluatorFacts(" + ".join(names), embedded or is_closed_world(Path(settings.evaluator)))


def find_base(name: str) -> Path:
    """Find the folder of a base: `embedded`, a folder here, or a hub id, which is fetched; raises `BadInput`."""
    return EMBEDDED_BASE if name == "embedded" else find_folder(name)


def find_checkpoint_folders(settings: Settings) -> tuple[Path, Path | None]:
    """Find the folders of base and adapter, and fetch those that are on the hub; raises `BadInput`.

    `embedded` stands for its own pair, unless another adapter is named.
    """
    base = find_base(settings.evaluator)
    if settings.adapter:
        return base, find_folder(settings.adapter)
    return base, EMBEDDED_ADAPTER if settings.evaluator == "embedded" else None
