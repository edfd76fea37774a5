"""The command line of the evaluator: `python -m model --help`."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from model.cli import command_line, print_json, refusals
from model.cli_convert import convert_command
from model.cli_exam import exam_command
from model.cli_experiments import experiments
from model.cli_options import Json
from model.cli_pretrain import pretrain
from model.cli_score import score_command
from model.cli_train import train
from model.cli_world import world
from model.protocol import available_protocols, find_protocol
from model.settings import get_settings
from model.skills import SKILLS

app = command_line("The evaluator: score images, convert, examine and train evaluators, draw the closed world.")
protocols = command_line("Protocols: what is asked of which image.")
app.command("score")(score_command)
app.command("convert")(convert_command)
app.command("exam")(exam_command)
app.command()(pretrain)
app.command()(train)
app.command()(experiments)
app.add_typer(world, name="world")
app.add_typer(protocols, name="protocol")


@app.command()
def skills(*, as_json: Json = False) -> None:
    """List the eleven skills with their options."""
    if as_json:
        print_json({"skills": [asdict(skill) for skill in SKILLS]})
        return
    table = Table("Skill", "Options", "Meaning")
    for skill in SKILLS:
        table.add_row(skill.key, " ".join(map(str, skill.options)), skill.meaning)
    Console().print(table)


@protocols.command("list")
def protocol_list(*, as_json: Json = False) -> None:
    """List the protocols that can be used by name."""
    with refusals():
        names = sorted(available_protocols(get_settings().data_dir))
    if as_json:
        print_json({"protocols": names})
    else:
        print("\n".join(names))


@protocols.command("validate")
def protocol_validate(path: Annotated[Path, typer.Argument(help="A protocol file (JSON).")]) -> None:
    """Check a protocol file; every problem is named."""
    with refusals():
        protocol = find_protocol(str(path), get_settings().data_dir)
    print(f"{protocol.name}: {len(protocol.prompts)} prompts, digest {protocol.digest}")


if __name__ == "__main__":
    app()
