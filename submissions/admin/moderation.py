"""Acts of admins on submissions and the queue. Each act is one transaction together with its row of the audit log.

Callers check that the visitor is an admin (`submissions.identity.identity.require_admin`); here `actor` is a name.
"""

from collections.abc import Callable, Iterator

from core.problems import BadInput, Problem
from core.settings import Settings
from leaderboard.store.audit import record_act
from leaderboard.store.database import Database, Session
from leaderboard.store.deletion import delete_generations, has_generations
from leaderboard.store.queue import PAUSED
from leaderboard.store.submissions import can_withdraw, change_state, find_submission, is_name_active
from leaderboard.store.tables import Submission, SubmissionState, Switch
from submissions.upload.storage import remove_unreferenced

MAX_REASON = 1000
"""Longest reason, in characters."""

PRIORITIES = range(-1000, 1001)
"""Allowed places in the queue; lower runs first."""

Act = Callable[[Database, str, str, str], None]
"""An act on one submission: takes the database, the submission's id, the admin's name and the reason."""

S = SubmissionState


def hide(database: Database, submission_id: str, actor: str, reason: str) -> None:
    """Take a submission off every board, agreement, export and feed; its results are kept.

    Raises:
        BadInput: There is no such submission, it is hidden already, or no reason is given.
    """
    _set_hidden(database, submission_id, actor, reason, hidden=True)


def unhide(database: Database, submission_id: str, actor: str, reason: str) -> None:
    """Undo `hide`; raises `BadInput` as it does."""
    _set_hidden(database, submission_id, actor, reason, hidden=False)


def rerun(database: Database, submission_id: str, actor: str, reason: str) -> None:
    """Queue a stored submission to be evaluated from its first image on; until it is done it is on no board.

    What other evaluators answered is kept.

    Raises:
        BadInput: It is not published or failed, it has no stored images, its name is another's by now, or no
            reason is given.
    """
    _check_reason(reason)
    with database.write() as session:
        submission = _requeue(session, submission_id, actor, f"evaluated anew: {reason.strip()}")
        submission.fresh, submission.done = True, 0
        submission.reruns += 1
        _record(session, "rerun", actor, reason, submission.id)


def retry(database: Database, submission_id: str, actor: str, reason: str = "") -> None:
    """Queue a failed submission again; it goes on after the images that are answered already.

    Raises:
        BadInput: It has not failed, it has no stored images, or its name is another's by now.
    """
    with database.write() as session:
        if find_submission(session, submission_id, lock=True).state != S.FAILED:
            raise BadInput.one("not_failed", submission_id, "Has not failed, so there is nothing to retry.")
        _requeue(session, submission_id, actor, reason.strip())
        _record(session, "retried", actor, reason, submission_id)


def delete_submission(
    database: Database, settings: Settings, submission_id: str, actor: str, reason: str, typed_name: str
) -> int:
    """Delete a submission's images, answers, labels and scores; its row and its log remain, withdrawn.

    Args:
        database: Where its rows are.
        settings: Where its images are.
        submission_id: Its id.
        actor: The admin's name, for the log.
        reason: The reason, for the log.
        typed_name: Its T2I model's name, typed to show that this one is meant.

    Returns:
        How many image files were removed; images that other submissions have, too, stay.

    Raises:
        BadInput: There is no such submission, the name is not its T2I model's, or no reason is given.
    """
    _check_reason(reason)
    with database.write() as session:
        submission = find_submission(session, submission_id, lock=True)
        name = submission.t2i_model.name
        if typed_name.strip() != name:
            raise BadInput.one("other_name", "name", f"Type {name}, the T2I model's name, to delete its images.")
        if can_withdraw(submission):
            change_state(session, submission, S.WITHDRAWN, actor, "deleted")
        digests = delete_generations(session, submission.id)
        submission.done = submission.total = 0
        _record(session, "deleted", actor, reason, submission.id)
    return remove_unreferenced(database, settings.data_dir, digests)


def pause(database: Database, actor: str, reason: str = "") -> None:
    """Keep workers from claiming, which finish what they evaluate; raises `BadInput` where the queue is paused."""
    _set_paused(database, actor, reason, paused=True)


def resume(database: Database, actor: str, reason: str = "") -> None:
    """Let workers claim again; raises `BadInput` where the queue is not paused."""
    _set_paused(database, actor, reason, paused=False)


def set_priority(database: Database, submission_id: str, priority: int, actor: str, reason: str = "") -> None:
    """Give a waiting submission another place; lower runs first.

    Raises:
        BadInput: There is no such submission, it does not wait, or the number is not in `PRIORITIES`.
    """
    if priority not in PRIORITIES:
        raise BadInput.one(
            "bad_priority",
            "priority",
            f"Give a whole number from {PRIORITIES[0]} to {PRIORITIES[-1]}; lower runs first.",
        )
    with database.write() as session:
        submission = find_submission(session, submission_id, lock=True)
        if submission.state != S.QUEUED:
            raise BadInput.one("not_queued", submission_id, f"Is {submission.state}, so it has no place in the queue.")
        before, submission.priority = submission.priority, priority
        _record(session, "priority", actor, f"{before} to {priority}. {reason.strip()}".strip(), submission.id)


def _set_hidden(database: Database, submission_id: str, actor: str, reason: str, *, hidden: bool) -> None:
    _check_reason(reason)
    with database.write() as session:
        submission = find_submission(session, submission_id, lock=True)
        if submission.hidden == hidden:
            raise BadInput.one("already_so", submission_id, "Is hidden already." if hidden else "Is not hidden.")
        submission.hidden = hidden
        _record(session, "hidden" if hidden else "unhidden", actor, reason, submission.id)


def _requeue(session: Session, submission_id: str, actor: str, detail: str) -> Submission:
    submission = find_submission(session, submission_id, lock=True)
    if problems := list(_requeue_problems(session, submission)):
        raise BadInput(problems)
    submission.attempts, submission.reason, submission.finished_at = 0, None, None
    change_state(session, submission, S.QUEUED, actor, detail)
    return submission


def _requeue_problems(session: Session, submission: Submission) -> Iterator[Problem]:
    """Yield every reason why a submission cannot be evaluated again; a failed one's name may be another's by now."""
    t2i_model = submission.t2i_model
    if submission.state not in (S.PUBLISHED, S.FAILED):
        yield Problem("not_done", submission.id, f"Is {submission.state}; only one published or failed runs again.")
    if not has_generations(session, submission.id):
        yield Problem("no_images", submission.id, "Has no stored images, so there is nothing to evaluate.")
    if submission.state == S.FAILED and is_name_active(
        session, t2i_model.name_key, submission.protocol_digest, reported=False
    ):
        yield Problem("name_taken", submission.id, f"{t2i_model.name} was submitted again meanwhile.")


def _set_paused(database: Database, actor: str, reason: str, *, paused: bool) -> None:
    with database.write() as session:
        switch = session.get(Switch, PAUSED, with_for_update=True) or Switch(name=PAUSED, on=False)
        if switch.on == paused:
            raise BadInput.one("already_so", "queue", "Is paused already." if paused else "Is not paused.")
        switch.on = paused
        session.add(switch)
        _record(session, "queue paused" if paused else "queue resumed", actor, reason)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput.one("no_reason", "reason", "Say why; it is kept in the log.")
    if len(reason) > MAX_REASON:
        raise BadInput.one("long_reason", "reason", f"Give at most {MAX_REASON:,} characters.")


def _record(session: Session, action: str, actor: str, reason: str, submission_id: str | None = None) -> None:
    record_act(session, action, actor, reason.strip()[:MAX_REASON], submission_id)
