"""Journal: the state of the screen and its filters."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.territoires.noms import every_territoire
from concertation.declarations import OBJET
from concertation.donnees import Donnees
from concertation.interface.elements.facettes import Puce, show_chips
from concertation.interface.socle.session import set_widget, write_params
from concertation.interface.suivi.noms import (
    start_of_day,
)
from concertation.suivi import Acteur, Store

PAR_PAGE = 20
FORMAT_DATE = "DD/MM/YYYY"
CONFLIT = "journal-conflit"


@dataclass(frozen=True)
class EtatJournal:
    """What the address says: filters, and the entry that the page begins before."""

    qui: str = ""
    territoire: str = ""
    objet: str = ""
    fiche: str = ""
    depuis: str = ""
    jusqua: str = ""
    avant: str = ""

    @classmethod
    def from_params(
        cls, params: Mapping[str, Sequence[str]], donnees: Donnees
    ) -> tuple["EtatJournal", tuple[str, ...]]:
        """The state of an address, and French sentences about what was left out of it."""
        lus = {c.name: params[c.name][0].strip() for c in fields(cls) if params.get(c.name)}
        admis = {
            "territoire": lambda v: v in every_territoire(donnees),
            "objet": lambda v: v in OBJET,
            "fiche": _is_id,
            "avant": _is_id,
            "depuis": _is_day,
            "jusqua": _is_day,
        }
        refus = [n for n, v in lus.items() if v and n in admis and not admis[n](v)]
        phrases = tuple(f"« {lus[nom][:40]} » : valeur inconnue pour « {nom} »." for nom in refus)
        return cls(**{nom: valeur for nom, valeur in lus.items() if nom not in refus}), phrases

    def to_params(self) -> dict[str, list[str]]:
        return {c.name: [getattr(self, c.name)] for c in fields(self) if getattr(self, c.name)}

    @property
    def filtres(self) -> dict[str, Any]:
        """The filters as the store takes them."""
        lus = {"qui": self.qui, "territoire": self.territoire, "objet": self.objet}
        choisis: dict[str, Any] = {nom: valeur for nom, valeur in lus.items() if valeur}
        return choisis | ({"objet_id": int(self.fiche)} if self.fiche else {})


def _is_id(texte: str) -> bool:
    return texte.isascii() and texte.isdigit() and len(texte) <= 15


def _is_day(texte: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(texte))
    except ValueError:
        return False


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
        fin = dt.date.fromisoformat(etat.jusqua) + dt.timedelta(days=1) if etat.jusqua else None
        return self.store.journal.list(
            self.acteur,
            etat.filtres,
            limit=PAR_PAGE + 1,
            before_id=int(etat.avant) if etat.avant else None,
            depuis=start_of_day(dt.date.fromisoformat(etat.depuis)) if etat.depuis else None,
            jusqu_a=start_of_day(fin) if fin else None,
        )

    def ask(self, **changements: str) -> None:
        """Ask another question: the list starts again at its newest entries."""
        st.session_state.pop(CONFLIT, None)
        write_params(replace(self.etat, avant="", **changements).to_params())


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
        "depuis": f"Du {_french(etat.depuis)}",
        "jusqua": f"Au {_french(etat.jusqua)}",
    }
    puces = [
        Puce(nom, texte, partial(ecran.ask, **{nom: ""}))
        for nom, texte in mots.items()
        if getattr(etat, nom)
    ]
    show_chips(puces, lambda: ecran.ask(**dict.fromkeys(mots, "")))


def _french(jour: str) -> str:
    return f"{dt.date.fromisoformat(jour):%d/%m/%Y}" if jour else ""


def _show_choice(
    ecran: Ecran, nom: str, libelle: str, options: Mapping[str, str], libre: bool = False
) -> None:
    cle = f"w-{nom}"
    set_widget(cle, getattr(ecran.etat, nom) or None)
    st.selectbox(
        libelle,
        list(options),
        index=None,
        key=cle,
        format_func=lambda code: options.get(code, code),
        placeholder="Toutes" if nom == "qui" else "Tous",
        accept_new_options=libre,
        width=200,
        on_change=lambda: ecran.ask(**{nom: st.session_state[cle] or ""}),
    )


def _show_day(ecran: Ecran, nom: str, libelle: str) -> None:
    cle = f"w-{nom}"
    ecrit = getattr(ecran.etat, nom)
    set_widget(cle, dt.date.fromisoformat(ecrit) if ecrit else None)
    st.date_input(
        libelle,
        value=None,
        key=cle,
        format=FORMAT_DATE,
        width=140,
        on_change=lambda: ecran.ask(
            **{nom: st.session_state[cle].isoformat() if st.session_state[cle] else ""}
        ),
    )
