"""Plan d'action: the state of the screen, its question and its filters."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, Params, choix, drapeau, entier, plusieurs
from concertation.analyse.avancement.cellules import is_late
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import plural
from concertation.analyse.selection.facettes import count_values
from concertation.analyse.territoires.noms import every_territoire
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.donnees import Donnees
from concertation.interface.elements.facettes import Puce, show_chips, show_facette
from concertation.interface.socle.session import set_widget, write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import with_inside
from concertation.interface.suivi.noms import names_of_engagements
from concertation.suivi import Acteur, Store

VUES = {"tableau": "Tableau", "frise": "Calendrier", "cartes": "Cartes", "fichier": "Fichier"}
FACETTES = {"engagement": "Engagement", "statut": "Statut"}
TOUS = "tous"


@dataclass(frozen=True)
class EtatPlan(Adresse):
    """What the address says: where (`TOUS` for everywhere), which actions, how, and the one that
    is open or `nouvelle`, with the proposals that it begins from."""

    territoire: str = choix("Territoire", lambda d: {TOUS: "Tous", **every_territoire(d)})
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


def read_etat(params: Params, donnees: Donnees, acteur: Acteur) -> tuple[EtatPlan, tuple[str, ...]]:
    """The state of an address that says no territory is that of the person's own, or of all."""
    etat, ignores = EtatPlan.from_params(params, donnees)
    siens = (cle for cle in every_territoire(donnees) if cle in acteur.territoires)
    return replace(etat, territoire=etat.territoire or next(siens, TOUS)), ignores


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run. `toutes`: the actions of the territory, with
    `en_retard`; `lignes`: those that answer the question."""

    donnees: Donnees
    store: Store
    acteur: Acteur
    etat: EtatPlan
    today: dt.date
    toutes: pd.DataFrame
    lignes: pd.DataFrame
    noms: Mapping[str, str] = field(default_factory=dict)
    engagements: Mapping[str, str] = field(default_factory=dict)

    def go(self, **changes: Any) -> None:
        """Another state of the screen."""
        write_params(replace(self.etat, **changes).to_params())

    def can_write(self, territoire: str) -> bool:
        return self.store.can(self.acteur, "ecrire", territoire)

    @property
    def territoire(self) -> str:
        """The territory that is asked for, "" for all."""
        return "" if self.etat.territoire == TOUS else self.etat.territoire

    def options(self, facette: str) -> Mapping[str, str]:
        """The values of a facet, with their words."""
        return STATUT if facette == "statut" else self.engagements

    @property
    def lieu(self) -> str:
        return self.noms.get(self.territoire, "tous les territoires")


def read_ecran(
    donnees: Donnees, store: Store, acteur: Acteur, etat: EtatPlan, today: dt.date
) -> Ecran:
    """The actions that the person may read, and those that answer."""
    lieux = with_inside(store, "" if etat.territoire == TOUS else etat.territoire)
    toutes = store.actions.list(acteur, territoire=lieux)
    toutes = toutes.assign(en_retard=is_late(toutes, today))
    lignes = keep(toutes, etat)
    return Ecran(
        donnees, store, acteur, etat, today, toutes, lignes,
        every_territoire(donnees), names_of_engagements(donnees),
    )  # fmt: skip


def keep(actions: pd.DataFrame, etat: EtatPlan, sauf: str = "") -> pd.DataFrame:
    """The actions that answer the question, one facet left aside when it is being counted."""
    for nom in FACETTES:
        if getattr(etat, nom) and sauf != nom:
            actions = actions[actions[nom].isin(getattr(etat, nom))]
    if etat.retard and sauf != "retard":
        actions = actions[actions["en_retard"]]
    return actions


def show_filtres(ecran: Ecran) -> None:
    """Engagements, status, lateness; each facet counts what the others leave."""
    etat = ecran.etat
    for nom, libelle in FACETTES.items():
        show_facette(
            libelle, f"w-plan-{nom}", ecran.options(nom),
            count_values(keep(ecran.toutes, etat, nom), nom), getattr(etat, nom),
            partial(_choose, ecran, nom),
        )  # fmt: skip
    retards = int(keep(ecran.toutes, etat, "retard")["en_retard"].sum())
    set_widget("w-plan-retard", etat.retard)
    st.checkbox(
        f"En retard seulement ({retards})",
        key="w-plan-retard",
        on_change=lambda: ecran.go(retard=st.session_state["w-plan-retard"]),
    )


def _choose(ecran: Ecran, facette: str, valeurs: tuple[str, ...]) -> None:
    ecran.go(**{facette: valeurs})


def show_compte(ecran: Ecran) -> None:
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
        phrase += f" – {rien} pour {escape(ecran.lieu)}."
    st.info(phrase, icon=":material/filter_list:")
    show_chips(_chips(ecran), lambda: ecran.go(engagement=(), statut=(), retard=False))


def _chips(ecran: Ecran) -> list[Puce]:
    etat = ecran.etat
    puces = [
        Puce(
            f"plan-{nom}-{valeur}",
            f"{libelle} : {ecran.options(nom).get(valeur, valeur)}",
            partial(ecran.go, **{nom: tuple(v for v in getattr(etat, nom) if v != valeur)}),
        )
        for nom, libelle in FACETTES.items()
        for valeur in getattr(etat, nom)
    ]
    if etat.retard:
        puces.append(Puce("plan-retard", EN_RETARD, partial(ecran.go, retard=False)))
    return puces


def describe_question(ecran: Ecran) -> str:
    """The territory and the filters in words, for the stamp of a file."""
    return " ; ".join([f"Territoire : {ecran.lieu}", *(puce.mots for puce in _chips(ecran))])
