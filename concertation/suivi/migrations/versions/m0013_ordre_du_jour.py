"""The items of an agenda, the people of a session; its hour, length, quorum, link, signature."""

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.gabarits import create_modifiable, entier, texte

revision = "0013"
down_revision = "0012"


def _nombre(nom: str) -> sa.Column[float]:
    return sa.Column(nom, sa.Float(53))


def upgrade() -> None:
    """The free texts of before stay where they are: the screens go on reading them."""
    for nom in ("heure", "visio", "signe_par"):
        op.add_column("seance", texte(nom))
    for nom in ("duree", "quorum"):
        op.add_column("seance", _nombre(nom))
    op.add_column("seance", sa.Column("signe_le", sa.Date))
    nombres = ("rang", "duree", "pour", "contre", "abstention", "sans_part")
    textes = ("titre", "genre", "porteur", "lie", "issue", "texte", "suite", "regle")
    create_modifiable(
        "point", entier("seance_id", "seance.id"), *map(_nombre, nombres), *map(texte, textes)
    )
    siens = ("nom", "organisme", "qualite", "etat", "mandataire")
    create_modifiable("presence", entier("seance_id", "seance.id"), *map(texte, siens))
    op.create_index("ix_point_seance", "point", ["seance_id", "rang"])
    op.create_index("ix_presence_seance", "presence", ["seance_id"])
