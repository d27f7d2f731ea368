"""The journal tells apart two people of one name."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Entries made before have none: they are whose name they bear."""
    op.add_column("journal", sa.Column("identite", sa.Text, nullable=False, server_default=""))
