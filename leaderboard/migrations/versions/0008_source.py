"""Where a submission's images were fetched from, and an index that finds what was published last."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submissions", sa.Column("source", sa.String(length=300), nullable=True))
    op.create_index("ix_submissions_finished", "submissions", ["state", "finished_at"], unique=False)
