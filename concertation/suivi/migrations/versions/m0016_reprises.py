"""The published action that an action of the follow-up takes up."""

from alembic import op

from concertation.suivi.migrations.gabarits import texte

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("action", texte("reprise"))
