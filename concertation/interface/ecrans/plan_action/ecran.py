"""Plan d'action: the state of the screen, its question and its filters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, Params, choix, drapeau, entier, plusieurs
from concertation.analyse.avancement.cellules import is_late
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import plural
from concertation.analyse.selection.facettes import count_values
from concertation.analyse.territoires.noms import choix_territoire, every_territoire
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.donnees import Donnees
from concertation.interface.socle.champs import Puce, show_chips, show_facette
from concertation.interface.socle.session import set_widget
from concertation.interface.suivi.ecran import EcranSuivi, with_inside, writable
from concertation.interface.suivi.noms import names_of_engagements
from concertation.suivi import Acteur

VUES = {"tableau": "Tableau", "frise": "Calendrier", "cartes": "Cartes", "fichier": "Fichier"}
FACETTES = {"engagement": "Engagement", "statut": "Statut"}
TOUS = "tous"


@dataclass(frozen=True)
class EtatPlan(Adresse):
    """What the address says: where (`TOUS` for everywhere), which actions, how, and the one that
    is open or `nouvelle`, with the proposals that it begins from."""

    territoire: str = choix_territoire(lambda d: {TOUS: "Tous", **every_territoire(d)})
    engagement: tuple[str, ...] = plusieurs("Engagement", names_of_engagements)
    statut: tuple[str, ...] = plusieurs("Statut", STATUT)
    retard: bool = drapeau("En retard seulement")
    vue: str = choix("Afficher en", VUES, "tableau")
    nouvelle: bool = drapeau("Nouvelle action", "1")
    propositions: tuple[str, ...] = plusieurs("Propositions", nom="proposition", avec="nouvelle")
    action: int = entier("Action", sans="nouvelle")

    @property
    def liste(self) -> "EtatPlan":
        """The same question with no action open."""
        return replace(self, action=0, nouvelle=False, propositions=())


class EcranPlanAction(EcranSuivi[EtatPlan]):
    """The actions of a territory, or of all."""

    adresse = EtatPlan

    @classmethod
    def read_etat(
        cls, donnees: Donnees, params: Params, acteur: Acteur
    ) -> tuple[EtatPlan, tuple[str, ...]]:
        """An address that says no territory is of the person's own, or of all."""
        etat, ignores = super().read_etat(donnees, params, acteur)
        siens = (cle for cle in every_territoire(donnees) if cle in acteur.territoires)
        return replace(etat, territoire=etat.territoire or next(siens, TOUS)), ignores

    @property
    def territoire(self) -> str:
        """The territory that is asked for, "" for all."""
        return "" if self.etat.territoire == TOUS else self.etat.territoire

    @property
    def ici(self) -> str:
        """Where, in words."""
        return self.lieux.get(self.territoire, "tous les territoires")

    @cached_property
    def dedans(self) -> set[str] | None:
        """The territory and those in it; None for all."""
        return with_inside(self.store, self.territoire)

    @cached_property
    def ecrits(self) -> dict[str, str]:
        """Where the person writes."""
        return writable(self.store, self.acteur, self.lieux)

    @cached_property
    def toutes(self) -> pd.DataFrame:
        """The actions of the territory that the person may read, with `en_retard`."""
        toutes = self.store.actions.list(self.acteur, territoire=self.dedans)
        return toutes.assign(en_retard=is_late(toutes, self.jour))

    @cached_property
    def lignes(self) -> pd.DataFrame:
        """Those that answer the question."""
        return self.keep()

    def options(self, facette: str) -> Mapping[str, str]:
        """The values of a facet, with their words."""
        return STATUT if facette == "statut" else self.engagements

    def keep(self, sauf: str = "") -> pd.DataFrame:
        """The actions that answer, one facet left aside when it is being counted."""
        actions = self.toutes
        for nom in FACETTES:
            if (choisies := getattr(self.etat, nom)) and sauf != nom:
                actions = actions[actions[nom].isin(choisies)]
        return actions[actions["en_retard"]] if self.etat.retard and sauf != "retard" else actions


def show_filtres(ecran: EcranPlanAction) -> None:
    """Engagements, status, lateness; each facet counts what the others leave."""
    etat = ecran.etat
    for nom, libelle in FACETTES.items():
        show_facette(
            libelle, f"w-plan-{nom}", ecran.options(nom),
            count_values(ecran.keep(nom), nom), getattr(etat, nom),
            partial(_choose, ecran, nom),
        )  # fmt: skip
    retards = ecran.keep("retard")["en_retard"].sum()
    set_widget("w-plan-retard", etat.retard)
    st.checkbox(
        f"En retard seulement ({retards})",
        key="w-plan-retard",
        on_change=lambda: ecran.go(retard=st.session_state["w-plan-retard"]),
    )


def _choose(ecran: EcranPlanAction, facette: str, valeurs: tuple[str, ...]) -> None:
    ecran.go(**{facette: valeurs})


def show_compte(ecran: EcranPlanAction) -> None:
    """The number of results, announced to screen readers, and the chips that remove filters."""
    lignes = ecran.lignes
    phrase = f"**{plural(len(lignes), 'action')} sur {len(ecran.toutes)}**"
    if len(lignes):
        bloquees = int(lignes["statut"].isin(STATUT.which("bloque")).sum())
        phrase += f" – {lignes['en_retard'].sum()} en retard, {plural(bloquees, 'bloquée')}"
    elif len(ecran.toutes):
        phrase += " – retirez un filtre."
    else:
        partiel = ecran.store.reads_partly(ecran.acteur, ecran.etat.territoire)
        rien = tell_absence("rien", partiel).lower()
        phrase += f" – {rien} pour {ecran.pour(ecran.territoire)}."
    st.info(phrase, icon=":material/filter_list:")
    show_chips(_chips(ecran), lambda: ecran.go(engagement=(), statut=(), retard=False))


def _chips(ecran: EcranPlanAction) -> list[Puce]:
    etat = ecran.etat
    puces = [
        Puce(
            f"plan-{nom}-{valeur}",
            f"{libelle} : {ecran.options(nom).get(valeur, valeur)}",
            partial(ecran.go, **{nom: tuple(v for v in getattr(etat, nom) if v != valeur)}),
        )
        for nom, libelle in FACETTES.items()
        for valeur in getattr(etat, nom)
    ]
    if etat.retard:
        puces.append(Puce("plan-retard", EN_RETARD, partial(ecran.go, retard=False)))
    return puces


def describe_question(ecran: EcranPlanAction) -> str:
    """The territory and the filters in words, for the stamp of a file."""
    return " ; ".join([f"Territoire : {ecran.ici}", *(puce.mots for puce in _chips(ecran))])
