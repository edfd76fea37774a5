"""Whether a submission's scores are only reported: the original code gave them elsewhere, and there are no images."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submissions", sa.Column("reported", sa.Boolean(), server_default=sa.false(), nullable=False))
