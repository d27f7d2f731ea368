"""Instruction des propositions: the state of the screen, its question and its filters."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, Params, choix, plusieurs
from concertation.analyse.avancement.instruction import untouched, with_decisions
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.ordre import sort_propositions
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.facettes import Facette, facettes_of
from concertation.analyse.selection.filtres import AffichagePropositions, FiltrePropositions
from concertation.analyse.selection.propositions import (
    ResultatPropositions,
    count_facette,
    filter_propositions,
)
from concertation.analyse.territoires.noms import choix_territoire, territoire_names
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, RIEN_DE_PUBLIE
from concertation.declarations.portee import PORTEE
from concertation.declarations.transmission import ETAT_TRANSMISSION, SUIVI_NON_RENSEIGNE
from concertation.donnees import Donnees
from concertation.interface.elements.cartes_propositions import search_note
from concertation.interface.socle.champs import (
    Puce,
    chips_of,
    read_facettes,
    show_chips,
    show_choice,
    show_facette,
    show_facettes,
    show_search,
)
from concertation.interface.socle.session import current_recherche
from concertation.interface.suivi.ecran import EcranSuivi, T
from concertation.suivi import Acteur

PARTIES = {
    "locales": "Propositions locales",
    "oubliees": "Reprises par aucun territoire",
    "nationales": "Propositions nationales",
}
SUIVIS = {
    "locales": ("decision", "Décision", DECISION),
    "nationales": ("etat", "Transmission", {"": SUIVI_NON_RENSEIGNE, **ETAT_TRANSMISSION}),
}
"""By part: the column that follows a proposal, its name on screen and its values."""
Fiche = Mapping[str, Any]
"""A proposal with what is recorded on it."""


@dataclass(frozen=True)
class EtatInstruction(Adresse):
    """What the address says: where, which part, which decisions; the question and its display."""

    territoire: str = choix_territoire(territoire_names)
    partie: str = choix("Afficher", PARTIES, "locales")
    suivi: tuple[str, ...] = plusieurs(
        "Suivi", lambda _: {c: m for _, _, mots in SUIVIS.values() for c, m in mots.items()},
        nom="decision",
    )  # fmt: skip
    filtre: FiltrePropositions = FiltrePropositions()
    affichage: AffichagePropositions = AffichagePropositions()

    def complete(self, source: Donnees) -> "EtatInstruction":
        """Each part follows proposals by values of its own."""
        admises = SUIVIS.get(self.partie, ("", "", {}))[2]
        return replace(self, suivi=tuple(v for v in self.suivi if v in admises))

    def to_params(self) -> dict[str, list[str]]:
        """The question and its display go first."""
        return self.filtre.to_params() | self.affichage.to_params() | super().to_params()


class EcranInstruction(EcranSuivi[EtatInstruction]):
    """The proposals of one part of the screen, with what is recorded on each."""

    adresse = EtatInstruction
    chez_soi = True

    @classmethod
    def read_etat(
        cls, donnees: Donnees, params: Params, acteur: Acteur
    ) -> tuple[EtatInstruction, tuple[str, ...]]:
        """With the question and its display, and the part that holds the sheet."""
        etat, ignores = super().read_etat(donnees, params, acteur)
        # The reach is told by the part of the screen, not by a facet.
        params = {nom: valeurs for nom, valeurs in params.items() if nom not in ("portee", "vue")}
        filtre, phrases = FiltrePropositions.from_params(params, donnees)
        affichage, autres = AffichagePropositions.from_params(params, donnees)
        etat = replace(etat, filtre=filtre, affichage=affichage)
        if affichage.fiche:
            nationale = affichage.fiche in set(_nationales(donnees)["id"])
            if nationale != (etat.partie == "nationales"):
                partie = "nationales" if nationale else "locales"
                etat = replace(etat, partie=partie, suivi=())
        return etat, (*ignores, *phrases, *autres)

    @cached_property
    def recherche(self) -> Recherche:
        return current_recherche(self.donnees)

    @property
    def facettes(self) -> list[Facette]:
        """What one filters on; the reach is told by the part of the screen."""
        return [facette for facette in facettes_of(self.donnees) if facette.nom != "portee"]

    @cached_property
    def toutes(self) -> pd.DataFrame:
        """The proposals of this part with what is recorded on each."""
        propositions = self.donnees.table("propositions")
        if self.etat.partie == "nationales":
            suivies = self.store.transmissions.list(self.acteur)
            # The state of the last transmission, "" without any.
            etats = dict(zip(suivies["proposition"], suivies["etat"], strict=True))
            frame = _nationales(self.donnees)
            return frame.assign(etat=[etats.get(cle, "") for cle in frame["id"]])
        if self.etat.partie == "oubliees" and not self.etat.affichage.fiche:
            return untouched(propositions, self.store.instructions.list(self.acteur))
        return self.recall(self._read_locales, self.etat.territoire)

    def _read_locales(self) -> pd.DataFrame:
        """Local proposals with what the territory says of each, who said it and when."""
        dites = self.decidees
        frame = with_decisions(self.donnees.table("propositions"), dites, self.etat.territoire)
        qui = dites.set_index("id")[["auteur", "modifie_le", "publie", "version_publiee"]]
        return frame.join(qui, on="instruction_id")

    @property
    def decidees(self) -> pd.DataFrame:
        """What the territory has decided."""
        lieu = self.etat.territoire
        lues = self.store.instructions.list(self.acteur, territoire=lieu or None)
        return lues if lieu else lues.head(0)

    @cached_property
    def suivies(self) -> pd.DataFrame:
        """Those whose decision, or transmission, is among those asked for."""
        if not self.etat.suivi:
            return self.toutes
        return self.toutes[self.toutes[SUIVIS[self.etat.partie][0]].isin(self.etat.suivi)]

    def recall_here(self, read: Callable[[], T], *cle: Any) -> T:
        """What `read` gives for the question that is asked."""
        etat, fiche = self.etat, bool(self.etat.affichage.fiche)
        return self.recall(read, etat.territoire, etat.partie, fiche, etat.suivi, etat.filtre, *cle)

    @cached_property
    def resultat(self) -> ResultatPropositions:
        filtre, recherche = self.etat.filtre, self.recherche
        return self.recall_here(lambda: filter_propositions(self.suivies, filtre, recherche))

    @cached_property
    def lignes(self) -> pd.DataFrame:
        """The proposals that answer the question, in the order asked."""
        themes, tri = self.donnees.table("themes"), self.etat.affichage.tri
        return self.recall_here(lambda: sort_propositions(self.resultat.frame, tri, themes), tri)

    @cached_property
    def connues(self) -> Mapping[str, Fiche]:
        """The proposals of this part by their ids."""
        ici = (self.etat.territoire, self.etat.partie, bool(self.etat.affichage.fiche))
        return self.recall(
            lambda: {ligne["id"]: ligne for ligne in list_records(self.toutes)}, *ici
        )

    @cached_property
    def fiches(self) -> Sequence[Fiche]:
        """Those that answer, in their order."""
        return [self.connues[cle] for cle in self.lignes["id"].tolist()]

    @property
    def nom(self) -> str:
        """The territory, in words."""
        return self.lieu(self.etat.territoire)

    @property
    def reads_drafts(self) -> bool:
        """Whether what the person reads is all that the territory has decided."""
        return self.can("lire_brouillon", self.etat.territoire)

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
        affichage = replace(self.etat.affichage, **changes)
        return replace(self.etat, affichage=affichage).to_params()

    def ask(self, **changements: Any) -> None:
        """Another question: the list starts again at its first page."""
        affichage = replace(self.etat.affichage, page=1, fiche="")
        self.go(affichage=affichage, **changements)


@lru_cache(maxsize=4)
def _nationales(donnees: Donnees) -> pd.DataFrame:
    propositions = donnees.table("propositions")
    return propositions[propositions["portee"].isin(PORTEE.which("transmise"))]


def show_parties(ecran: EcranInstruction) -> None:
    ask = partial(ecran.ask, suivi=())
    show_choice("Afficher", "w-partie", PARTIES, ecran.etat.partie, lambda p: ask(partie=p))


def show_filtres(ecran: EcranInstruction) -> None:
    """Search, facets of the Propositions screen, and the one of what was decided."""
    filtre, recherche = ecran.etat.filtre, ecran.recherche
    show_search(
        "Rechercher dans les propositions", "w-q", filtre.recherche,
        lambda texte: ecran.ask(filtre=replace(filtre, recherche=texte)),
        exemple="médecin traitant, pharmacien, CPTS…",
    )  # fmt: skip

    def count(nom: str) -> Mapping[str, int]:
        return ecran.recall_here(lambda: count_facette(ecran.suivies, filtre, nom, recherche), nom)

    show_facettes(
        ecran.facettes, filtre, count,
        lambda: ecran.ask(filtre=read_facettes(ecran.facettes, filtre)),
    )  # fmt: skip
    if ecran.etat.partie in SUIVIS:
        colonne, libelle, options = ecran.suivi
        libres = partial(filter_propositions, ecran.toutes, filtre, recherche)
        show_facette(
            libelle, f"w-suivi-{colonne}", options,
            ecran.recall_here(lambda: Counter(libres().frame[colonne])), ecran.etat.suivi,
            lambda valeurs: ecran.ask(suivi=valeurs),
        )  # fmt: skip


def show_compte(ecran: EcranInstruction) -> None:
    """The number of results, announced to screen readers, and the chips that remove filters."""
    phrase = f"**{plural(len(ecran.lignes), 'proposition')} sur {len(ecran.toutes)}**"
    if ecran.etat.partie == "locales" and ecran.reads_drafts:
        reste = int((ecran.toutes["decision"] == A_INSTRUIRE).sum())
        phrase += f" – {reste} à instruire pour {ecran.pour(ecran.etat.territoire)}"
    rien = ecran.lignes.empty and len(ecran.toutes)
    phrase += search_note(ecran.resultat)
    phrase += " – retirez un filtre ou essayez un autre mot." if rien else ""
    st.info(phrase, icon=":material/filter_list:")
    show_chips(_chips(ecran), lambda: ecran.ask(filtre=FiltrePropositions(), suivi=()))


def _chips(ecran: EcranInstruction) -> list[Puce]:
    filtre, suivi = ecran.etat.filtre, ecran.etat.suivi
    puces = chips_of(ecran.facettes, filtre, lambda nouveau: ecran.ask(filtre=nouveau))
    if filtre.recherche:
        efface = partial(ecran.ask, filtre=replace(filtre, recherche=""))
        puces.insert(0, Puce("q", f"Recherche : {filtre.recherche}", efface))
    for valeur in suivi:
        _, libelle, options = ecran.suivi
        retirer = partial(ecran.ask, suivi=tuple(v for v in suivi if v != valeur))
        puces.append(Puce(f"suivi-{valeur}", f"{libelle} : {options[valeur]}", retirer))
    return puces
