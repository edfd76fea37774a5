"""The commands of `python -m submissions` for admins; write access to the database is all they need."""

import getpass
from typing import Annotated

import typer

from core.cli import Json, exit_on_bad_input, print_json, print_result
from core.settings import get_settings
from leaderboard.store.audit import LogFilter, count_log, search_log
from leaderboard.store.database import get_database
from leaderboard.store.tables import AuditLog
from submissions.admin import moderation
from submissions.admin.oversight import write_log_csv
from submissions.evaluation.status import read_status

SubmissionId = Annotated[str, typer.Argument(metavar="ID", help="The submission's id.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept in the log.")]
Why = Annotated[str, typer.Option("--reason", help="Why, for the log.")]


def hide(submission: SubmissionId, *, reason: Reason, as_json: Json = False) -> None:
    """Take a submission off every board, agreement, export and feed; its results are kept."""
    _act(moderation.hide, submission, reason, "Hidden", as_json=as_json)


def unhide(submission: SubmissionId, *, reason: Reason, as_json: Json = False) -> None:
    """Show a hidden submission again."""
    _act(moderation.unhide, submission, reason, "Shown again", as_json=as_json)


def rerun(submission: SubmissionId, *, reason: Reason, as_json: Json = False) -> None:
    """Evaluate a stored submission anew, from its first image on."""
    _act(moderation.rerun, submission, reason, "Queued to be evaluated anew", as_json=as_json)


def retry(submission: SubmissionId, *, reason: Why = "", as_json: Json = False) -> None:
    """Queue a failed submission again; it goes on where it stopped."""
    _act(moderation.retry, submission, reason, "Queued again", as_json=as_json)


def delete(
    submission: SubmissionId,
    *,
    reason: Reason,
    name: Annotated[str, typer.Option(help="Its T2I model's name, to show that this one is meant.")],
    as_json: Json = False,
) -> None:
    """Delete a submission's images, answers and scores for good."""
    with exit_on_bad_input():
        database = get_database()
        removed = moderation.delete_submission(database, get_settings(), submission, actor(), reason, name)
        state = read_status(database, submission).state
    document = {"submission": submission, "state": state.value, "images_removed": removed}
    print_result(document, f"Deleted: {submission}, {removed} image files", as_json=as_json)


def priority(
    submission: SubmissionId,
    number: Annotated[int, typer.Argument(help="Its place; lower runs first.")],
    *,
    reason: Why = "",
    as_json: Json = False,
) -> None:
    """Give a waiting submission another place in the queue."""
    with exit_on_bad_input():
        moderation.set_priority(get_database(), submission, number, actor(), reason)
    document = {"submission": submission, "priority": number}
    print_result(document, f"Priority {number}: {submission}", as_json=as_json)


def pause(*, reason: Why = "", as_json: Json = False) -> None:
    """Keep workers from claiming; they finish what they evaluate already."""
    with exit_on_bad_input():
        moderation.pause(get_database(), actor(), reason)
    print_result({"paused": True}, "The queue is paused.", as_json=as_json)


def resume(*, reason: Why = "", as_json: Json = False) -> None:
    """Let workers claim again."""
    with exit_on_bad_input():
        moderation.resume(get_database(), actor(), reason)
    print_result({"paused": False}, "The queue goes on.", as_json=as_json)


def log(
    *,
    by: Annotated[str, typer.Option(help="Who did it, or how the name begins.")] = "",
    action: Annotated[str, typer.Option(help="What was done.")] = "",
    submission: Annotated[str, typer.Option(help="To which submission: its id, or how that begins.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="The newest so many.")] = 50,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print all that match as CSV.")] = False,
    as_json: Json = False,
) -> None:
    """Show who did what to which submission, the newest first."""
    log_filter = LogFilter(actor=by, action=action, submission=submission)
    with exit_on_bad_input(), get_database().read() as session:
        if as_csv:
            print(write_log_csv(session, log_filter), end="")
            return
        entries, total = search_log(session, log_filter, limit), count_log(session, log_filter)
    if as_json:
        print_json({"rows": [_log_row(entry) for entry in entries], "total": total})
        return
    for entry in entries:
        subject = entry.submission_id or "-"
        print(f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.actor}  {entry.action}  {subject}  {entry.detail}".rstrip())


def add_to(app: typer.Typer) -> None:
    """Add the commands to a command line."""
    for command in (hide, unhide, rerun, retry, delete, priority, pause, resume, log):
        app.command()(command)


def actor() -> str:
    """Name the terminal's user for the log."""
    try:
        return f"command line ({getpass.getuser()})"[:100]
    except (OSError, KeyError):  # no such user is known here, as in some containers
        return "command line"


def _act(act: moderation.Act, submission: str, reason: str, outcome: str, *, as_json: bool) -> None:
    with exit_on_bad_input():
        database = get_database()
        act(database, submission, actor(), reason)
        state = read_status(database, submission).state
    document = {"submission": submission, "state": state.value, "said": outcome}
    print_result(document, f"{outcome}: {submission}", as_json=as_json)


def _log_row(entry: AuditLog) -> dict[str, str | None]:
    return {
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "submission": entry.submission_id,
        "detail": entry.detail,
    }
