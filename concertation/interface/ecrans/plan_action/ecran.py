"""Plan d'action: the state of the screen, its question and its filters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, Params, choix, drapeau, entier, plusieurs
from concertation.analyse.avancement.cellules import mark_alerts
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.selection.facettes import count_values
from concertation.analyse.territoires.noms import choix_territoire, every_territoire
from concertation.declarations.action import STATUT
from concertation.donnees import Donnees, soft_table
from concertation.interface.socle.champs import show_field
from concertation.interface.suivi.ecran import EcranSuivi, list_puces, show_cases, show_puces
from concertation.interface.suivi.noms import names_of_engagements
from concertation.recits.feuille import title_of
from concertation.recits.releve import tell_money
from concertation.suivi import Acteur

VUES = {
    "tableau": "Tableau", "frise": "Calendrier", "cartes": "Cartes", "argent": "Argent et retards",
    "fichier": "Fichier",
}  # fmt: skip
TRIS = {"id": "Numéro", "territoire": "Territoire", "intitule": "Action", "fin": "Fin"}
PAR = {"engagement": "Engagement", "financeur": "Financeur", "periode": "Année"}
FACETTES = ("engagement", "statut")
TOUS = "tous"


@lru_cache(maxsize=4)
def titles_of_actions(donnees: Donnees) -> Mapping[str, str]:
    """Each published action by its title."""
    return {str(a["id"]): title_of(a) for a in list_records(soft_table(donnees, "actions"))}


@dataclass(frozen=True)
class EtatPlan(Adresse):
    """What the address says: where (`TOUS` for everywhere), which actions, how, and the one that
    is open or `nouvelle`, with the proposals that it begins from."""

    territoire: str = choix_territoire(lambda d: {TOUS: "Tous", **every_territoire(d)})
    engagement: tuple[str, ...] = plusieurs("Engagement", names_of_engagements)
    statut: tuple[str, ...] = plusieurs("Statut", STATUT)
    retard: bool = drapeau("En retard seulement")
    vue: str = choix("Afficher en", VUES, "tableau")
    par: str = choix("Argent par", PAR, "engagement")
    tri: str = choix("Trier par", TRIS, "id")
    nouvelle: bool = drapeau("Nouvelle action", "1")
    propositions: tuple[str, ...] = plusieurs("Propositions", nom="proposition", avec="nouvelle")
    reprise: str = choix("Action publiée", titles_of_actions, avec="nouvelle")
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
        lieu = self.territoire
        return set(self.store.references.descendants([lieu])) if lieu else None

    @cached_property
    def toutes(self) -> pd.DataFrame:
        """The actions of the territory that the person may read, with `en_retard`."""
        toutes = self.store.actions.list(self.acteur, territoire=self.dedans)
        lus = self.store.financements.list(self.acteur, action_id=set(toutes["id"].tolist()))
        argent = tell_money(lus)
        return mark_alerts(toutes, self.jour).assign(
            argent=[argent.get(cle, "").replace("\n", " ; ") for cle in toutes["id"].tolist()],
        )

    @cached_property
    def lignes(self) -> pd.DataFrame:
        """Those that answer the question."""
        return self.keep()

    def keep(self, sauf: str = "") -> pd.DataFrame:
        """The actions that answer, one facet left aside when it is being counted."""
        actions = self.toutes
        for nom in FACETTES:
            if (choisies := getattr(self.etat, nom)) and sauf != nom:
                actions = actions[actions[nom].isin(choisies)]
        return actions[actions["en_retard"]] if self.etat.retard and sauf != "retard" else actions


def show_filtres(ecran: EcranPlanAction) -> None:
    """Engagements, status, lateness; each facet counts what the others leave. Where there is no
    action, nothing to choose among: chips remove what the address asks."""
    if ecran.toutes.empty:
        return
    for nom in FACETTES:
        show_cases(ecran, nom, count_values(ecran.keep(nom), nom))
    mots = f"En retard seulement ({ecran.keep('retard')['en_retard'].sum()})"
    retard = ecran.etat.retard
    show_field(st.checkbox, mots, "w-retard", retard, lambda choisi: ecran.go(retard=choisi))


def show_compte(ecran: EcranPlanAction) -> None:
    """The number of results, announced to screen readers, and the chips that remove filters."""
    lignes = ecran.lignes
    phrase = f"**{plural(len(lignes), 'action')} sur {len(ecran.toutes)}**"
    if len(lignes):
        bloquees = plural(int(lignes["bloquee"].sum()), "bloquée")
        phrase += f" – {lignes['en_retard'].sum()} en retard, {bloquees}"
    elif len(ecran.toutes):
        phrase += " – retirez un filtre."
    else:
        rien = ecran.absence("rien", ecran.etat.territoire)
        phrase = f"{rien} pour {ecran.pour(ecran.territoire)}."
    st.info(phrase, icon=":material/filter_list:")
    show_puces(ecran, *FACETTES, "retard")


def describe_question(ecran: EcranPlanAction) -> str:
    """The territory and the filters in words, for the stamp of a file."""
    puces = list_puces(ecran, *FACETTES, "retard")
    return " ; ".join([f"Territoire : {ecran.ici}", *(puce.mots for puce in puces)])
