"""What Alembic runs: `Database.open` hands over the connection, already in a locked transaction."""

from alembic import context

from leaderboard.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
