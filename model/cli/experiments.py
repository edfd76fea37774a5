"""`python -m model experiments`."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import Progress, TaskID

from core.cli import exit_on_bad_input, print_json
from model.cli.options import Json, ProtocolOption, progress_bar
from model.experiments.data import has_annotator_labels
from model.experiments.plans import ANNOTATORS, COMPARED_ON, EXPERIMENTS, RANKS, SIZES
from model.experiments.publish import check_page, publish_result
from model.experiments.tables import result_markdown
from model.training.config import SftConfig

ALL = "all"

DEFAULTS = SftConfig(base="", data=Path(), out=Path())


def experiments(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"{', '.join(EXPERIMENTS)}, or {ALL}.")],
    *,
    data: Annotated[Path, typer.Option(help="The data set's folder: train.json, validation.json, test.json, images.")],
    out: Annotated[Path, typer.Option(help="The folder of all runs; what is done there is not done again.")],
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
    protocol: ProtocolOption = None,
    rank: Annotated[int, typer.Option(min=1, help="LoRA's rank where it is not what varies.")] = DEFAULTS.rank,
    alpha: Annotated[int, typer.Option(min=1, help="LoRA's alpha at that rank.")] = DEFAULTS.alpha,
    dropout: Annotated[float, typer.Option(min=0.0, max=0.99, help="LoRA's dropout.")] = DEFAULTS.dropout,
    vision: Annotated[bool, typer.Option("--vision", help="LoRA on the vision tower as well.")] = DEFAULTS.vision,
    vocabulary: Annotated[
        bool,
        typer.Option("--vocabulary", help="Train word embeddings and output layer too, for words new to the base."),
    ] = DEFAULTS.vocabulary,
    learning_rate: Annotated[float, typer.Option(min=0.0, help="Peak learning rate.")] = DEFAULTS.learning_rate,
    projector_learning_rate: Annotated[
        float, typer.Option(min=0.0, help="The same for the projector.")
    ] = DEFAULTS.projector_learning_rate,
    warmup: Annotated[
        float, typer.Option(min=0.0, max=0.99, help="Share of the steps that warm up.")
    ] = DEFAULTS.warmup,
    weight_decay: Annotated[float, typer.Option(min=0.0, help="AdamW's weight decay.")] = DEFAULTS.weight_decay,
    epochs: Annotated[float, typer.Option(min=0.01, help="How often every image is seen.")] = DEFAULTS.epochs,
    batch_size: Annotated[int, typer.Option(min=1, help="Images per step of a training.")] = DEFAULTS.batch_size,
    gradient_accumulation: Annotated[
        int, typer.Option(min=1, help="Forward passes per step.")
    ] = DEFAULTS.gradient_accumulation,
    gradient_checkpointing: Annotated[
        bool, typer.Option("--gradient-checkpointing", help="Less memory for more time.")
    ] = DEFAULTS.gradient_checkpointing,
    precision: Annotated[
        Literal["auto", "float32", "bfloat16"], typer.Option(help="Of training. `auto`: bfloat16 where it is had.")
    ] = DEFAULTS.precision,
    threads: Annotated[int, typer.Option(min=0, help="CPU threads; 0 for all.")] = DEFAULTS.threads,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Of weights, order and dropout.")] = DEFAULTS.seed,
    validate_every: Annotated[
        int, typer.Option(min=1, help="Steps between validations of a training.")
    ] = DEFAULTS.validate_every,
    save_every: Annotated[int, typer.Option(min=1, help="Steps between its checkpoints.")] = DEFAULTS.save_every,
    as_json: Json = False,
) -> None:
    """Do one of the paper's experiments, or all, on a labelled data set; prints its tables. See docs/experiments.md."""
    given = locals()
    recipe = SftConfig.model_validate(
        {"base": ""} | {field: given[field] for field in SftConfig.model_fields if field in given and field != "base"}
    )
    with exit_on_bad_input():
        from model.experiments.run import ExperimentRequest, run_experiments

        if publish_to:
            check_page(publish_to)
        order = ExperimentRequest(
            names=_names(name, data),
            recipe=recipe,
            bases=tuple(base or ("embedded",)),
            sizes=tuple(size or SIZES),
            ranks=tuple(at_rank or RANKS),
            compared_on=compared_on,
            every=every,
            **({"baselines": tuple(compared_with)} if compared_with else {}),
        )
        results = []
        with progress_bar() as bar:
            for result in run_experiments(order, _Bar(bar, bar.add_task("Checking the data", total=None))):
                results.append(result)
                if publish_to:
                    publish_result(result, out / result.experiment, publish_to)
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


class _Bar:
    """Shows the progress of one cell after the other on one bar."""

    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar, self._task = bar, task
        self._doing = ""

    def __call__(self, doing: str, done: int, total: int) -> None:
        # The loss follows a comma; only the text before it names the task.
        task = doing.partition(",")[0]
        if task != self._doing:
            self._doing = task
            self._bar.reset(self._task)
        self._bar.update(self._task, description=doing, completed=done, total=total)
