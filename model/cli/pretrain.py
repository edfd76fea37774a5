"""`python -m model pretrain`."""

from dataclasses import replace
from typing import Annotated

import typer

from core.cli import exit_on_bad_input
from core.problems import BadInput
from model.cli.options import RunFolderOption, expand_config, show_progress
from model.closed_world.pretraining.config import PretrainingConfig
from model.closed_world.protocol import closed_world_protocol


@expand_config(PretrainingConfig)
def pretrain(
    *,
    out: RunFolderOption,
    config: PretrainingConfig,
    width: Annotated[
        int, typer.Option(min=32, help="Width of tower and language model, a multiple of 32.")
    ] = PretrainingConfig.vision_width,
) -> None:
    """Pretrain a small LLaVA-NeXT on plain questions about the closed world; prints the finished base's folder."""
    from model.closed_world.pretraining.pretraining import Pretraining

    with exit_on_bad_input():
        if width % 32:
            raise BadInput.one("width", "--width", "Is not a multiple of 32.")
        config = replace(config, vision_width=width, language_width=width)
        trainer = Pretraining(closed_world_protocol(), config, out)
    with show_progress("Training") as report:
        report(trainer.step, config.steps)
        target = trainer.run(lambda step, loss: report(step, config.steps, f"Training (loss {loss:.3f})"))
    print(target)
