"""Options, loading and progress bars that several commands of `python -m model` share."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from core.settings import Settings, get_settings
from model.protocol.protocol import Protocol, find_protocol

# Torch takes seconds to import; commands import it only where they need it.
if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
EvaluatorOption = Annotated[
    str | None, typer.Option("--evaluator", help="`embedded`, or a folder or hub id of a LLaVA(-NeXT) checkpoint.")
]
AdapterOption = Annotated[str | None, typer.Option("--adapter", help="A PEFT adapter to put on the evaluator.")]
ProtocolOption = Annotated[str | None, typer.Option("--protocol", help="A protocol's name, or a path to its file.")]


def chosen_evaluator(evaluator: str | None, adapter: str | None, protocol: str | None) -> "Evaluator":
    """Load the evaluator that the options name, or the settings where they leave it open; raises `BadInput`."""
    from model.evaluator.loading import load_evaluator

    settings = get_settings()
    options = {"evaluator": evaluator, "adapter": adapter, "protocol": protocol}
    given = {name: value for name, value in options.items() if value is not None}
    settings = Settings.model_validate(settings.model_dump() | given)
    return load_evaluator(settings, chosen_protocol(protocol))


def chosen_protocol(protocol: str | None) -> Protocol:
    """Load the protocol that the option names, or the settings without it; raises `BadInput`."""
    settings = get_settings()
    return find_protocol(protocol or settings.protocol, settings.data_dir)


def progress_bar() -> Progress:
    """Make a progress bar on standard error, so that standard output holds the result only."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
    )
