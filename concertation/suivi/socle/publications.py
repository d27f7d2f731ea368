"""What the public reads: the direction publishes a row, or takes it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.declarations import OBJETS
from concertation.suivi.socle import tables
from concertation.suivi.socle.base import Base
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.journal import write_entry
from concertation.suivi.socle.lecture import to_frame, to_portable
from concertation.suivi.socle.lignes import Ligne

# What goes out with its parent: an action with its money, an indicator with its measures.
_DEPENDANTS = {
    objet: tuple(o.nom for o in OBJETS.values() if o.parents and o.parents[0].nom == objet)
    for objet in OBJETS
}


class Publications:
    """`store.publications`. `objet` is a table's name: `action`, `point_etape`, `instruction`…"""

    def __init__(self, base: Base) -> None:
        self._base = base

    def publish(self, acteur: Acteur, objet: str, identifiants: int | Collection[int]) -> int:
        """Publish rows as they are now, with what hangs on them; how many rows changed state.

        Later changes stay drafts until the row is published again.
        """
        return self._set(acteur, objet, identifiants, True)

    def unpublish(self, acteur: Acteur, objet: str, identifiants: int | Collection[int]) -> int:
        """Take rows back, with what hangs on them; how many rows changed state."""
        return self._set(acteur, objet, identifiants, False)

    def list(self, acteur: Acteur, objet: str | None = None) -> pd.DataFrame:
        """The last word on each object ever published, for the direction."""
        self._base.require(acteur, "publier", "")
        table = tables.publication
        autre = table.alias()
        dernier = (
            sa.select(sa.func.max(autre.c.id))
            .where(autre.c.objet == table.c.objet, autre.c.objet_id == table.c.objet_id)
            .scalar_subquery()
        )
        colonnes = [colonne for colonne in table.c if colonne.key != "contenu"]
        requete = sa.select(*colonnes).where(table.c.id == dernier).order_by(table.c.id)
        if objet is not None:
            requete = requete.where(table.c.objet == objet)
        with self._base.reading() as connection:
            lignes = connection.execute(requete).all()
        types = {colonne.key: colonne.type for colonne in colonnes}
        return to_frame(lignes, types, acteur)

    def _set(
        self, acteur: Acteur, objet: str, identifiants: int | Collection[int], publie: bool
    ) -> int:
        if objet not in self._base.lignes or not self._base.lignes[objet].declaration.publiable:
            raise SaisieInvalide("objet", f"«\u00a0{objet}\u00a0» ne se publie pas.")
        ids = [identifiants] if isinstance(identifiants, int) else list(identifiants)
        with self._base.atomic() as transaction:
            return sum(
                self._set_one(transaction, acteur, objet, identifiant, publie)
                for identifiant in dict.fromkeys(ids)
            )

    def _set_one(
        self,
        transaction: Transaction,
        acteur: Acteur,
        objet: str,
        identifiant: int,
        publie: bool,
    ) -> int:
        lignes = self._base.lignes[objet]
        ligne = lignes.read(transaction, identifiant)
        territoire = lignes.territoire_of(transaction, ligne)
        self._base.require(acteur, "publier", territoire)
        if publie and lignes.is_withdrawn(transaction, ligne):
            raise SaisieInvalide("objet_id", "Une fiche retirée ne se publie pas.")
        avant = self._state(transaction, objet, identifiant)
        apres: Ligne = {"publie": publie}
        if publie and "version" in ligne:
            apres["version"] = ligne["version"]
        change = int(avant != apres)
        if change:
            self._say(transaction, acteur, objet, identifiant, apres, to_portable(ligne))
            write_entry(
                transaction, acteur, "publier" if publie else "depublier", objet,
                identifiant, territoire, None, avant, apres,
            )  # fmt: skip
        for enfant in _DEPENDANTS[objet]:
            for enfant_id in self._children(transaction, enfant, objet, identifiant):
                change += self._set_one(transaction, acteur, enfant, enfant_id, publie)
        return change

    def undo(self, transaction: Transaction, acteur: Acteur, entree: Mapping[str, Any]) -> None:
        """Give one object back the published state that a journal entry changed."""
        objet, identifiant = entree["objet"], entree["objet_id"]
        lignes = self._base.lignes[objet]
        territoire = lignes.territoire_of(transaction, lignes.read(transaction, identifiant))
        self._base.require(acteur, "publier", territoire)
        actuel = self._state(transaction, objet, identifiant)
        avant = dict(entree["avant"])
        contenu = self._content(transaction, objet, identifiant, avant.get("version"))
        self._say(transaction, acteur, objet, identifiant, avant, contenu)
        write_entry(
            transaction, acteur, "annuler", objet, identifiant, territoire, None, actuel, avant
        )

    def _say(
        self,
        transaction: Transaction,
        acteur: Acteur,
        objet: str,
        identifiant: int,
        etat: Mapping[str, Any],
        contenu: Mapping[str, Any] | None,
    ) -> None:
        version = etat.get("version")
        transaction.connection.execute(
            sa.insert(tables.publication).values(
                objet=objet, objet_id=identifiant, publie=etat["publie"], version=version,
                contenu=None if version is None else contenu,
                auteur=acteur.nom, cree_le=transaction.quand,
            )
        )  # fmt: skip

    def _state(self, transaction: Transaction, objet: str, identifiant: int) -> Ligne:
        """`publie`, and the version published when the object has versions."""
        table = tables.publication
        requete = sa.select(table.c.publie, table.c.version).where(
            table.c.objet == objet, table.c.objet_id == identifiant
        )
        ligne = transaction.connection.execute(requete.order_by(table.c.id.desc()).limit(1)).first()
        if ligne is None or not ligne.publie:
            return {"publie": False}
        return {"publie": True} | ({} if ligne.version is None else {"version": ligne.version})

    def _content(
        self, transaction: Transaction, objet: str, identifiant: int, version: int | None
    ) -> Any:
        table = tables.publication
        requete = sa.select(table.c.contenu).where(
            table.c.objet == objet, table.c.objet_id == identifiant, table.c.version == version
        )
        return transaction.connection.execute(requete.order_by(table.c.id.desc())).scalar()

    def _children(
        self, transaction: Transaction, enfant: str, parent: str, identifiant: int
    ) -> Collection[int]:
        lignes = self._base.lignes[enfant]
        cle: Any = lignes.table.c[f"{parent}_id"]
        requete = sa.select(lignes.table.c.id).where(
            cle == identifiant, lignes.withdrawn() == sa.false()
        )
        return list(transaction.connection.execute(requete).scalars())
