"""What admins do to submissions and to the queue. Every act is one transaction and a row of the audit log.

Whether somebody is an admin is asked before (`submissions.identity.identity.require_admin`); here `actor` is a name.
"""

from collections.abc import Sequence

from sqlalchemy import Table, delete, or_, select
from sqlalchemy.orm import Session

from core.problems import BadInput, Problem
from core.settings import Settings
from leaderboard.store.database import Database
from leaderboard.store.queue import PAUSED
from leaderboard.store.submissions import ACTIVE_STATES, can_withdraw, change_state, lock_submission
from leaderboard.store.tables import AuditLog, Generation, Submission, SubmissionState, Switch, T2IModel, TableBase
from submissions.upload.cleanup import remove_unreferenced

MAX_REASON = 1000
"""Longest reason, in characters."""

PRIORITIES = range(-1000, 1001)
"""Allowed places in the queue; lower runs first."""

S = SubmissionState


def hide(database: Database, submission_id: str, actor: str, reason: str) -> None:
    """Take a submission off every board, agreement, export and feed; its results are kept.

    Raises:
        BadInput: there is no such submission, it is hidden already, or no reason is given.
    """
    _show_or_hide(database, submission_id, actor, reason, hidden=True)


def unhide(database: Database, submission_id: str, actor: str, reason: str) -> None:
    """Undo `hide`; raises `BadInput` as it does."""
    _show_or_hide(database, submission_id, actor, reason, hidden=False)


def rerun(database: Database, submission_id: str, actor: str, reason: str) -> None:
    """Queue a stored submission to be evaluated from its first image on; until it is done it is on no board.

    What other evaluators answered is kept.

    Raises:
        BadInput: it is not published or failed, it has no stored images, its name is another's by now, or no
            reason is given.
    """
    _check_reason(reason)
    with database.write() as session:
        submission = _requeue(session, submission_id, actor, f"evaluated anew: {reason.strip()}")
        submission.fresh, submission.done = True, 0
        submission.reruns += 1
        _note(session, "rerun", actor, reason, submission.id)


def retry(database: Database, submission_id: str, actor: str, reason: str = "") -> None:
    """Queue a failed submission again; it goes on after the images that are answered already.

    Raises:
        BadInput: it has not failed, it has no stored images, or its name is another's by now.
    """
    with database.write() as session:
        if lock_submission(session, submission_id).state != S.FAILED:
            raise BadInput.one("not_failed", submission_id, "Has not failed, so there is nothing to retry.")
        _requeue(session, submission_id, actor, reason.strip())
        _note(session, "retried", actor, reason, submission_id)


def delete_submission(
    database: Database, settings: Settings, submission_id: str, actor: str, reason: str, typed_name: str
) -> int:
    """Delete a submission's images, answers, labels and scores; its row and its log remain, withdrawn.

    Args:
        database: Where its rows are.
        settings: Where its images are.
        submission_id: Which one.
        actor: Who does it.
        reason: Why, for the log.
        typed_name: Its T2I model's name, typed to show that this one is meant.

    Returns:
        How many image files were removed; images that other submissions have, too, stay.

    Raises:
        BadInput: there is no such submission, the name is not its T2I model's, or no reason is given.
    """
    _check_reason(reason)
    with database.write() as session:
        submission = lock_submission(session, submission_id)
        name = submission.t2i_model.name
        if typed_name.strip() != name:
            raise BadInput.one("other_name", "name", f"Type {name}, the T2I model's name, to delete its images.")
        if can_withdraw(submission):
            change_state(session, submission, S.WITHDRAWN, actor, "deleted")
        digests = set(session.scalars(select(Generation.image_digest).where(Generation.submission_id == submission.id)))
        _delete_rows(session, submission.id)
        submission.done = submission.total = 0
        _note(session, "deleted", actor, reason, submission.id)
    return remove_unreferenced(database, settings.data_dir, digests)


def pause(database: Database, actor: str, reason: str = "") -> None:
    """Keep workers from claiming; what they are at, they finish. Raises `BadInput` where the queue is paused."""
    _switch(database, actor, reason, on=True)


def resume(database: Database, actor: str, reason: str = "") -> None:
    """Let workers claim again; raises `BadInput` where the queue is not paused."""
    _switch(database, actor, reason, on=False)


