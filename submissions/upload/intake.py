"""From an upload to a queued submission: all of it, or nothing.

The images are stored first, outside the database's write lock; then one short
transaction enters all rows. `submissions.upload.cleanup` tells how images that come
to nothing are removed.
"""

import hashlib
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from core.language import _
from core.problems import BadInput, Problem
from core.settings import Settings
from leaderboard.store.annotations import AnnotationRow, annotated_scores, record_annotations
from leaderboard.store.database import Database
from leaderboard.store.results import record_reference_scores, register_protocol
from leaderboard.store.tables import (
    AuditLog,
    Generation,
    HumanScore,
    Submission,
    SubmissionState,
    Submitter,
    T2IModel,
)
from model.protocol.protocol import Protocol
from submissions.evaluation.queue import ACTIVE, move
from submissions.upload.archive import open_upload
from submissions.upload.cleanup import lock_storage, remove_unreferenced
from submissions.upload.metadata import ModelMetadata
from submissions.upload.names import shown
from submissions.upload.quota import quota_problems
from submissions.upload.storage import Staging, no_space, staging
from submissions.upload.validation import Progress, Report, validate

ANONYMOUS = "anonymous"
"""The submitter of an upload whose author gives no name."""

MAX_SUBMITTER = 100
"""Longest submitter's name, in characters: the width of its column."""

_ATTEMPTS = 4
"""How often a submission is tried before other processes that come in between make it fail."""

_FULL = ("disk is full", "No space left", "could not extend file")
"""How SQLite and PostgreSQL say that their disk is full."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """What annotators say of a T2I model's generations; their labels make its reference scores.

    `source` says who they are, in words shown beside every figure made of their labels.
    """

    rows: tuple[AnnotationRow, ...]
    source: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """All that a submission's rows are made of."""

    metadata: ModelMetadata
    submitter: str
    report: Report
    simulated: bool
    priority: int
    annotations: Annotations | None
    reference: Mapping[str, float]
    source: str | None
    signed_in: bool
    per_day: int


class _TakenAway(RuntimeError):
    """An image placed is gone: a submission that failed had the same one and took it back."""


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
        metadata: What is said of the T2I model.
        submitter: Who submits; empty for `ANONYMOUS`.
        protocol: Whose prompts the images are for.
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
        BadInput: the upload, the name or the submitter is refused, with every
            problem; or no space is left. Nothing has been kept then.
    """
    submitter = submitter.strip() or ANONYMOUS
    per_day = settings.submissions_per_day if signed_in else 0
    problems = [
        *name_problems(database, metadata, protocol),
        *_submitter_problems(submitter),
        *allowance_problems(database, submitter, per_day),
    ]
    report = validate(path, protocol, settings, progress)
    if problems or not report.ok:
        raise BadInput([*problems, *report.problems])
    reference = annotated_scores(annotations.rows, protocol) if annotations else {}
    entry = _Entry(metadata, submitter, report, simulated, priority, annotations, reference, source, signed_in, per_day)
    with staging(settings.data_dir) as stage:
        try:
            return _store_and_enter(database, stage, path, entry, settings)
        except BaseException as error:
            if stage.new:
                # Where the database does not answer, `cleanup.sweep` removes them later.
                with suppress(SQLAlchemyError):
                    remove_unreferenced(database, settings.data_dir, stage.new)
            if isinstance(error, OperationalError) and any(words in str(error) for words in _FULL):
                raise no_space() from error
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
    """`submit` for metadata as typed (the arguments of `ModelMetadata.parse`).

    Raises:
        BadInput: as `submit`; what is wrong with the metadata is told together with what is wrong with the upload.
    """
    try:
        metadata = ModelMetadata.parse(**fields)
    except BadInput:
        problems = form_problems(database, fields, submitter, protocol)
        problems += allowance_problems(database, submitter, settings.submissions_per_day if signed_in else 0)
        raise BadInput([*problems, *validate(path, protocol, settings, progress).problems]) from None
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
    """All that is wrong with metadata and submitter as typed, a taken name included."""
    submitter_problems = _submitter_problems(submitter.strip() or ANONYMOUS)
    try:
        metadata = ModelMetadata.parse(**fields)
    except BadInput as error:
        return [*error.problems, *submitter_problems]
    return [*name_problems(database, metadata, protocol), *submitter_problems]


def name_problems(database: Database, metadata: ModelMetadata, protocol: Protocol) -> list[Problem]:
    """Why the T2I model's name cannot be used: it is taken under this protocol; else an empty list."""
    with database.read() as session:
        return _name_problems(session, metadata, protocol)


def allowance_problems(database: Database, submitter: str, per_day: int) -> list[Problem]:
    """Return why a signed-in submitter is over the quota, and when it frees up; an empty list if it is not."""
    with database.read() as session:
        return quota_problems(session, submitter, per_day)


