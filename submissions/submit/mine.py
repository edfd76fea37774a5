"""A visitor's own submissions: those whose ids the browser remembers, and those entered under their name."""

from collections.abc import Sequence

from leaderboard.store.database import Database
from leaderboard.store.listings import list_own_submissions
from leaderboard.store.submissions import is_submission_id
from leaderboard.store.tables import Submission

MAX_LISTED = 50
"""Submissions that are listed, and ids that a browser remembers; the newest."""


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
