"""Plan d'action: what is done with the list, its calendar, its cards, what was withdrawn."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.declarations.action import EN_RETARD, STATUT
from concertation.graphiques.dessins import gantt
from concertation.interface.ecrans.plan_action.ecran import (
    TOUS,
    VUES,
    EcranPlanAction,
    titles_of_actions,
)  # fmt: skip
from concertation.interface.ecrans.plan_action.fichier import show_fichier
from concertation.interface.ecrans.plan_action.financements import show_argent
from concertation.interface.ecrans.plan_action.tableau import show_tableau
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.publiees import published_actions, show_publiees
from concertation.interface.socle.buttons import show_button, show_link
from concertation.interface.socle.champs import show_choice, show_select
from concertation.interface.socle.registre import PLAN_ACTION
from concertation.interface.socle.session import room
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import show_filtre, show_refus

PAR_STATUT = 9
MAXIMUM_FRISE = 60


def show_outils(ecran: EcranPlanAction) -> None:
    """The territory, and what can be done with all of it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        noms = {TOUS: "Tous les territoires", **ecran.lieux}
        show_filtre(ecran, "territoire", options=noms, width=420)
        if ecran.ecrits:
            nouvelle = partial(ecran.go, nouvelle=True)
            show_button("Nouvelle action", "add_task", nouvelle, type="primary")
        ecran.show_publication("action", ecran.lignes, "action")
        ecran.show_undo()
    if not (ecran.territoire in ecran.ecrits if ecran.territoire else ecran.ecrits):
        show_refus(ecran.acteur, ecran.pour(ecran.territoire))


def show_actions(ecran: EcranPlanAction) -> None:
    """The actions in the way that the address asks for."""
    show_choice("Afficher en", "w-plan-vue", VUES, ecran.etat.vue, lambda vue: ecran.go(vue=vue))
    if ecran.etat.vue == "fichier":
        show_fichier(ecran)
        return
    vues = {"frise": show_frise, "cartes": show_cartes, "argent": show_argent}
    vues.get(ecran.etat.vue, show_tableau)(ecran)
    retirees = ecran.store.actions.list(ecran.acteur, territoire=ecran.dedans, retires=True)
    retirees = retirees[retirees["territoire"].isin(list(ecran.ecrits))]
    mots = ("action retirée", "actions retirées")
    ecran.show_retires("action", retirees, *mots, name=lambda action: action["intitule"])


def show_publie(ecran: EcranPlanAction) -> None:
    """What roadmaps publish here, open where nobody entered anything; one may take it up."""
    publiees = published_actions(ecran.donnees, ecran.territoire)
    titre = f"Actions publiées ({len(publiees)})"
    with st.expander(titre, ecran.toutes.empty, icon=":material/route:", key="w-publiees"):
        show_publiees(ecran, ecran.territoire)
        if publiees.empty or not ecran.ecrits:
            return
        prises = dict(zip(ecran.toutes["reprise"], ecran.toutes["id"], strict=True))
        noms = {
            cle: titre + (f" (déjà reprise, n° {prises[cle]})" if cle in prises else "")
            for cle, titre in titles_of_actions(ecran.donnees).items()
            if cle in set(publiees["id"])
        }
        show_select(
            "Reprendre dans notre plan", "w-reprendre", noms, "",
            lambda cle: ecran.go(nouvelle=bool(cle), reprise=cle), "Choisissez une action publiée",
        )  # fmt: skip


def show_frise(ecran: EcranPlanAction) -> None:
    """One bar an action; a click opens its sheet."""
    lignes = ecran.lignes.sort_values(["engagement", "debut", "fin"], kind="stable")
    montrees = lignes.head(MAXIMUM_FRISE)
    if montrees.empty:
        return
    show_figure(
        "Calendrier des actions",
        gantt.gantt_actions(montrees, ecran.engagements, ecran.jour, largeur=room()),
        source="Saisies des comités de suivi et de la direction",
        cle="frise-actions",
        suivi=True,
        on_select=lambda ids: ecran.go(action=int(ids[0])),
        aide="Cliquez sur une action pour ouvrir sa fiche.",
    )
    if len(lignes) > len(montrees):
        st.caption(
            f"Les {MAXIMUM_FRISE} premières sur {len(lignes)} : filtrez pour voir les autres."
        )


def show_cartes(ecran: EcranPlanAction) -> None:
    """One column a status, in the order of an action's life; empty ones are left out.

    A status that is alone takes the whole width.
    """
    # A status of before, that no list has any more, comes last.
    groupes = dict(list(ecran.lignes.groupby("statut", sort=False)))
    seul = len(groupes) == 1
    with st.grid(1 if seul else 3, min_column_width=290, gap="small"):
        for statut in sorted(groupes, key=[*STATUT, *groupes].index):
            with st.container(gap="small"):
                _show_statut(ecran, str(statut), groupes[statut], 3 if seul else 1)


def _show_statut(ecran: EcranPlanAction, statut: str, lignes: pd.DataFrame, colonnes: int) -> None:
    st.header(f"{STATUT.signe(statut).glyphe} {STATUT.mot(statut)} ({len(lignes)})", anchor=False)
    with st.grid(colonnes, min_column_width=290, gap="small"):
        for ligne in list_records(lignes.head(PAR_STATUT)):
            with st.container(border=True, height="stretch" if colonnes > 1 else "content"):
                _show_carte(ecran, ligne)
    if len(lignes) > PAR_STATUT:
        st.caption(f"Les {PAR_STATUT} premières sur {len(lignes)} : filtrez.")


def _show_carte(ecran: EcranPlanAction, ligne: dict[str, Any]) -> None:
    retard = f":material/schedule: **{EN_RETARD}** · " if ligne["en_retard"] else ""
    sans = pd.isna(ligne["debut"]) and pd.isna(ligne["fin"])
    dates = "dates non renseignées" if sans else gantt.dates_words(ligne)
    engagement = ecran.engagement(ligne["engagement"])
    lieu = ecran.lieu(ligne["territoire"])
    st.markdown(f"**{escape(ligne['intitule'])}**")
    st.markdown(f"{retard}:small[{dates}]")
    st.markdown(f":small[{escape(engagement)} · {escape(lieu)}]")
    if ligne["porteur"]:
        st.markdown(f":small[Porteur : {escape(ligne['porteur'])}]")
    show_link(
        PLAN_ACTION,
        f"Fiche de l’action {ligne['id']}",
        ecran.etat.liste.to_params() | {"action": [str(ligne["id"])]},
        "article",
    )
