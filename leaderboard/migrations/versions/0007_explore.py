"""What exploring single generations reads: each answer's doubt, each generation's sums, and indexes to page by."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DOUBT = {
    "sqlite": "UPDATE answers SET doubt = 1 - json_extract(probabilities, '$.\"' || choice || '\"')",
    "postgresql": """
UPDATE answers SET doubt = 1 - CAST(probabilities ->> CAST(choice AS text) AS double precision)""",
}
"""By database: one less the probability of the choice."""

SUMS = """
INSERT INTO generation_scores (generation_id, evaluator_digest, points, possible, share, doubt)
SELECT generation_id, evaluator_digest, points, possible, CAST(points AS double precision) / possible, doubt FROM (
  SELECT generation_id, evaluator_digest,
    SUM(CASE WHEN choice >= 0 THEN choice ELSE 0 END) AS points,
    SUM(CASE WHEN choice < 0 THEN 0 WHEN skill LIKE 'alignment.%' THEN 2 ELSE 4 END) AS possible,
    MAX(doubt) AS doubt
  FROM answers GROUP BY generation_id, evaluator_digest
) AS sums WHERE possible > 0
"""


def upgrade() -> None:
    op.create_index("ix_generations_prompt", "generations", ["dimension", "prompt_id"], unique=False)
    op.add_column("answers", sa.Column("doubt", sa.Double(), nullable=True))
    op.execute(DOUBT[op.get_bind().dialect.name])
    with op.batch_alter_table("answers") as answers:
        answers.alter_column("doubt", existing_type=sa.Double(), nullable=False)
        answers.drop_index("ix_answers_evaluator_digest")  # it misled SQLite; see tables.Answer
    points = ["skill", "evaluator_digest", "choice", "expected", "generation_id"]
    op.create_index("ix_answers_points", "answers", points, unique=False)
    doubt = ["skill", "evaluator_digest", "doubt", "generation_id", "choice"]
    op.create_index("ix_answers_doubt", "answers", doubt, unique=False)
    op.create_table(
        "generation_scores",
        sa.Column("generation_id", sa.Integer(), nullable=False),
        sa.Column("evaluator_digest", sa.String(length=64), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("possible", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("doubt", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluator_digest"], ["evaluators.digest"], name=op.f("fk_generation_scores_evaluator_digest_evaluators")
        ),
        sa.ForeignKeyConstraint(
            ["generation_id"], ["generations.id"], name=op.f("fk_generation_scores_generation_id_generations")
        ),
        sa.PrimaryKeyConstraint("generation_id", "evaluator_digest", name=op.f("pk_generation_scores")),
    )
    op.execute(SUMS)
    for name in ("share", "doubt"):
        index = "ix_generation_scores_points" if name == "share" else "ix_generation_scores_doubt"
        op.create_index(index, "generation_scores", ["evaluator_digest", name, "generation_id"], unique=False)
