"""Actions of a territory, with the proposals they come from."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ, check_composante, clean_values
from concertation.suivi.droits import Acteur
from concertation.suivi.socle.connexion import Transaction
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables

SEPARATEUR = " | "
_PROPOSITION = (Champ("proposition", "Proposition", "proposition_locale", requis=True),)


class Actions(Modifiables):
    """`store.actions`. Field `propositions`: ids of local proposals, sorted in what is read."""

    table = tables.action
    champs = (
        Champ("engagement", "Engagement", "engagement", requis=True),
        Champ("composante", "Composante", "composante"),
        Champ("territoire", "Territoire", "territoire", requis=True),
        Champ("intitule", "Intitulé", requis=True),
        Champ("description", "Description"),
        Champ("porteur", "Porteur"),
        Champ("partenaires", "Partenaires"),
        Champ("debut", "Début", "date"),
        Champ("fin", "Fin", "date"),
        Champ("statut", "Statut", "choix", requis=True, choix=tables.STATUTS),
    )

    def create(
        self,
        acteur: Acteur,
        *,
        engagement: str,
        territoire: str,
        intitule: str,
        composante: str = "",
        description: str = "",
        porteur: str = "",
        partenaires: str = "",
        debut: datetime.date | str | None = None,
        fin: datetime.date | str | None = None,
        statut: str = "a_venir",
        propositions: Collection[str] = (),
        seance_id: int | None = None,
    ) -> Ligne:
        """Decide an action. `statut`: one of `tables.STATUTS`; being late is never typed."""
        valeurs = {
            "engagement": engagement, "composante": composante, "territoire": territoire,
            "intitule": intitule, "description": description, "porteur": porteur,
            "partenaires": partenaires, "debut": debut, "fin": fin, "statut": statut,
            "propositions": propositions,
        }  # fmt: skip
        return self._create(acteur, valeurs, seance_id)

    def list(
        self,
        acteur: Acteur,
        *,
        engagement: str | None = None,
        territoire: str | set[str] | None = None,
        statut: str | set[str] | None = None,
        seance_id: int | None = None,
        proposition: str | None = None,
        retires: bool = False,
    ) -> pd.DataFrame:
        """By id, with `propositions` joined by ` | `."""
        filtres = {
            "engagement": engagement, "territoire": territoire,
            "statut": statut, "seance_id": seance_id,
        }  # fmt: skip
        frame = self.list_rows(acteur, filtres, retires)
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

    def build_frame(self, lignes: Sequence[Any], acteur: Acteur) -> pd.DataFrame:
        # The engines join in any order.
        frame = super().build_frame(lignes, acteur)
        triees = [SEPARATEUR.join(sorted(p.split(SEPARATEUR))) for p in frame["propositions"]]
        return frame.assign(propositions=pd.Series(triees, index=frame.index, dtype="str"))

    def _clean(self, valeurs: Mapping[str, Any], partiel: bool = False) -> Ligne:
        simples = {nom: valeur for nom, valeur in valeurs.items() if nom != "propositions"}
        fautes: list[tuple[str, str]] = []
        ligne: Ligne = {}
        try:
            ligne = super()._clean(simples, partiel)
        except SaisieInvalide as erreur:
            fautes.extend(erreur.fautes)
        if "propositions" in valeurs:
            propositions = set()
            for proposition in valeurs["propositions"]:
                try:
                    propre = clean_values(
                        _PROPOSITION, {"proposition": proposition}, self.store.references
                    )
                    propositions.add(propre["proposition"])
                except SaisieInvalide as erreur:
                    fautes.append(("propositions", erreur.message))
            ligne["propositions"] = sorted(propositions)
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)
        return ligne

    def _check(self, ligne: Ligne) -> None:
        check_composante(ligne, self.store.references)
        if ligne["debut"] and ligne["fin"] and ligne["fin"] < ligne["debut"]:
            raise SaisieInvalide("fin", "La fin ne peut pas précéder le début.")

    def hold(self, transaction: Transaction, identifiant: int) -> Ligne:
        ligne = super().hold(transaction, identifiant)
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
