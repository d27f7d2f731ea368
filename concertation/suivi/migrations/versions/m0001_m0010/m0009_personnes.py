"""People who sign in."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.gabarits import create_modifiable, texte

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table; an address is one person's, withdrawn people's too."""
    create_modifiable(
        "personne",
        *map(texte, ("adresse", "nom", "role", "territoires")),
        sa.Column("debut", sa.Date),
        sa.Column("fin", sa.Date),
        texte("vu_le"),
    )
    op.create_index("uq_personne_adresse", "personne", ["adresse"], unique=True)
