"""Opinions and decisions that are asked for."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.gabarits import create_modifiable, seance, texte

revision = "0015"
down_revision = "0014"
DITS = "territoire lie type_demande aupres_de adresse question reponse repondu_par"


def upgrade() -> None:
    """Create the table."""
    point = sa.Column("point_id", sa.Integer, sa.ForeignKey("point.id"))
    jours = (sa.Column(nom, sa.Date) for nom in ("echeance", "relance", "repondu_le"))
    create_modifiable("avis", point, *map(texte, DITS.split()), *jours, seance())
    op.create_index("ix_avis_territoire", "avis", ["territoire"])
