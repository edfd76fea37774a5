"""`python -m model pretrain`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from core.cli import exit_on_bad_input
from core.problems import BadInput
from model.cli.options import progress_bar
from model.closed_world.pretraining.pretraining_config import PretrainingConfig
from model.closed_world.protocol import closed_world_protocol

DEFAULTS = PretrainingConfig()


def pretrain(
    *,
    out: Annotated[Path, typer.Option(help="The run's folder; a run that was stopped there is taken up again.")],
    tower_images: Annotated[
        int, typer.Option(min=0, help="Pictures the vision tower learns to see from, before any question.")
    ] = DEFAULTS.tower_images,
    images: Annotated[
        int, typer.Option(min=1, help="Pictures to answer questions about, each once.")
    ] = DEFAULTS.images,
    batch_size: Annotated[int, typer.Option(min=1, help="Pictures per step.")] = DEFAULTS.batch_size,
    learning_rate: Annotated[
        float, typer.Option(min=0.0, help="Its peak, for all but the matrices inside.")
    ] = DEFAULTS.learning_rate,
    matrix_learning_rate: Annotated[
        float, typer.Option(min=0.0, help="Its peak for the matrices inside, which Muon trains.")
    ] = DEFAULTS.matrix_learning_rate,
    layers: Annotated[int, typer.Option(min=1, help="Layers of tower and language model.")] = DEFAULTS.layers,
    width: Annotated[int, typer.Option(min=32, help="Width of both, a multiple of 32.")] = DEFAULTS.vision_width,
    precision: Annotated[
        Literal["auto", "float32", "bfloat16"],
        typer.Option(help="Arithmetic of forward and backward pass; `auto`: bfloat16 where the device has it."),
    ] = DEFAULTS.precision,
    threads: Annotated[int, typer.Option(min=0, help="CPU threads; 0 for all.")] = DEFAULTS.threads,
    workers: Annotated[int, typer.Option(min=0, help="Processes that draw ahead, for a GPU.")] = DEFAULTS.workers,
    start: Annotated[
        Path | None, typer.Option(help="Start from this base of an earlier run; give another seed, for other pictures.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of weights and lessons.")] = DEFAULTS.seed,
) -> None:
    """Pretrain a small LLaVA-NeXT on plain questions about the closed world; prints the finished base's folder."""
    from model.closed_world.pretraining.pretraining import Pretraining

    with exit_on_bad_input():
        if width % 32:
            raise BadInput.one("width", "--width", "Is not a multiple of 32.")
        config = PretrainingConfig(
            tower_images=tower_images,
            images=images,
            batch_size=batch_size,
            learning_rate=learning_rate,
            matrix_learning_rate=matrix_learning_rate,
            vision_width=width,
            language_width=width,
            layers=layers,
            precision=precision,
            threads=threads,
            workers=workers,
            start=str(start) if start else None,
            seed=seed,
        )
        trainer = Pretraining(closed_world_protocol(), config, out)
    with progress_bar() as bar:
        task = bar.add_task("Training", total=config.steps, completed=trainer.step)
        target = trainer.run(
            lambda step, loss: bar.update(task, completed=step, description=f"Training (loss {loss:.3f})")
        )
    print(target)
