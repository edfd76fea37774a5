"""The first tables. Going back is restoring a backup, so there is no downgrade."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "protocols",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_protocols")),
    )
    op.create_index(op.f("ix_protocols_name"), "protocols", ["name"], unique=False)
    op.create_table(
        "submitters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitters")),
        sa.UniqueConstraint("name", name=op.f("uq_submitters_name")),
    )
    op.create_table(
        "t2i_models",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("licence", sa.String(length=100), nullable=False),
        sa.Column("open_weights", sa.Boolean(), nullable=True),
        sa.Column("parameters", sa.BigInteger(), nullable=True),
        sa.Column("notes", sa.String(length=2000), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_t2i_models")),
        sa.UniqueConstraint("name_key", name=op.f("uq_t2i_models_name_key")),
    )
    op.create_table(
        "evaluators",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("protocol_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("base_digest", sa.String(length=64), nullable=False),
        sa.Column("adapter_digest", sa.String(length=64), nullable=True),
        sa.Column("dtype", sa.String(length=16), nullable=False),
        sa.Column("closed_world", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["protocol_digest"], ["protocols.digest"], name=op.f("fk_evaluators_protocol_digest_protocols")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_evaluators")),
    )
    op.create_index(op.f("ix_evaluators_protocol_digest"), "evaluators", ["protocol_digest"], unique=False)
    op.create_table(
        "human_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("protocol_digest", sa.String(length=64), nullable=False),
        sa.Column("t2i_model_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["protocol_digest"], ["protocols.digest"], name=op.f("fk_human_scores_protocol_digest_protocols")
        ),
        sa.ForeignKeyConstraint(
            ["t2i_model_id"], ["t2i_models.id"], name=op.f("fk_human_scores_t2i_model_id_t2i_models")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_human_scores")),
        sa.UniqueConstraint(
            "protocol_digest",
            "t2i_model_id",
            "key",
            "source",
            name=op.f("uq_human_scores_protocol_digest_t2i_model_id_key_source"),
        ),
    )
    op.create_index(op.f("ix_human_scores_t2i_model_id"), "human_scores", ["t2i_model_id"], unique=False)
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("t2i_model_id", sa.Integer(), nullable=False),
        sa.Column("submitter_id", sa.Integer(), nullable=False),
        sa.Column("protocol_digest", sa.String(length=64), nullable=False),
        sa.Column("evaluator_digest", sa.String(length=64), nullable=True),
        sa.Column("archive_digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=100), nullable=True),
        sa.Column("lease_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done >= 0 AND done <= total", name=op.f("ck_submissions_progress")),
        sa.ForeignKeyConstraint(
            ["evaluator_digest"], ["evaluators.digest"], name=op.f("fk_submissions_evaluator_digest_evaluators")
        ),
        sa.ForeignKeyConstraint(
            ["protocol_digest"], ["protocols.digest"], name=op.f("fk_submissions_protocol_digest_protocols")
        ),
        sa.ForeignKeyConstraint(
            ["submitter_id"], ["submitters.id"], name=op.f("fk_submissions_submitter_id_submitters")
        ),
        sa.ForeignKeyConstraint(
            ["t2i_model_id"], ["t2i_models.id"], name=op.f("fk_submissions_t2i_model_id_t2i_models")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    op.create_index(op.f("ix_submissions_evaluator_digest"), "submissions", ["evaluator_digest"], unique=False)
    op.create_index(op.f("ix_submissions_protocol_digest"), "submissions", ["protocol_digest"], unique=False)
    op.create_index("ix_submissions_queue", "submissions", ["state", "priority", "created_at"], unique=False)
    op.create_index(op.f("ix_submissions_submitter_id"), "submissions", ["submitter_id"], unique=False)
    op.create_index(op.f("ix_submissions_t2i_model_id"), "submissions", ["t2i_model_id"], unique=False)
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("submission_id", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_audit_log_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_index(op.f("ix_audit_log_submission_id"), "audit_log", ["submission_id"], unique=False)
    op.create_table(
        "generations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=32), nullable=False),
        sa.Column("dimension", sa.String(length=16), nullable=False),
        sa.Column("prompt_id", sa.String(length=100), nullable=False),
        sa.Column("image_digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_generations_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generations")),
        sa.UniqueConstraint(
            "submission_id", "dimension", "prompt_id", name=op.f("uq_generations_submission_id_dimension_prompt_id")
        ),
    )
    op.create_index(op.f("ix_generations_image_digest"), "generations", ["image_digest"], unique=False)
    op.create_index(op.f("ix_generations_submission_id"), "generations", ["submission_id"], unique=False)
    op.create_table(
        "skill_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.String(length=32), nullable=False),
        sa.Column("evaluator_digest", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("possible", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluator_digest"], ["evaluators.digest"], name=op.f("fk_skill_scores_evaluator_digest_evaluators")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_skill_scores_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_scores")),
        sa.UniqueConstraint(
            "submission_id", "evaluator_digest", "key", name=op.f("uq_skill_scores_submission_id_evaluator_digest_key")
        ),
    )
    op.create_index(op.f("ix_skill_scores_evaluator_digest"), "skill_scores", ["evaluator_digest"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation_id", sa.Integer(), nullable=False),
        sa.Column("evaluator_digest", sa.String(length=64), nullable=False),
        sa.Column("skill", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=True),
        sa.Column("absent", sa.Double(), nullable=True),
        sa.Column("probabilities", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluator_digest"], ["evaluators.digest"], name=op.f("fk_answers_evaluator_digest_evaluators")
        ),
        sa.ForeignKeyConstraint(
            ["generation_id"], ["generations.id"], name=op.f("fk_answers_generation_id_generations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "generation_id", "skill", "evaluator_digest", name=op.f("uq_answers_generation_id_skill_evaluator_digest")
        ),
    )
    op.create_index(op.f("ix_answers_evaluator_digest"), "answers", ["evaluator_digest"], unique=False)
