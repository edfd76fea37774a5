"""The rights of authors over their submissions."""

from dataclasses import dataclass

from core.problems import BadInput
from leaderboard.store.audit import hidden_because
from leaderboard.store.database import Database, Session
from leaderboard.store.submissions import can_withdraw, check_submission_id, is_submission_id
from leaderboard.store.tables import Submission
from submissions.evaluation.queue import withdraw_submission
from submissions.identity.identity import Identity


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of one visitor over one submission.

    `is_author` is False for an admin who manages another's. `hidden_because` is the admin's reason for hiding it, None
    where it is not hidden.
    """

    t2i_model: str
    is_author: bool
    withdraw: bool
    hidden_because: str | None


def find_rights(database: Database, submission_id: str, identity: Identity) -> Rights | None:
    """Find what a visitor may do to a submission; None where there is none with this id, or it is another's."""
    with database.read() as session:
        submission = _find_managed(session, submission_id, identity)
        if submission is None:
            return None
        return Rights(
            t2i_model=submission.t2i_model.name,
            is_author=_is_author(submission, identity),
            withdraw=can_withdraw(submission),
            hidden_because=hidden_because(session, submission.id) if submission.hidden else None,
        )


def withdraw_own(database: Database, submission_id: str, identity: Identity) -> None:
    """Withdraw a submission as its author, or as an admin.

    Raises:
        BadInput: There is none with this id, it is another's, or it cannot be withdrawn any more.
    """
    check_submission_id(submission_id)
    with database.read() as session:
        if _find_managed(session, submission_id, identity) is None:
            raise BadInput.one("not_yours", submission_id, "Is no submission of yours, so you cannot withdraw it.")
    withdraw_submission(database, submission_id, identity.actor)


def _find_managed(session: Session, submission_id: str, identity: Identity) -> Submission | None:
    if not is_submission_id(submission_id):
        return None
    submission = session.get(Submission, submission_id)
    if submission is None or not (identity.admin or _is_author(submission, identity)):
        return None
    return submission


def _is_author(submission: Submission, identity: Identity) -> bool:
    return identity.signed_in and submission.signed_in and submission.submitter.name == identity.name
