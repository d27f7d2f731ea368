"""Documents: what to take away, for whom, of when, in which form; made beside the screens."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, Param, choix, jour
from concertation.analyse.lignes import list_records
from concertation.analyse.territoires.noms import joined_territoires, name_territoire
from concertation.donnees import Donnees
from concertation.interface.elements.decks import deck_titles, options_of
from concertation.interface.socle.champs import show_choice, show_day, show_select
from concertation.interface.socle.session import EcranPublie, current_day, write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.contexte import read_contexte
from concertation.interface.suivi.saisies import DATE_MAXIMALE, DATE_MINIMALE
from concertation.recits.contexte import PUBLIC, Contexte, DiapoImpossible
from concertation.restitution.diapos.genres import Parametre
from concertation.restitution.documents import DOCUMENTS, RELEVE
from concertation.restitution.documents.bilans import find_seance
from concertation.restitution.fabrication.fichiers import DIAPORAMA, DOSSIER
from concertation.suivi import ErreurSuivi

_EDITION = "edition-documents"
EDITIONS = {"publique": "Publique", "complete": "Complète"}
FORMATS_DECK = {"pptx": "PowerPoint", "pdf": "PDF", "xlsx": "Excel", "json": "JSON"}
FORMAT_DOSSIER = {"zip": "Archive (ZIP)"}
_TERRITOIRE = Parametre("territoire", "Territoire", "territoire")
_DECK = Parametre("diaporama", "Diaporama", "texte")
BORNES: dict[str, Any] = {"min_value": DATE_MINIMALE, "max_value": DATE_MAXIMALE, "width": 180}


def list_pieces(donnees: Donnees) -> dict[str, str]:
    """Titles of what can be taken away."""
    pieces = {
        DIAPORAMA + cle: f"Diaporama – {titre}" for cle, titre in deck_titles(donnees).items()
    }
    pieces |= {cle: piece.titre for cle, piece in DOCUMENTS.items()}
    return pieces | {DOSSIER: "Dossier complet"}


@dataclass(frozen=True)
class EtatDocuments(Adresse):
    """What the address says: the piece, its form, its edition, its day, its settings."""

    document: str = choix("Document", list_pieces)
    forme: str = choix("Format", {**FORMATS_DECK, **FORMAT_DOSSIER}, nom="format")
    edition: str = choix("Édition", EDITIONS)
    date: dt.date | None = jour("Daté du")
    parametres: Mapping[str, str] = field(default_factory=dict)

    def complete(self, source: Donnees) -> "EtatDocuments":
        """The piece that is shown to who asks for none."""
        return replace(self, document=self.document or f"{DIAPORAMA}restitution-regionale")

    def to_params(self) -> dict[str, list[str]]:
        """The state as parameters, those of its piece last."""
        dits = {nom: [valeur] for nom, valeur in self.parametres.items() if valeur}
        return super().to_params() | dits


class EcranDocuments(EcranPublie[EtatDocuments]):
    """The piece that is chosen, and what may be made of it."""

    @property
    def offre(self) -> tuple[dict[str, str], tuple[Parametre, ...]]:
        """The forms of the piece, and what it asks for."""
        if self.etat.document == DOSSIER:
            return FORMAT_DOSSIER, (_DECK, _TERRITOIRE)
        if self.etat.document.startswith(DIAPORAMA):
            return FORMATS_DECK, (_TERRITOIRE,)
        return {"pdf": "PDF (A4)"}, DOCUMENTS[self.etat.document].parametres

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


def read_ecran(
    donnees: Donnees, params: Mapping[str, Sequence[str]]
) -> tuple[EcranDocuments, tuple[str, ...]]:
    """The state of an address, and French sentences about what was left out of it."""
    etat, phrases = EtatDocuments.from_params(params, donnees)
    ecran, ignores = EcranDocuments(donnees, etat), list(phrases)
    formats, parametres = ecran.offre
    gardes = {}
    for parametre in parametres:
        options = options_for(ecran, parametre)
        genre: Any = "jour" if options is None else "choix"
        anciens = joined_territoires if parametre.type == "territoire" else None
        lu = Param(parametre.libelle, genre, options or {}, anciens=anciens)
        valeur, phrases_lues = lu.read(params.get(parametre.nom, ()), donnees)
        ignores += phrases_lues
        if valeur:
            gardes[parametre.nom] = lu.write(valeur)[0]
    voulue = etat.edition or st.session_state.get(_EDITION, "")
    etat = replace(
        etat,
        forme=etat.forme if etat.forme in formats else next(iter(formats)),
        edition="complete" if voulue == "complete" else "",
        parametres=gardes,
    )
    return EcranDocuments(donnees, etat), tuple(ignores)


def options_for(ecran: EcranDocuments, parametre: Parametre) -> Mapping[str, str] | None:
    """The values of a setting by name; None for a day."""
    if parametre.type == "date":
        return None
    if parametre.nom == "diaporama":
        return deck_titles(ecran.donnees)
    if parametre.type == "oui":
        return {"oui": parametre.aide}
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


def show_choix(ecran: EcranDocuments) -> None:
    """The piece, then what it asks for."""
    etat = ecran.etat
    # What another document may use too.
    gardes = {"territoire": etat.parametres.get("territoire"), "edition": etat.edition}
    suite = {nom: [valeur] for nom, valeur in gardes.items() if valeur}
    show_select(
        "Document", "w-document", list_pieces(ecran.donnees), etat.document,
        lambda cle: write_params({"document": [cle], **suite}), width=520,
    )  # fmt: skip
    if etat.document in DOCUMENTS:
        st.caption(escape(DOCUMENTS[etat.document].description))
    elif etat.document == DOSSIER:
        st.caption(
            "Une archive : le diaporama en PPTX, PDF et tableaux, les fiches, la note de revue, le "
            "bilan des feuilles de route, le paquet de données."
        )
    formats, parametres = ecran.offre
    for parametre in parametres:
        _show_champ(ecran, parametre)
    with st.container(horizontal=True, gap="large"):
        show_choice("Format", "w-doc-format", formats, etat.forme, lambda v: ecran.go(forme=v))
        if ecran.editions.keys() != {"publique"}:
            show_choice(
                "Édition", "w-doc-edition", ecran.editions, ecran.edition, ecran.choose_edition,
                aide="Publique : ce que tout lecteur peut lire, sans les noms. Complète : "
                "brouillons et noms compris, à ne pas diffuser.",
            )  # fmt: skip
        if etat.forme != "json":
            show_day(
                "Daté du", "w-doc-date", max(etat.date or current_day(), current_day()),
                lambda jour: ecran.go(date=jour), **BORNES | {"min_value": current_day()},
                help="Aujourd’hui, ou le jour à venir où il sert : celui des retards, et la date "
                "écrite. Le suivi est celui d’aujourd’hui.",
            )  # fmt: skip


def _show_champ(ecran: EcranDocuments, parametre: Parametre) -> None:
    cle = f"w-doc-{parametre.nom}"
    valeur = ecran.etat.parametres.get(parametre.nom, "")
    libelle = parametre.libelle + ("" if parametre.requis else " (facultatif)")
    options = options_for(ecran, parametre)
    aide = parametre.aide or None

    def write(choisi: str | dt.date | None) -> None:
        ecran.go(parametres={**ecran.etat.parametres, parametre.nom: str(choisi or "")})

    if options is None:
        jour = dt.date.fromisoformat(valeur) if valeur else None
        show_day(libelle, cle, jour, write, help=aide, **BORNES)
    else:
        invite = "Choisissez ou tapez quelques lettres"
        show_select(libelle, cle, options, valeur, write, invite, width=520, help=aide)
