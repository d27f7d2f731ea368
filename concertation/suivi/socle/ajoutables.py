"""Rows that are only ever added: what follows them is another row."""

from collections.abc import Mapping
from typing import Any, ClassVar

import sqlalchemy as sa

from concertation.suivi.socle import tables
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.journal import write_entry
from concertation.suivi.socle.lignes import Ligne, Lignes


class Ajoutables(Lignes):
    """`add`, `withdraw`, `restore`; hiding is a row of `retrait`, so that nothing changes."""

    verbe: ClassVar[str] = "ajouter"
    """What the journal calls it."""

    def add(self, acteur: Acteur, *, seance_id: int | None = None, **valeurs: Any) -> Ligne:
        """A new row of the declared fields; `seance_id` binds it to a session."""
        with self.base.atomic() as transaction:
            ligne = self._whole(valeurs)
            self.base.require(acteur, "ecrire", self.territoire_of(transaction, ligne))
            self._check(ligne)
            self._check_seance(transaction, seance_id)
            return self._insert(transaction, acteur, ligne, self.verbe, seance_id)

    def _check(self, ligne: Ligne) -> None:
        if "date" in ligne and ligne["date"] > self.base.today_at_latest():
            raise SaisieInvalide("date", "La date ne peut pas être dans le futur.")

    def withdraw(self, acteur: Acteur, identifiant: int) -> None:
        """Hide the row; it stays in the database and comes back by `restore`."""
        self._set_retire(acteur, identifiant, True, "retirer")

    def restore(self, acteur: Acteur, identifiant: int) -> None:
        """Show a withdrawn row again."""
        self._set_retire(acteur, identifiant, False, "retablir")

    def _set_retire(self, acteur: Acteur, identifiant: int, retire: bool, verbe: str) -> None:
        with self.base.atomic() as transaction:
            ligne = self.read(transaction, identifiant)
            territoire = self.territoire_of(transaction, ligne)
            self.base.require(acteur, "ecrire", territoire)
            avant = self.is_withdrawn(transaction, ligne)
            if avant == retire:
                return
            transaction.connection.execute(
                sa.insert(tables.retrait).values(
                    objet=self.objet, objet_id=identifiant, retire=retire,
                    auteur=acteur.nom, cree_le=transaction.quand,
                )
            )  # fmt: skip
            write_entry(
                transaction, acteur, verbe, self.objet, identifiant, territoire, None,
                {"retire": avant}, {"retire": retire},
            )  # fmt: skip

    def undo(
        self, transaction: Transaction, acteur: Acteur, entree: Mapping[str, Any], version: int
    ) -> None:
        """Hide what an entry added, or put back what it hid; `version` has no meaning here."""
        retire = True if entree["avant"] is None else bool(entree["avant"]["retire"])
        self._set_retire(acteur, entree["objet_id"], retire, "annuler")
