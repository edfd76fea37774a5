"""`python -m model baseline`: list and compute baselines, and train the closed world's CLIP."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.cli import Json, ProtocolOption, exit_on_bad_input, make_command_line, print_json
from core.problems import BadInput
from core.settings import get_settings
from model.cli.options import RunFolderOption, expand_config, show_progress
from model.closed_world.pretraining.config import ClipTrainingConfig
from model.protocol.protocol import current_protocol

baseline = make_command_line("Baselines: other metrics beside the evaluator. See docs/baselines.md.")


@baseline.command("list")
def baseline_list(*, as_json: Json = False) -> None:
    """List the baselines with formula, checkpoint, licence and range."""
    from model.baselines.table import BASELINES

    facts = [entry.facts for entry in BASELINES.values()]
    if as_json:
        print_json({"baselines": [item.as_dict() for item in facts]})
        return
    table = Table("Name", "Formula", "Prompt as put", "Checkpoint", "Licence", "Range")
    for item in facts:
        bounds = "unbounded" if item.low is None or item.high is None else f"{item.low:g} to {item.high:g}"
        table.add_row(item.name, item.formula, item.wording, item.checkpoint, item.licence, bounds)
    Console().print(table)


@baseline.command("score")
def baseline_score(
    *,
    name: Annotated[str, typer.Option("--baseline", help="A name that `baseline list` shows.")],
    images: Annotated[
        Path, typer.Option(help="A submission's folder, or one that has a folder of images per T2I model.")
    ],
    out: RunFolderOption,
    t2i_model: Annotated[
        list[str] | None,
        typer.Option(help="Only this T2I model, repeatable; for a single submission, the name to score it under."),
    ] = None,
    protocol: ProtocolOption = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="A folder with the baseline's files, instead of the hub's.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Score images with a baseline; what is done is kept, image by image. Prints the means by T2I model."""
    from model.baselines.loading import find_baseline, load_baseline
    from model.baselines.pictures import find_pictures
    from model.baselines.run import ALL, RESULT, ScoreRun

    with exit_on_bad_input():
        settings, chosen = get_settings(), current_protocol(protocol)
        find_baseline(name)
        pictures = find_pictures(images, chosen, t2i_model or ())
        run = ScoreRun(load_baseline(name, settings, checkpoint), chosen, out)
        with show_progress(f"Scoring with {name}") as report:
            result = run.run(pictures, settings, report)
    if as_json:
        print_json({key: value for key, value in result.items() if key != "images"} | {"file": str(out / RESULT)})
        return
    table = Table("T2I model", "Mean score", "Images")
    for t2i, means in sorted(result["t2i_models"].items(), key=lambda pair: -pair[1][ALL]["score"]):
        table.add_row(t2i, f"{means[ALL]['score']:.4f}", str(means[ALL]["n"]))
    Console().print(table)


@baseline.command("train-clip")
@expand_config(ClipTrainingConfig)
def baseline_train_clip(
    *,
    out: RunFolderOption,
    config: ClipTrainingConfig,
    minutes: Annotated[
        float | None, typer.Option(min=0.0, help="Stop after so long, to go on later; the schedule stays as it is.")
    ] = None,
) -> None:
    """Train the closed world's CLIP on captions of rendered scenes; prints the finished checkpoint's folder."""
    from model.closed_world.pretraining.clip_training import ClipTraining

    with exit_on_bad_input():
        if config.width % 32:
            raise BadInput.one("width", "--width", "Is not a multiple of 32.")
        training = ClipTraining(config, out)
    with show_progress("Training") as report:
        report(training.step, config.steps)
        target = training.run(
            lambda step, loss: report(step, config.steps, f"Training (loss {loss:.3f})"), minutes=minutes
        )
    print(target or f"Stopped at step {training.step} of {config.steps}; the same command goes on.")
