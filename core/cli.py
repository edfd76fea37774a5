"""Parts that the three command lines share: their frame, options, the exit for bad input, and JSON output."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from core.problems import BadInput

EXIT_BAD_INPUT = 2

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of text.")]
ProtocolOption = Annotated[str | None, typer.Option("--protocol", help="A protocol's name, or a path to its file.")]


def make_command_line(purpose: str) -> typer.Typer:
    """Make an empty command line, or a group of commands within one; `purpose` heads its `--help`."""
    return typer.Typer(
        help=purpose,
        context_settings={"help_option_names": ["-h", "--help"]},
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,
        add_completion=False,
    )


@contextmanager
def exit_on_bad_input() -> Iterator[None]:
    """Print the reasons of a `BadInput` on standard error, one per line, and exit with code 2."""
    try:
        yield
    except BadInput as refusal:
        for problem in refusal.problems:
            print(problem, file=sys.stderr)
        sys.exit(EXIT_BAD_INPUT)


def print_json(value: Any) -> None:
    """Print one JSON document; raises ValueError for a number that JSON cannot write."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def print_result(document: Any, text: str, *, as_json: bool) -> None:
    """Print a command's result, as JSON or as text."""
    if as_json:
        print_json(document)
    else:
        print(text)
