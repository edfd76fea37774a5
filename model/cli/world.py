"""`python -m model world`: the closed world's simulated T2I models, pictures and protocol."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.cli import Json, ProtocolOption, exit_on_bad_input, make_command_line, print_json
from model.cli.options import show_progress
from model.closed_world.dataset import DatasetPlan, write_dataset
from model.closed_world.fresh import make_official_records, write_official_prompts
from model.closed_world.protocol import closed_world_protocol
from model.closed_world.simulation import (
    SEEN_MODELS,
    SIMULATED_MODELS,
    UNSEEN_MODELS,
    find_simulated_model,
    write_sample,
)
from model.protocol.protocol import current_protocol
from model.protocol.skills import SKILL_BY_KEY, Dimension

world = make_command_line("The closed world: simulated T2I models whose true scores are known.")


@world.command("list")
def world_list(*, as_json: Json = False) -> None:
    """List the simulated T2I models, from the best to the worst in general."""
    if as_json:
        names = {"t2i_models": SIMULATED_MODELS, "seen": SEEN_MODELS, "unseen": UNSEEN_MODELS}
        print_json({key: [t2i_model.name for t2i_model in chosen] for key, chosen in names.items()})
        return
    table = Table("Simulated", "For training", "Faithfulness wrong", "Alignment wrong", "Worst at")
    for t2i_model in SIMULATED_MODELS:
        rates = [f"{t2i_model.mean_rate(dimension):.0%}" for dimension in Dimension]
        worst = max(t2i_model.rates, key=t2i_model.rates.__getitem__)
        seen = "seen" if t2i_model in SEEN_MODELS else "unseen"
        table.add_row(t2i_model.name, seen, *rates, f"{SKILL_BY_KEY[worst].label} {t2i_model.rates[worst]:.0%}")
    Console().print(table)


@world.command("sample")
def world_sample(
    *,
    t2i_model: Annotated[str, typer.Option(help="A name that `world list` shows.")],
    out: Annotated[Path, typer.Option(help="An empty or new folder, or a new `.zip`.")],
    as_json: Json = False,
) -> None:
    """Write a complete, valid submission of a simulated T2I model, and its true answers beside it."""
    with exit_on_bad_input():
        sample = write_sample(find_simulated_model(t2i_model), out)
    if as_json:
        print_json({"directory": str(sample.directory), "generations": sample.generations, "truth": str(sample.truth)})
    else:
        print(f"{sample.generations} generations in {sample.directory}, true answers in {sample.truth}")


@world.command("dataset")
def world_dataset(
    *,
    out: Annotated[Path, typer.Option(help="A new or empty folder.")],
    images_per_model: Annotated[int, typer.Option(help="Images of each of the 8 seen T2I models.")] = 1500,
    validation: Annotated[float, typer.Option(help="The share of them that is for validation.")] = 0.05,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, other prompts and pictures.")] = 1,
    test: Annotated[bool, typer.Option(help="Also write the test split, of the 16 unseen T2I models.")] = True,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that draw; default: one per processor.")] = None,
    as_json: Json = False,
) -> None:
    """Write a data set for fine-tuning: drawn images with labels by simulated annotators, in LLaVA's format."""
    with exit_on_bad_input(), show_progress("Drawing") as report:
        plan = DatasetPlan(images_per_model, validation, seed, test)
        card = write_dataset(out, plan, workers=workers, progress=report)
    if as_json:
        print_json({"directory": str(out), **card})
        return
    counts = ", ".join(f"{split['images']} images for {name}" for name, split in card["splits"].items())
    print(f"{counts} in {out}; two simulated annotators agree at a kappa of {card['kappa']['all']:.2f}")


@world.command("prompts")
def world_prompts(
    *,
    number: Annotated[int, typer.Option(min=1, help="How many.")],
    out: Annotated[Path, typer.Option(help="A new `.json` file.")],
    seed: Annotated[int, typer.Option(min=0, help="Another seed, other prompts.")] = 1,
    protocol: ProtocolOption = None,
    as_json: Json = False,
) -> None:
    """Write fresh alignment prompts in the shape of EvalAlign's prompt file, for real T2I models to draw."""
    with exit_on_bad_input():
        wording = current_protocol(protocol)
        write_official_prompts(out, make_official_records(number, seed, wording))
    if as_json:
        print_json({"file": str(out), "prompts": number, "seed": seed, "protocol": wording.digest})
    else:
        print(f"{number} prompts in {out}, questions worded as in {wording.name}")


@world.command("protocol")
def world_protocol() -> None:
    """Print the protocol `closed-world-v1` as it follows from its seed."""
    print(json.dumps(closed_world_protocol().model_dump(mode="json"), indent=1, ensure_ascii=False))
