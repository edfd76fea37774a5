"""The submit page in three steps: prepare the images, name or upload them, check and submit; then the progress.

Checking and storing run while the visitor waits; evaluation is the worker's, so a closed browser tab stops nothing.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from core.language import _, mark
from core.problems import BadInput, Problem
from core.settings import get_settings
from leaderboard.store.database import get_database
from model.protocol.protocol import current_protocol
from submissions.identity import page as identity_page
from submissions.identity.identity import Identity, sign_in_offered, submitter_for
from submissions.identity.page import identity_of
from submissions.submit import page_html as html
from submissions.submit import progress_page
from submissions.upload.contact_sheet import ContactSheet
from submissions.upload.intake import form_problems, submit
from submissions.upload.sources import open_source
from submissions.upload.validation import validate_upload
from web.blocks import Update, current_blocks, styled_html
from web.fields import Field, typed
from web.html import call_macro
from web.language import words

OPEN, CLOSED, NOT_STATED = mark("Open"), mark("Closed"), mark("Not stated")
_OPEN_WEIGHTS = {OPEN: True, CLOSED: False, NOT_STATED: None}


class UploadForm(NamedTuple):
    """The fields of the form, in the order of the handlers' inputs."""

    upload: str | None
    name: Field
    organisation: Field
    link: Field
    submitter: Field
    weights: Field
    licence: Field
    parameters: Field
    notes: Field
    dataset: Field
    revision: Field

    def describe(self) -> dict[str, Any]:
        """Return the T2I model's description as typed, for `ModelMetadata.parse`."""
        texts = ("name", "organisation", "link", "licence", "parameters", "notes")
        description: dict[str, Any] = {name: typed(getattr(self, name)) for name in texts}
        return description | {"open_weights": _OPEN_WEIGHTS[self.weights or NOT_STATED]}


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    followed = gr.Textbox(visible="hidden", elem_id="submission-followed")
    identity_page.build()
    # Columns keep the room: they are there before what they hold is loaded.
    with gr.Column(elem_classes="submit-step"):
        steps = styled_html(html.CSS)
    with gr.Column(elem_id="submit-instructions"):
        instructions = styled_html(html.CSS)
    with gr.Column(elem_classes="submit-step"):
        second = styled_html(html.CSS)
    with gr.Column(elem_id="submit-described"):
        name, *described = _describe()
    with gr.Row():
        with gr.Column(min_width=300):
            upload = gr.File(label=words("Zip of the images"), file_types=[".zip"], height=190, elem_id="submit-upload")
        with gr.Column(min_width=300):
            dataset = gr.Textbox(
                label=words("Or a dataset on the Hugging Face Hub"), placeholder="OWNER/NAME", elem_id="submit-dataset"
            )
            revision = gr.Textbox(
                label=words("Its revision (optional)"),
                placeholder="main",
                info=words("A branch, tag or commit. The commit it stands for now is kept with the result."),
                elem_id="submit-revision",
            )
    with gr.Column(elem_classes="submit-step"):
        third = styled_html(html.CSS)
    with gr.Row():
        check_button = gr.Button(words("Check only"), elem_id="submit-check")
        submit_button = gr.Button(words("Submit"), variant="primary", elem_id="submit-go")
    report = styled_html(html.CSS, elem_id="submit-report")
    progress_page.build(followed)

    form = [upload, name, *described, dataset, revision]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    check_button.click(check_upload, form, [report], api_visibility="private")
    submit_button.click(submit_upload, form, [report, followed], show_progress_on=[report], api_visibility="private")
    current_blocks().load(show_steps, None, [steps, instructions, second, third], **quiet)


