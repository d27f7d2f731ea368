"""Documents: what to take away, for whom, of when, in which form; made beside the screens."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.territoires.noms import name_territoire
from concertation.donnees import Donnees
from concertation.interface.elements.decks import deck_titles, read_contexte
from concertation.interface.elements.reglages import options_of
from concertation.interface.socle.session import write_params
from concertation.recits.contexte import PUBLIC, Contexte, DiapoImpossible
from concertation.restitution.diapos.genres import Parametre
from concertation.restitution.documents import DOCUMENTS, RELEVE
from concertation.restitution.documents.releve import find_seance
from concertation.restitution.fabrication.fichiers import DIAPORAMA, DOSSIER
from concertation.suivi import ErreurSuivi

_EDITION = "edition-documents"
EDITIONS = {"publique": "Publique", "complete": "Complète"}
FORMATS_DECK = {
    "pptx": "PowerPoint", "pdf": "PDF", "xlsx": "Excel", "json": "JSON",
}  # fmt: skip
_TERRITOIRE = Parametre("territoire", "Territoire", "territoire")
_DECK = Parametre("diaporama", "Diaporama", "texte")


@dataclass(frozen=True)
class EtatDocuments:
    """What the address says: the piece, its form, its edition, its day, its settings."""

    document: str = f"{DIAPORAMA}restitution-regionale"
    forme: str = ""
    edition: str = ""
    date: str = ""
    parametres: Mapping[str, str] = field(default_factory=dict)

    def to_params(self) -> dict[str, list[str]]:
        dits = {
            "document": self.document, "format": self.forme, "edition": self.edition,
            "date": self.date, **self.parametres,
        }  # fmt: skip
        return {nom: [valeur] for nom, valeur in dits.items() if valeur}


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run."""

    donnees: Donnees
    etat: EtatDocuments
    pieces: Mapping[str, str]

    @property
    def formats(self) -> dict[str, str]:
        if self.etat.document == DOSSIER:
            return {"zip": "Archive (ZIP)"}
        if self.etat.document.startswith(DIAPORAMA):
            return FORMATS_DECK
        return {"pdf": "PDF (A4)"}

    @property
    def parametres(self) -> tuple[Parametre, ...]:
        if self.etat.document == DOSSIER:
            return (_DECK, _TERRITOIRE)
        if self.etat.document.startswith(DIAPORAMA):
            return (_TERRITOIRE,)
        return DOCUMENTS[self.etat.document].parametres

    @cached_property
    def editions(self) -> dict[str, str]:
        """Those that exist of what is chosen, and that the person may read."""
        contexte = read_contexte(self.donnees)
        if contexte.acteur.reads_public_only:
            return {"publique": EDITIONS["publique"]}
        if self.etat.document == RELEVE and contexte.store is not None:
            public = Contexte(self.donnees, contexte.jour, PUBLIC, contexte.store)
            try:
                find_seance(public, self.etat.parametres)
            except (DiapoImpossible, ErreurSuivi):
                return {"complete": EDITIONS["complete"]}
        return EDITIONS

    @property
    def edition(self) -> str:
        """The one asked for when it exists, else the one that does."""
        voulue = self.etat.edition or "publique"
        return voulue if voulue in self.editions else next(iter(self.editions))

    def choose_edition(self, edition: str) -> None:
        """For this document, and for those that the person asks for next."""
        st.session_state[_EDITION] = edition
        self.go(edition="" if edition == "publique" else edition)

    def go(self, **changes: Any) -> None:
        write_params(replace(self.etat, **changes).to_params())

    def set(self, nom: str, valeur: str) -> None:
        self.go(parametres={**self.etat.parametres, nom: valeur})


def read_ecran(
    donnees: Donnees, params: Mapping[str, Sequence[str]]
) -> tuple[Ecran, tuple[str, ...]]:
    """The state of an address, and French sentences about what was left out of it."""
    pieces = {
        DIAPORAMA + cle: f"Diaporama – {titre}" for cle, titre in deck_titles(donnees).items()
    }
    pieces |= {cle: piece.titre for cle, piece in DOCUMENTS.items()}
    pieces[DOSSIER] = "Dossier complet"
    lus = {nom: next(iter(valeurs), "") for nom, valeurs in params.items()}
    etat, ignores = EtatDocuments(), []
    if lus.get("document"):
        if lus["document"] in pieces:
            etat = replace(etat, document=lus["document"])
        else:
            ignores.append(f"Le document « {lus['document'][:60]} » n'existe pas.")
    ecran = Ecran(donnees, etat, pieces)
    gardes = {}
    for parametre in ecran.parametres:
        valeur = lus.get(parametre.nom, "")
        options = options_for(ecran, parametre)
        if valeur and (options is None or valeur in options):
            gardes[parametre.nom] = valeur
        elif valeur:
            ignores.append(f"« {valeur[:40]} » : valeur inconnue de « {parametre.libelle} ».")
    forme = lus.get("format", "")
    voulue = lus.get("edition") or st.session_state.get(_EDITION, "")
    etat = replace(
        etat,
        forme=forme if forme in ecran.formats else next(iter(ecran.formats)),
        edition="complete" if voulue == "complete" else "",
        date=lus.get("date", "") if read_day(lus.get("date", "")) else "",
        parametres=gardes,
    )
    return replace(ecran, etat=etat), tuple(ignores)


def options_for(ecran: Ecran, parametre: Parametre) -> dict[str, str] | None:
    """The values of a setting by name; None for a day."""
    if parametre.type == "date":
        return None
    if parametre.nom == "diaporama":
        return deck_titles(ecran.donnees)
    if parametre.type == "seance":
        contexte = read_contexte(ecran.donnees)
        if contexte.store is None:
            return {}
        seances = list_records(contexte.store.seances.list(contexte.acteur))
        return {
            str(s["id"]): f"{pd.Timestamp(s['date']):%d/%m/%Y} – "
            + name_territoire(ecran.donnees, str(s["territoire"]))
            for s in seances
            if not pd.isna(s["date"])
        }
    return options_of(ecran.donnees, parametre.type)


def read_day(texte: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(texte) if texte else None
    except ValueError:
        return None


def write_day(jour: dt.date | None) -> str:
    return jour.isoformat() if jour else ""
