"""What the three command lines share: how a refused input is told, and how JSON is printed."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from core.problems import BadInput

CONTEXT = {"help_option_names": ["-h", "--help"]}
"""Settings that every command line and every group in one shares."""

EXIT_BAD_INPUT = 2


def command_line(purpose: str) -> typer.Typer:
    """An empty command line of ours, or a group of commands in one; `purpose` heads its `--help`."""
    return typer.Typer(
        help=purpose,
        context_settings=CONTEXT,
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,
        add_completion=False,
    )


@contextmanager
def refusals() -> Iterator[None]:
    """Turn `BadInput` into its reasons on standard error, one per line, and exit code 2."""
    try:
        yield
    except BadInput as refusal:
        for problem in refusal.problems:
            print(problem, file=sys.stderr)
        sys.exit(EXIT_BAD_INPUT)


def print_json(value: Any) -> None:
    """Print one JSON document; a number that JSON cannot write is a programmer's error."""
    print(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))
