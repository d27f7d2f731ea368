"""What the direction says of a link: accepted, contested or withdrawn, and why."""

from alembic import op

from concertation.suivi.migrations.gabarits import texte

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns; the links of before have no such word."""
    for nom in ("lien_publie", "avis", "motif"):
        op.add_column("lien", texte(nom))
