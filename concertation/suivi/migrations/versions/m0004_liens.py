"""Links that the direction makes between what was said and what is done."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXTES = (
    "origine_type", "origine", "cible_type", "cible", "justification", "force", "auteur",
)  # fmt: skip


def upgrade() -> None:
    """Create the table; the links of the published files stay where they are."""
    op.create_table(
        "lien",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(nom, sa.Text, nullable=False, server_default="") for nom in TEXTES),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("retire", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("cree_le", sa.Text, nullable=False),
        sa.Column("modifie_le", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lien_origine", "lien", ["origine_type", "origine"])
