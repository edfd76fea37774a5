"""`python -m model convert`."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from core.cli import Json, exit_on_bad_input, print_json
from model.cli.options import show_progress


def convert_command(
    source: Annotated[str, typer.Argument(metavar="SRC", help="A folder or hub id of a checkpoint in the layout.")],
    target: Annotated[Path, typer.Argument(metavar="DST", help="A new folder for the result.")],
    *,
    as_json: Json = False,
) -> None:
    """Turn a checkpoint in the original LLaVA layout into a standard transformers folder.

    Needs memory for about one file of weights. Unknown and missing weights are refused; `conversion.json` records the
    digests of both sides.
    """
    from model.evaluator.hub import find_folder
    from model.evaluator.original.convert import convert_checkpoint

    with exit_on_bad_input(), show_progress("Bytes") as report:
        conversion = convert_checkpoint(find_folder(source), target, progress=report)
    if as_json:
        print_json(asdict(conversion))
        return
    print(f"{conversion.weights} weights in {target}, digest {conversion.digest}")
    for reason, count in sorted(Counter(conversion.ignored.values()).items()):
        print(f"{count} left out: {reason}")
