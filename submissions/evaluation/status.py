"""A submission's state, progress and history, in words and figures for its author."""

from dataclasses import asdict, dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from core.language import _
from leaderboard.board.boards import list_boards
from leaderboard.store.audit import submission_log
from leaderboard.store.database import Database
from leaderboard.store.queue import queue_position
from leaderboard.store.submissions import FINAL_STATES, find_submission
from leaderboard.store.tables import AuditLog, Submission, SubmissionState, now
from submissions.evaluation.queue import STOPPED


@dataclass(frozen=True, slots=True)
class Status:
    """A submission's state and progress.

    `done` and `total` count images; `seconds_left` is an estimate, None where
    nothing is known yet; `position` is 1 for the submission that is evaluated
    next, None where it does not wait. `protocol`, `protocol_digest` and
    `evaluator` (its digest) tell which board shows the result.
    """

    submission: str
    state: SubmissionState
    stage: str
    done: int
    total: int
    seconds_left: float | None
    reason: str | None
    position: int | None
    t2i_model: str
    protocol: str
    protocol_digest: str
    evaluator: str | None
    source: str | None = None
    """Where the images were fetched, `hf://datasets/OWNER/NAME@COMMIT`; None for an upload."""

    @property
    def final(self) -> bool:
        """Whether nothing leaves this state by itself."""
        return self.state in FINAL_STATES

    def as_dict(self) -> dict[str, Any]:
        """Return the status as the command line prints it and the API sends it."""
        return {field: value for field, value in asdict(self).items() if field != "protocol_digest"}


def read_status(database: Database, submission_id: str) -> Status:
    """Read the status of one submission; raises `BadInput` where there is none of this id."""
    with database.read() as session:
        submission = find_submission(session, submission_id)
        state = SubmissionState(submission.state)
        return Status(
            submission=submission.id,
            state=state,
            stage=describe_state(state),
            done=submission.done,
            total=submission.total,
            seconds_left=_seconds_left(submission, state),
            reason=submission.reason,
            position=queue_position(session, submission) if state is SubmissionState.QUEUED else None,
            t2i_model=submission.t2i_model.name,
            protocol=submission.protocol.name,
            protocol_digest=submission.protocol_digest,
            evaluator=submission.evaluator_digest,
            source=submission.source,
        )


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a submission's log; `action` is the audit log's, or `evaluating`."""

    at: datetime
    action: str
    text: str


def read_history(database: Database, submission_id: str) -> list[Event]:
    """Read the events of a submission, oldest first, in words for everybody: no names of people or machines.

    Raises `BadInput` where there is none of this id.
    """
    with database.read() as session:
        submission = find_submission(session, submission_id)
        rows = submission_log(session, submission_id)
        events = [Event(row.at, row.action, _describe_event(row, submission)) for row in rows]
        if submission.paced_since is not None and submission.paced_from is not None:
            text = _(
                "The evaluator is loaded; {done} of {total} images were done then",
                done=f"{submission.paced_from:,}",
                total=f"{submission.total:,}",
            )
            events.append(Event(submission.paced_since, "evaluating", text))
    return sorted(events, key=attrgetter("at"))


def find_board(database: Database, status: Status) -> str | None:
    """Return the name of the board that shows a published submission's result; None while there is none."""
    if status.state is not SubmissionState.PUBLISHED:
        return None
    names = (
        board.name
        for board in list_boards(database)
        if (board.protocol_digest, board.evaluator_digest) == (status.protocol_digest, status.evaluator)
    )
    return next(names, None)


def format_status(status: Status) -> str:
    """Write the status in one line, for a terminal."""
    parts = [f"{status.submission}  {status.state}  {status.t2i_model}: {status.done} of {status.total} images"]
    if status.position is not None:
        parts.append(f"number {status.position} in the queue")
    if status.seconds_left is not None:
        parts.append(f"about {format_duration(status.seconds_left)} left")
    if status.source:
        parts.append(_("from {source}", source=status.source))
    if status.reason:
        parts.append(status.reason)
    return ", ".join(parts)


def format_duration(seconds: float) -> str:
    """Write a span of time with the unit a person would use: `40 seconds`, `3 minutes`, `2.5 hours`."""
    if seconds < 90:
        count = max(1, round(seconds))
        return _("1 second") if count == 1 else _("{n} seconds", n=count)
    if seconds < 90 * 60:
        return _("{n} minutes", n=round(seconds / 60))
    return _("{n} hours", n=f"{seconds / 3600:.1f}")


def describe_state(state: SubmissionState) -> str:
    """Write a state as its author reads it."""
    return {
        SubmissionState.RECEIVED: _("Received"),
        SubmissionState.VALIDATED: _("Checked"),
        SubmissionState.QUEUED: _("Waiting in the queue"),
        SubmissionState.RUNNING: _("Being evaluated"),
        SubmissionState.SCORED: _("Scored, about to be published"),
        SubmissionState.PUBLISHED: _("Published"),
        SubmissionState.REJECTED: _("Refused"),
        SubmissionState.FAILED: _("Failed"),
        SubmissionState.WITHDRAWN: _("Withdrawn"),
    }[state]


def _describe_event(row: AuditLog, submission: Submission) -> str:
    if row.action == SubmissionState.VALIDATED:
        return _("Checked: {n} images", n=f"{submission.total:,}")
    if row.action == SubmissionState.QUEUED and row.detail:
        return _("Back in the queue: the worker was stopped") if row.detail == STOPPED else _("Back in the queue")
    others = {
        SubmissionState.RUNNING: _("A worker took it and loads the evaluator"),
        "resumed": _("A worker stopped answering; another one goes on where it was"),
        "rerun": _("An admin has it evaluated anew"),
        "retried": _("An admin has it tried again"),
        "priority": _("An admin gave it another place in the queue"),
        "hidden": _("An admin took it off view"),
        "unhidden": _("An admin showed it again"),
        "deleted": _("An admin deleted its images and answers"),
    }
    if row.action in others:
        return others[row.action]
    return describe_state(SubmissionState(row.action)) if row.action in set(SubmissionState) else row.action


def _seconds_left(submission: Submission, state: SubmissionState) -> float | None:
    """Estimate by the average pace of the present worker; None until it has finished its first images."""
    if state is not SubmissionState.RUNNING or submission.paced_since is None or submission.paced_from is None:
        return None
    done = submission.done - submission.paced_from
    if done <= 0:
        return None
    elapsed = (now() - submission.paced_since).total_seconds()
    return max(0.0, elapsed / done * (submission.total - submission.done))
