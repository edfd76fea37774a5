"""The command line of the evaluator: `python -m model --help`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from model.cli import command_line, print_json, refusals
from model.problems import BadInput, Problem
from model.protocol import available_protocols, find_protocol
from model.settings import Settings, get_settings
from model.skills import SKILL_BY_KEY, SKILLS
from model.training_config import TrainingConfig
from model.world.protocol import closed_world_protocol
from model.world.reading import read_elements
from model.world.simulation import SIMULATED_MODELS, find_simulated_model, write_sample

# What brings torch along is imported where it is needed: the other commands should not have to wait for it.
if TYPE_CHECKING:
    from model.evaluator import Evaluator
    from model.exam import ExamRow
    from model.scoring import ImageScore

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
EvaluatorOption = Annotated[
    str | None, typer.Option("--evaluator", help="`embedded`, or a folder or hub id of a LLaVA(-NeXT) checkpoint.")
]
AdapterOption = Annotated[str | None, typer.Option("--adapter", help="A PEFT adapter to put on the evaluator.")]
ProtocolOption = Annotated[str | None, typer.Option("--protocol", help="A protocol's name, or a path to its file.")]

app = command_line("The evaluator: score an image, examine and train evaluators, draw the closed world.")
world = command_line("The closed world: simulated T2I models whose true scores are known.")
protocols = command_line("Protocols: what is asked of which image.")
app.add_typer(world, name="world")
app.add_typer(protocols, name="protocol")


@app.command()
def score(
    image: Annotated[Path, typer.Argument(help="A PNG, JPEG or WebP image.")],
    *,
    prompt: Annotated[str, typer.Option(help="The text the image was made for.")],
    element: Annotated[
        list[str] | None,
        typer.Option(help="What the prompt asks of a skill, as `alignment.count=two cats`; repeatable."),
    ] = None,
    evaluator: EvaluatorOption = None,
    adapter: AdapterOption = None,
    protocol: ProtocolOption = None,
    as_json: Json = False,
) -> None:
    """Score one image against its prompt: an answer for every skill that applies.

    Elements of the alignment skills are read from the prompt (closed-world words only) unless given.
    """
    from model.scoring import open_image, score_image

    with refusals():
        picture = open_image(image, get_settings())
        elements = _elements(element) if element else read_elements(prompt)
        judge = _evaluator(evaluator, adapter, protocol)
        result = score_image(judge, picture, prompt, elements)
    if as_json:
        print_json(_score_json(judge, result))
    else:
        _print_score(judge, result)


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


@app.command("exam")
def exam_command(
    *,
    images: Annotated[int, typer.Option(min=1, help="Pictures to examine on; none of them was trained on.")] = 1000,
    evaluator: EvaluatorOption = None,
    adapter: AdapterOption = None,
    protocol: ProtocolOption = None,
    as_json: Json = False,
) -> None:
    """Examine an evaluator in the closed world: accuracy per skill beside the commonest answer's."""
    from model.exam import exam

    with refusals():
        judge = _evaluator(evaluator, adapter, protocol)
    with _progress() as bar:
        task = bar.add_task("Examining", total=images)
        rows = exam(judge, images, progress=lambda done: bar.update(task, completed=done))
    if as_json:
        print_json({"evaluator": judge.digest, "images": images, "rows": [asdict(row) for row in rows]})
    else:
        _print_exam(rows)


@app.command()
def train(
    *,
    out: Annotated[Path, typer.Option(help="The run's folder; a run that was stopped there is taken up again.")],
    images: Annotated[int, typer.Option(min=1, help="Pictures to train on, each seen once.")] = TrainingConfig.images,
    batch_size: Annotated[int, typer.Option(min=1, help="Pictures per step.")] = TrainingConfig.batch_size,
    learning_rate: Annotated[float, typer.Option(min=0.0, help="Peak learning rate.")] = TrainingConfig.learning_rate,
    layers: Annotated[int, typer.Option(min=1, help="Layers of tower and language model.")] = TrainingConfig.layers,
    width: Annotated[int, typer.Option(min=32, help="Width of both, a multiple of 32.")] = TrainingConfig.vision_width,
    precision: Annotated[
        Literal["float32", "bfloat16"], typer.Option(help="Arithmetic of the forward and backward pass.")
    ] = TrainingConfig.precision,
    threads: Annotated[int, typer.Option(min=0, help="CPU threads; 0 for all.")] = TrainingConfig.threads,
    seed: Annotated[int, typer.Option(help="Seed of weights and lessons.")] = TrainingConfig.seed,
) -> None:
    """Train a small LLaVA-NeXT from nothing on the closed world; prints the finished evaluator's folder."""
    from model.training import Trainer

    with refusals():
        if width % 32:
            raise BadInput.one("width", "--width", "Is not a multiple of 32.")
        config = TrainingConfig(
            images=images,
            batch_size=batch_size,
            learning_rate=learning_rate,
            vision_width=width,
            language_width=width,
            layers=layers,
            precision=precision,
            threads=threads,
            seed=seed,
        )
        trainer = Trainer(closed_world_protocol(), config, out)
    with _progress() as bar:
        task = bar.add_task("Training", total=config.steps, completed=trainer.step)
        target = trainer.run(
            lambda step, _steps, loss, _seconds: bar.update(
                task, completed=step, description=f"Training (loss {loss:.3f})"
            )
        )
    print(target)


