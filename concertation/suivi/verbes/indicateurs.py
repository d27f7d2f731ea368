"""Indicators: an initial value and a target, each with its date and source."""

import datetime

import pandas as pd

from concertation.suivi.declarations import tables
from concertation.suivi.declarations.champs import Champ, check_composante
from concertation.suivi.droits import Acteur
from concertation.suivi.socle.erreurs import SaisieInvalide
from concertation.suivi.socle.lignes import Ligne
from concertation.suivi.socle.modifiables import Modifiables

_JUSTIFIES = (
    ("valeur_initiale", "date_initiale", "source_initiale", "valeur initiale"),
    ("cible", "date_cible", "source_cible", "cible"),
)


class Indicateurs(Modifiables):
    """`store.indicateurs`."""

    table = tables.indicateur
    champs = (
        Champ("engagement", "Engagement", "engagement", requis=True),
        Champ("composante", "Composante", "composante"),
        Champ("territoire", "Territoire", "territoire", requis=True),
        Champ("libelle", "Libellé", requis=True),
        Champ("unite", "Unité"),
        Champ("valeur_initiale", "Valeur initiale", "nombre"),
        Champ("date_initiale", "Date de la valeur initiale", "date"),
        Champ("source_initiale", "Source de la valeur initiale"),
        Champ("cible", "Cible", "nombre"),
        Champ("date_cible", "Date de la cible", "date"),
        Champ("source_cible", "Source de la cible"),
    )

    def create(
        self,
        acteur: Acteur,
        *,
        engagement: str,
        territoire: str,
        libelle: str,
        composante: str = "",
        unite: str = "",
        valeur_initiale: float | None = None,
        date_initiale: datetime.date | str | None = None,
        source_initiale: str = "",
        cible: float | None = None,
        date_cible: datetime.date | str | None = None,
        source_cible: str = "",
        seance_id: int | None = None,
    ) -> Ligne:
        """Define an indicator. A value without its date and source is refused."""
        valeurs = {
            "engagement": engagement, "composante": composante, "territoire": territoire,
            "libelle": libelle, "unite": unite, "valeur_initiale": valeur_initiale,
            "date_initiale": date_initiale, "source_initiale": source_initiale,
            "cible": cible, "date_cible": date_cible, "source_cible": source_cible,
        }  # fmt: skip
        return self._create(acteur, valeurs, seance_id)

    def list(
        self,
        acteur: Acteur,
        *,
        engagement: str | None = None,
        territoire: str | set[str] | None = None,
        retires: bool = False,
    ) -> pd.DataFrame:
        """By id; the current value is the last of `store.mesures`."""
        filtres = {"engagement": engagement, "territoire": territoire}
        return self.list_rows(acteur, filtres, retires)

    def _check(self, ligne: Ligne) -> None:
        check_composante(ligne, self.store.references)
        fautes = []
        for valeur, date, source, libelle in _JUSTIFIES:
            if ligne[valeur] is None:
                continue
            if ligne[date] is None:
                fautes.append((date, f"La {libelle} doit avoir sa date."))
            if not ligne[source].strip():
                fautes.append((source, f"La {libelle} doit avoir sa source."))
        if fautes:
            raise SaisieInvalide(*fautes[0], fautes)
