"""The tables of the results database; `docs/architecture.md` draws their relations."""

import unicodedata
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

DIGEST = String(64)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC: SQLite forgets the zone, PostgreSQL does not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database; a naive moment is a programmer's error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("moments are stored with their time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


class TableBase(DeclarativeBase):
    """All tables; constraints are named so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: JSON()}


class SubmissionState(StrEnum):
    """The state of a submission; `docs/architecture.md` draws the moves between the states."""

    RECEIVED = "received"
    VALIDATED = "validated"
    QUEUED = "queued"
    RUNNING = "running"
    SCORED = "scored"
    PUBLISHED = "published"
    REJECTED = "rejected"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class StoredProtocol(TableBase):
    """A protocol under which something was asked; `content` is its canonical JSON."""

    __tablename__ = "protocols"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    has_exam: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="True: it sets thresholds that an evaluator has to reach."
    )
    revision: Mapped[int] = mapped_column(
        default=0, server_default="0", doc="Rises with every write that changes what its boards show."
    )
    created_at: Mapped[datetime] = mapped_column(default=now)


class StoredEvaluator(TableBase):
    """An evaluator that gave answers; the digest covers base, adapter, dtype and protocol."""

    __tablename__ = "evaluators"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    protocol_digest: Mapped[str] = mapped_column(ForeignKey("protocols.digest"), index=True)
    name: Mapped[str] = mapped_column(Text)
    base_digest: Mapped[str] = mapped_column(DIGEST)
    adapter_digest: Mapped[str | None] = mapped_column(DIGEST)
    dtype: Mapped[str] = mapped_column(String(16))
    closed_world: Mapped[bool] = mapped_column(doc="True: judges rendered scenes only.")
    passed_exam: Mapped[bool | None] = mapped_column(default=None, doc="None: it never sat its protocol's exam.")
    created_at: Mapped[datetime] = mapped_column(default=now)

    protocol: Mapped[StoredProtocol] = relationship()


def fold_text(text: str) -> str:
    """Fold a text for comparison (NFKC, then case): `SDXL` and `sdxl`, `（` and `(` are one."""
    return unicodedata.normalize("NFKC", text).casefold()


def name_key(name: str) -> str:
    """Return the key by which a T2I model's name is compared everywhere."""
    return fold_text(name)[:200]


