"""What a submission's own author may do to it."""

from dataclasses import dataclass

from core.problems import BadInput
from leaderboard.store.database import Database
from leaderboard.store.submissions import can_withdraw, check_submission_id
from leaderboard.store.tables import AuditLog, Submission
from submissions.evaluation.queue import withdraw_submission
from submissions.identity.identity import Identity


@dataclass(frozen=True, slots=True)
class Rights:
    """What one person may do to one submission.

    `own`: whether it is theirs, and not only theirs to manage as an admin. `hidden_because`: an admin's reason for
    hiding it, None where it is not hidden.
    """

    t2i_model: str
    own: bool
    withdraw: bool
    hidden_because: str | None


def rights(database: Database, submission_id: str, identity: Identity) -> Rights | None:
    """What somebody may do to a submission; None where there is none with this id, or it is not theirs."""
    try:
        check_submission_id(submission_id)
    except BadInput:
        return None
    with database.read() as session:
        submission = session.get(Submission, submission_id)
        if submission is None or not _may_manage(submission, identity):
            return None
        because = None
        if submission.hidden:
            log = session.query(AuditLog).filter_by(submission_id=submission.id, action="hidden")
            last = log.order_by(AuditLog.id.desc()).first()
            because = last.detail if last else ""
        return Rights(
            t2i_model=submission.t2i_model.name,
            own=_is_own(submission, identity),
            withdraw=can_withdraw(submission),
            hidden_because=because,
        )


def withdraw_own(database: Database, submission_id: str, identity: Identity) -> None:
    """Withdraw a submission as its author, or as an admin.

    Raises:
        BadInput: there is none with this id, it is somebody else's, or it cannot be withdrawn any more.
    """
    check_submission_id(submission_id)
    with database.read() as session:
        submission = session.get(Submission, submission_id)
        theirs = submission is not None and _may_manage(submission, identity)
    if not theirs:
        raise BadInput.one("not_yours", submission_id, "Is no submission of yours, so you cannot withdraw it.")
    withdraw_submission(database, submission_id, identity.actor)


def _may_manage(submission: Submission, identity: Identity) -> bool:
    return _is_own(submission, identity) or identity.admin


def _is_own(submission: Submission, identity: Identity) -> bool:
    return identity.signed_in and submission.signed_in and submission.submitter.name == identity.name
