"""The list of a visitor's own submissions on the submit page: by ids kept in the browser, and by the name signed in."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from leaderboard.store.database import Database, get_database
from leaderboard.store.listings import list_own_submissions
from leaderboard.store.submissions import is_submission_id
from leaderboard.store.tables import Submission
from submissions.evaluation.status import describe_state
from submissions.identity.page import identity_of
from submissions.submit.page_html import CSS
from web.blocks import current_blocks, styled_html
from web.html import call_macro
from web.language import words

STORAGE_KEY = "evalalign-submissions"

MAX_LISTED = 50
"""Submissions that are listed, and ids that a browser remembers; the newest."""

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


def show_mine(kept: Any, request: gr.Request | None = None) -> str:
    """Show the visitor's own submissions; `kept` is what the browser sent, whatever it is."""
    ids = kept if isinstance(kept, list) else []
    identity = identity_of(request)
    submissions = find_own_submissions(get_database(), ids, identity.name if identity.signed_in else None)
    return call_macro("submissions/submit/mine.html", "mine", submissions, describe_state)


def find_own_submissions(database: Database, ids: Sequence[object], submitter: str | None = None) -> list[Submission]:
    """Find the newest `MAX_LISTED` of the submissions with these ids or by this submitter, newest first.

    Args:
        database: Where they are.
        ids: Sent by a browser: whatever is no id, or no submission's, is passed over.
        submitter: The name signed in with; None where nobody is signed in.
    """
    known = list(dict.fromkeys(item for item in ids if isinstance(item, str) and is_submission_id(item)))[:MAX_LISTED]
    with database.read() as session:
        return list_own_submissions(session, known, submitter, MAX_LISTED)
