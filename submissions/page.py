"""The submit page: what to upload, a check at once, and a submission's progress to its result.

Checking and storing run while the visitor waits; evaluation is the worker's,
never this page's, so a closed browser tab stops nothing.
"""

from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context

from leaderboard.database import get_database
from model.problems import BadInput, Problem
from model.protocol import Protocol, find_protocol
from model.settings import get_settings
from submissions import page_html as html
from submissions import page_identity, page_owner
from submissions.identity import sign_in_offered, submitter_for
from submissions.intake import allowance_problems, form_problems, submit_form
from submissions.page_identity import identity_of
from submissions.status import board_of, status
from submissions.validation import Progress, validate

POLL_SECONDS = 1.0
"""How often the page asks how far the submission is."""

OPEN, CLOSED, UNSAID = "Open", "Closed", "Not said"
_OPEN_WEIGHTS = {OPEN: True, CLOSED: False, UNSAID: None}

NO_UPLOAD = Problem("no_upload", "upload", "No zip is chosen. Choose the zip of the images.")

CSS = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")

REMEMBER = """(id) => {
  const address = new URL(window.location.href);
  if (id && address.searchParams.get("submission") !== id) {
    address.searchParams.set("submission", id);
    window.history.replaceState(window.history.state, "", address);
  }
  if (id) {
    document.getElementById("submit-progress").scrollIntoView({ block: "center" });
  }
}"""
"""Puts the submission's id into the page's address, so that a reload comes back to it, and its progress into view."""

Update = dict[str, Any]
Shown = tuple[str, str, Update]
"""The followed submission's id, its progress as HTML, and whether the page goes on asking."""


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    plain: dict[str, Any] = {"css_template": CSS, "js_on_load": None, "apply_default_css": False}
    followed = gr.Textbox(visible="hidden", elem_id="submission-followed")
    timer = gr.Timer(POLL_SECONDS, active=False)
    page_identity.build()
    gr.HTML(html.instructions_html(_protocol(), get_settings()), **plain)
    gr.Markdown("## About the T2I model")
    with gr.Row():
        name = gr.Textbox(
            label="Name", placeholder="As it will stand on the leaderboard", min_width=280, elem_id="submit-name"
        )
        organisation = gr.Textbox(label="Organisation (optional)", min_width=280)
    with gr.Row():
        link = gr.Textbox(label="Web page (optional)", placeholder="https://", min_width=280)
        submitter = gr.Textbox(label="Your name (optional)", min_width=280, visible=not sign_in_offered())
    with gr.Row():
        weights = gr.Radio(label="Weights", choices=[OPEN, CLOSED, UNSAID], value=UNSAID, min_width=240)
        licence = gr.Textbox(label="Licence (optional)", placeholder="Apache-2.0")
        parameters = gr.Textbox(label="Parameters (optional)", placeholder="2.6B, 860M or a number")
    notes = gr.Textbox(label="Notes (optional)", placeholder="Steps, guidance, sampler, resolution", lines=2)
    gr.Markdown("## The images")
    upload = gr.File(label="Zip of the images", file_types=[".zip"], height=140, elem_id="submit-upload")
    with gr.Row():
        check_button = gr.Button("Check only", elem_id="submit-check")
        submit_button = gr.Button("Submit", variant="primary", elem_id="submit-go")
    report = gr.HTML(elem_id="submit-report", min_height=20, **plain)
    progress = gr.HTML(elem_id="submit-progress", **plain)
    withdrawn = page_owner.build(followed)
    with gr.Accordion("Follow an earlier submission", open=False), gr.Row(equal_height=True):
        wanted = gr.Textbox(label="Submission id", placeholder="32 letters and digits", scale=4, min_width=200)
        follow_button = gr.Button("Show", scale=1, min_width=100)

    form = [upload, name, organisation, link, submitter, weights, licence, parameters, notes]
    shown = [followed, progress, timer]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    check_button.click(check_upload, form, [report], api_visibility="private")
    submit_button.click(submit_upload, form, [report, *shown], show_progress_on=[report], api_visibility="private")
    gr.on([follow_button.click, wanted.submit], follow, [wanted], shown, **quiet)
    withdrawn.then(follow, [followed], shown, **quiet)
    timer.tick(follow, [followed], shown, queue=False, **quiet)
    followed.change(None, [followed], None, js=REMEMBER)
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(open_page, None, shown, **quiet)


def check_upload(
    upload: str | None,
    name: str,
    organisation: str,
    link: str,
    submitter: str,
    weights: str,
    licence: str,
    parameters: str,
    notes: str,
    request: gr.Request | None = None,
    progress: gr.Progress = gr.Progress(),
) -> str:
    """Check the form and the upload and say all that is wrong, or that nothing is; stores nothing."""
    fields = _fields(name, organisation, link, weights, licence, parameters, notes)
    identity = identity_of(request)
    problems = form_problems(get_database(), fields, identity.name or submitter, _protocol())
    if identity.signed_in:
        problems += allowance_problems(get_database(), identity.name, get_settings().submissions_per_day)
    if upload is None:
        return html.problems_html([*problems, NO_UPLOAD])
    report = validate(Path(upload), _protocol(), get_settings(), _told(progress))
    problems += report.problems
    sound = html.report_html(report) if report.ok else ""
    return (html.problems_html(problems) if problems else "") + sound


def submit_upload(
    upload: str | None,
    name: str,
    organisation: str,
    link: str,
    submitter: str,
    weights: str,
    licence: str,
    parameters: str,
    notes: str,
    request: gr.Request | None = None,
    progress: gr.Progress = gr.Progress(),
) -> tuple[Any, ...]:
    """Submit, and follow what was submitted; where it is refused, say why and go on following what was followed."""
    fields = _fields(name, organisation, link, weights, licence, parameters, notes)
    database, protocol = get_database(), _protocol()
    identity = identity_of(request)
    try:
        submitter = submitter_for(identity, submitter)
        if upload is None:
            raise BadInput([*form_problems(database, fields, submitter, protocol), NO_UPLOAD])
        submission = submit_form(
            database,
            Path(upload),
            fields,
            submitter,
            protocol,
            get_settings(),
            signed_in=identity.signed_in,
            progress=_told(progress),
        )
    except BadInput as error:
        return html.problems_html(error.problems), gr.skip(), gr.skip(), gr.skip()
    return "", *follow(submission)


def follow(submission: str) -> Shown:
    """A submission's progress; the page goes on asking until it has come to its end."""
    submission = submission.strip()
    if not submission:
        return "", "", gr.update(active=False)
    database = get_database()
    try:
        found = status(database, submission)
    except BadInput as error:
        return "", html.not_found_html(error.problems), gr.update(active=False)
    return submission, html.status_html(found, board_of(database, found)), gr.update(active=not found.final)


def open_page(request: gr.Request) -> Shown:
    """Follow the submission that the address names with `?submission=`, if it names one."""
    return follow(request.query_params.get("submission", ""))


def _protocol() -> Protocol:
    settings = get_settings()
    return find_protocol(settings.protocol, settings.data_dir)


def _fields(
    name: str, organisation: str, link: str, weights: str, licence: str, parameters: str, notes: str
) -> dict[str, Any]:
    return {
        "name": name,
        "organisation": organisation,
        "link": link,
        "licence": licence,
        "open_weights": _OPEN_WEIGHTS[weights],
        "parameters": parameters,
        "notes": notes,
    }


def _told(progress: gr.Progress) -> Progress:
    return partial(_tell, progress)


def _tell(progress: gr.Progress, done: int, total: int) -> None:
    progress((done, total), desc="Checking the images", unit="images")
