"""The outbox of mail."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.gabarits import entier, texte

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Create the table; it passes: no backup holds it, and one that is put back leaves it."""
    textes = [texte(nom) for nom in ("genre", "etat", "quand")]
    entiers = [entier(nom) for nom in ("objet", "personne", "essais")]
    cle = sa.Column("cle", sa.Text, primary_key=True)
    op.create_table("envoi", cle, *textes, *entiers, if_not_exists=True)
