"""`python -m model experiments`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from core.cli import Json, exit_on_bad_input, print_json
from model.cli.options import expand_config, progress_bar
from model.experiments.data import has_annotator_labels
from model.experiments.plans import ANNOTATORS, COMPARED_ON, EXPERIMENTS, RANKS, SIZES
from model.experiments.publish import check_page, publish_result
from model.experiments.tables import result_markdown
from model.training.config import SftConfig

ALL = "all"


@expand_config(
    SftConfig,
    fixed={"base": "", "annotations": None, "limit": None, "merge": False},
    help_texts={
        "data": "The data set's folder: train.json, validation.json, test.json, images.",
        "out": "The folder of all runs; what is done there is not done again.",
        "rank": "LoRA's rank where it is not what varies.",
        "alpha": "LoRA's alpha at that rank.",
        "batch_size": "Images per step of a training.",
    },
)
def experiments(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"{', '.join(EXPERIMENTS)}, or {ALL}.")],
    *,
    config: SftConfig,
    base: Annotated[
        list[str] | None,
        typer.Option(
            help="`embedded` (default), or a folder or hub id; repeat it for base-size, others use the first."
        ),
    ] = None,
    size: Annotated[
        list[int] | None, typer.Option(min=1, help=f"SFT set sizes, in images; repeatable. Default: {SIZES}, and all.")
    ] = None,
    at_rank: Annotated[list[int] | None, typer.Option(min=1, help=f"LoRA ranks; repeatable. Default: {RANKS}.")] = None,
    compared_on: Annotated[
        int, typer.Option(min=1, help="SFT images where bases or ranks are compared.")
    ] = COMPARED_ON,
    every: Annotated[int, typer.Option(min=1, help="Score one prompt in so many.")] = 1,
    compared_with: Annotated[
        list[str] | None,
        typer.Option(
            "--baseline", help="A metric for `baselines`, NAME or NAME=FOLDER; repeatable. Default: closed-world-clip."
        ),
    ] = None,
    publish_to: Annotated[
        Path | None, typer.Option("--publish", help="A folder for results; its page (`<folder>.md`) shows them.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Do one of the paper's experiments, or all, on a labelled data set; prints its tables. See docs/experiments.md."""
    with exit_on_bad_input():
        from model.experiments.run import ExperimentRequest, run_experiments

        if publish_to:
            check_page(publish_to)
        order = ExperimentRequest(
            names=_names(name, config.data),
            recipe=config,
            bases=tuple(base or ("embedded",)),
            sizes=tuple(size or SIZES),
            ranks=tuple(at_rank or RANKS),
            compared_on=compared_on,
            every=every,
            **({"baselines": tuple(compared_with)} if compared_with else {}),
        )
        results = []
        with _show_tasks("Checking the data") as report:
            for result in run_experiments(order, report):
                results.append(result)
                if publish_to:
                    publish_result(result, config.out / result.experiment, publish_to)
    if as_json:
        print_json({"experiments": [result.model_dump(mode="json") for result in results]})
    else:
        for result in results:
            print(f"## {result.experiment}\n\n{result_markdown(result)}")


def _names(name: str, data: Path) -> tuple[str, ...]:
    """Return the experiments to do; `all` has the annotators' one only where the data set names annotators."""
    if name != ALL:
        return (name,)
    return tuple(each for each in EXPERIMENTS if each != ANNOTATORS or has_annotator_labels(data))


@contextmanager
def _show_tasks(description: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show one task after the other on one bar; yields a function of the task, how much is done, and the total."""
    with progress_bar() as bar:
        shown = bar.add_task(description, total=None)
        doing = ""

        def report(task: str, done: int, total: int) -> None:
            nonlocal doing
            # The loss follows a comma; only the text before it names the task.
            if task.partition(",")[0] != doing:
                doing = task.partition(",")[0]
                bar.reset(shown)
            bar.update(shown, description=task, completed=done, total=total)

        yield report
