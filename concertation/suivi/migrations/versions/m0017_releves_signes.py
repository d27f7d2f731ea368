"""Minutes are kept as they were signed, with their digest."""

from alembic import op

from concertation.suivi.migrations.gabarits import create_ajoutable, entier, texte

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Those signed before stay told from the rows."""
    op.add_column("seance", texte("empreinte"))
    siennes = (entier("seance_id", "seance.id"), *map(texte, ("contenu", "sel")))
    create_ajoutable("releve", *siennes)
    op.create_index("ix_releve_seance", "releve", ["seance_id", "id"])
