"""People who sign in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table; an address is one person's, withdrawn people's too."""
    op.create_table(
        "personne",
        sa.Column("id", sa.Integer, primary_key=True),
        *(
            sa.Column(nom, sa.Text, nullable=False, server_default="")
            for nom in ("adresse", "nom", "role", "territoires")
        ),
        sa.Column("debut", sa.Date),
        sa.Column("fin", sa.Date),
        sa.Column("vu_le", sa.Text, nullable=False, server_default=""),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retire", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("cree_le", sa.Text, nullable=False),
        sa.Column("modifie_le", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("uq_personne_adresse", "personne", ["adresse"], unique=True)
