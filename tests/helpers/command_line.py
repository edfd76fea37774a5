"""Run command lines in the test's own process, since a new one takes seconds to import torch."""

import json
from typing import Any

import typer
from typer.testing import CliRunner, Result


def run_command(app: typer.Typer, *words: object, code: int | None = None) -> Result:
    """Run a command and check its exit code, if one is given; the two streams are kept apart."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert code in (None, result.exit_code), result.output
    return result


def run_json_command(app: typer.Typer, *words: object) -> Any:
    """Run a command that has to succeed with `--json` and parse what it prints."""
    return json.loads(run_command(app, *words, "--json", code=0).stdout)
