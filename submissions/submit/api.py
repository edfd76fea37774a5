"""Named endpoints of Gradio's API with which programs submit; documented in docs/api.md."""

from typing import Any

import gradio as gr
from gradio.events import api

from core.settings import get_settings
from leaderboard.store.database import get_database
from leaderboard.store.tables import SubmissionState
from model.protocol.protocol import current_protocol
from submissions.evaluation.status import read_status
from submissions.identity.identity import submitter_for
from submissions.identity.page import identity_of
from submissions.upload.intake import submit as submit_upload
from web.endpoint import endpoint, uploaded_path


def build() -> None:
    """Offer the endpoints in the current Blocks context."""
    api(submit, api_name="submit")
    api(status, api_name="status")


@endpoint
def submit(
    archive: gr.FileData,
    name: str,
    organisation: str = "",
    link: str = "",
    licence: str = "",
    open_weights: bool | None = None,
    parameters: str = "",
    notes: str = "",
    submitter: str = "",
    request: gr.Request | None = None,
) -> dict[str, Any]:
    """Check a zip of generations, store it and put it in the queue.

    Args:
        archive: A zip of faithfulness/<prompt id>.png and alignment/<prompt id>.png.
        name: The T2I model's name, as it will stand on the leaderboard.
        organisation: Who made it.
        link: Its web page.
        licence: The licence of its weights.
        open_weights: Whether its weights are open; null where that is not said.
        parameters: How many, as 2.6B, 860M or a number.
        notes: How the images were made.
        submitter: Your name; where people sign in, the name signed in with counts.
        request: Given by Gradio; it tells who is signed in.

    Returns:
        submission (its id) and state
    """
    fields: dict[str, Any] = {
        "name": name,
        "organisation": organisation,
        "link": link,
        "licence": licence,
        "open_weights": open_weights,
        "parameters": parameters,
        "notes": notes,
    }
    settings = get_settings()
    identity = identity_of(request)
    submitter = submitter_for(identity, submitter)
    protocol = current_protocol()
    path = uploaded_path(archive, "archive")
    submission = submit_upload(
        get_database(), path, fields, submitter, protocol, settings, signed_in=identity.signed_in
    )
    return {"submission": submission, "state": SubmissionState.QUEUED.value}


@endpoint
def status(submission: str) -> dict[str, Any]:
    """Tell where a submission stands.

    Args:
        submission: The id that `submit` gave.

    Returns:
        submission, state, stage, done, total, position, seconds_left, reason, t2i_model, protocol and evaluator
    """
    return read_status(get_database(), submission).as_dict()
