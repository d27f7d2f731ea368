"""What a point d'étape says beside its synthesis: what comes next, the support asked for."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.gabarits import texte

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the columns; the points of before say nothing of it."""
    for nom in ("prochaine_etape", "appui", "appui_de"):
        op.add_column("point_etape", texte(nom))
    op.add_column("point_etape", sa.Column("echeance", sa.Date))
