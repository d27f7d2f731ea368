"""The newest row of each group, found by an index instead of reading the whole history."""

from __future__ import annotations

from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.lecture import among, latest_flag
from concertation.suivi.socle.lignes import Lignes


def list_latest(
    lignes: Lignes, acteur: Acteur, cle: tuple[str, ...], recorded_before: str | None = None
) -> pd.DataFrame:
    """For each value of `cle`, the newest row by date that the person may read."""
    return lignes.base.recall(
        (lignes.objet, acteur, "latest", cle, recorded_before),
        lambda: _select(lignes, acteur, cle, recorded_before),
    )


def _select(
    lignes: Lignes, acteur: Acteur, cle: tuple[str, ...], recorded_before: str | None
) -> pd.DataFrame:
    table = lignes.table
    groupes = sa.select(*(table.c[nom] for nom in cle)).distinct().subquery()
    autre = table.alias()
    conditions = [autre.c[nom] == groupes.c[nom] for nom in cle]
    retire = latest_flag(tables.retrait, "retire", lignes.objet, autre.c.id)
    conditions.append(retire == sa.false())
    if recorded_before is not None:
        conditions.append(autre.c.cree_le < recorded_before)
    territoires = readable_drafts(acteur, lignes.base.references)
    if territoires is not None:
        publie = latest_flag(tables.publication, "publie", lignes.objet, autre.c.id)
        siens = among(lignes.territoire_column() if lignes.parents else autre.c.territoire,
                      territoires)  # fmt: skip
        conditions.append(sa.or_(siens, publie == sa.true()))
    dernier = (
        sa.select(autre.c.id)
        .where(*conditions)
        .order_by(autre.c.date.desc(), autre.c.id.desc())
        .limit(1)
        .correlate(groupes, *lignes.parents)
        .scalar_subquery()
    )
    colonnes: Any = lignes.columns(acteur)
    requete = sa.select(*colonnes).select_from(_source(lignes, groupes, cle))
    requete = requete.where(
        table.c.id == dernier, *(parent.c.retire == sa.false() for parent in lignes.parents)
    )
    with lignes.base.reading() as connection:
        requete = requete.order_by(*(table.c[nom] for nom in cle))
        trouvees = list(connection.execute(requete).all())
    return lignes.frame_of(trouvees, acteur)


def _source(lignes: Lignes, groupes: Any, cle: tuple[str, ...]) -> Any:
    egaux = sa.and_(*(lignes.table.c[nom] == groupes.c[nom] for nom in cle))
    return lignes.source().join(groupes, egaux)
