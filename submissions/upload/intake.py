"""From an upload to a queued submission: all of it, or nothing.

The images are stored first, outside the database's write lock; then one short
transaction enters all rows. `submissions.upload.storage` says how images that come
to nothing are removed.
"""

import hashlib
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from core.text import make_printable
from leaderboard.store.annotations import AnnotationRow, annotated_scores, record_annotations
from leaderboard.store.audit import record_act
from leaderboard.store.database import CONFLICTS, DATABASE_ERRORS, Database, Session, is_disk_full
from leaderboard.store.deletion import lock_images
from leaderboard.store.results import record_reference_scores, register_protocol
from leaderboard.store.submissions import (
    change_state,
    describe_t2i_model,
    find_submitter,
    is_name_active,
    nth_latest_submission,
)
from leaderboard.store.tables import Generation, Submission, SubmissionState, Submitter, now
from model.protocol.protocol import Protocol
from submissions.upload.archive import open_upload
from submissions.upload.metadata import ModelMetadata
from submissions.upload.storage import Staging, no_space_error, remove_unreferenced, stage_images
from submissions.upload.validation import Progress, UploadReport, validate_upload

ANONYMOUS = "anonymous"
"""The submitter of an upload whose author gives no name."""

MAX_SUBMITTER = 100
"""Longest submitter's name, in characters: the width of its column."""

QUOTA_WINDOW = timedelta(hours=24)

_ATTEMPTS = 4
"""How often entering a submission is tried before other processes that come in between make it fail."""


