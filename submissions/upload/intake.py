"""From an upload to a queued submission: all of it, or nothing.

The images are stored first, outside the database's write lock; then one short
transaction enters all rows. `submissions.upload.cleanup` says how images that come
to nothing are removed.
"""

import hashlib
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from core.text import make_printable
from leaderboard.store.annotations import AnnotationRow, annotated_scores, record_annotations
from leaderboard.store.audit import record_act
from leaderboard.store.database import Database, Session
from leaderboard.store.errors import CONFLICTS, DATABASE_ERRORS, is_disk_full
from leaderboard.store.images import lock_images
from leaderboard.store.results import record_reference_scores, register_protocol
from leaderboard.store.submissions import change_state, describe_t2i_model, find_submitter, is_name_active
from leaderboard.store.tables import Generation, Submission, SubmissionState, Submitter
from model.protocol.protocol import Protocol
from submissions.upload.archive import open_upload
from submissions.upload.cleanup import remove_unreferenced
from submissions.upload.metadata import ModelMetadata
from submissions.upload.quota import quota_problems
from submissions.upload.storage import Staging, no_space_error, stage_images
from submissions.upload.validation import Progress, UploadReport, validate_upload

ANONYMOUS = "anonymous"
"""The submitter of an upload whose author gives no name."""

MAX_SUBMITTER = 100
"""Longest submitter's name, in characters: the width of its column."""

_ATTEMPTS = 4
"""How often entering a submission is tried before other processes that come in between make it fail."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """Labels of a T2I model's generations, from which its reference scores are made.

    `source` names the annotators, in words shown beside every figure made of their labels.
    """

    rows: tuple[AnnotationRow, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _NewSubmission:
    """All that a submission's rows are made of."""

    metadata: ModelMetadata
    submitter: str
    report: UploadReport
    simulated: bool
    priority: int
    annotations: Annotations | None
    reference: Mapping[str, float]
    source: str | None
    signed_in: bool
    per_day: int


class _ImageRemoved(RuntimeError):
    """An image that was placed is gone: a failed submission had the same one, and its clean-up removed it."""


