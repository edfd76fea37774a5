"""The author's rights over the followed submission: a button that withdraws it, after a question."""

from typing import Any

import gradio as gr
from gradio.events import Dependency

from core.problems import BadInput
from leaderboard.store.database import get_database
from submissions.identity.ownership import find_rights, withdraw_own
from submissions.identity.page import identity_of
from submissions.submit.page_html import CSS
from web.blocks import Update, styled_html
from web.fields import Field, typed
from web.html import call_macro
from web.language import words

OwnerView = tuple[str, Update, Update, Update]
"""A message as HTML, and whether the buttons to withdraw, to confirm and to keep it are visible."""


def build(followed: gr.Textbox) -> Dependency:
    """Lay out what the author of the followed submission may do; returns the event that withdraws it."""
    message = styled_html(CSS, elem_id="owner")
    with gr.Row():
        ask_button = gr.Button(words("Withdraw…"), size="sm", min_width=120, visible=False, elem_id="owner-withdraw")
        confirm_button = gr.Button(
            words("Withdraw it"), variant="stop", size="sm", min_width=120, visible=False, elem_id="owner-confirm"
        )
        keep_button = gr.Button(words("Keep it"), size="sm", min_width=120, visible=False, elem_id="owner-keep")
    view = [message, ask_button, confirm_button, keep_button]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    followed.change(show_rights, [followed], view, **quiet)
    keep_button.click(show_rights, [followed], view, **quiet)
    ask_button.click(ask, [followed], view, **quiet)
    return confirm_button.click(withdraw_followed, [followed], view, **quiet)


def show_rights(submission: Field, request: gr.Request) -> OwnerView:
    """Show what the visitor may do to the submission; nothing where it is another's."""
    rights = find_rights(get_database(), typed(submission), identity_of(request))
    return _view("rights", rights, ask=rights is not None and rights.withdraw)


def ask(submission: Field, request: gr.Request) -> OwnerView:
    """Ask once more before it is withdrawn."""
    rights = find_rights(get_database(), typed(submission), identity_of(request))
    if rights is None or not rights.withdraw:
        return show_rights(submission, request)
    return _view("question", rights.t2i_model, confirm=True)


def withdraw_followed(submission: Field, request: gr.Request) -> OwnerView:
    """Withdraw the submission, or say why it cannot be."""
    try:
        withdraw_own(get_database(), typed(submission), identity_of(request))
    except BadInput as refusal:
        return _view("refused", refusal.problems)
    return _view("withdrawn")


def _view(macro: str, *values: Any, ask: bool = False, confirm: bool = False) -> OwnerView:
    message = call_macro("submissions/submit/owner.html", macro, *values)
    return message, gr.update(visible=ask), gr.update(visible=confirm), gr.update(visible=confirm)
