"""Instruction des propositions: the state of the screen, its question and its filters."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, plusieurs
from concertation.analyse.avancement.instruction import with_decisions
from concertation.analyse.mots.formats import plural
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.facettes import Facette
from concertation.analyse.selection.filtres import AffichagePropositions, FiltrePropositions
from concertation.analyse.selection.options import facettes_of
from concertation.analyse.selection.propositions import (
    ResultatPropositions,
    count_facette,
    filter_propositions,
    sort_propositions,
)
from concertation.analyse.territoires.noms import territoire_names
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, RIEN_DE_PUBLIE
from concertation.declarations.portee import PORTEE
from concertation.declarations.transmission import ETAT_TRANSMISSION, SUIVI_NON_RENSEIGNE
from concertation.donnees import Donnees
from concertation.interface.elements.cartes_propositions import search_note
from concertation.interface.elements.facettes import (
    Puce,
    chips_of,
    show_chips,
    show_choice,
    show_facette,
    show_search,
)
from concertation.interface.socle.session import is_phone, write_params
from concertation.interface.socle.textes import escape
from concertation.suivi import Acteur, Store

PARTIES = {
    "locales": "Propositions locales",
    "oubliees": "Reprises par aucun territoire",
    "nationales": "Propositions nationales",
}
PAR_PAGE = 10
PAR_PAGE_TELEPHONE = 6
SUIVIS = {
    "locales": ("decision", "Décision", DECISION),
    "nationales": ("etat", "Transmission", {"": SUIVI_NON_RENSEIGNE, **ETAT_TRANSMISSION}),
}
"""By part: the column that follows a proposal, its name on screen and its values."""


@dataclass(frozen=True)
class EtatInstruction(Adresse):
    """What the address says besides the question: where, which part, which decisions."""

    territoire: str = choix("Territoire", territoire_names)
    partie: str = choix("Afficher", PARTIES, "locales")
    suivi: tuple[str, ...] = plusieurs(
        "Suivi", lambda _: {c: m for _, _, mots in SUIVIS.values() for c, m in mots.items()},
        nom="decision",
    )  # fmt: skip

    def complete(self, source: Donnees) -> "EtatInstruction":
        """Each part follows proposals by values of its own."""
        admises = SUIVIS.get(self.partie, ("", "", {}))[2]
        return replace(self, suivi=tuple(v for v in self.suivi if v in admises))


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run. `toutes`: the proposals of this part with what is
    recorded on each; `lignes`: those that answer the question."""

    donnees: Donnees
    recherche: Recherche
    store: Store
    acteur: Acteur
    noms: Mapping[str, str]
    filtre: FiltrePropositions
    affichage: AffichagePropositions
    etat: EtatInstruction
    toutes: pd.DataFrame
    resultat: ResultatPropositions
    lignes: pd.DataFrame

    @property
    def nom(self) -> str:
        """The territory, in words."""
        return self.noms.get(self.etat.territoire, self.etat.territoire)

    @property
    def reads_drafts(self) -> bool:
        """Whether what the person reads is all that the territory has decided."""
        return self.store.can(self.acteur, "lire_brouillon", self.etat.territoire)

    @property
    def decisions(self) -> Mapping[str, str]:
        """Words of each decision; to who reads what is published only, silence is no decision."""
        return DECISION if self.reads_drafts else {**DECISION, A_INSTRUIRE: RIEN_DE_PUBLIE}

    @property
    def suivi(self) -> tuple[str, str, Mapping[str, str]]:
        """`SUIVIS` of this part, in the words of who reads."""
        colonne, libelle, options = SUIVIS[self.etat.partie]
        return colonne, libelle, self.decisions if colonne == "decision" else options

    def params(self, **changes: Any) -> dict[str, list[str]]:
        """The address of this screen with another display."""
        affichage = replace(self.affichage, **changes)
        return self.filtre.to_params() | affichage.to_params() | self.etat.to_params()

    def ask(
        self, filtre: FiltrePropositions | None = None, etat: EtatInstruction | None = None
    ) -> None:
        """Another question: the list starts again at its first page."""
        nouveau, ailleurs = filtre or self.filtre, etat or self.etat
        affichage = replace(self.affichage, page=1, fiche="")
        write_params(nouveau.to_params() | affichage.to_params() | ailleurs.to_params())


def read_locales(
    donnees: Donnees, store: Store, acteur: Acteur, etat: EtatInstruction
) -> pd.DataFrame:
    """Local proposals with what the territory says of each, who said it and when."""

    def read() -> pd.DataFrame:
        if not etat.territoire:
            dites = store.instructions.list(acteur).head(0)
        else:
            dites = store.instructions.list(acteur, territoire=etat.territoire)
        frame = with_decisions(donnees.table("propositions"), dites, etat.territoire)
        qui = dites.set_index("id")[["auteur", "modifie_le", "publie", "version_publiee"]]
        return frame.join(qui, on="instruction_id")

    # Joined once, until somebody writes.
    return store.recall(("locales", acteur, etat.territoire, donnees.empreinte), read)


