"""How often each option was chosen in a submission: a board's million answers need not be counted to be shown."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COUNTS = """
INSERT INTO answer_counts (submission_id, evaluator_digest, skill, choice, n)
SELECT generations.submission_id, answers.evaluator_digest, answers.skill, answers.choice, COUNT(*)
FROM answers JOIN generations ON generations.id = answers.generation_id
WHERE EXISTS (
  SELECT 1 FROM skill_scores WHERE skill_scores.submission_id = generations.submission_id
  AND skill_scores.evaluator_digest = answers.evaluator_digest
)
GROUP BY generations.submission_id, answers.evaluator_digest, answers.skill, answers.choice
"""


def upgrade() -> None:
    op.create_table(
        "answer_counts",
        sa.Column("submission_id", sa.String(length=32), nullable=False),
        sa.Column("evaluator_digest", sa.String(length=64), nullable=False),
        sa.Column("skill", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluator_digest"], ["evaluators.digest"], name=op.f("fk_answer_counts_evaluator_digest_evaluators")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_answer_counts_submission_id_submissions")
        ),
        sa.PrimaryKeyConstraint("evaluator_digest", "submission_id", "skill", "choice", name=op.f("pk_answer_counts")),
    )
    op.execute(COUNTS)
