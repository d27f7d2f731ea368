"""Journal: the state of the screen and its filters."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, entier, jour, texte
from concertation.analyse.mots.formats import format_date
from concertation.analyse.territoires.noms import every_territoire
from concertation.declarations import OBJET
from concertation.donnees import Donnees
from concertation.interface.elements.facettes import Puce, show_chips
from concertation.interface.socle.champs import show_day, show_select
from concertation.interface.socle.session import write_params
from concertation.interface.suivi.noms import (
    start_of_day,
)
from concertation.suivi import Acteur, Store

PAR_PAGE = 20
CONFLIT = "journal-conflit"


@dataclass(frozen=True)
class EtatJournal(Adresse):
    """What the address says: filters, and the entry that the page begins before."""

    qui: str = texte("Personne")
    territoire: str = choix("Territoire", every_territoire)
    objet: str = choix("Objet", OBJET)
    fiche: int = entier("Fiche")
    depuis: dt.date | None = jour("Du")
    jusqua: dt.date | None = jour("Au")
    avant: int = entier("Entrées d'avant")

    @property
    def filtres(self) -> dict[str, Any]:
        """The filters as the store takes them."""
        lus = {"qui": self.qui.strip(), "territoire": self.territoire, "objet": self.objet}
        choisis: dict[str, Any] = {nom: valeur for nom, valeur in lus.items() if valeur}
        return choisis | ({"objet_id": self.fiche} if self.fiche else {})


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run."""

    donnees: Donnees
    store: Store
    acteur: Acteur
    etat: EtatJournal

    @cached_property
    def lieux(self) -> dict[str, str]:
        return every_territoire(self.donnees)

    @cached_property
    def entrees(self) -> pd.DataFrame:
        """One entry more than a page, to know whether another page follows."""
        etat = self.etat
        fin = etat.jusqua + dt.timedelta(days=1) if etat.jusqua else None
        return self.store.journal.list(
            self.acteur,
            etat.filtres,
            limit=PAR_PAGE + 1,
            before_id=etat.avant or None,
            depuis=start_of_day(etat.depuis) if etat.depuis else None,
            jusqu_a=start_of_day(fin) if fin else None,
        )

    def ask(self, **changements: Any) -> None:
        """Ask another question: the list starts again at its newest entries."""
        st.session_state.pop(CONFLIT, None)
        write_params(replace(self.etat, avant=0, **changements).to_params())


def show_ferme() -> None:
    """To a reader: why there is nothing here."""
    st.info(
        "Le journal nomme les personnes : il n'est pas ouvert aux lecteurs. Un comité y lit ce "
        "qui touche ses territoires, la direction y lit tout. Pour le consulter, prenez un "
        "profil\u00a0: «\u00a0Lecteur\u00a0», en haut du menu.",
        icon=":material/lock:",
    )


def show_filtres(ecran: Ecran) -> None:
    etat = ecran.etat
    with st.container(horizontal=True, vertical_alignment="bottom"):
        noms = sorted({*ecran.entrees["qui"], ecran.acteur.nom, *([etat.qui] if etat.qui else [])})
        _show_choice(ecran, "qui", "Personne", {nom: nom for nom in noms if nom}, libre=True)
        _show_choice(ecran, "territoire", "Territoire", ecran.lieux)
        _show_choice(ecran, "objet", "Objet", OBJET)
        _show_day(ecran, "depuis", "Du")
        _show_day(ecran, "jusqua", "Au")
    lieu = ecran.lieux.get(etat.territoire, etat.territoire)
    mots = {
        "qui": f"Personne : {etat.qui}",
        "territoire": f"Territoire : {lieu}",
        "objet": f"Objet : {OBJET.get(etat.objet, etat.objet)}",
        "fiche": f"Fiche n° {etat.fiche}",
        "depuis": f"Du {format_date(etat.depuis, 'courte')}",
        "jusqua": f"Au {format_date(etat.jusqua, 'courte')}",
    }
    puces = [
        Puce(nom, mot, partial(ecran.ask, **{nom: getattr(EtatJournal, nom)}))
        for nom, mot in mots.items()
        if getattr(etat, nom)
    ]
    show_chips(puces, lambda: write_params(EtatJournal().to_params()))


def _show_choice(
    ecran: Ecran, nom: str, libelle: str, options: Mapping[str, str], libre: bool = False
) -> None:
    show_select(
        libelle, f"w-{nom}", options, getattr(ecran.etat, nom), lambda v: ecran.ask(**{nom: v}),
        "Toutes" if nom == "qui" else "Tous", accept_new_options=libre, width=200,
    )  # fmt: skip


def _show_day(ecran: Ecran, nom: str, libelle: str) -> None:
    choisi = getattr(ecran.etat, nom)
    show_day(libelle, f"w-{nom}", choisi, lambda v: ecran.ask(**{nom: v}), width=140)