class T2IModel(TableBase):
    """A text-to-image model under test, with what its author says of it."""

    __tablename__ = "t2i_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(200), unique=True, doc="The name case-folded: `SDXL` is `sdxl`.")
    organisation: Mapped[str] = mapped_column(String(100), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    licence: Mapped[str] = mapped_column(String(100), default="")
    open_weights: Mapped[bool | None] = mapped_column(default=None)
    parameters: Mapped[int | None] = mapped_column(BigInteger, default=None, doc="Number of weights.")
    notes: Mapped[str] = mapped_column(String(2000), default="")
    simulated: Mapped[bool] = mapped_column(default=False, doc="True: drawn by our closed world, not by a T2I model.")
    created_at: Mapped[datetime] = mapped_column(default=now)


class Submitter(TableBase):
    """A person or organisation that submits."""

    __tablename__ = "submitters"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Submission(TableBase):
    """All generations of one T2I model for one protocol; also the queue the worker claims from.

    `done` and `total` count generations. A running submission belongs to
    `lease_owner` until `lease_expires_at`; after that any worker may resume it.
    A reported one has scores and no generations: the original code gave them, elsewhere.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        Index("ix_submissions_queue", "state", "priority", "created_at"),
        Index("ix_submissions_finished", "state", "finished_at"),
        CheckConstraint("done >= 0 AND done <= total", name="progress"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    t2i_model_id: Mapped[int] = mapped_column(ForeignKey("t2i_models.id"), index=True)
    submitter_id: Mapped[int] = mapped_column(ForeignKey("submitters.id"), index=True)
    protocol_digest: Mapped[str] = mapped_column(ForeignKey("protocols.digest"), index=True)
    evaluator_digest: Mapped[str | None] = mapped_column(ForeignKey("evaluators.digest"), index=True)
    archive_digest: Mapped[str] = mapped_column(DIGEST, doc="Of the upload, or of the results that were reported.")
    source: Mapped[str | None] = mapped_column(
        String(300), doc="Where the images were fetched: `hf://datasets/OWNER/NAME@COMMIT`; none for an upload."
    )
    reported: Mapped[bool] = mapped_column(default=False, server_default=false())
    signed_in: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="True: its submitter had signed in under that name."
    )
    hidden: Mapped[bool] = mapped_column(default=False, server_default=false(), doc="True: an admin took it off view.")
    fresh: Mapped[bool] = mapped_column(
        default=False, server_default=false(), doc="True: what the evaluator at hand answered is to be asked anew."
    )
    reruns: Mapped[int] = mapped_column(default=0, server_default="0", doc="How often an admin had it evaluated anew.")
    state: Mapped[SubmissionState] = mapped_column(String(16), default=SubmissionState.RECEIVED)
    reason: Mapped[str | None] = mapped_column(Text, doc="Why it failed or was rejected, in words for its author.")
    priority: Mapped[int] = mapped_column(default=0, doc="Lower runs first.")
    done: Mapped[int] = mapped_column(default=0)
    paced_since: Mapped[datetime | None] = mapped_column(doc="When the worker at hand began with its first image.")
    paced_from: Mapped[int | None] = mapped_column(doc="How many were done then.")
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0, doc="Claims since it last made progress.")
    lease_owner: Mapped[str | None] = mapped_column(String(100))
    lease_expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    t2i_model: Mapped[T2IModel] = relationship()
    submitter: Mapped[Submitter] = relationship()
    protocol: Mapped[StoredProtocol] = relationship()
    evaluator: Mapped[StoredEvaluator | None] = relationship()
    generations: Mapped[list["Generation"]] = relationship(back_populates="submission")


class Generation(TableBase):
    """One image of a submission; its bytes are stored under `image_digest` (SHA-256)."""

    __tablename__ = "generations"
    __table_args__ = (
        UniqueConstraint("submission_id", "dimension", "prompt_id"),
        Index("ix_generations_prompt", "dimension", "prompt_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), index=True)
    dimension: Mapped[str] = mapped_column(String(16))
    prompt_id: Mapped[str] = mapped_column(String(100))
    image_digest: Mapped[str] = mapped_column(DIGEST, index=True)
    media_type: Mapped[str] = mapped_column(String(32))
    width: Mapped[int]
    height: Mapped[int]

    submission: Mapped[Submission] = relationship(back_populates="generations")


def _doubt(context: Any) -> float:
    """Compute 1 less the probability of the chosen option, for a row about to be inserted."""
    row = context.get_current_parameters()
    return 1 - float(row["probabilities"][str(row["choice"])])


class StoredAnswer(TableBase):
    """An evaluator's answer to one skill question about one generation.

    Both indexes end in what a page of answers is joined by, so that paging reads them alone. They begin with the
    skill, for an index that begins with the evaluator misleads SQLite, which has no statistics of its tables, to read
    all answers of an evaluator where those about one submission are wanted.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("generation_id", "skill", "evaluator_digest"),
        Index("ix_answers_points", "skill", "evaluator_digest", "choice", "expected", "generation_id"),
        Index("ix_answers_doubt", "skill", "evaluator_digest", "doubt", "generation_id", "choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    generation_id: Mapped[int] = mapped_column(ForeignKey("generations.id"))
    evaluator_digest: Mapped[str] = mapped_column(ForeignKey("evaluators.digest"))
    skill: Mapped[str] = mapped_column(String(32))
    choice: Mapped[int]
    expected: Mapped[float | None] = mapped_column(doc="Expected score given that the part is there.")
    absent: Mapped[float | None] = mapped_column(doc="Probability of -1; none where -1 is no option.")
    probabilities: Mapped[dict[str, Any]] = mapped_column(doc="Option, written as text, to probability.")
    doubt: Mapped[float] = mapped_column(default=_doubt, doc="1 less the probability of the choice; filled by itself.")


class GenerationScore(TableBase):
    """The sum of an evaluator's answers to all questions about one generation; written with the skill scores.

    Only generations that something countable was asked of.
    """

    __tablename__ = "generation_scores"
    __table_args__ = (
        Index("ix_generation_scores_points", "evaluator_digest", "share", "generation_id"),
        Index("ix_generation_scores_doubt", "evaluator_digest", "doubt", "generation_id"),
    )

    generation_id: Mapped[int] = mapped_column(ForeignKey("generations.id"), primary_key=True)
    evaluator_digest: Mapped[str] = mapped_column(ForeignKey("evaluators.digest"), primary_key=True)
    points: Mapped[int] = mapped_column(doc="Sum of the counted answers.")
    possible: Mapped[int] = mapped_column(doc="The most points the counted answers could have earned; above 0.")
    share: Mapped[float] = mapped_column(doc="Points by possible points, 0 to 1.")
    doubt: Mapped[float] = mapped_column(doc="That of the answer the evaluator was least sure of.")


class Annotation(TableBase):
    """An annotator's label for one skill question about one generation: one of the skill's options.

    `source` says who the annotators are, in words shown beside every figure made of their labels.
    """

    __tablename__ = "annotations"
    __table_args__ = (UniqueConstraint("generation_id", "skill", "annotator", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    generation_id: Mapped[int] = mapped_column(ForeignKey("generations.id"))
    skill: Mapped[str] = mapped_column(String(32))
    annotator: Mapped[str] = mapped_column(String(100))
    label: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))


class SkillScore(TableBase):
    """An aggregate of a submission's answers: a skill, a dimension or `overall`.

    `score` is in the unit of `leaderboard.scores.aggregation`; `low` and `high` bound its 95% interval.
    """

    __tablename__ = "skill_scores"
    __table_args__ = (UniqueConstraint("submission_id", "evaluator_digest", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"))
    evaluator_digest: Mapped[str] = mapped_column(ForeignKey("evaluators.digest"), index=True)
    key: Mapped[str] = mapped_column(String(32))
    score: Mapped[float | None] = mapped_column(doc="None where no answer counts.")
    low: Mapped[float | None]
    high: Mapped[float | None]
    points: Mapped[int] = mapped_column(doc="Sum of the counted answers.")
    possible: Mapped[int] = mapped_column(doc="The most points the counted answers could have earned.")
    n: Mapped[int] = mapped_column(doc="How many answers are counted.")


class AnswerCount(TableBase):
    """The number of times an option was chosen for a skill in a submission; written with its scores."""

    __tablename__ = "answer_counts"

    evaluator_digest: Mapped[str] = mapped_column(ForeignKey("evaluators.digest"), primary_key=True)
    submission_id: Mapped[str] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(32), primary_key=True)
    choice: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


class HumanScore(TableBase):
    """A system-level reference score of a T2I model, from people or from the closed world's simulated annotators.

    `source` says which, in words shown beside every figure computed from it.
    """

    __tablename__ = "human_scores"
    __table_args__ = (UniqueConstraint("protocol_digest", "t2i_model_id", "key", "source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_digest: Mapped[str] = mapped_column(ForeignKey("protocols.digest"))
    t2i_model_id: Mapped[int] = mapped_column(ForeignKey("t2i_models.id"), index=True)
    key: Mapped[str] = mapped_column(String(32), doc="A skill, a dimension or `overall`.")
    score: Mapped[float]
    source: Mapped[str] = mapped_column(String(200))


class StoredBaseline(TableBase):
    """A metric other than an evaluator that scored images; `digest` names its files.

    The texts are those of `python -m model baseline list`; `low` and `high` bound its scores, None where nothing does.
    """

    __tablename__ = "baselines"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str] = mapped_column(String(100))
    formula: Mapped[str] = mapped_column(Text)
    wording: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    checkpoint: Mapped[str] = mapped_column(Text)
    licence: Mapped[str] = mapped_column(String(100))
    low: Mapped[float | None]
    high: Mapped[float | None]
    closed_world: Mapped[bool] = mapped_column(doc="True: trained by us on rendered scenes only.")
    loaded_at: Mapped[datetime] = mapped_column(default=now, doc="When scores by it were last loaded.")


class BaselineScore(TableBase):
    """The score of one baseline for one generation and its prompt; higher is better."""

    __tablename__ = "baseline_scores"
    __table_args__ = (UniqueConstraint("generation_id", "baseline_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    generation_id: Mapped[int] = mapped_column(ForeignKey("generations.id"))
    baseline_digest: Mapped[str] = mapped_column(ForeignKey("baselines.digest"), index=True)
    score: Mapped[float]


class AuditLog(TableBase):
    """One act on a submission with its actor and moment; rows are only ever added."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(32))
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submissions.id"), index=True)
    detail: Mapped[str] = mapped_column(Text, default="")


class Switch(TableBase):
    """A switch that admins set for all processes; a missing one is off."""

    __tablename__ = "switches"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    on: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