def set_priority(database: Database, submission_id: str, priority: int, actor: str, reason: str = "") -> None:
    """Give a waiting submission another place; lower runs first.

    Raises:
        BadInput: there is no such submission, it does not wait, or the number is not in `PRIORITIES`.
    """
    if priority not in PRIORITIES:
        raise BadInput.one(
            "bad_priority",
            "priority",
            f"Give a whole number from {PRIORITIES[0]} to {PRIORITIES[-1]}; lower runs first.",
        )
    with database.write() as session:
        submission = lock_submission(session, submission_id)
        if submission.state != S.QUEUED:
            raise BadInput.one("not_queued", submission_id, f"Is {submission.state}, so it has no place in the queue.")
        before, submission.priority = submission.priority, priority
        _note(session, "priority", actor, f"{before} to {priority}. {reason.strip()}".strip(), submission.id)


def _show_or_hide(database: Database, submission_id: str, actor: str, reason: str, *, hidden: bool) -> None:
    _check_reason(reason)
    with database.write() as session:
        submission = lock_submission(session, submission_id)
        if submission.hidden == hidden:
            said = "Is hidden already." if hidden else "Is not hidden."
            raise BadInput.one("already_so", submission_id, said)
        submission.hidden = hidden
        _note(session, "hidden" if hidden else "unhidden", actor, reason, submission.id)


def _requeue(session: Session, submission_id: str, actor: str, detail: str) -> Submission:
    submission = lock_submission(session, submission_id)
    problems = [
        *_state_problems(submission),
        *_image_problems(session, submission),
        *_name_problems(session, submission),
    ]
    if problems:
        raise BadInput(problems)
    submission.attempts, submission.reason, submission.finished_at = 0, None, None
    change_state(session, submission, S.QUEUED, actor, detail)
    return submission


def _state_problems(submission: Submission) -> list[Problem]:
    if submission.state in (S.PUBLISHED, S.FAILED):
        return []
    return [Problem("not_done", submission.id, f"Is {submission.state}; only one published or failed runs again.")]


def _image_problems(session: Session, submission: Submission) -> list[Problem]:
    its = select(Generation.id).where(Generation.submission_id == submission.id).limit(1)
    if session.scalars(its).first() is not None:
        return []
    return [Problem("no_images", submission.id, "Has no stored images, so there is nothing to evaluate.")]


def _name_problems(session: Session, submission: Submission) -> list[Problem]:
    """A failed submission gave its T2I model's name free, and another may have taken it."""
    others = (
        select(Submission.id)
        .join(T2IModel)
        .where(
            Submission.t2i_model_id == submission.t2i_model_id,
            Submission.protocol_digest == submission.protocol_digest,
            Submission.state.in_(sorted(ACTIVE_STATES)),
            Submission.reported.is_(False),
            Submission.id != submission.id,
        )
    )
    if session.scalars(others.limit(1)).first() is None:
        return []
    return [Problem("name_taken", submission.id, f"{submission.t2i_model.name} was submitted again meanwhile.")]


def _delete_rows(session: Session, submission_id: str) -> None:
    """Delete whatever hangs on a submission or its generations, but the audit log."""
    its = select(Generation.id).where(Generation.submission_id == submission_id)
    generations = TableBase.metadata.tables[Generation.__tablename__]
    kept = {Submission.__tablename__, AuditLog.__tablename__, Generation.__tablename__}
    # The tables that refer to others come last in `sorted_tables`.
    for table in reversed(TableBase.metadata.sorted_tables):
        if table.name in kept:
            continue
        wanted = [
            *(table.c[name].in_(its) for name in _columns_to(table, "generations")),
            *(table.c[name] == submission_id for name in _columns_to(table, "submissions")),
        ]
        if wanted:
            session.execute(delete(table).where(or_(*wanted)))
    session.execute(delete(generations).where(generations.c.submission_id == submission_id))


def _columns_to(table: Table, target: str) -> Sequence[str]:
    return [key.parent.name for key in table.foreign_keys if key.column.table.name == target]


def _switch(database: Database, actor: str, reason: str, *, on: bool) -> None:
    with database.write() as session:
        switch = session.get(Switch, PAUSED, with_for_update=True) or Switch(name=PAUSED, on=False)
        if switch.on == on:
            raise BadInput.one("already_so", "queue", "Is paused already." if on else "Is not paused.")
        switch.on = on
        session.add(switch)
        _note(session, "queue paused" if on else "queue resumed", actor, reason)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput.one("no_reason", "reason", "Say why; it is kept in the log.")
    if len(reason) > MAX_REASON:
        raise BadInput.one("long_reason", "reason", f"Give at most {MAX_REASON:,} characters.")


def _note(session: Session, action: str, actor: str, reason: str, submission_id: str | None = None) -> None:
    detail = reason.strip()[:MAX_REASON]
    session.add(AuditLog(actor=actor, action=action, submission_id=submission_id, detail=detail))