def read_nationales(donnees: Donnees, store: Store, acteur: Acteur) -> pd.DataFrame:
    """National proposals with the state of their last transmission ("" without any)."""
    propositions = donnees.table("propositions")
    frame = propositions[propositions["portee"].isin(PORTEE.which("transmise"))]
    suivies = store.transmissions.list(acteur).drop_duplicates("proposition", keep="last")
    etats = dict(zip(suivies["proposition"], suivies["etat"], strict=True))
    return frame.assign(etat=[etats.get(cle, "") for cle in frame["id"]])


def answer(
    frame: pd.DataFrame,
    filtre: FiltrePropositions,
    affichage: AffichagePropositions,
    etat: EtatInstruction,
    recherche: Recherche,
    themes: pd.DataFrame,
) -> tuple[ResultatPropositions, pd.DataFrame]:
    """Rows of the part that answer the question, in the order asked."""
    if etat.suivi:
        frame = frame[frame[SUIVIS[etat.partie][0]].isin(etat.suivi)]
    resultat = filter_propositions(frame, filtre, recherche)
    return resultat, sort_propositions(resultat.frame, affichage.tri, themes)


def page_size() -> int:
    """Proposals on one page: fewer on a phone, where the form comes after them."""
    return PAR_PAGE_TELEPHONE if is_phone() else PAR_PAGE


def show_parties(ecran: Ecran) -> None:
    show_choice(
        "Afficher",
        "w-partie",
        PARTIES,
        ecran.etat.partie,
        lambda partie: ecran.ask(
            etat=replace(ecran.etat, partie=partie, suivi=()),
        ),
    )


def show_filtres(ecran: Ecran) -> None:
    """Search, facets of the Propositions screen, and the one of what was decided."""
    show_search(
        "Rechercher dans les propositions",
        "w-q",
        ecran.filtre.recherche,
        lambda texte: ecran.ask(replace(ecran.filtre, recherche=texte)),
        exemple="médecin traitant, pharmacien, CPTS…",
    )
    for facette in _facettes(ecran.donnees):
        show_facette(
            facette.libelle,
            f"w-{facette.nom}",
            facette.options,
            count_facette(_suivies(ecran), ecran.filtre, facette.nom, ecran.recherche),
            ecran.filtre.values(facette.nom),
            partial(_set_facette, ecran, facette.nom),
        )
    if ecran.etat.partie in SUIVIS:
        colonne, libelle, options = ecran.suivi
        libres = filter_propositions(ecran.toutes, ecran.filtre, ecran.recherche).frame
        show_facette(
            libelle,
            f"w-suivi-{colonne}",
            options,
            Counter(libres[colonne].tolist()),
            ecran.etat.suivi,
            lambda valeurs: ecran.ask(etat=replace(ecran.etat, suivi=valeurs)),
        )


def _facettes(donnees: Donnees) -> list[Facette]:
    return [facette for facette in facettes_of(donnees) if facette.nom != "portee"]


def _suivies(ecran: Ecran) -> pd.DataFrame:
    if not ecran.etat.suivi:
        return ecran.toutes
    return ecran.toutes[ecran.toutes[SUIVIS[ecran.etat.partie][0]].isin(ecran.etat.suivi)]


def _set_facette(ecran: Ecran, nom: str, valeurs: tuple[str, ...]) -> None:
    ecran.ask(ecran.filtre.with_facette(nom, valeurs))


def show_compte(ecran: Ecran) -> None:
    """The number of results, announced to screen readers, and the chips that remove filters."""
    phrase = f"**{plural(len(ecran.lignes), 'proposition')} sur {len(ecran.toutes)}**"
    if ecran.etat.partie == "locales" and ecran.reads_drafts:
        reste = int((ecran.toutes["decision"] == A_INSTRUIRE).sum())
        phrase += f" – {reste} à instruire pour {escape(ecran.nom)}"
    phrase += search_note(ecran.resultat)
    if ecran.lignes.empty and len(ecran.toutes):
        phrase += " – retirez un filtre ou essayez un autre mot."
    st.info(phrase, icon=":material/filter_list:")
    show_chips(
        _chips(ecran), lambda: ecran.ask(FiltrePropositions(), replace(ecran.etat, suivi=()))
    )


def _chips(ecran: Ecran) -> list[Puce]:
    filtre, etat = ecran.filtre, ecran.etat
    puces = chips_of(_facettes(ecran.donnees), filtre, ecran.ask)
    if filtre.recherche:
        efface = partial(ecran.ask, replace(filtre, recherche=""))
        puces.insert(0, Puce("q", f"Recherche : {filtre.recherche}", efface))
    for valeur in etat.suivi:
        _, libelle, options = ecran.suivi
        restent = tuple(v for v in etat.suivi if v != valeur)
        puces.append(
            Puce(
                f"suivi-{valeur}",
                f"{libelle} : {options[valeur]}",
                partial(ecran.ask, None, replace(etat, suivi=restent)),
            )
        )
    return puces
