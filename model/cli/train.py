"""`python -m model train`."""

import os
import sys
from typing import TYPE_CHECKING

from core.cli import EXIT_BAD_INPUT, exit_on_bad_input
from core.problems import BadInput
from model.cli.options import expand_config, show_progress
from model.training.config import SftConfig

if TYPE_CHECKING:
    from model.training.trainer import TrainingProgress


@expand_config(SftConfig)
def train(*, config: SftConfig) -> None:
    """Fine-tune a base with LoRA on labelled images; prints the adapter's folder. See docs/training.md."""
    # Only the first process of a multi-GPU run prints.
    prints = os.environ.get("RANK", "0") == "0"
    with exit_on_bad_input():
        from model.training.run import train as run

        with show_progress("Checking the data", shown=prints) as report:
            try:
                adapter = run(config, lambda at: report(at.step, at.steps, _description(at)))
            except BadInput:
                if not prints:
                    sys.exit(EXIT_BAD_INPUT)
                raise
    if prints:
        print(adapter)


def _description(progress: "TrainingProgress") -> str:
    figures = {"loss": progress.loss, "accuracy": progress.accuracy}
    known = [f"{name} {value:.3f}" for name, value in figures.items() if value is not None]
    return f"Training ({', '.join(known)})" if known else "Training"