Description = ModelMetadata | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Annotations:
    """Labels of a T2I model's generations, from which its reference scores are made.

    `source` names the annotators, in words shown beside every figure made of their labels.
    """

    rows: tuple[AnnotationRow, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _NewSubmission:
    """All that a submission's rows are made of; `columns` are those of its own row that the upload does not decide."""

    metadata: ModelMetadata
    submitter: str
    report: UploadReport
    simulated: bool
    per_day: int
    annotations: Annotations | None
    reference: Mapping[str, float]
    columns: Mapping[str, Any]


class _ImageRemoved(RuntimeError):
    """An image that was placed is gone: a failed submission had the same one, and its clean-up removed it."""


def submit(
    database: Database,
    path: Path,
    metadata: Description,
    submitter: str,
    protocol: Protocol,
    settings: Settings,
    *,
    simulated: bool = False,
    priority: int = 0,
    annotations: Annotations | None = None,
    source: str | None = None,
    signed_in: bool = False,
    progress: Progress | None = None,
) -> str:
    """Validate an upload (a zip or a folder), store its images and queue it.

    `metadata` may be the fields as typed: the arguments of `ModelMetadata.parse`; an empty `submitter` is `ANONYMOUS`.
    Where the submitter `signed_in` under that name, the submission is theirs to withdraw and counts towards the
    settings' `submissions_per_day`. `simulated` says that the closed world drew the images, and no T2I model. A lower
    `priority` runs first. `annotations` are entered together with the submission, and with the reference scores they
    make. `source` is where the images were fetched, `hf://datasets/OWNER/NAME@COMMIT`, and None for an upload.

    Returns:
        The new submission's id: 32 hexadecimal digits.

    Raises:
        BadInput: The upload, the description or the submitter is refused, with every problem; or no space is left.
            Nothing has been kept then.
    """
    submitter = submitter.strip() or ANONYMOUS
    per_day = settings.submissions_per_day if signed_in else 0
    problems = form_problems(database, metadata, submitter, protocol, per_day)
    report = validate_upload(path, protocol, settings, progress)
    if problems or not report.ok:
        raise BadInput([*problems, *report.problems])
    reference = annotated_scores(annotations.rows, protocol) if annotations else {}
    columns = {"source": source, "priority": priority, "signed_in": signed_in}
    new = _NewSubmission(_parse(metadata), submitter, report, simulated, per_day, annotations, reference, columns)
    with stage_images(settings.data_dir) as stage:
        try:
            for _attempt in range(_ATTEMPTS - 1):
                with suppress(*CONFLICTS, _ImageRemoved):
                    return _store_and_enter(database, stage, path, new, settings)
            return _store_and_enter(database, stage, path, new, settings)
        except BaseException as error:
            if stage.new:
                # Where the database does not answer, `remove_abandoned` removes them later.
                with suppress(*DATABASE_ERRORS):
                    remove_unreferenced(database, settings.data_dir, stage.new)
            if is_disk_full(error):
                raise no_space_error() from error
            raise


def form_problems(
    database: Database, metadata: Description, submitter: str, protocol: Protocol, per_day: int = 0
) -> list[Problem]:
    """List all that is wrong beside the images: description, name and submitter of `submit`, and the quota.

    `per_day` is how many submissions the submitter, who then has signed in, may make in 24 hours; 0 for any number.
    """
    submitter = submitter.strip() or ANONYMOUS
    with database.read() as session:
        try:
            problems = _name_problems(session, _parse(metadata), protocol)
        except BadInput as error:
            problems = list(error.problems)
        if len(submitter) > MAX_SUBMITTER or not submitter.isprintable():
            text = _("Give a name of at most {n} printable characters.", n=MAX_SUBMITTER)
            problems.append(Problem("bad_submitter", "submitter", text))
        return problems + _quota_problems(session, submitter, per_day)


def _name_problems(session: Session, metadata: ModelMetadata, protocol: Protocol) -> list[Problem]:
    """Return why the T2I model's name cannot be used: it is taken under this protocol; an empty list if it is not."""
    if not is_name_active(session, metadata.name_key, protocol.digest, reported=False):
        return []
    text = _(
        "{name} is taken: it is in the queue or on the board already. Choose another name, or withdraw the "
        "earlier submission.",
        name=metadata.name,
    )
    return [Problem("name_taken", "name", text)]


def _quota_problems(session: Session, submitter: str, per_day: int) -> list[Problem]:
    """Say why a signed-in person may not submit now: as many as are allowed in 24 hours; else an empty list.

    A submission that failed is not counted, for evaluation fails by no fault of its author. In a writing session
    the person is locked, so that two uploads at the same instant do not both count as the last one.
    """
    person = find_submitter(session, submitter, lock=True) if per_day else None
    if person is None:
        return []
    last_counted = nth_latest_submission(session, person, per_day, since=now() - QUOTA_WINDOW)
    if last_counted is None:
        return []
    # In whole minutes, rounded up, so that it is possible at the minute named.
    free = (last_counted + QUOTA_WINDOW + timedelta(seconds=59)).strftime("%Y-%m-%d %H:%M UTC")
    times = "once" if per_day == 1 else f"{per_day:,} times"
    text = (
        f"{submitter} has submitted {times} within 24 hours, the most that is allowed here. "
        f"The next submission is possible from {free} on."
    )
    return [Problem("quota", "submitter", text)]


def _parse(metadata: Description) -> ModelMetadata:
    return metadata if isinstance(metadata, ModelMetadata) else ModelMetadata.parse(**metadata)


def _store_and_enter(database: Database, stage: Staging, path: Path, new: _NewSubmission, settings: Settings) -> str:
    """Store the images and enter the submission.

    Raises one of `CONFLICTS` or `_ImageRemoved` where another process came in between: it may have entered the same
    name at the same instant, or removed an image that both have.
    """
    with open_upload(path, settings) as upload:
        for image in new.report.images:
            if stage.has(image.digest):
                continue
            content = upload.read(image.member)
            if hashlib.sha256(content).hexdigest() != image.digest:
                where = make_printable(image.member.name)
                raise BadInput.one("changed_meanwhile", where, _("Changed while it was being read. Submit again."))
            stage.add(image.digest, content)
    stage.place()
    with database.write() as session:
        submission = _add_rows(session, new)
        session.flush()
        lock_images(session)
        if not stage.all_there():
            raise _ImageRemoved
        return submission.id


def _add_rows(session: Session, new: _NewSubmission) -> Submission:
    """Add the rows of a new submission and bring it to the queue."""
    report, submitter = new.report, new.submitter
    submission = Submission(
        id=uuid.uuid4().hex,
        protocol_digest=report.protocol.digest,
        archive_digest=report.digest,
        total=len(report.images),
        state=SubmissionState.RECEIVED,
        **new.columns,
    )
    register_protocol(session, report.protocol)
    description = new.metadata.model_dump() | {"simulated": new.simulated}
    submission.t2i_model = describe_t2i_model(session, new.metadata.name_key, description)
    problems = _name_problems(session, new.metadata, report.protocol)
    problems += _quota_problems(session, submitter, new.per_day)
    if problems:
        raise BadInput(problems)
    submission.submitter = find_submitter(session, submitter) or Submitter(name=submitter)
    submission.generations = [
        Generation(
            dimension=image.dimension.value,
            prompt_id=image.prompt_id,
            image_digest=image.digest,
            media_type=image.media_type,
            width=image.width,
            height=image.height,
        )
        for image in report.images
    ]
    session.add(submission)
    session.flush()
    if new.annotations is not None:
        record_annotations(session, submission.id, new.annotations.rows, new.annotations.source)
        record_reference_scores(
            session,
            protocol_digest=report.protocol.digest,
            t2i_model_id=submission.t2i_model_id,
            scores=new.reference,
            source=new.annotations.source,
        )
    record_act(session, SubmissionState.RECEIVED.value, submitter, "", submission.id)
    change_state(session, submission, SubmissionState.VALIDATED, submitter, f"{submission.total} images")
    change_state(session, submission, SubmissionState.QUEUED, submitter)
    return submission
