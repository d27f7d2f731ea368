"""A transmission noted during a session is bound to it, like the other entries."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; the journal of older transmissions says what they were bound to."""
    # By hand: SQLite takes a reference with the column only, which `add_column` does not write.
    op.execute("ALTER TABLE transmission ADD COLUMN seance_id INTEGER REFERENCES seance (id)")
    connection = op.get_bind()
    metadata = sa.MetaData()
    metadata.reflect(connection, only=["transmission", "journal"])
    transmission, journal = metadata.tables["transmission"], metadata.tables["journal"]
    creation = (
        sa.select(journal.c.seance_id)
        .where(
            journal.c.objet == "transmission",
            journal.c.objet_id == transmission.c.id,
            journal.c.verbe == "creer",
        )
        .order_by(journal.c.id)
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(sa.update(transmission).values(seance_id=creation))
