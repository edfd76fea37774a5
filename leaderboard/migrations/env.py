"""What Alembic runs: `Database.open` hands over the connection, already in a locked transaction."""

from alembic import context

from leaderboard.store.tables import TableBase

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TableBase.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
