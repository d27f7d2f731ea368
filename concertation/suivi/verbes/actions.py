"""Actions of a territory, with the proposals they come from."""

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.declarations.action import ACTION
from concertation.suivi.socle import tables
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.droits import Acteur
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables
from concertation.suivi.socle.validation import check_composante

SEPARATEUR = " | "


class Actions(Modifiables):
    """`store.actions`. Field `propositions`: ids of local proposals, joined by ` | ` and sorted in
    what is read."""

    declaration = ACTION

    def list(
        self,
        acteur: Acteur,
        *,
        retires: bool = False,
        limit: int | None = None,
        proposition: str | None = None,
        **filtres: Any,
    ) -> pd.DataFrame:
        """As for any row; those that come from one proposal when it is given."""
        frame = super().list(acteur, retires=retires, limit=limit, **filtres)
        if proposition is not None:
            serie = frame["propositions"].str.split(SEPARATEUR, regex=False)
            frame = frame[[proposition in liste for liste in serie]].reset_index(drop=True)
        return frame

    def columns(self, acteur: Acteur) -> Sequence[Any]:
        lien = tables.action_proposition
        jointes = (
            sa.select(sa.func.aggregate_strings(lien.c.proposition, SEPARATEUR))
            .where(lien.c.action_id == self.table.c.id)
            .correlate(self.table)
            .scalar_subquery()
        )
        return [*super().columns(acteur), sa.func.coalesce(jointes, "").label("propositions")]

    def frame_of(self, lignes: Sequence[Any], acteur: Acteur) -> pd.DataFrame:
        # The engines join in any order.
        frame = super().frame_of(lignes, acteur)
        triees = [SEPARATEUR.join(sorted(p.split(SEPARATEUR))) for p in frame["propositions"]]
        return frame.assign(propositions=pd.Series(triees, index=frame.index, dtype="str"))

    def _check(self, ligne: Ligne) -> None:
        fautes: list[tuple[str, str]] = []
        try:
            check_composante(ligne, self.base.references)
        except SaisieInvalide as erreur:
            fautes += erreur.fautes
        if ligne["debut"] and ligne["fin"] and ligne["fin"] < ligne["debut"]:
            fautes.append(("fin", "La fin ne peut pas précéder le début."))
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)

    def read(self, transaction: Transaction, identifiant: int) -> Ligne:
        ligne = super().read(transaction, identifiant)
        lien = tables.action_proposition
        requete = sa.select(lien.c.proposition).where(lien.c.action_id == identifiant)
        propositions = transaction.connection.execute(requete.order_by(lien.c.proposition))
        return {**ligne, "propositions": list(propositions.scalars())}

    def _insert_values(self, transaction: Transaction, completes: Sequence[Ligne]) -> Sequence[int]:
        simples = [
            {nom: valeur for nom, valeur in ligne.items() if nom != "propositions"}
            for ligne in completes
        ]
        ids = super()._insert_values(transaction, simples)
        self._link(
            transaction,
            [(cle, p) for cle, n in zip(ids, completes, strict=True) for p in n["propositions"]],
        )
        return ids

    def _write(self, transaction: Transaction, identifiant: int, changes: Ligne) -> None:
        simples = {nom: valeur for nom, valeur in changes.items() if nom != "propositions"}
        super()._write(transaction, identifiant, simples)
        if "propositions" in changes:
            lien = tables.action_proposition
            transaction.connection.execute(sa.delete(lien).where(lien.c.action_id == identifiant))
            self._link(transaction, [(identifiant, p) for p in changes["propositions"]])

    def _link(self, transaction: Transaction, couples: Collection[tuple[int, str]]) -> None:
        lignes = [{"action_id": cle, "proposition": p} for cle, p in couples]
        if lignes:
            transaction.connection.execute(sa.insert(tables.action_proposition), lignes)
