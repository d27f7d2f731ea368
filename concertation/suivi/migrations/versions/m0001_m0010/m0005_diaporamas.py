"""Decks of slides that people make, and the pages of the day they were frozen on."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.gabarits import create_modifiable, texte

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table; a deck's key is its own among those that are not withdrawn."""
    create_modifiable(
        "diaporama",
        *map(texte, ("cle", "titre", "territoire", "contenu")),
        sa.Column("fige_le", sa.Date),
        sa.Column("pages", sa.Text),
        sa.Column("pages_completes", sa.Text),
        texte("auteur"),
    )
    garde = sa.text("NOT retire")
    op.create_index(
        "uq_diaporama_cle", "diaporama", ["cle"], unique=True,
        sqlite_where=garde, postgresql_where=garde,
    )  # fmt: skip
