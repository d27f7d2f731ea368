"""The journal tells apart two people of one name."""

from alembic import op

from concertation.suivi.migrations.gabarits import texte

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Entries made before have none: they are whose name they bear."""
    op.add_column("journal", texte("identite"))
