"""What is typed and not recorded yet."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Create the table; drafts pass, and no backup holds them."""
    op.create_table(
        "brouillon",
        sa.Column("proprietaire", sa.Text, primary_key=True),
        sa.Column("forme", sa.Text, primary_key=True),
        *(sa.Column(nom, sa.Text, nullable=False) for nom in ("auteur", "adresse", "quand")),
        sa.Column("version", sa.Integer),
        sa.Column("contenu", sa.JSON, nullable=False),
        # A backup that is put back leaves the drafts where they are.
        if_not_exists=True,
    )
