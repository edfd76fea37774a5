"""The command line of the evaluator: `python -m model --help`."""

from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from model.cli import command_line, print_json
from model.cli_baselines import baseline
from model.cli_convert import convert_command
from model.cli_dataset import dataset
from model.cli_exam import exam_command
from model.cli_experiments import experiments
from model.cli_options import Json
from model.cli_pretrain import pretrain
from model.cli_protocol import protocols
from model.cli_score import score_command
from model.cli_train import train
from model.cli_world import world
from model.skills import SKILLS

app = command_line("The evaluator: score images, convert, examine and train evaluators, draw the closed world.")
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
