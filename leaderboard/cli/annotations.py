"""`python -m leaderboard annotations`: labels that people give to single images."""

from pathlib import Path
from typing import Annotated

import typer

from core.cli import Json, ProtocolOption, exit_on_bad_input, make_command_line, print_json
from leaderboard.exchange.annotation_files import load_annotations
from leaderboard.store.database import get_database
from model.protocol.protocol import current_protocol

annotations = make_command_line("Annotations: labels that people give to single images.")


@annotations.command("load")
def annotations_load(
    file: Annotated[Path, typer.Argument(help="Annotation records (JSON lines), as `model dataset import` writes.")],
    *,
    source: Annotated[str, typer.Option(help="The annotators, in words shown to visitors.")],
    protocol: ProtocolOption = None,
    skip_unknown: Annotated[
        bool, typer.Option("--skip-unknown", help="Leave out labels of T2I models and images that are not here.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Load labels of submitted images; their T2I models get the reference scores that follow from them.

    Earlier labels of the same source for the same T2I models are replaced. See docs/dataset.md.
    """
    with exit_on_bad_input():
        under = current_protocol(protocol)
        loaded = load_annotations(get_database(), file, under, source, skip_unknown=skip_unknown)
    if as_json:
        print_json({"labels": loaded.labels, "left_out": loaded.left_out, "source": source, "protocol": under.digest})
        return
    for name, count in loaded.labels.items():
        print(f"{name}: {count:,} labels")
    for code, count in loaded.left_out.items():
        print(f"Left out, {code}: {count:,} labels")
