"""Rows that change, as the public reads them: the content kept by their publication."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.lecture import is_storable, to_frame
from concertation.suivi.socle.lignes import Lignes


def list_published(
    lignes: Lignes,
    acteur: Acteur,
    sauf: Collection[str],
    filtres: Mapping[str, Any],
    retires: bool | None,
) -> pd.DataFrame:
    """The published rows outside of the territories `sauf`, which are read as they are now.

    Filters look at the published content. A withdrawn row is published no more.
    """
    table, publication = lignes.table, tables.publication
    autre = publication.alias()
    dernier = (
        sa.select(sa.func.max(autre.c.id))
        .where(autre.c.objet == lignes.objet, autre.c.objet_id == table.c.id)
        .scalar_subquery()
    )
    territoire = lignes.territoire_column()
    source = lignes.source().join(publication, publication.c.id == dernier)
    requete = (
        sa.select(publication.c.contenu, territoire)
        .select_from(source)
        .where(publication.c.publie, *lignes.conditions({"id": filtres.get("id")}, False))
        .order_by(table.c.id)
    )
    if sauf:
        requete = requete.where(territoire.not_in(sorted(sauf)))
    types = {colonne.key: colonne.type for colonne in lignes.columns(acteur)}
    trouvees: list[Any] = []
    if not retires:
        with lignes.base.reading() as connection:
            trouvees = list(connection.execute(requete).all())
    rangees = [
        [_value(contenu, nom, type_sql, lieu) for nom, type_sql in types.items()]
        for contenu, lieu in trouvees
    ]
    frame = to_frame(rangees, types, acteur)
    for nom, valeur in filtres.items():
        if valeur is not None:
            voulues = [valeur] if isinstance(valeur, str | int) else list(valeur)
            frame = frame[frame[nom].isin([v for v in voulues if is_storable(v)])]
    return frame.reset_index(drop=True)


def _value(contenu: Mapping[str, Any], nom: str, type_sql: Any, territoire: str) -> Any:
    if nom == "publie":
        return True
    if nom == "version_publiee":
        return contenu["version"]
    valeur = contenu.get(nom, territoire if nom == "territoire" else None)
    if nom == "propositions":
        return " | ".join(valeur or ())
    if valeur is None:
        return None
    if isinstance(type_sql, sa.Date):
        return datetime.date.fromisoformat(valeur)
    return Decimal(valeur) if isinstance(type_sql, tables.Montant) else valeur
