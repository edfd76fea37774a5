"""Whether an evaluator passed the exam of its protocol; unknown for those that never sat it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evaluators", sa.Column("passed_exam", sa.Boolean(), nullable=True))
