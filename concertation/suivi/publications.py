"""What the public reads: the direction publishes a row, or takes it back."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi import tables
from concertation.suivi.connexion import Transaction
from concertation.suivi.droits import Acteur
from concertation.suivi.erreurs import SaisieInvalide
from concertation.suivi.journal import write_entry
from concertation.suivi.lecture import latest_flag, to_frame

if TYPE_CHECKING:
    from concertation.suivi.store import Store

# What goes out with its parent: an action with its money, an indicator with its measures.
_DEPENDANTS: dict[str, tuple[str, ...]] = {
    "action": ("financement",),
    "indicateur": ("mesure",),
    "mesure": ("contestation",),
}


class Publications:
    """`store.publications`. `objet` is a table's name: `action`, `point_etape`, `instruction`…"""

    def __init__(self, store: Store) -> None:
        self._store = store

    def publish(self, acteur: Acteur, objet: str, identifiants: int | Collection[int]) -> int:
        """Publish rows as they are now, with what hangs on them; how many rows changed state."""
        return self._set(acteur, objet, identifiants, True)

    def unpublish(self, acteur: Acteur, objet: str, identifiants: int | Collection[int]) -> int:
        """Take rows back, with what hangs on them; how many rows changed state."""
        return self._set(acteur, objet, identifiants, False)

    def list(self, acteur: Acteur, objet: str | None = None) -> pd.DataFrame:
        """The last word on each object ever published, for the direction."""
        self._store.require(acteur, "publier", "")
        table = tables.publication
        autre = table.alias()
        dernier = (
            sa.select(sa.func.max(autre.c.id))
            .where(autre.c.objet == table.c.objet, autre.c.objet_id == table.c.objet_id)
            .scalar_subquery()
        )
        requete = sa.select(table).where(table.c.id == dernier).order_by(table.c.id)
        if objet is not None:
            requete = requete.where(table.c.objet == objet)
        with self._store.reading() as connection:
            lignes = connection.execute(requete).all()
        return to_frame(lignes, {colonne.key: colonne.type for colonne in table.c}, acteur)

    def _set(
        self, acteur: Acteur, objet: str, identifiants: int | Collection[int], publie: bool
    ) -> int:
        if objet not in self._store.lignes:
            raise SaisieInvalide("objet", f"«\u00a0{objet}\u00a0» ne se publie pas.")
        ids = [identifiants] if isinstance(identifiants, int) else list(identifiants)
        with self._store.atomic() as transaction:
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
        verbe: str | None = None,
    ) -> int:
        lignes = self._store.lignes[objet]
        ligne = lignes._read(transaction, identifiant)
        territoire = lignes._territoire_of(transaction, ligne)
        self._store.require(acteur, "publier", territoire)
        if publie and lignes._is_withdrawn(transaction, ligne):
            raise SaisieInvalide("objet_id", "Une fiche retirée ne se publie pas.")
        avant = self._is_published(transaction, objet, identifiant)
        change = int(avant != publie)
        if change:
            transaction.connection.execute(
                sa.insert(tables.publication).values(
                    objet=objet, objet_id=identifiant, publie=publie,
                    auteur=acteur.nom, cree_le=transaction.quand,
                )
            )  # fmt: skip
            write_entry(
                transaction, acteur, verbe or ("publier" if publie else "depublier"), objet,
                identifiant, territoire, None, {"publie": avant}, {"publie": publie},
            )  # fmt: skip
        for enfant in _DEPENDANTS.get(objet, ()):
            for enfant_id in self._children(transaction, enfant, objet, identifiant):
                change += self._set_one(transaction, acteur, enfant, enfant_id, publie, verbe)
        return change

    def undo(
        self, transaction: Transaction, acteur: Acteur, objet: str, identifiant: int, publie: bool
    ) -> None:
        """Give one object back the state that a journal entry changed."""
        self._set_one(transaction, acteur, objet, identifiant, publie, "annuler")

    def _is_published(self, transaction: Transaction, objet: str, identifiant: int) -> bool:
        drapeau = latest_flag(tables.publication, "publie", objet, identifiant)
        return bool(transaction.connection.execute(sa.select(drapeau)).scalar())

    def _children(
        self, transaction: Transaction, enfant: str, parent: str, identifiant: int
    ) -> Collection[int]:
        lignes = self._store.lignes[enfant]
        cle: Any = lignes.table.c[f"{parent}_id"]
        requete = sa.select(lignes.table.c.id).where(
            cle == identifiant, lignes._withdrawn() == sa.false()
        )
        return list(transaction.connection.execute(requete).scalars())
