"""Rooms that follow a presenter."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the table; rooms pass, and no backup holds them."""
    op.create_table(
        "salle",
        sa.Column("code", sa.Text, primary_key=True),
        *(sa.Column(nom, sa.Text, nullable=False) for nom in ("jeton", "titre", "pages")),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("close", sa.Boolean, nullable=False),
        sa.Column("ouverte_le", sa.Text, nullable=False),
        # A backup that is put back leaves the rooms where they are.
        if_not_exists=True,
    )