def submit(
    database: Database,
    path: Path,
    metadata: ModelMetadata,
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
    """Validate an upload, store its images and queue it.

    Args:
        database: The results database.
        path: A zip or a folder.
        metadata: The T2I model's description.
        submitter: The submitter's name; empty for `ANONYMOUS`.
        protocol: The protocol whose prompts the images are for.
        settings: Caps, and where images are stored.
        simulated: Whether the closed world drew the images, and no T2I model.
        priority: Its place in the queue; lower runs first.
        annotations: Labels of its generations; entered together with the submission, and with the reference
            scores they make.
        source: Where the images were fetched, `hf://datasets/OWNER/NAME@COMMIT`; None for an upload.
        signed_in: Whether the submitter signed in under that name; the submission is then theirs to withdraw, and
            counts towards the settings' `submissions_per_day`.
        progress: Called after every file that was validated.

    Returns:
        The new submission's id: 32 hexadecimal digits.

    Raises:
        BadInput: The upload, the name or the submitter is refused, with every problem; or no space is left. Nothing
            has been kept then.
    """
    submitter = submitter.strip() or ANONYMOUS
    per_day = settings.submissions_per_day if signed_in else 0
    problems = [
        *name_problems(database, metadata, protocol),
        *_submitter_problems(submitter),
        *allowance_problems(database, submitter, per_day),
    ]
    report = validate_upload(path, protocol, settings, progress)
    if problems or not report.ok:
        raise BadInput([*problems, *report.problems])
    new = _NewSubmission(
        metadata,
        submitter,
        report,
        simulated,
        priority,
        annotations,
        annotated_scores(annotations.rows, protocol) if annotations else {},
        source,
        signed_in,
        per_day,
    )
    with stage_images(settings.data_dir) as stage:
        try:
            return _store_and_enter(database, stage, path, new, settings)
        except BaseException as error:
            if stage.new:
                # Where the database does not answer, `cleanup.remove_abandoned` removes them later.
                with suppress(*DATABASE_ERRORS):
                    remove_unreferenced(database, settings.data_dir, stage.new)
            if is_disk_full(error):
                raise no_space_error() from error
            raise


def submit_form(
    database: Database,
    path: Path,
    fields: Mapping[str, Any],
    submitter: str,
    protocol: Protocol,
    settings: Settings,
    *,
    simulated: bool = False,
    source: str | None = None,
    signed_in: bool = False,
    progress: Progress | None = None,
) -> str:
    """Submit an upload with metadata as typed: the arguments of `ModelMetadata.parse`.

    Raises:
        BadInput: As `submit`, with the problems of the metadata beside those of the upload.
    """
    try:
        metadata = ModelMetadata.parse(**fields)
    except BadInput:
        problems = form_problems(database, fields, submitter, protocol)
        problems += allowance_problems(database, submitter, settings.submissions_per_day if signed_in else 0)
        raise BadInput([*problems, *validate_upload(path, protocol, settings, progress).problems]) from None
    return submit(
        database,
        path,
        metadata,
        submitter,
        protocol,
        settings,
        simulated=simulated,
        source=source,
        signed_in=signed_in,
        progress=progress,
    )


def form_problems(database: Database, fields: Mapping[str, Any], submitter: str, protocol: Protocol) -> list[Problem]:
    """List what is wrong with metadata and submitter as typed, a taken name included."""
    submitter_problems = _submitter_problems(submitter.strip() or ANONYMOUS)
    try:
        metadata = ModelMetadata.parse(**fields)
    except BadInput as error:
        return [*error.problems, *submitter_problems]
    return [*name_problems(database, metadata, protocol), *submitter_problems]


def name_problems(database: Database, metadata: ModelMetadata, protocol: Protocol) -> list[Problem]:
    """Return why the T2I model's name cannot be used: it is taken under this protocol; an empty list if it is not."""
    with database.read() as session:
        return _name_problems(session, metadata, protocol)


def allowance_problems(database: Database, submitter: str, per_day: int) -> list[Problem]:
    """Return why a signed-in submitter is over the quota, and when it frees up; an empty list if it is not."""
    with database.read() as session:
        return quota_problems(session, submitter, per_day)


def _name_problems(session: Session, metadata: ModelMetadata, protocol: Protocol) -> list[Problem]:
    if not is_name_active(session, metadata.name_key, protocol.digest, reported=False):
        return []
    text = _(
        "{name} is taken: it is in the queue or on the board already. Choose another name, or withdraw the "
        "earlier submission.",
        name=metadata.name,
    )
    return [Problem("name_taken", "name", text)]


def _submitter_problems(submitter: str) -> list[Problem]:
    if len(submitter) > MAX_SUBMITTER or not submitter.isprintable():
        text = _("Give a name of at most {n} printable characters.", n=MAX_SUBMITTER)
        return [Problem("bad_submitter", "submitter", text)]
    return []


def _store_and_enter(database: Database, stage: Staging, path: Path, new: _NewSubmission, settings: Settings) -> str:
    """Store the images and enter the submission; again where another process came in between.

    It may have entered the same name at the same instant, or removed an image that both have.
    """
    for _attempt in range(_ATTEMPTS - 1):
        with suppress(*CONFLICTS, _ImageRemoved):
            return _store_and_enter_once(database, stage, path, new, settings)
    return _store_and_enter_once(database, stage, path, new, settings)


def _store_and_enter_once(
    database: Database, stage: Staging, path: Path, new: _NewSubmission, settings: Settings
) -> str:
    _stage(stage, path, new.report, settings)
    stage.place()
    with database.write() as session:
        submission = _add_rows(session, new)
        session.flush()
        lock_images(session)
        if not stage.all_there():
            raise _ImageRemoved
        return submission.id


def _stage(stage: Staging, path: Path, report: UploadReport, settings: Settings) -> None:
    with open_upload(path, settings) as upload:
        for image in report.images:
            if stage.has(image.digest):
                continue
            content = upload.read(image.member)
            if hashlib.sha256(content).hexdigest() != image.digest:
                where = make_printable(image.member.name)
                raise BadInput.one("changed_meanwhile", where, _("Changed while it was being read. Submit again."))
            stage.add(image.digest, content)


def _add_rows(session: Session, new: _NewSubmission) -> Submission:
    """Add the rows of a new submission and bring it to the queue."""
    report, submitter = new.report, new.submitter
    submission = Submission(
        id=uuid.uuid4().hex,
        protocol_digest=report.protocol.digest,
        archive_digest=report.digest,
        source=new.source,
        total=len(report.images),
        priority=new.priority,
        signed_in=new.signed_in,
        state=SubmissionState.RECEIVED,
    )
    register_protocol(session, report.protocol)
    description = new.metadata.model_dump() | {"simulated": new.simulated}
    submission.t2i_model = describe_t2i_model(session, new.metadata.name_key, description)
    problems = _name_problems(session, new.metadata, report.protocol)
    problems += quota_problems(session, submitter, new.per_day)
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
