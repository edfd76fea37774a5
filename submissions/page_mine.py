"""The list of somebody's submissions on the submit page: ids kept in the browser, and what a signed-in name entered."""

from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context

from leaderboard.database import get_database
from model.page_language import words
from submissions.mine import MOST, my_submissions
from submissions.mine_html import mine_html
from submissions.page_identity import identity_of

STORAGE_KEY = "evalalign-submissions"

REMEMBER = """(kept, id) => {
  const known = Array.isArray(kept) ? kept : [];
  return [id ? [id, ...known.filter((each) => each !== id)].slice(0, MOST) : known];
}""".replace("MOST", str(MOST))
"""Keeps the id of the submission that is followed: the newest first, each once."""

CSS = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def build(followed: gr.Textbox, progress: gr.HTML) -> None:
    """Lay out the list and keep it up to date with the submission that is followed and its progress."""
    # Gradio's secret would be another after every start, and what was kept unreadable; ids alone are no secret here.
    kept = gr.BrowserState([], storage_key=STORAGE_KEY, secret=STORAGE_KEY)
    listed = gr.HTML(css_template=CSS, js_on_load=None, apply_default_css=False, min_height=60, elem_id="submit-mine")
    forget_button = gr.Button(words("Forget this list in this browser"), size="sm", elem_id="submit-forget")

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    # The browser keeps ids by itself; what is still on its way when it forgets would bring back the list as it was.
    keeping = followed.change(None, [kept, followed], [kept], js=REMEMBER, api_visibility="private")
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the list out inside a Blocks context")
    shown: dict[str, Any] = {"fn": show_mine, "inputs": [kept], "outputs": [listed]} | quiet
    listing = [keeping.then(**shown), gr.on([opened.load, progress.change], trigger_mode="always_last", **shown)]
    forget_button.click(forget, None, [kept, listed], cancels=listing, **quiet)


def show_mine(kept: Any, request: gr.Request) -> str:
    """The list for whoever asks."""
    return mine_html(my_submissions(get_database(), _ids(kept), submitter_of(request)))


def forget(request: gr.Request) -> tuple[list[str], str]:
    """Forget what the browser kept; the submissions themselves stay."""
    return [], show_mine([], request)


def submitter_of(request: gr.Request) -> str | None:
    """The name under which somebody signed in submits; None where nobody is signed in."""
    identity = identity_of(request)
    return identity.name if identity.signed_in else None


def _ids(kept: Any) -> list[object]:
    """What the browser sent, whatever it is, as a list."""
    return kept if isinstance(kept, list) else []
