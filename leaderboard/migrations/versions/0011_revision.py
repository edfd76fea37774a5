"""What the list of boards and their caches ask of a protocol: its revision, and whether it sets exam thresholds."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("protocols", sa.Column("revision", sa.Integer(), server_default="0", nullable=False))
    op.add_column("protocols", sa.Column("has_exam", sa.Boolean(), server_default=sa.false(), nullable=False))
    protocols = sa.table("protocols", sa.column("digest"), sa.column("content"), sa.column("has_exam"))
    connection = op.get_bind()
    for digest, content in connection.execute(sa.select(protocols.c.digest, protocols.c.content)).all():
        if json.loads(content).get("exam") is not None:
            connection.execute(sa.update(protocols).where(protocols.c.digest == digest).values(has_exam=True))
