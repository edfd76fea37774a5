"""The command line of submissions: `python -m submissions --help`."""

import json
import sys
from typing import Annotated, Any

import typer

from core.cli import EXIT_BAD_INPUT, Json, exit_on_bad_input, make_command_line, print_json, print_result
from core.settings import get_settings
from leaderboard.store.database import get_database
from leaderboard.store.tables import SubmissionState
from model.protocol.protocol import current_protocol
from submissions.admin import cli as cli_moderation
from submissions.evaluation.queue import withdraw_submission
from submissions.evaluation.status import Status, format_status, read_status
from submissions.prompts.prompts import format_prompts_csv, format_prompts_json, make_generation_script
from submissions.upload import intake
from submissions.upload.sources import open_named_source
from submissions.upload.validation import validate_upload

EXIT_OUR_FAILURE = 1

UploadPath = Annotated[
    str,
    typer.Argument(
        metavar="PATH",
        help="A zip or a folder of faithfulness/<prompt id>.png and so on; or hf://datasets/OWNER/NAME@REVISION.",
    ),
]
SubmissionId = Annotated[str, typer.Argument(metavar="ID", help="The id that `submit` printed.")]
ProtocolName = Annotated[
    str | None, typer.Option(help="A protocol by name or path.", show_default="the protocol in the settings")
]

app = make_command_line("Intake, queue and worker: from an upload to a published score.")


@app.command()
def validate(path: UploadPath, *, protocol: ProtocolName = None, as_json: Json = False) -> None:
    """Check an upload and name every problem; nothing is stored."""
    with exit_on_bad_input():
        settings = get_settings()
        with open_named_source(path, settings) as (images, _dataset):
            report = validate_upload(images, current_protocol(protocol), settings)
    if as_json:
        print_json(report.as_dict())
    elif report.ok:
        counts = ", ".join(f"{has} of {of} {dimension}" for dimension, (has, of) in report.counts().items())
        print(f"Valid for {report.protocol.name}: {counts} images.")
    for problem in report.problems:
        print(problem, file=sys.stderr)
    if not report.ok:
        raise typer.Exit(EXIT_BAD_INPUT)


@app.command()
def submit(
    path: UploadPath,
    *,
    name: Annotated[str, typer.Option(help="The T2I model's name.")],
    organisation: Annotated[str, typer.Option(help="Who made it.")] = "",
    link: Annotated[str, typer.Option(help="Its web page.")] = "",
    licence: Annotated[str, typer.Option(help="The licence of its weights.")] = "",
    open_weights: Annotated[
        bool | None, typer.Option("--open/--closed", help="Whether its weights are open.", show_default=False)
    ] = None,
    parameters: Annotated[str, typer.Option(help="How many: 2.6B, 860M or a number.")] = "",
    notes: Annotated[str, typer.Option(help="How the images were made.")] = "",
    submitter: Annotated[str, typer.Option(help="Your name.")] = "",
    simulated: Annotated[bool, typer.Option("--simulated", help="The closed world drew the images.")] = False,
    protocol: ProtocolName = None,
    as_json: Json = False,
) -> None:
    """Check an upload, store it and put it in the queue."""
    fields: dict[str, Any] = {
        "name": name,
        "organisation": organisation,
        "link": link,
        "licence": licence,
        "open_weights": open_weights,
        "parameters": parameters,
        "notes": notes,
    }
    with exit_on_bad_input():
        settings = get_settings()
        with open_named_source(path, settings) as (images, dataset):
            submission = intake.submit(
                get_database(),
                images,
                fields,
                submitter,
                current_protocol(protocol),
                settings,
                simulated=simulated,
                source=dataset.source if dataset else None,
            )
    text = f"Queued as {submission}\nA worker evaluates it: python -m submissions worker --once"
    print_result({"submission": submission, "state": SubmissionState.QUEUED.value}, text, as_json=as_json)


@app.command()
def prompts(*, protocol: ProtocolName = None, as_json: Json = False) -> None:
    """Print the prompts to make images for, as CSV."""
    with exit_on_bad_input():
        text = (format_prompts_json if as_json else format_prompts_csv)(current_protocol(protocol))
    print(text, end="")


@app.command()
def script(*, protocol: ProtocolName = None) -> None:
    """Print a Python script that makes the images with diffusers; it needs nothing of ours."""
    with exit_on_bad_input():
        text = make_generation_script(current_protocol(protocol))
    print(text, end="")


@app.command()
def worker(
    *,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is queued or running any more.")] = False,
    until_eof: Annotated[
        bool, typer.Option("--until-eof", help="Stop when standard input ends; so a worker ends with its parent.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Evaluate what is queued; prints one line for every finished submission."""
    # Here, because it brings torch along, for which the other commands should not have to wait.
    from submissions.evaluation.worker import run_until_signalled

    def print_line(status: Status) -> None:
        print(json.dumps(status.as_dict(), ensure_ascii=False) if as_json else format_status(status), flush=True)

    with exit_on_bad_input():
        none_failed = run_until_signalled(get_database(), get_settings(), print_line, once=once, until_eof=until_eof)
    if once and not none_failed:
        raise typer.Exit(EXIT_OUR_FAILURE)


@app.command()
def status(submission: SubmissionId, *, as_json: Json = False) -> None:
    """Print a submission's state and progress."""
    with exit_on_bad_input():
        report = read_status(get_database(), submission)
    print_result(report.as_dict(), format_status(report), as_json=as_json)


@app.command()
def withdraw(submission: SubmissionId, *, as_json: Json = False) -> None:
    """Withdraw a submission, whatever stage it has reached."""
    with exit_on_bad_input():
        withdraw_submission(get_database(), submission, "command line")
    document = {"submission": submission, "state": SubmissionState.WITHDRAWN.value}
    print_result(document, f"Withdrawn: {submission}", as_json=as_json)


cli_moderation.add_to(app)

if __name__ == "__main__":
    app(prog_name="python -m submissions")
