"""Render the parts of the submit page; the template is `page.html`."""

import base64
from collections.abc import Sequence
from pathlib import Path

from core.language import mark
from core.problems import Problem
from core.settings import Settings
from leaderboard.store.tables import SubmissionState
from model.protocol.protocol import Protocol
from model.protocol.skills import Dimension
from submissions.evaluation.status import Event, Status, format_duration
from submissions.prompts.prompts import SCRIPT_NAME, format_prompts_csv
from submissions.upload.hub_dataset import HubDataset
from submissions.upload.validation import UploadReport
from web.html import call_macro

TEMPLATE = "submissions/submit/page.html"

CSS = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
"""Styles of every part of the page."""

FIELD_LABELS = {
    "name": mark("Name"),
    "organisation": mark("Organisation"),
    "link": mark("Web page"),
    "licence": mark("Licence"),
    "parameters": mark("Parameters"),
    "notes": mark("Notes"),
    "submitter": mark("Your name"),
    "upload": mark("Upload"),
    "dataset": mark("Dataset"),
    "revision": mark("Revision"),
}
"""Labels of the fields that a problem can be about."""

PROBLEM_GROUPS = {
    mark("About the T2I model"): (
        "bad_name",
        "bad_organisation",
        "bad_link",
        "bad_licence",
        "bad_parameters",
        "bad_notes",
        "bad_submitter",
        "name_taken",
    ),
    mark("Prompts and images do not match"): ("missing_prompts", "unknown_prompt", "duplicate_prompt"),
    mark("Images"): (
        "not_an_image",
        "truncated_image",
        "too_many_pixels",
        "wrong_extension",
        "animated_image",
        "unsupported_mode",
        "unsupported_format",
        "file_too_large",
    ),
    mark("The upload itself"): (),
}
"""Codes of problems that are mended in one place; the last place is that of all others."""

STEP_BY_STATE = {
    SubmissionState.RECEIVED: 0,
    SubmissionState.VALIDATED: 0,
    SubmissionState.QUEUED: 1,
    SubmissionState.RUNNING: 2,
    SubmissionState.SCORED: 2,
    SubmissionState.PUBLISHED: 3,
}
"""The place of each state on a submission's path; the others are on no path."""


def instructions_html(protocol: Protocol, settings: Settings) -> str:
    """Explain what to make and how to pack it, with the prompts and the script to download."""
    files = [
        ("CSV", f"{protocol.name}-prompts.csv", _data_address("text/csv", format_prompts_csv(protocol))),
        ("JSON", f"{protocol.name}.json", _data_address("application/json", protocol.to_json())),
    ]
    dimensions = [(dimension, protocol.prompts_of(dimension)) for dimension in Dimension]
    return call_macro(TEMPLATE, "instructions", protocol, dimensions, files, SCRIPT_NAME, settings)


def report_html(report: UploadReport, dataset: HubDataset | None = None) -> str:
    """Render the outcome of a check that found the upload sound; `dataset` is its origin, at its commit."""
    sizes = list({(image.width, image.height) for image in report.images})
    return call_macro(TEMPLATE, "report", report, sizes, dataset)


def problems_html(problems: Sequence[Problem]) -> str:
    """List every reason for a refusal, grouped by what has to be mended; those with the same words share one line."""
    title_by_code = {code: title for title, codes in PROBLEM_GROUPS.items() for code in codes}
    groups: dict[str, dict[str, list[tuple[str | None, str]]]] = {title: {} for title in PROBLEM_GROUPS}
    for problem in problems:
        group = groups[title_by_code.get(problem.code, [*PROBLEM_GROUPS][-1])]
        group.setdefault(problem.message, []).append((FIELD_LABELS.get(problem.where), problem.where))
    return call_macro(TEMPLATE, "problems", len(problems), [group for group in groups.items() if group[1]])


def not_found_html(problems: Sequence[Problem]) -> str:
    """Say why a submission cannot be shown."""
    places = [(FIELD_LABELS.get(problem.where), problem.where, problem.message) for problem in problems]
    return call_macro(TEMPLATE, "not_found", places)


def status_html(status: Status, board: str | None, events: Sequence[Event] = ()) -> str:
    """Render a submission's progress and log, times in UTC; `board` shows its result, None until then."""
    time_left = None if status.seconds_left is None else format_duration(status.seconds_left)
    dataset = HubDataset.parse(status.source) if status.source else None
    step = STEP_BY_STATE.get(status.state)
    return call_macro(TEMPLATE, "status", status, step, time_left, events, board, dataset)


def _data_address(media_type: str, content: str) -> str:
    """Make an address that holds the file itself, so that no temporary file has to be kept or served."""
    return f"data:{media_type};base64,{base64.b64encode(content.encode()).decode()}"
