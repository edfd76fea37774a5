"""The admin page: health, the queue, submissions, the audit log. Every handler asks anew who is asking."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context

from core.language import _
from core.problems import BadInput
from core.settings import get_settings
from leaderboard.store.database import get_database
from submissions.admin import admin_html as html
from submissions.admin import moderation
from submissions.admin.oversight import (
    LogFilter,
    condition,
    find_submissions,
    log_actions,
    log_csv,
    log_rows,
    waiting,
)
from submissions.identity import page as page_identity
from submissions.identity.admin_token import PARAMETER
from submissions.identity.identity import require_admin, sign_in_offered
from submissions.identity.page import identity_of
from web.fields import Field, typed
from web.language import words

ROWS = 50
"""Rows of a table on one page."""

CSS = (Path(__file__).parent / "admin.css").read_text(encoding="utf-8")

SAVE = """(text) => {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "audit-log.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}"""


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    page_identity.build()
    refusal = _html(elem_id="admin-refusal")
    private: dict[str, Any] = {"api_visibility": "private"}
    small: dict[str, Any] = {"size": "md", "scale": 0, "min_width": 160}
    logged: dict[str, Any] = {"info": words("Kept in the log"), "min_width": 280}
    with gr.Column(visible=False) as inside:
        gr.Markdown(words("## Health"))
        health = _html(elem_id="admin-health")
        refresh = gr.Button(words("Refresh"), size="sm", elem_id="admin-refresh")

        gr.Markdown(words("## Queue"))
        queue = _html(elem_id="admin-queue")
        with gr.Row():
            why = gr.Textbox(label=words("Why"), elem_id="admin-why", **logged)
            pause_button = gr.Button(words("Pause claiming"), elem_id="admin-pause", **small)
            resume_button = gr.Button(words("Resume claiming"), elem_id="admin-resume", **small | {"min_width": 180})
        claiming = _html(elem_id="admin-claiming")

        gr.Markdown(words("## Submissions"))
        with gr.Row():
            search = gr.Textbox(
                label=words("Find"),
                placeholder=words("How the id, the T2I model or the submitter begins"),
                elem_id="admin-search",
                scale=4,
                min_width=240,
            )
            found_page = _page_number(elem_id="admin-page")
        found = _html(elem_id="admin-submissions")
        with gr.Row():
            wanted = gr.Textbox(
                label=words("Submission id"),
                info=words("Of the submission that the buttons below are about"),
                elem_id="admin-submission",
                min_width=280,
            )
            reason = gr.Textbox(label=words("Reason"), elem_id="admin-reason", **logged)
        with gr.Row():
            hide_button = gr.Button(words("Hide"), elem_id="admin-hide", **small)
            unhide_button = gr.Button(words("Show again"), elem_id="admin-unhide", **small)
            rerun_button = gr.Button(words("Evaluate anew"), elem_id="admin-rerun", **small)
            retry_button = gr.Button(
                words("Retry the failed submission"), elem_id="admin-retry", **small | {"min_width": 250}
            )
            priority = gr.Number(
                0, label=words("Priority, lower first"), precision=0, elem_id="admin-number", scale=0, min_width=190
            )
            priority_button = gr.Button(words("Set its priority"), elem_id="admin-priority", **small)
        outcome = _html(elem_id="admin-outcome")
        with gr.Accordion(words("Delete its images and answers for good"), open=False), gr.Row():
            confirmed = gr.Textbox(
                label=words("Type the T2I model's name to confirm"), elem_id="admin-name", min_width=240
            )
            delete_button = gr.Button(words("Delete"), variant="stop", elem_id="admin-delete", **small)

        gr.Markdown(words("## Audit log"))
        with gr.Row():
            actor = gr.Textbox(label=words("Who"), elem_id="admin-log-actor", min_width=140)
            action = gr.Dropdown(
                label=words("What"), choices=[], allow_custom_value=True, elem_id="admin-log-action", min_width=140
            )
            log_submission = gr.Textbox(label=words("Submission"), elem_id="admin-log-submission", min_width=140)
            since = gr.Textbox(label=words("Since"), placeholder="2026-01-31", elem_id="admin-log-since", min_width=140)
            log_page = _page_number()
        log = _html(elem_id="admin-log")
        saved = gr.Textbox(visible="hidden")
        acted = gr.Number(0, visible="hidden")
        save_button = gr.Button(words("Download the log as CSV"), size="sm", elem_id="admin-save")

    filters = [actor, action, log_submission, since]
    tables = [health, queue, found, log]
    listed = [search, found_page, *filters, log_page]
    acts = (
        (hide_button, hide, [wanted, reason], outcome),
        (unhide_button, unhide, [wanted, reason], outcome),
        (rerun_button, rerun, [wanted, reason], outcome),
        (delete_button, delete, [wanted, reason, confirmed], outcome),
        (retry_button, retry, [wanted, reason], outcome),
        (priority_button, set_priority, [wanted, priority, reason], outcome),
        (pause_button, pause, [why], claiming),
        (resume_button, resume, [why], claiming),
    )
    for button, act, given, said in acts:
        button.click(act, given, [said], **private).then(None, [acted], [acted], js="(count) => count + 1")
    narrowed = [search.submit, found_page.change, actor.submit, action.input]
    narrowed += [log_submission.submit, since.submit, log_page.change]
    # One event for all that changes the tables: two could end in the other order, and the older would stay.
    shown: dict[str, Any] = {"trigger_mode": "always_last", "show_progress": "minimal"}
    gr.on([acted.change, refresh.click, *narrowed], show_all, listed, tables, **shown, **private)
    save_button.click(save_log, filters, [saved], **private).then(None, [saved], None, js=SAVE)
    opened = Context.root_block
    if opened is None:
        raise RuntimeError("build() lays the page out inside a Blocks context")
    opened.load(open_page, None, [refusal, inside, action, *tables], show_progress="hidden", **private)


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """All of it to an admin, and to others only why not."""
    if not identity_of(request).admin:
        refusal = html.not_admin_html(sign_in_offered(), wrong_token=PARAMETER in request.query_params)
        return refusal, gr.update(visible=False), gr.update(choices=[]), "", "", "", ""
    choices = [(_("All"), ""), *((action, action) for action in log_actions(get_database()))]
    shown = show_all("", 1, "", "", "", "", 1, request)
    return gr.update(visible=False), gr.update(visible=True), gr.update(choices=choices, value=""), *shown


def show_all(
    search: Field,
    page: float | None,
    actor: Field,
    action: Field,
    submission: Field,
    since: Field,
    log_page: float | None,
    request: gr.Request,
) -> tuple[str, str, str, str]:
    """Health, queue, submissions and log as they are now."""
    _admin(request)
    database = get_database()
    return (
        html.condition_html(condition(database, get_settings())),
        html.queue_html(waiting(database)),
        show_found(search, page, request),
        show_log(actor, action, submission, since, log_page, request),
    )


def show_found(search: Field, page: float | None, request: gr.Request) -> str:
    """Submissions that are called so."""
    _admin(request)
    offset = _offset(page)
    return html.submissions_html(*find_submissions(get_database(), typed(search), ROWS, offset), offset)


def show_log(
    actor: Field, action: Field, submission: Field, since: Field, page: float | None, request: gr.Request
) -> str:
    """The rows of the log that match."""
    _admin(request)
    offset = _offset(page)
    try:
        wanted = _wanted(actor, action, submission, since)
    except BadInput as refusal:
        return html.refused_html(refusal.problems)
    return html.log_html(*log_rows(get_database(), wanted, ROWS, offset), offset)


def save_log(actor: Field, action: Field, submission: Field, since: Field, request: gr.Request) -> str:
    """The same rows, all of them, as CSV; nothing where the day cannot be read, which the table says."""
    _admin(request)
    try:
        return log_csv(get_database(), _wanted(actor, action, submission, since))
    except BadInput:
        return ""


def hide(submission: Field, reason: Field, request: gr.Request) -> str:
    """Take a submission off view."""
    act = partial(moderation.hide, get_database(), typed(submission), _admin(request), typed(reason))
    return _outcome(act, _("It is hidden: it is on no board now."))


def unhide(submission: Field, reason: Field, request: gr.Request) -> str:
    """Show it again."""
    act = partial(moderation.unhide, get_database(), typed(submission), _admin(request), typed(reason))
    return _outcome(act, _("It is shown again."))


def rerun(submission: Field, reason: Field, request: gr.Request) -> str:
    """Have it evaluated anew."""
    act = partial(moderation.rerun, get_database(), typed(submission), _admin(request), typed(reason))
    return _outcome(act, _("It is queued; until it is evaluated it is on no board."))


def retry(submission: Field, reason: Field, request: gr.Request) -> str:
    """Queue a failed one again."""
    act = partial(moderation.retry, get_database(), typed(submission), _admin(request), typed(reason))
    return _outcome(act, _("It is queued and goes on where it stopped."))


def delete(submission: Field, reason: Field, name: Field, request: gr.Request) -> str:
    """Delete its images and answers, where its T2I model's name was typed."""
    actor = _admin(request)
    act = partial(
        moderation.delete_submission,
        get_database(),
        get_settings(),
        typed(submission),
        actor,
        typed(reason),
        typed(name),
    )
    return _outcome(act, _("Its images and answers are deleted."))


def set_priority(submission: Field, priority: float | None, reason: Field, request: gr.Request) -> str:
    """Give a waiting one another place."""
    place = int(priority or 0)
    act = partial(moderation.set_priority, get_database(), typed(submission), place, _admin(request), typed(reason))
    return _outcome(act, _("Its priority is {place} now.", place=place))


def pause(reason: Field, request: gr.Request) -> str:
    """Keep workers from claiming."""
    act = partial(moderation.pause, get_database(), _admin(request), typed(reason))
    return _outcome(act, _("The queue is paused; what runs is finished."))


def resume(reason: Field, request: gr.Request) -> str:
    """Let them claim again."""
    act = partial(moderation.resume, get_database(), _admin(request), typed(reason))
    return _outcome(act, _("The queue is open."))


def _admin(request: gr.Request) -> str:
    """The admin's name for the log; anybody else gets an error and nothing happens."""
    try:
        return require_admin(identity_of(request))
    except BadInput as refusal:
        raise gr.Error(_("Only an admin may do this."), print_exception=False) from refusal


def _outcome(act: Callable[[], object], said: str) -> str:
    try:
        act()
    except BadInput as refusal:
        return html.refused_html(refusal.problems)
    return html.done_html(said)


def _wanted(actor: Field, action: Field, submission: Field, since: Field) -> LogFilter:
    day = None
    if said := typed(since):
        try:
            day = datetime.fromisoformat(said)
        except ValueError:
            raise BadInput.one("bad_day", said, _("Write the day as 2026-01-31.")) from None
        day = day.replace(tzinfo=day.tzinfo or UTC)
    return LogFilter(typed(actor), typed(action), typed(submission), day)


def _offset(page: float | None) -> int:
    return (max(1, int(page or 1)) - 1) * ROWS


def _page_number(**options: Any) -> gr.Number:
    return gr.Number(label=words("Page"), value=1, minimum=1, precision=0, scale=0, min_width=120, **options)


def _html(**options: Any) -> gr.HTML:
    return gr.HTML(css_template=CSS, js_on_load=None, apply_default_css=False, **options)
