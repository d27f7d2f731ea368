"""National proposals: to whom they were sent, when, what was answered."""

import datetime

import pandas as pd

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ
from concertation.suivi.droits import Acteur
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables


class Transmissions(Modifiables):
    """`store.transmissions`: of no territory, so written by the direction, read by committees."""

    table = tables.transmission
    figes = ("proposition",)
    champs = (
        Champ("proposition", "Proposition", "proposition_nationale", requis=True),
        Champ("destinataire", "Destinataire"),
        Champ("date", "Date de transmission", "date"),
        Champ("etat", "État", "choix", requis=True, choix=tables.ETATS_TRANSMISSION),
        Champ("reponse", "Réponse"),
        Champ("date_reponse", "Date de la réponse", "date"),
    )

    def create(
        self,
        acteur: Acteur,
        *,
        proposition: str,
        destinataire: str = "",
        date: datetime.date | str | None = None,
        etat: str = "a_transmettre",
        reponse: str = "",
        date_reponse: datetime.date | str | None = None,
        seance_id: int | None = None,
    ) -> Ligne:
        """Follow a national proposal. `etat`: one of `tables.ETATS_TRANSMISSION`."""
        valeurs = {
            "proposition": proposition, "destinataire": destinataire, "date": date,
            "etat": etat, "reponse": reponse, "date_reponse": date_reponse,
        }  # fmt: skip
        return self._create(acteur, valeurs, seance_id)

    def list(
        self,
        acteur: Acteur,
        *,
        proposition: str | None = None,
        etat: str | set[str] | None = None,
        seance_id: int | None = None,
        retires: bool = False,
    ) -> pd.DataFrame:
        """By id."""
        filtres = {"proposition": proposition, "etat": etat, "seance_id": seance_id}
        return self.list_rows(acteur, filtres, retires)

    def _check(self, ligne: Ligne) -> None:
        fautes = []
        if ligne["etat"] != "a_transmettre":
            if not ligne["destinataire"].strip():
                fautes.append(("destinataire", "Indiquez à qui la proposition est transmise."))
            if ligne["date"] is None:
                fautes.append(("date", "Indiquez la date de transmission."))
        if ligne["etat"] == "reponse_recue" and not ligne["reponse"].strip():
            fautes.append(("reponse", "Indiquez la réponse reçue."))
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)
