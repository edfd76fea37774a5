"""The command line of the evaluator: `python -m model --help`."""

from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from core.cli import Json, make_command_line, print_json
from model.cli.baselines import baseline
from model.cli.convert import convert_command
from model.cli.dataset import dataset
from model.cli.exam import exam_command
from model.cli.experiments import experiments
from model.cli.pretrain import pretrain
from model.cli.protocol import protocols
from model.cli.score import score_command
from model.cli.train import train
from model.cli.world import world
from model.protocol.skills import SKILLS

app = make_command_line("The evaluator: score images, convert, examine and train evaluators, draw the closed world.")
app.command("score")(score_command)
app.command("convert")(convert_command)
app.command("exam")(exam_command)
app.command()(pretrain)
app.command()(train)
app.command()(experiments)
app.add_typer(baseline, name="baseline")
app.add_typer(dataset, name="dataset")
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


if __name__ == "__main__":
    app()
