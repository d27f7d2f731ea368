"""Each entry of the journal seals its content and the one before it."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.ajout_seul import allow_changes, forbid_changes
from concertation.suivi.migrations.gabarits import texte
from concertation.suivi.socle.preuve import SCEAU, seal_all

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """The entries of before are sealed as they are now."""
    for nom in SCEAU:
        op.add_column("journal", texte(nom))
    connection = op.get_bind()
    metadata = sa.MetaData()
    metadata.reflect(connection, only=["journal"])
    allow_changes(connection, "journal")
    seal_all(connection, metadata.tables["journal"])
    forbid_changes(connection, "journal")
