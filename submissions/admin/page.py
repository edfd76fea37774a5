"""The admin page: health, queue, submissions, audit log. Every handler checks anew that the visitor is an admin."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from core.language import _, mark
from core.problems import BadInput
from core.settings import get_settings
from leaderboard.store.audit import LogFilter, count_log, list_actions, search_log
from leaderboard.store.database import get_database
from leaderboard.store.listings import list_failures, list_queue, search_submissions
from leaderboard.store.tables import now
from submissions.admin import moderation
from submissions.admin.oversight import read_condition, write_log_csv
from submissions.evaluation.status import describe_state, format_duration
from submissions.identity import page as identity_page
from submissions.identity.admin_token import PARAMETER, PATH
from submissions.identity.identity import require_admin, sign_in_offered
from submissions.identity.page import identity_of
from web.blocks import current_blocks, styled_html
from web.fields import Field, typed
from web.html import call_macro
from web.language import words

ROWS = 50
"""Rows of a table on one page."""

MAX_FAILURES = 20
"""Failed submissions listed below the queue; the latest."""

CSS = (Path(__file__).parent / "admin.css").read_text(encoding="utf-8")

SAVE = """(text) => {
  if (!text) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "audit-log.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}"""

_render = partial(call_macro, "submissions/admin/admin.html")


def _handler(act: moderation.Act, done: str) -> Callable[[Field, Field, gr.Request], str]:
    """Make the handler of a button for an act on one submission; `done` is the sentence shown afterwards."""

    def handle(submission: Field, reason: Field, request: gr.Request) -> str:
        return _outcome(partial(act, get_database(), typed(submission), _admin(request), typed(reason)), _(done))

    return handle


hide = _handler(moderation.hide, mark("It is hidden: it is on no board now."))
unhide = _handler(moderation.unhide, mark("It is shown again."))
rerun = _handler(moderation.rerun, mark("It is queued; until it is evaluated it is on no board."))
retry = _handler(moderation.retry, mark("It is queued and goes on where it stopped."))


def build() -> None:
    """Lay out the page in the current Blocks context and bind its events."""
    identity_page.build()
    refusal = styled_html(CSS, elem_id="admin-refusal")
    private: dict[str, Any] = {"api_visibility": "private"}
    small: dict[str, Any] = {"size": "md", "scale": 0, "min_width": 160}
    in_log: dict[str, Any] = {"info": words("Kept in the log"), "min_width": 280}
    with gr.Column(visible=False) as inside:
        gr.Markdown(words("## Health"))
        health = styled_html(CSS, elem_id="admin-health")
        refresh = gr.Button(words("Refresh"), size="sm", elem_id="admin-refresh")

        gr.Markdown(words("## Queue"))
        queue = styled_html(CSS, elem_id="admin-queue")
        with gr.Row():
            why = gr.Textbox(label=words("Why"), elem_id="admin-why", **in_log)
            pause_button = gr.Button(words("Pause claiming"), elem_id="admin-pause", **small)
            resume_button = gr.Button(words("Resume claiming"), elem_id="admin-resume", **small | {"min_width": 180})
        claiming = styled_html(CSS, elem_id="admin-claiming")

        gr.Markdown(words("## Submissions"))
        with gr.Row():
            search = gr.Textbox(
                label=words("Find"),
                placeholder=words("How the id, the T2I model or the submitter begins"),
                elem_id="admin-search",
                scale=4,
                min_width=240,
            )
            search_page = _page_number(elem_id="admin-page")
        submissions = styled_html(CSS, elem_id="admin-submissions")
        with gr.Row():
            submission = gr.Textbox(
                label=words("Submission id"),
                info=words("Of the submission that the buttons below are about"),
                elem_id="admin-submission",
                min_width=280,
            )
            reason = gr.Textbox(label=words("Reason"), elem_id="admin-reason", **in_log)
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
        outcome = styled_html(CSS, elem_id="admin-outcome")
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
        log = styled_html(CSS, elem_id="admin-log")
        saved = gr.Textbox(visible="hidden")
        acted = gr.Number(0, visible="hidden")
        save_button = gr.Button(words("Download the log as CSV"), size="sm", elem_id="admin-save")

    filters = [actor, action, log_submission, since]
    tables = [health, queue, submissions, log]
    listed = [search, search_page, *filters, log_page]
    acts = (
        (hide_button, hide, [submission, reason], outcome),
        (unhide_button, unhide, [submission, reason], outcome),
        (rerun_button, rerun, [submission, reason], outcome),
        (delete_button, delete, [submission, reason, confirmed], outcome),
        (retry_button, retry, [submission, reason], outcome),
        (priority_button, set_priority, [submission, priority, reason], outcome),
        (pause_button, pause, [why], claiming),
        (resume_button, resume, [why], claiming),
    )
    for button, act, fields, message in acts:
        button.click(act, fields, [message], **private).then(None, [acted], [acted], js="(count) => count + 1")
    changes = [search.submit, search_page.change, actor.submit, action.input]
    changes += [log_submission.submit, since.submit, log_page.change]
    # One event for all that changes the tables: two could end in the other order, and the older would stay.
    last: dict[str, Any] = {"trigger_mode": "always_last", "show_progress": "minimal"}
    gr.on([acted.change, refresh.click, *changes], show_all, listed, tables, **last, **private)
    save_button.click(save_log, filters, [saved], **private).then(None, [saved], None, js=SAVE)
    current_blocks().load(open_page, None, [refusal, inside, action, *tables], show_progress="hidden", **private)


def open_page(request: gr.Request) -> tuple[Any, ...]:
    """Show everything to an admin, and to others how to become one."""
    if not identity_of(request).admin:
        refusal = _render("not_admin", sign_in_offered(), PARAMETER in request.query_params, PATH, PARAMETER)
        return refusal, gr.update(visible=False), gr.update(choices=[]), "", "", "", ""
    with get_database().read() as session:
        choices = [(_("All"), ""), *((action, action) for action in list_actions(session))]
    tables = show_all("", 1, "", "", "", "", 1, request)
    return gr.update(visible=False), gr.update(visible=True), gr.update(choices=choices, value=""), *tables


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
    """Show health, queue, submissions and log as they are now."""
    _admin(request)
    database = get_database()
    with database.read() as session:
        queue = [*list_queue(session), *list_failures(session, MAX_FAILURES)]
    return (
        _render("condition", read_condition(database, get_settings()), describe_state),
        _render("queue", queue, now(), describe_state, format_duration),
        show_submissions(search, page, request),
        show_log(actor, action, submission, since, log_page, request),
    )


def show_submissions(search: Field, page: float | None, request: gr.Request) -> str:
    """Show the submissions that a search finds."""
    _admin(request)
    offset = _offset(page)
    with get_database().read() as session:
        submissions, total = search_submissions(session, typed(search), ROWS, offset)
    return _render("submissions", submissions, total, offset, describe_state)


def show_log(
    actor: Field, action: Field, submission: Field, since: Field, page: float | None, request: gr.Request
) -> str:
    """Show the rows of the log that match."""
    _admin(request)
    offset = _offset(page)
    try:
        log_filter = _log_filter(actor, action, submission, since)
    except BadInput as refusal:
        return _render("refused", refusal.problems)
    with get_database().read() as session:
        entries, total = search_log(session, log_filter, ROWS, offset), count_log(session, log_filter)
    return _render("log", entries, total, offset)


def save_log(actor: Field, action: Field, submission: Field, since: Field, request: gr.Request) -> str:
    """Write the rows that match, all of them, as CSV; nothing where the day cannot be read, which the table says."""
    _admin(request)
    try:
        log_filter = _log_filter(actor, action, submission, since)
    except BadInput:
        return ""
    with get_database().read() as session:
        return write_log_csv(session, log_filter)


def delete(submission: Field, reason: Field, name: Field, request: gr.Request) -> str:
    """Delete a submission's images and answers, where its T2I model's name was typed."""
    subject = (get_database(), get_settings(), typed(submission))
    act = partial(moderation.delete_submission, *subject, _admin(request), typed(reason), typed(name))
    return _outcome(act, _("Its images and answers are deleted."))


def set_priority(submission: Field, priority: float | None, reason: Field, request: gr.Request) -> str:
    """Give a waiting submission another place in the queue."""
    place = int(priority or 0)
    act = partial(moderation.set_priority, get_database(), typed(submission), place, _admin(request), typed(reason))
    return _outcome(act, _("Its priority is {place} now.", place=place))


def pause(reason: Field, request: gr.Request) -> str:
    """Keep workers from claiming submissions."""
    act = partial(moderation.pause, get_database(), _admin(request), typed(reason))
    return _outcome(act, _("The queue is paused; what runs is finished."))


def resume(reason: Field, request: gr.Request) -> str:
    """Let workers claim submissions again."""
    act = partial(moderation.resume, get_database(), _admin(request), typed(reason))
    return _outcome(act, _("The queue is open."))


def _admin(request: gr.Request) -> str:
    """Return the admin's name for the log; raises `gr.Error` for anybody else."""
    try:
        return require_admin(identity_of(request))
    except BadInput as refusal:
        raise gr.Error(_("Only an admin may do this."), print_exception=False) from refusal


def _outcome(act: Callable[[], object], done: str) -> str:
    try:
        act()
    except BadInput as refusal:
        return _render("refused", refusal.problems)
    return _render("done", done)


def _log_filter(actor: Field, action: Field, submission: Field, since: Field) -> LogFilter:
    day = None
    if text := typed(since):
        try:
            day = datetime.fromisoformat(text)
        except ValueError:
            raise BadInput.one("bad_day", text, _("Write the day as 2026-01-31.")) from None
        day = day.replace(tzinfo=day.tzinfo or UTC)
    return LogFilter(typed(actor), typed(action), typed(submission), day)


def _offset(page: float | None) -> int:
    return (max(1, int(page or 1)) - 1) * ROWS


def _page_number(**options: Any) -> gr.Number:
    return gr.Number(label=words("Page"), value=1, minimum=1, precision=0, scale=0, min_width=120, **options)
