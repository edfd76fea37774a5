"""The followed submission on the submit page: its progress, its author's rights, and the list of the visitor's own."""

from typing import Any

import gradio as gr

from core.problems import BadInput
from leaderboard.store.database import get_database
from submissions.evaluation.status import find_board, read_history, read_status
from submissions.submit import mine_page, owner_page
from submissions.submit import page_html as html
from web.blocks import Update, current_blocks, styled_html
from web.fields import Field, typed
from web.language import words

POLL_SECONDS = 1.0
"""How often the page asks how far the submission is."""

REMEMBER = """(id) => {
  const address = new URL(window.location.href);
  if (!id || address.searchParams.get("submission") === id) return;
  address.searchParams.set("submission", id);
  window.history.replaceState(window.history.state, "", address);
}"""
"""Puts the submission's id into the page's address, so that a reload comes back to it."""

INTO_VIEW = """() => requestAnimationFrame(() => {
  const progress = document.getElementById("submit-progress");
  const id = progress.querySelector("[data-submission]")?.dataset.submission;
  if (!id || progress.dataset.seen === id) return;
  progress.dataset.seen = id;
  progress.scrollIntoView({ block: "center" });
})"""
"""Brings the progress into view when it is another submission's."""


def build(followed: gr.Textbox) -> None:
    """Lay out what is shown of the submission whose id `followed` holds, and bind its events."""
    timer = gr.Timer(POLL_SECONDS, active=False)
    progress = styled_html(html.CSS, elem_id="submit-progress")
    withdrawn = owner_page.build(followed)
    changed = gr.Number(0, visible="hidden")
    gr.Markdown(words("## My submissions"))
    mine_page.build(followed, progress)
    with gr.Accordion(words("Follow an earlier submission"), open=False):
        with gr.Row(equal_height=True):
            sought = gr.Textbox(
                label=words("Submission id"), placeholder=words("32 letters and digits"), scale=4, min_width=200
            )
            follow_button = gr.Button(words("Show"), scale=1, min_width=100)
        refusal = styled_html(html.CSS, elem_id="submit-sought")

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on([follow_button.click, sought.submit], follow, [sought], [followed, refusal], **quiet)
    withdrawn.then(None, [changed], [changed], js="(count) => count + 1", **quiet)
    # One event for all that changes the progress: of two, the one about the submission followed before could end last.
    gr.on(
        [followed.change, changed.change, timer.tick],
        show_followed,
        [followed],
        [progress, timer],
        trigger_mode="always_last",
        queue=False,
        **quiet,
    )
    followed.change(None, [followed], None, js=REMEMBER)
    progress.change(None, None, None, js=INTO_VIEW)
    current_blocks().load(open_page, None, [followed, progress], **quiet)


def follow(sought: Field) -> tuple[str | Update, str]:
    """Follow the submission with this id; returns the id, or as HTML that there is none."""
    submission = typed(sought)
    if not submission:
        return gr.skip(), ""
    try:
        return read_status(get_database(), submission).submission, ""
    except BadInput as error:
        return gr.skip(), html.not_found_html(error.problems)


def show_followed(followed: Field) -> tuple[str, Update]:
    """Show the followed submission's progress; the page asks again until nothing more will happen."""
    submission = typed(followed)
    if not submission:
        return "", gr.update(active=False)
    try:
        progress, final = _progress(submission)
    except BadInput as error:
        return html.not_found_html(error.problems), gr.update(active=False)
    return progress, gr.update(active=not final)


def open_page(request: gr.Request) -> tuple[str, str]:
    """Follow the submission that the address names with `?submission=`, if any; returns its id and its progress."""
    submission = typed(request.query_params.get("submission", ""))
    if not submission:
        return "", ""
    try:
        return submission, _progress(submission)[0]
    except BadInput as error:
        return "", html.not_found_html(error.problems)


def _progress(submission: str) -> tuple[str, bool]:
    """Draw a submission's progress; returns whether nothing more will happen, too."""
    database = get_database()
    standing = read_status(database, submission)
    return html.status_html(
        standing, find_board(database, standing), read_history(database, submission)
    ), standing.final
