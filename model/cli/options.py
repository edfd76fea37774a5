"""Options, loading and progress bars that several commands of `python -m model` share."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic.fields import FieldInfo
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from core.settings import Settings, get_settings
from model.protocol.protocol import current_protocol

# Torch takes seconds to import; commands import it only where they need it.
if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator

EvaluatorOption = Annotated[
    str | None, typer.Option("--evaluator", help="`embedded`, or a folder or hub id of a LLaVA(-NeXT) checkpoint.")
]
AdapterOption = Annotated[str | None, typer.Option("--adapter", help="A PEFT adapter to put on the evaluator.")]
RunFolderOption = Annotated[
    Path, typer.Option("--out", help="The run's folder; a run that was stopped there is resumed.")
]


def expand_config(
    config: Any,
    *,
    fixed: Mapping[str, Any] = MappingProxyType({}),
    help_texts: Mapping[str, str] = MappingProxyType({}),
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Replace a command's parameter `config` by one option for each field of a pydantic class with a description.

    An option has its field's name, type, default and bounds, and the description as help unless `help_texts` has
    another. `fixed` holds fields that are no options of the command, with their values.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        options = {
            name: _option(name, field, help_texts.get(name, field.description))
            for name, field in config.__pydantic_fields__.items()
            if field.description and name not in fixed
        }
        parameters: list[Parameter] = []
        for parameter in signature(command).parameters.values():
            parameters += options.values() if parameter.name == "config" else [parameter]

        @wraps(command)
        def run(**values: Any) -> None:
            fields = {name: values.pop(name) for name in options}
            command(**values, config=config(**fixed, **fields))

        vars(run)["__signature__"] = Signature(parameters)
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def _option(name: str, field: FieldInfo, text: str) -> Parameter:
    low, high = (_bound(field, kind) for kind in ("ge", "le"))
    names = [f"--{name.replace('_', '-')}"] if field.annotation is bool else []  # without the name a --no-... comes too
    return Parameter(
        name,
        Parameter.KEYWORD_ONLY,
        default=Parameter.empty if field.is_required() else field.default,
        annotation=Annotated[field.annotation, typer.Option(*names, help=text, min=low, max=high)],
    )


def _bound(field: FieldInfo, kind: str) -> float | None:
    return next((getattr(constraint, kind) for constraint in field.metadata if hasattr(constraint, kind)), None)


def chosen_evaluator(evaluator: str | None, adapter: str | None, protocol: str | None) -> "Evaluator":
    """Load the evaluator that the options name, or the settings where they leave it open; raises `BadInput`."""
    from model.evaluator.loading import load_evaluator

    settings = get_settings()
    options = {"evaluator": evaluator, "adapter": adapter, "protocol": protocol}
    given = {name: value for name, value in options.items() if value is not None}
    settings = Settings.model_validate(settings.model_dump() | given)
    return load_evaluator(settings, current_protocol(protocol))


def progress_bar(*, shown: bool = True) -> Progress:
    """Make a progress bar on standard error, so that standard output holds the result only."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        disable=not shown,
    )


@contextmanager
def show_progress(description: str, *, shown: bool = True) -> Iterator[Callable[..., None]]:
    """Show one bar; yields a function of the number done and, where they change, the total and the description."""
    with progress_bar(shown=shown) as bar:
        task = bar.add_task(description, total=None)

        def report(done: int, total: int | None = None, description: str | None = None) -> None:
            bar.update(task, completed=done, total=total, description=description)

        yield report