def _describe() -> list[gr.components.FormComponent]:
    """Lay out the fields about the T2I model and its submitter, in the order of `UploadForm`."""
    gr.Markdown(words("### About the T2I model"))
    with gr.Row():
        name = gr.Textbox(
            label=words("Name"),
            placeholder=words("As it will stand on the leaderboard"),
            min_width=280,
            elem_id="submit-name",
        )
        organisation = gr.Textbox(label=words("Organisation (optional)"), min_width=280)
    with gr.Row():
        link = gr.Textbox(label=words("Web page (optional)"), placeholder="https://", min_width=280)
        submitter = gr.Textbox(label=words("Your name (optional)"), min_width=280, visible=not sign_in_offered())
    with gr.Row():
        choices = [(words(OPEN), OPEN), (words(CLOSED), CLOSED), (words(NOT_STATED), NOT_STATED)]
        weights = gr.Radio(label=words("Weights"), choices=choices, value=NOT_STATED, min_width=240)
        licence = gr.Textbox(label=words("Licence (optional)"), placeholder="Apache-2.0")
        parameters = gr.Textbox(label=words("Parameters (optional)"), placeholder=words("2.6B, 860M or a number"))
    notes = gr.Textbox(
        label=words("Notes (optional)"), placeholder=words("Steps, guidance, sampler, resolution"), lines=2
    )
    return [name, organisation, link, submitter, weights, licence, parameters, notes]


def show_steps() -> tuple[str, str, str, str]:
    """Show the headings of the steps and the instructions of the first, in the visitor's language."""
    first, second, third = (call_macro(html.TEMPLATE, "step", number) for number in (1, 2, 3))
    return first, html.instructions_html(current_protocol(), get_settings()), second, third


def check_upload(request: gr.Request | None, progress: gr.Progress = gr.Progress(), *values: Any) -> str:
    """Check the form and the images and show all that is wrong, or that nothing is; stores nothing."""
    form = UploadForm(*values)
    protocol, settings = current_protocol(), get_settings()
    problems = _form_problems(form, typed(form.submitter), identity_of(request))
    sheet = ContactSheet(protocol)
    try:
        with open_source(form.upload, typed(form.dataset), typed(form.revision), settings) as (path, source):
            report = validate_upload(path, protocol, settings, partial(_report_progress, progress), sheet.add)
    except BadInput as error:
        return html.problems_html([*problems, *error.problems])
    problems += report.problems
    sound = html.report_html(report, source) if report.ok else ""
    return (html.problems_html(problems) if problems else "") + sound + sheet.html(report)


def submit_upload(
    request: gr.Request | None, progress: gr.Progress = gr.Progress(), *values: Any
) -> tuple[str, str | Update]:
    """Submit, and follow the submission; where it is refused, show why and leave alone what is followed."""
    form = UploadForm(*values)
    database, protocol, settings = get_database(), current_protocol(), get_settings()
    identity = identity_of(request)
    try:
        submitted_by = submitter_for(identity, typed(form.submitter))
    except BadInput as error:
        return _refused(error.problems)
    try:
        with open_source(form.upload, typed(form.dataset), typed(form.revision), settings) as (path, source):
            try:
                submission = submit(
                    database,
                    path,
                    form.describe(),
                    submitted_by,
                    protocol,
                    settings,
                    source=source.source if source else None,
                    signed_in=identity.signed_in,
                    progress=partial(_report_progress, progress),
                )
            except BadInput as error:
                return _refused(error.problems)
    except BadInput as error:
        return _refused([*_form_problems(form, submitted_by, identity), *error.problems])
    return "", submission


def _form_problems(form: UploadForm, submitter: str, identity: Identity) -> list[Problem]:
    """List all that is wrong beside the images, a used up allowance included."""
    per_day = get_settings().submissions_per_day if identity.signed_in else 0
    return form_problems(get_database(), form.describe(), identity.name or submitter, current_protocol(), per_day)


def _refused(problems: Sequence[Problem]) -> tuple[str, Update]:
    return html.problems_html(problems), gr.skip()


def _report_progress(progress: gr.Progress, done: int, total: int) -> None:
    progress((done, total), desc=_("Checking the images"), unit=_("images"))
