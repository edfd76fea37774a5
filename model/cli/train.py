"""`python -m model train`."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.progress import Progress as Bar
from rich.progress import TaskID

from core.cli import EXIT_BAD_INPUT, exit_on_bad_input
from core.problems import BadInput
from model.cli.options import ProtocolOption, progress_bar
from model.training.config import SftConfig

if TYPE_CHECKING:
    from model.training.trainer import TrainingProgress

DEFAULTS = SftConfig(base="", data=Path(), out=Path())


def train(
    *,
    base: Annotated[str, typer.Option(help="`embedded`, or a folder or hub id of a LLaVA(-NeXT) checkpoint.")],
    data: Annotated[Path, typer.Option(help="The data set's folder: train.json, validation.json, images.")],
    out: Annotated[Path, typer.Option(help="The run's folder; a run that was stopped there is taken up again.")],
    annotations: Annotated[
        Path | None,
        typer.Option(help="Several annotators' labels (CSV or JSON lines) instead of train.json and validation.json."),
    ] = None,
    protocol: ProtocolOption = None,
    rank: Annotated[int, typer.Option(min=1, help="LoRA's rank.")] = DEFAULTS.rank,
    alpha: Annotated[int, typer.Option(min=1, help="LoRA's alpha.")] = DEFAULTS.alpha,
    dropout: Annotated[float, typer.Option(min=0.0, max=0.99, help="LoRA's dropout.")] = DEFAULTS.dropout,
    vision: Annotated[bool, typer.Option("--vision", help="LoRA on the vision tower as well.")] = DEFAULTS.vision,
    vocabulary: Annotated[
        bool,
        typer.Option("--vocabulary", help="Train word embeddings and output layer too, for words new to the base."),
    ] = DEFAULTS.vocabulary,
    learning_rate: Annotated[float, typer.Option(min=0.0, help="Peak learning rate.")] = DEFAULTS.learning_rate,
    projector_learning_rate: Annotated[
        float, typer.Option(min=0.0, help="The same for the projector.")
    ] = DEFAULTS.projector_learning_rate,
    warmup: Annotated[
        float, typer.Option(min=0.0, max=0.99, help="Share of the steps that warm up.")
    ] = DEFAULTS.warmup,
    weight_decay: Annotated[float, typer.Option(min=0.0, help="AdamW's weight decay.")] = DEFAULTS.weight_decay,
    epochs: Annotated[float, typer.Option(min=0.01, help="How often every image is seen.")] = DEFAULTS.epochs,
    batch_size: Annotated[int, typer.Option(min=1, help="Images per forward pass and device.")] = DEFAULTS.batch_size,
    gradient_accumulation: Annotated[
        int, typer.Option(min=1, help="Forward passes per step.")
    ] = DEFAULTS.gradient_accumulation,
    gradient_checkpointing: Annotated[
        bool, typer.Option("--gradient-checkpointing", help="Less memory for more time.")
    ] = DEFAULTS.gradient_checkpointing,
    precision: Annotated[
        Literal["auto", "float32", "bfloat16"], typer.Option(help="`auto`: bfloat16 where the device has it.")
    ] = DEFAULTS.precision,
    threads: Annotated[int, typer.Option(min=0, help="CPU threads; 0 for all.")] = DEFAULTS.threads,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Of weights, order and dropout.")] = DEFAULTS.seed,
    limit: Annotated[int | None, typer.Option(min=1, help="Train on so many images only.")] = DEFAULTS.limit,
    validate_every: Annotated[int, typer.Option(min=1, help="Steps between validations.")] = DEFAULTS.validate_every,
    save_every: Annotated[int, typer.Option(min=1, help="Steps between checkpoints.")] = DEFAULTS.save_every,
    merge: Annotated[bool, typer.Option("--merge", help="Also write base and adapter as one.")] = DEFAULTS.merge,
) -> None:
    """Fine-tune a base with LoRA on labelled images; prints the adapter's folder. See docs/training.md."""
    config = SftConfig.model_validate(locals())  # the options bear the names of the fields
    # Only the first process of a multi-GPU run prints.
    prints = os.environ.get("RANK", "0") == "0"
    with exit_on_bad_input():
        from model.training.run import train as run

        with progress_bar() as bar:
            bar.disable = not prints
            try:
                adapter = run(config, _Bar(bar, bar.add_task("Checking the data", total=None)))
            except BadInput:
                if not prints:
                    sys.exit(EXIT_BAD_INPUT)
                raise
    if prints:
        print(adapter)


class _Bar:
    """Shows the progress of a run on a bar."""

    def __init__(self, bar: Bar, task: TaskID) -> None:
        self._bar, self._task = bar, task

    def __call__(self, at: "TrainingProgress") -> None:
        results = [f"loss {at.loss:.3f}"] if at.loss is not None else []
        results += [f"accuracy {at.accuracy:.3f}"] if at.accuracy is not None else []
        description = f"Training ({', '.join(results)})" if results else "Training"
        self._bar.update(self._task, completed=at.step, total=at.steps, description=description)
