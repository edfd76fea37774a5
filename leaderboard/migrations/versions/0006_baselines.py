"""Other metrics beside the evaluator: which they are, and what they give each generation."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "baselines",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("formula", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.Column("licence", sa.String(length=100), nullable=False),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("closed_world", sa.Boolean(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_baselines")),
    )
    op.create_index(op.f("ix_baselines_name"), "baselines", ["name"], unique=False)
    op.create_table(
        "baseline_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation_id", sa.Integer(), nullable=False),
        sa.Column("baseline_digest", sa.String(length=64), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["baseline_digest"], ["baselines.digest"], name=op.f("fk_baseline_scores_baseline_digest_baselines")
        ),
        sa.ForeignKeyConstraint(
            ["generation_id"], ["generations.id"], name=op.f("fk_baseline_scores_generation_id_generations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_scores")),
        sa.UniqueConstraint(
            "generation_id", "baseline_digest", name=op.f("uq_baseline_scores_generation_id_baseline_digest")
        ),
    )
    op.create_index(op.f("ix_baseline_scores_baseline_digest"), "baseline_scores", ["baseline_digest"], unique=False)
