"""`python -m leaderboard baselines`."""

from pathlib import Path
from typing import Annotated

import typer

from core.cli import Json, exit_on_bad_input, make_command_line, print_json
from leaderboard.board.baseline_file import read_scores
from leaderboard.board.baselines import load_scores
from leaderboard.store.database import get_database

baselines = make_command_line("Scores of other metrics beside the evaluator's.")


# Without it Typer takes the one command of a group for the group itself.
@baselines.callback()
def group() -> None:
    """Scores of other metrics beside the evaluator's."""


@baselines.command()
def load(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="What `python -m model baseline score` wrote, or its run's folder.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Load a baseline's scores of submitted images, all or none; boards show them from then on."""
    with exit_on_bad_input():
        loaded = load_scores(get_database(), read_scores(file))
    if as_json:
        print_json({"baseline": loaded.baseline, "t2i_models": loaded.t2i_models, "generations": loaded.generations})
    else:
        print(f"{loaded.baseline}: scores of {loaded.generations} images of {loaded.t2i_models} T2I models.")
