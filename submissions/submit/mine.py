"""Somebody's submissions: those whose ids their browser remembers, and those entered under their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from leaderboard.store.database import Database
from leaderboard.store.submissions import FINAL_STATES, is_submission_id
from leaderboard.store.tables import Submission, SubmissionState, Submitter, T2IModel

MOST = 50
"""How many are listed, and how many a browser remembers; the newest."""


@dataclass(frozen=True, slots=True)
class Mine:
    """One of them; `done` and `total` count images."""

    submission: str
    t2i_model: str
    state: SubmissionState
    done: int
    total: int
    created_at: datetime

    @property
    def final(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self.state in FINAL_STATES


def my_submissions(database: Database, ids: Sequence[object], submitter: str | None = None) -> list[Mine]:
    """The newest `MOST` of the submissions with these ids or by this submitter, newest first.

    `ids` are what a browser sends: whatever is no id, or nobody's, is passed over. `submitter` is the name of somebody
    signed in, None where nobody is.
    """
    known = list(dict.fromkeys(item for item in ids if isinstance(item, str) and is_submission_id(item)))[:MOST]
    whose = [Submission.id.in_(known)]
    if submitter:
        whose.append(Submission.submitter_id.in_(select(Submitter.id).where(Submitter.name == submitter)))
    query = (
        select(Submission.id, T2IModel.name, Submission.state, Submission.done, Submission.total, Submission.created_at)
        .join(T2IModel)
        .where(or_(*whose))
        .order_by(Submission.created_at.desc(), Submission.id)
        .limit(MOST)
    )
    with database.read() as session:
        return [
            Mine(submission, t2i_model, SubmissionState(state), done, total, created_at)
            for submission, t2i_model, state, done, total, created_at in session.execute(query)
        ]