@world.command("list")
def world_list(*, as_json: Json = False) -> None:
    """List the simulated T2I models."""
    if as_json:
        print_json({"t2i_models": [t2i_model.name for t2i_model in SIMULATED_MODELS]})
        return
    table = Table("Simulated T2I model", "Goes wrong", "But for")
    for t2i_model in SIMULATED_MODELS:
        exceptions = ", ".join(f"{key} {rate:.0%}" for key, rate in t2i_model.rates.items())
        table.add_row(t2i_model.name, f"{t2i_model.otherwise:.0%}", exceptions)
    Console().print(table)


@world.command("sample")
def world_sample(
    *,
    t2i_model: Annotated[str, typer.Option(help="A name that `world list` shows.")],
    out: Annotated[Path, typer.Option(help="An empty or new folder, or a new `.zip`.")],
    as_json: Json = False,
) -> None:
    """Write a complete, valid submission of a simulated T2I model, and its true answers beside it."""
    with refusals():
        sample = write_sample(find_simulated_model(t2i_model), out)
    if as_json:
        print_json({"directory": str(sample.directory), "generations": sample.generations, "truth": str(sample.truth)})
    else:
        print(f"{sample.generations} generations in {sample.directory}, true answers in {sample.truth}")


@world.command("protocol")
def world_protocol() -> None:
    """Print the protocol `closed-world-v1` as it follows from its seed."""
    print(json.dumps(closed_world_protocol().model_dump(mode="json"), indent=1, ensure_ascii=False))


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


def _evaluator(evaluator: str | None, adapter: str | None, protocol: str | None) -> "Evaluator":
    from model.evaluator import load_evaluator

    settings = get_settings()
    given = {"evaluator": evaluator, "adapter": adapter, "protocol": protocol}
    settings = Settings.model_validate(
        settings.model_dump() | {name: value for name, value in given.items() if value is not None}
    )
    return load_evaluator(settings, find_protocol(settings.protocol, settings.data_dir))


def _elements(given: list[str]) -> dict[str, str]:
    pairs = [item.partition("=") for item in given]
    problems = [
        Problem("element", item, "Is not written as SKILL=TEXT, for example `alignment.count=two cats`.")
        for item, (_, equals, _) in zip(given, pairs, strict=True)
        if not equals
    ]
    if problems:
        raise BadInput(problems)
    return {key.strip(): text.strip() for key, _, text in pairs}


def _score_json(judge: "Evaluator", result: "ImageScore") -> dict[str, Any]:
    return {
        "answers": [
            {
                "skill": answer.skill,
                "choice": answer.choice,
                "expected": answer.expected,
                "absent": answer.absent,
                "probabilities": {str(option): p for option, p in answer.probabilities.items()},
                "question": question.text,
            }
            for answer, question in zip(result.answers, result.questions, strict=True)
        ],
        "skipped": list(result.skipped),
        "evaluator": judge.digest,
        "evaluator_name": judge.name,
        "closed_world": judge.closed_world,
        "protocol": judge.protocol.digest,
        "seconds": result.seconds,
    }


def _print_score(judge: "Evaluator", result: "ImageScore") -> None:
    console = Console()
    table = Table("Skill", "Question", "Answer", "Probability", "Expected")
    for answer, question in zip(result.answers, result.questions, strict=True):
        meaning = judge.protocol.questions[answer.skill].options[str(answer.choice)]
        table.add_row(
            answer.skill,
            question.text,
            f"{answer.choice} ({meaning})",
            f"{answer.probabilities[answer.choice]:.0%}",
            "" if answer.expected is None else f"{answer.expected:.2f}",
        )
    console.print(table)
    if result.skipped:
        labels = ", ".join(SKILL_BY_KEY[key].label.lower() for key in result.skipped)
        console.print(f"Not asked, since the prompt says nothing of it: {labels}.")
    console.print(f"{judge.name}, {result.seconds:.2f} s.")
    if judge.closed_world:
        console.print("This evaluator was trained on rendered scenes; of photographs it knows nothing.")


def _print_exam(rows: "list[ExamRow]") -> None:
    table = Table("Skill", "n", "Accuracy", "Commonest answer", "Weighted kappa")
    for row in rows:
        table.add_row(row.skill, str(row.n), f"{row.accuracy:.3f}", f"{row.commonest:.3f}", f"{row.weighted_kappa:.3f}")
    Console().print(table)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
    )


if __name__ == "__main__":
    app()
