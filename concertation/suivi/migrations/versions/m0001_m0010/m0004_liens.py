"""Links that the direction makes between what was said and what is done."""

from alembic import op

from concertation.suivi.migrations.gabarits import create_modifiable, texte

revision = "0004"
down_revision = "0003"

TEXTES = (
    "origine_type", "origine", "cible_type", "cible", "justification", "force", "auteur",
)  # fmt: skip


def upgrade() -> None:
    """Create the table; the links of the published files stay where they are."""
    create_modifiable("lien", *map(texte, TEXTES))
    op.create_index("ix_lien_origine", "lien", ["origine_type", "origine"])
