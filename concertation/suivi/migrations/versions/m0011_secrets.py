"""Secrets that expire."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the table; secrets pass, and no backup holds them."""
    op.create_table(
        "secret",
        sa.Column("empreinte", sa.Text, primary_key=True),
        *(
            sa.Column(nom, sa.Text, nullable=False)
            for nom in ("genre", "cible", "cree_le", "expire_le", "servi_le")
        ),
        # A backup that is put back leaves the secrets where they are.
        if_not_exists=True,
    )
    op.create_index("ix_secret_cible", "secret", ["genre", "cible"], if_not_exists=True)
