"""Pictures of slides."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.gabarits import entier, texte

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Create the table; decks name its rows."""
    cle = sa.Column("cle", sa.Text, primary_key=True)
    textes = [texte(nom) for nom in ("nature", "octets", "cree_le")]
    op.create_table("photo", cle, *textes, *map(entier, ("largeur", "hauteur")))
