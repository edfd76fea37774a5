"""The command line of the evaluator: `python -m model --help`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from model.cli import command_line, print_json, refusals
from model.cli_baselines import baseline
from model.cli_exam import exam_command
from model.cli_experiments import experiments
from model.cli_options import AdapterOption, EvaluatorOption, Json, ProtocolOption, chosen_evaluator
from model.cli_pretrain import pretrain
from model.cli_train import train
from model.cli_world import world
from model.problems import BadInput, Problem
from model.protocol import available_protocols, find_protocol
from model.settings import get_settings
from model.skills import SKILL_BY_KEY, SKILLS
from model.world.reading import read_elements

# What brings torch along is imported where it is needed: the other commands should not have to wait for it.
if TYPE_CHECKING:
    from model.evaluator import Evaluator
    from model.scoring import ImageScore

app = command_line("The evaluator: score an image, examine and train evaluators, draw the closed world.")
protocols = command_line("Protocols: what is asked of which image.")
app.command("exam")(exam_command)
app.command()(pretrain)
app.command()(train)
app.command()(experiments)
app.add_typer(baseline, name="baseline")
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
        judge = chosen_evaluator(evaluator, adapter, protocol)
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


if __name__ == "__main__":
    app()
