"""Alembic runs the migrations here, on the connection and in the transaction of the store."""

from alembic import context

from concertation.suivi.migrations import TABLE
from concertation.suivi.socle.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=TABLE,
)
context.run_migrations()
