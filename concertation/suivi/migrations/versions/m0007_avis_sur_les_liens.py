"""What the direction says of a link: accepted, contested or withdrawn, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns; the links of before have no such word."""
    for nom in ("lien_publie", "avis", "motif"):
        op.add_column("lien", sa.Column(nom, sa.Text, nullable=False, server_default=""))
