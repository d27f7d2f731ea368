"""Decks of slides that people make, and the pages of the day they were frozen on."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table; a deck's key is its own among those that are not withdrawn."""
    op.create_table(
        "diaporama",
        sa.Column("id", sa.Integer, primary_key=True),
        *(
            sa.Column(nom, sa.Text, nullable=False, server_default="")
            for nom in ("cle", "titre", "territoire", "contenu")
        ),
        sa.Column("fige_le", sa.Date),
        sa.Column("pages", sa.Text),
        sa.Column("pages_completes", sa.Text),
        sa.Column("auteur", sa.Text, nullable=False, server_default=""),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retire", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("cree_le", sa.Text, nullable=False),
        sa.Column("modifie_le", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_diaporama_cle",
        "diaporama",
        ["cle"],
        unique=True,
        sqlite_where=sa.text("NOT retire"),
        postgresql_where=sa.text("NOT retire"),
    )
