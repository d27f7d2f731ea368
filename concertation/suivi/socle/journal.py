"""Who did what, when, before and after: written with each change, only ever added."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur, readable_drafts
from concertation.suivi.socle.erreurs import Introuvable
from concertation.suivi.socle.lecture import ID_MAX, match, to_frame
from concertation.suivi.socle.memoire import freeze

FILTRES = ("qui", "verbe", "objet", "objet_id", "territoire", "seance_id", "lot")


def write_entry(
    transaction: Transaction,
    acteur: Acteur,
    verbe: str,
    objet: str,
    objet_id: int,
    territoire: str,
    seance_id: int | None,
    avant: Mapping[str, Any] | None,
    apres: Mapping[str, Any] | None,
) -> None:
    """One line, in the transaction of the change that it tells."""
    ligne = entry(
        transaction, acteur, verbe, objet, objet_id, territoire, seance_id, avant, apres
    )  # fmt: skip
    write_entries(transaction, [ligne])


def entry(
    transaction: Transaction,
    acteur: Acteur,
    verbe: str,
    objet: str,
    objet_id: int,
    territoire: str,
    seance_id: int | None,
    avant: Mapping[str, Any] | None,
    apres: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """A line to write."""
    return {
        "quand": transaction.quand, "qui": acteur.nom, "role": acteur.role, "verbe": verbe,
        "objet": objet, "objet_id": objet_id, "territoire": territoire, "seance_id": seance_id,
        "lot": transaction.lot, "avant": avant, "apres": apres,
    }  # fmt: skip


def write_entries(transaction: Transaction, lignes: Sequence[Mapping[str, Any]]) -> None:
    """Several lines, in their order, in the transaction of the changes that they tell."""
    if lignes:
        transaction.connection.execute(sa.insert(tables.journal), list(lignes))


class Journal:
    """The journal as its readers page through it, newest first."""

    def __init__(self, base: Base, undo_entry: Callable[..., None]) -> None:
        self._base = base
        self._undo_entry = undo_entry

    def list(
        self,
        acteur: Acteur,
        filtres: Mapping[str, Any] | None = None,
        limit: int = 100,
        before_id: int | None = None,
        depuis: str | None = None,
        jusqu_a: str | None = None,
    ) -> pd.DataFrame:
        """At most `limit` entries, the last recorded first.

        `filtres`: a value or several for `qui, verbe, objet, objet_id, territoire, seance_id,
        lot`. `depuis` (included) and `jusqu_a` (excluded) are UTC times in ISO. The next page
        begins `before_id` the last `id` of this one. A committee sees its territories' entries
        and those of no territory, a reader none. `avant` and `apres` are dictionaries or None.
        """
        cle = ("journal", acteur, freeze(filtres or {}), limit, before_id, depuis, jusqu_a)
        return self._base.recall(
            cle, lambda: self._select(acteur, filtres or {}, limit, before_id, depuis, jusqu_a)
        )

    def _select(
        self,
        acteur: Acteur,
        filtres: Mapping[str, Any],
        limit: int,
        before_id: int | None,
        depuis: str | None,
        jusqu_a: str | None,
    ) -> pd.DataFrame:
        filtres = {nom: v for nom, v in filtres.items() if v is not None}
        inconnus = set(filtres) - set(FILTRES)
        if inconnus:
            raise ValueError(f"unknown filters: {', '.join(sorted(inconnus))}")
        table = tables.journal
        territoires = readable_drafts(acteur, self._base.references)
        if "territoire" in filtres:
            voulus = filtres.pop("territoire")
            demandes = frozenset([voulus] if isinstance(voulus, str) else voulus)
            territoires = demandes if territoires is None else territoires & demandes
        conditions = [match(table.c[nom], valeur) for nom, valeur in filtres.items()]
        if before_id is not None:
            conditions.append(table.c.id < max(0, min(before_id, ID_MAX)))
        with self._base.reading() as connection:
            conditions += _bounds(connection, depuis, jusqu_a)
            lignes = connection.execute(_page(conditions, territoires, limit)).all()
        return to_frame(lignes, {colonne.key: colonne.type for colonne in table.c})

    def revert(self, acteur: Acteur, entree_id: int, version: int | None = None) -> None:
        """Put an object back as it was before an entry, as a new entry `annuler`.

        `version` is the object's version as read (needless for rows that are only added).
        """
        with self._base.atomic() as transaction:
            table = tables.journal
            requete = sa.select(table).where(match(table.c.id, entree_id))
            entree = transaction.connection.execute(requete).mappings().first()
            territoires = readable_drafts(acteur, self._base.references)
            if entree is None or not (territoires is None or entree["territoire"] in territoires):
                raise Introuvable(
                    "Cette entrée du journal n’existe pas ou ne vous est pas ouverte."
                )
            self._undo_entry(transaction, acteur, dict(entree), version)


def _bounds(connection: sa.Connection, depuis: str | None, jusqu_a: str | None) -> list[Any]:
    """What entries recorded between two times satisfy: a clock may have gone back between two
    entries, so that their numbers say nothing of it."""
    quand = tables.journal.c.quand
    bornes = [] if depuis is None else [quand >= depuis]
    if jusqu_a is not None:
        bornes.append(quand < jusqu_a)
    for borne in bornes:
        # Found by its index: else the whole journal is walked to show nothing.
        if connection.execute(sa.select(quand).where(borne).limit(1)).first() is None:
            return [sa.false()]
    return bornes


def _page(conditions: list[Any], territoires: Collection[str] | None, limit: int) -> Any:
    """The newest of each territory by its index, then the newest of these: no long scan."""
    table = tables.journal
    if territoires is None:
        requete = sa.select(table).where(*conditions)
        return requete.order_by(table.c.id.desc()).limit(limit)
    if not territoires:
        return sa.select(table).where(sa.false())
    branches = [
        sa.select(
            sa.select(table.c.id)
            .where(table.c.territoire == territoire, *conditions)
            .order_by(table.c.id.desc())
            .limit(limit)
            .subquery()
        )
        for territoire in sorted(territoires)
    ]
    identifiants = sa.union_all(*branches).subquery()
    requete = sa.select(table).where(table.c.id.in_(sa.select(identifiants.c.id)))
    return requete.order_by(table.c.id.desc()).limit(limit)
