"""Withdrawing one's own submission: a button with a question, beside a submission's progress."""

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency

from core.problems import BadInput
from leaderboard.store.database import get_database
from submissions.identity.ownership import rights, withdraw_own
from submissions.identity.page import identity_of
from submissions.submit import owner_html as html
from web.fields import Field, typed
from web.language import words

CSS = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")

Update = dict[str, Any]
Shown = tuple[str, Update, Update, Update]
"""What is said, and whether the buttons to withdraw, to confirm and to keep it are there."""


def build(followed: gr.Textbox) -> Dependency:
    """Lay out what the author of the followed submission may do; gives the event after which its progress changed."""
    said = gr.HTML(elem_id="owner", css_template=CSS, js_on_load=None, apply_default_css=False)
    with gr.Row():
        ask_button = gr.Button(words("Withdraw…"), size="sm", min_width=120, visible=False, elem_id="owner-withdraw")
        confirm_button = gr.Button(
            words("Withdraw it"), variant="stop", size="sm", min_width=120, visible=False, elem_id="owner-confirm"
        )
        keep_button = gr.Button(words("Keep it"), size="sm", min_width=120, visible=False, elem_id="owner-keep")
    shown = [said, ask_button, confirm_button, keep_button]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    followed.change(show_rights, [followed], shown, **quiet)
    keep_button.click(show_rights, [followed], shown, **quiet)
    ask_button.click(ask, [followed], shown, **quiet)
    return confirm_button.click(withdraw_followed, [followed], shown, **quiet)


def show_rights(submission: Field, request: gr.Request) -> Shown:
    """What whoever asks may do to the submission; nothing where it is not theirs."""
    found = rights(get_database(), typed(submission), identity_of(request))
    if found is None:
        return _shown("")
    return _shown(html.rights_html(found), ask=found.withdraw)


def ask(submission: Field, request: gr.Request) -> Shown:
    """Ask once more before it is withdrawn."""
    found = rights(get_database(), typed(submission), identity_of(request))
    if found is None or not found.withdraw:
        return show_rights(submission, request)
    return _shown(html.question_html(found), confirm=True)


def withdraw_followed(submission: Field, request: gr.Request) -> Shown:
    """Withdraw it; says so, or why not."""
    try:
        withdraw_own(get_database(), typed(submission), identity_of(request))
    except BadInput as refusal:
        return _shown(html.refused_html(refusal))
    return _shown(html.withdrawn_html())


def _shown(said: str, *, ask: bool = False, confirm: bool = False) -> Shown:
    return said, gr.update(visible=ask), gr.update(visible=confirm), gr.update(visible=confirm)
