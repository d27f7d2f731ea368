"""Votes of a room, bound to a session; their ballots pass."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.gabarits import create_modifiable, entier, texte

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create the tables; no backup holds ballots, and one that is put back leaves them."""
    dits = (*map(texte, ("question", "mode", "lie", "salle", "etat")), sa.Column("points", sa.Text))
    nombres = (sa.Column(nom, sa.Float(53)) for nom in ("votants", "papier"))
    create_modifiable("vote", entier("seance_id", "seance.id"), *dits, *nombres)
    cles = (
        sa.Column("vote", sa.Integer, primary_key=True),
        sa.Column("appareil", sa.Text, primary_key=True),
    )
    op.create_table("bulletin", *cles, texte("choix"), if_not_exists=True)
