"""The list of a visitor's own submissions on the submit page: by ids kept in the browser, and by the name signed in."""

from typing import Any

import gradio as gr

from leaderboard.store.database import get_database
from submissions.identity.page import identity_of
from submissions.submit.mine import MAX_LISTED, find_own_submissions
from submissions.submit.mine_html import mine_html
from submissions.submit.page_html import CSS
from web.blocks import current_blocks, styled_html
from web.language import words

STORAGE_KEY = "evalalign-submissions"

REMEMBER = """(kept, id) => {
  const known = Array.isArray(kept) ? kept : [];
  return [id ? [id, ...known.filter((other) => other !== id)].slice(0, MAX_LISTED) : known];
}""".replace("MAX_LISTED", str(MAX_LISTED))
"""Keeps the id of the submission that is followed: the newest first, each once."""

FORGET = "() => [[]]"
"""Forgets what the browser kept; the submissions themselves stay."""


def build(followed: gr.Textbox, progress: gr.HTML) -> None:
    """Lay out the list and keep it up to date with the submission that is followed and its progress."""
    # Gradio's secret would be another after every start, and what was kept unreadable; ids alone are no secret here.
    kept = gr.BrowserState([], storage_key=STORAGE_KEY, secret=STORAGE_KEY)
    listed = styled_html(CSS, min_height=60, elem_id="submit-mine")
    forget_button = gr.Button(words("Forget this list in this browser"), size="sm", elem_id="submit-forget")

    private: dict[str, Any] = {"api_visibility": "private"}
    followed.change(None, [kept, followed], [kept], js=REMEMBER, **private)
    forget_button.click(None, None, [kept], js=FORGET, **private)
    # The browser keeps ids by itself, and one event lists them: of two, the one that knew less could end last.
    gr.on(
        [current_blocks().load, kept.change, progress.change],
        show_mine,
        [kept],
        [listed],
        trigger_mode="always_last",
        show_progress="hidden",
        **private,
    )


def show_mine(kept: Any, request: gr.Request) -> str:
    """Show the visitor's own submissions; `kept` is what the browser sent, whatever it is."""
    ids = kept if isinstance(kept, list) else []
    identity = identity_of(request)
    submitter = identity.name if identity.signed_in else None
    return mine_html(find_own_submissions(get_database(), ids, submitter))
