"""What admins decide: hidden submissions, evaluations asked for anew, a queue at rest; and who had signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("hidden", "signed_in", "fresh"):
        op.add_column("submissions", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("submissions", sa.Column("reruns", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "switches",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_switches")),
    )
