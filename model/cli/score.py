"""`python -m model score`: one image against its prompt, or a folder of images by a protocol."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from core.cli import Json, ProtocolOption, exit_on_bad_input, print_json
from core.files import write_file_atomically
from core.problems import BadInput, Problem
from core.settings import get_settings
from model.cli.options import AdapterOption, EvaluatorOption, chosen_evaluator, show_progress
from model.closed_world.reading import read_closed_world_elements
from model.protocol.protocol import Protocol, current_protocol
from model.protocol.skills import SKILL_BY_KEY
from model.scoring.prompt_reading import read_elements

# Torch takes seconds to import; commands import it only where they need it.
if TYPE_CHECKING:
    from model.evaluator.evaluator import Evaluator
    from model.scoring.folder import FolderScore
    from model.scoring.image import ImageScore


def score_command(
    path: Annotated[
        Path,
        typer.Argument(metavar="IMAGE|FOLDER", help="A PNG, JPEG or WebP image, or a folder of them."),
    ],
    *,
    prompt: Annotated[str | None, typer.Option(help="The text the image was made for; for one image.")] = None,
    element: Annotated[
        list[str] | None,
        typer.Option(help="What the prompt asks of a skill, as `alignment.count=two cats`; repeatable."),
    ] = None,
    evaluator: EvaluatorOption = None,
    adapter: AdapterOption = None,
    protocol: ProtocolOption = None,
    out: Annotated[Path | None, typer.Option(help="A new JSON file for a folder's answers.")] = None,
    as_json: Json = False,
) -> None:
    """Score one image against its prompt, or every image of a folder.

    One image: an answer for every skill that applies. Elements of the alignment skills are read from the prompt
    unless given, as docs/score.md explains.

    A folder: each image gets the questions of the protocol's prompt of its name (`<prompt id>.png`); an image without
    such a prompt gets the faithfulness questions, which need none.
    """
    with exit_on_bad_input():
        if problems := list(_option_problems(path, prompt, element, out)):
            raise BadInput(problems)
        load = partial(chosen_evaluator, evaluator, adapter, protocol)
        if path.is_dir():
            _score_folder(path, load, current_protocol(protocol), out, as_json=as_json)
        else:
            _score_image(path, prompt or "", element, load, as_json=as_json)


def _option_problems(path: Path, prompt: str | None, element: list[str] | None, out: Path | None) -> Iterator[Problem]:
    """Yield the options that do not suit an image, or a folder."""
    if path.is_dir():
        for name, value in (("--prompt", prompt), ("--element", element)):
            if value is not None:
                message = "Is for one image; a folder's images are named by the protocol's prompt ids."
                yield Problem("option", name, message)
        if out is not None and out.exists():
            yield Problem("file_exists", str(out), "Is there already; name a new file.")
    else:
        if prompt is None:
            yield Problem("option", "--prompt", "Is missing: the text the image was made for.")
        if out is not None:
            yield Problem("option", "--out", "Is for a folder; print one image's answers with --json.")


def _score_image(
    path: Path, prompt: str, element: list[str] | None, load: Callable[[], "Evaluator"], *, as_json: bool
) -> None:
    from model.scoring.as_json import image_json
    from model.scoring.image import open_image, score_image

    picture = open_image(path, get_settings())
    elements = _elements(element) if element else None
    judge = load()
    if elements is None:
        elements = (read_closed_world_elements if judge.closed_world else read_elements)(prompt)
    result = score_image(judge, picture, prompt, elements)
    if as_json:
        print_json(image_json(judge, result))
    else:
        _print_image(judge, result)


def _score_folder(
    path: Path, load: Callable[[], "Evaluator"], protocol: Protocol, out: Path | None, *, as_json: bool
) -> None:
    from model.scoring.as_json import folder_json
    from model.scoring.folder import plan_folder, score_folder

    settings = get_settings()
    # Plan first: loading an evaluator may take minutes.
    plan = plan_folder(path, protocol, settings)
    judge = load()
    with show_progress("Scoring") as report:
        result = score_folder(judge, plan, settings, report)
    document = folder_json(judge, result)
    if out is not None:
        write_file_atomically(out, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    if as_json:
        print_json(document)
    else:
        _print_folder(judge, result)


def _elements(given: list[str]) -> dict[str, str]:
    message = "Is not written as SKILL=TEXT, for example `alignment.count=two cats`."
    if problems := [Problem("element", item, message) for item in given if "=" not in item]:
        raise BadInput(problems)
    return {key.strip(): text.strip() for key, _, text in (item.partition("=") for item in given)}


def _print_image(judge: "Evaluator", result: "ImageScore") -> None:
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
    _print_judge(console, judge, result.seconds)


def _print_folder(judge: "Evaluator", result: "FolderScore") -> None:
    console = Console()
    scores = result.skill_scores()
    table = Table()
    table.add_column("Image", no_wrap=True)
    for key in scores:
        table.add_column(f"{SKILL_BY_KEY[key].dimension[:5]}. {SKILL_BY_KEY[key].label}")
    for image, answers in zip(result.plan.images, result.answers, strict=True):
        choices = {answer.skill: str(answer.choice) for answer in answers}
        table.add_row(image.name, *(choices.get(key, "") for key in scores))
    table.add_section()
    table.add_row("Mean", *("" if mean is None else f"{mean:.2f} (n={n})" for mean, n in scores.values()))
    console.print(table)
    plan = result.plan
    if plan.without_prompt:
        console.print(f"Images without a prompt, with faithfulness questions only: {len(plan.without_prompt)}.")
    if plan.other_files:
        console.print(f"Not images, left out: {', '.join(plan.other_files)}.")
    for dimension, names in plan.missing.items():
        if names:
            console.print(f"{dimension.capitalize()} prompts without an image: {len(names)}.")
    _print_judge(console, judge, result.seconds)


def _print_judge(console: Console, judge: "Evaluator", seconds: float) -> None:
    console.print(f"{judge.name}, {seconds:.2f} s.")
    if judge.closed_world:
        console.print("This evaluator was trained on rendered scenes; it cannot judge photographs.")