def _name_problems(session: Session, metadata: ModelMetadata, protocol: Protocol) -> list[Problem]:
    if _active(session, metadata, protocol.digest, reported=False):
        return [
            Problem(
                "name_taken",
                "name",
                _(
                    "{name} is taken: it is in the queue or on the board already. Choose another name, or withdraw the "
                    "earlier submission.",
                    name=metadata.name,
                ),
            )
        ]
    return []


def _submitter_problems(submitter: str) -> list[Problem]:
    if len(submitter) > MAX_SUBMITTER or not submitter.isprintable():
        text = _("Give a name of at most {n} printable characters.", n=MAX_SUBMITTER)
        return [Problem("bad_submitter", "submitter", text)]
    return []


def _active(session: Session, metadata: ModelMetadata, protocol_digest: str | None, *, reported: bool = True) -> bool:
    """Whether a submission that counts holds this name, under one protocol or (None) under any.

    `reported` False leaves out those whose scores are only reported: they keep nobody from submitting images.
    """
    query = (
        select(Submission.id)
        .join(T2IModel)
        .where(T2IModel.name_key == metadata.name_key, Submission.state.in_(sorted(ACTIVE)))
    )
    if not reported:
        query = query.where(Submission.reported.is_(False))
    if protocol_digest is not None:
        query = query.where(Submission.protocol_digest == protocol_digest)
    return session.scalars(query.limit(1)).first() is not None


def _stage(stage: Staging, path: Path, report: Report, settings: Settings) -> None:
    with open_upload(path, settings) as upload:
        for image in report.images:
            if stage.has(image.digest):
                continue
            content = upload.read(image.entry)
            if hashlib.sha256(content).hexdigest() != image.digest:
                raise BadInput.one(
                    "changed_meanwhile", shown(image.entry.name), _("Changed while it was being read. Submit again.")
                )
            stage.add(image.digest, content)


def _store_and_enter(database: Database, stage: Staging, path: Path, entry: _Entry, settings: Settings) -> str:
    """Store the images and enter the submission; again where another process came in between.

    It may have entered the same name at the same instant, or taken back an image that both have.
    """
    for _attempt in range(_ATTEMPTS - 1):
        with suppress(IntegrityError, _TakenAway):
            return _store_and_enter_once(database, stage, path, entry, settings)
    return _store_and_enter_once(database, stage, path, entry, settings)


def _store_and_enter_once(database: Database, stage: Staging, path: Path, entry: _Entry, settings: Settings) -> str:
    _stage(stage, path, entry.report, settings)
    stage.place()
    with database.write() as session:
        submission = _add_rows(session, entry)
        session.flush()
        lock_storage(session)
        if not stage.all_there():
            raise _TakenAway
        return submission.id


def _add_rows(session: Session, entry: _Entry) -> Submission:
    """Write the rows of a new submission and walk it to the queue."""
    report, submitter = entry.report, entry.submitter
    submission = Submission(
        id=uuid.uuid4().hex,
        protocol_digest=report.protocol.digest,
        archive_digest=report.digest,
        source=entry.source,
        total=len(report.images),
        priority=entry.priority,
        signed_in=entry.signed_in,
        state=SubmissionState.RECEIVED,
    )
    register_protocol(session, report.protocol)
    submission.t2i_model = _t2i_model(session, entry.metadata, simulated=entry.simulated)
    problems = _name_problems(session, entry.metadata, report.protocol)
    problems += quota_problems(session, submitter, entry.per_day)
    if problems:
        raise BadInput(problems)
    person = session.scalars(select(Submitter).where(Submitter.name == submitter)).one_or_none()
    submission.submitter = person or Submitter(name=submitter)
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
    if entry.annotations is not None:
        record_annotations(session, submission.id, entry.annotations.rows, entry.annotations.source)
        record_reference_scores(
            session,
            protocol_digest=report.protocol.digest,
            t2i_model_id=submission.t2i_model_id,
            scores=entry.reference,
            source=entry.annotations.source,
        )
    session.add(AuditLog(actor=submitter, action=SubmissionState.RECEIVED.value, submission_id=submission.id))
    move(session, submission, SubmissionState.VALIDATED, submitter, f"{submission.total} images")
    move(session, submission, SubmissionState.QUEUED, submitter)
    return submission


def _t2i_model(session: Session, metadata: ModelMetadata, *, simulated: bool) -> T2IModel:
    """The T2I model of this name, locked; described anew where no counting submission relies on it.

    What was known of its scores then goes too: this may be another T2I model of the same name.
    """
    row = session.scalars(
        select(T2IModel).where(T2IModel.name_key == metadata.name_key).with_for_update()
    ).one_or_none()
    described = metadata.model_dump() | {"simulated": simulated}
    if row is None:
        row = T2IModel(name_key=metadata.name_key, **described)
        session.add(row)
        session.flush()
    elif not _active(session, metadata, None):
        for column, value in described.items():
            setattr(row, column, value)
        session.execute(delete(HumanScore).where(HumanScore.t2i_model_id == row.id))
    return row
