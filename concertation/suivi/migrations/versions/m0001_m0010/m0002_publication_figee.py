"""A publication keeps the row as it was: later drafts stay drafts for those who read it."""

import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from concertation.suivi.migrations.ajout_seul import allow_changes, forbid_changes

revision = "0002"
down_revision = "0001"

MODIFIABLES = ("action", "financement", "indicateur", "instruction", "transmission", "seance")


def upgrade() -> None:
    """Add the columns; what is published now is kept as it is now."""
    op.add_column("publication", sa.Column("version", sa.Integer))
    op.add_column("publication", sa.Column("contenu", sa.JSON))
    connection = op.get_bind()
    metadata = sa.MetaData()
    metadata.reflect(connection, only=["publication", "action_proposition", *MODIFIABLES])
    allow_changes(connection, "publication")
    for ligne in _last_publications(connection, metadata.tables["publication"]):
        if ligne["publie"] and ligne["objet"] in MODIFIABLES:
            _keep(connection, metadata, ligne)
    forbid_changes(connection, "publication")


def _last_publications(connection: sa.Connection, table: sa.Table) -> list[dict[str, Any]]:
    derniers = sa.select(sa.func.max(table.c.id)).group_by(table.c.objet, table.c.objet_id)
    requete = sa.select(table).where(table.c.id.in_(derniers))
    return [dict(ligne) for ligne in connection.execute(requete).mappings()]


def _keep(connection: sa.Connection, metadata: sa.MetaData, ligne: dict[str, Any]) -> None:
    table = metadata.tables[ligne["objet"]]
    requete = sa.select(table).where(table.c.id == ligne["objet_id"])
    objet = connection.execute(requete).mappings().one()
    contenu: dict[str, Any] = {
        nom: valeur.isoformat() if isinstance(valeur, datetime.date) else valeur
        for nom, valeur in objet.items()
    }
    if ligne["objet"] == "financement":
        contenu["montant"] = str(Decimal(contenu["montant"]) / 100)
    if ligne["objet"] == "action":
        lien = metadata.tables["action_proposition"]
        trouvees = sa.select(lien.c.proposition).where(lien.c.action_id == objet["id"])
        contenu["propositions"] = sorted(connection.execute(trouvees).scalars())
    publication = metadata.tables["publication"]
    connection.execute(
        sa.update(publication)
        .where(publication.c.id == ligne["id"])
        .values(version=objet["version"], contenu=contenu)
    )
