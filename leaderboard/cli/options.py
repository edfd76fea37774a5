"""Options shared by several commands of `python -m leaderboard`."""

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
ProtocolOption = Annotated[str | None, typer.Option("--protocol", help="A protocol's name, or a path to its file.")]
