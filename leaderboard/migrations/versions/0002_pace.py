"""Since when, and from how many images on, the worker at hand has been evaluating: the pace of the time left."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submissions", sa.Column("paced_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submissions", sa.Column("paced_from", sa.Integer(), nullable=True))
