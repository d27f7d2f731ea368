"""The local proposals of a territory: what was decided on each, by whom, and what came of it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.action import STATUT
from concertation.declarations.instruction import A_INSTRUIRE, DECISION, PRIORITE
from concertation.interface.ecrans.instruction.choix import show_case, show_tout_choisir
from concertation.interface.ecrans.instruction.ecran import Ecran, page_size
from concertation.interface.elements.cartes_propositions import badges, texte_markdown
from concertation.interface.elements.pagination import paged
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.registre import INSTRUCTION, PLAN_ACTION
from concertation.interface.socle.session import lexique_of, write_params
from concertation.interface.socle.textes import escape

ICONES = {
    "a_instruire": ":material/radio_button_unchecked:",
    "retenue": ":material/check_circle:",
    "deja_engagee": ":material/play_circle:",
    "a_approfondir": ":material/manage_search:",
    "ecartee": ":material/block:",
}


def show_liste(ecran: Ecran, ecrit: bool) -> None:
    """One page of the rows that answer; boxes to choose them when the person may write."""
    if ecran.lignes.empty:
        return
    if ecrit:
        show_tout_choisir(ecran)
    actions = _actions_by_proposition(ecran)
    with one_page(ecran) as montrees:
        for _, ligne in montrees.iterrows():
            with st.container(border=True, gap="small"):
                _show_ligne(ecran, ligne, actions.get(ligne["id"], []), ecrit)


def _show_ligne(ecran: Ecran, ligne: pd.Series, actions: list[dict[str, Any]], ecrit: bool) -> None:
    donnees = ecran.donnees
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if ecrit:
            show_case(ecran, ligne)
        st.markdown(f":small[{badges(donnees, ligne)}]", width="stretch")
        show_lien(ecran, str(ligne["id"]), "Détail" if ecrit else f"Détail de {ligne['id']}")
    lexique = lexique_of(donnees)
    texte = texte_markdown(ligne, lexique, ecran.recherche, ecran.filtre.recherche)
    # One block: a dozen of cards is what each rerun of the screen costs.
    st.markdown("\n\n".join([texte, decision_text(ecran, ligne), *reasons(ligne)]))
    show_suites(ecran, str(ligne["id"]), str(ligne["decision"]), actions, ecrit)


def reasons(ligne: Mapping[str, Any] | pd.Series) -> list[str]:
    """Why it was decided, and what was noted, a paragraph each; what is empty is left out."""
    dits = (("Motif", str(ligne["motif"])), ("Note", str(ligne["note"])))
    return [f":small[{libelle} : {escape(texte)}]" for libelle, texte in dits if texte]


def decision_text(ecran: Ecran, ligne: Mapping[str, Any] | pd.Series) -> str:
    """« Retenue · priorité haute · Anne, le 3 mars 2026 » in Markdown."""
    code = str(ligne["decision"])
    morceaux = [f"{ICONES[code]} **{ecran.decisions[code]}**"]
    if code == A_INSTRUIRE:
        return morceaux[0]
    if ligne["priorite"]:
        morceaux.append(f"priorité {PRIORITE.mot(ligne['priorite']).lower()}")
    quand = ligne["modifie_le"]
    date = "" if pd.isna(quand) else f"le {format_date(quand)}"
    qui = escape(str(ligne.get("auteur") or ""))
    morceaux.append(", ".join(mots for mots in (qui, date) if mots))
    return " · ".join(mots for mots in morceaux if mots)


def show_suites(
    ecran: Ecran, proposition: str, decision: str, actions: list[dict[str, Any]], ecrit: bool
) -> None:
    """The actions that come from the proposal, and the click that makes another one."""
    cree = ecrit and decision in DECISION.which("repris")
    if not actions and not cree:
        return
    if actions:
        # A link keeps to one line: the whole title stands above.
        st.markdown("\n".join(f"- :small[{_action_text(action)}]" for action in actions))
    with st.container(horizontal=True, gap="medium"):
        for action in actions:
            show_link(
                PLAN_ACTION,
                f"Fiche de l'action {action['id']}",
                {"territoire": [action["territoire"]], "action": [str(action["id"])]},
                "task_alt",
            )
        if cree:
            show_link(
                PLAN_ACTION,
                f"Créer une action depuis {escape(proposition)}",
                {
                    "territoire": [ecran.etat.territoire],
                    "nouvelle": ["1"],
                    "proposition": [proposition],
                },
                "add_task",
            )


def _action_text(action: Mapping[str, Any]) -> str:
    """« Action 12 : Former les équipes – en cours » in Markdown."""
    statut = STATUT.mot(action["statut"]).lower()
    return f"Action {action['id']} : {escape(action['intitule'])} – **{statut}**"


def actions_of(ecran: Ecran, proposition: str) -> list[dict[str, Any]]:
    """Actions of the territory that come from one proposal."""
    return _actions_by_proposition(ecran).get(proposition, [])


def _actions_by_proposition(ecran: Ecran) -> dict[str, list[dict[str, Any]]]:
    if not ecran.etat.territoire:
        return {}
    lieux = set(ecran.store.references.descendants([ecran.etat.territoire]))
    par_proposition: dict[str, list[dict[str, Any]]] = {}
    for action in list_records(ecran.store.actions.list(ecran.acteur, territoire=lieux)):
        for proposition in split_liste(action["propositions"]):
            par_proposition.setdefault(proposition, []).append(action)
    return par_proposition


def show_lien(ecran: Ecran, identifiant: str, libelle: str) -> None:
    """A real link to the sheet of a proposal in this screen."""
    show_link(INSTRUCTION, escape(libelle), ecran.params(fiche=identifiant), "article")


def one_page(ecran: Ecran) -> AbstractContextManager[pd.DataFrame]:
    """The proposals of the page that the address asks for, then the way to the others."""

    def go(numero: int) -> None:
        write_params(ecran.params(page=numero))

    return paged(ecran.lignes, ecran.affichage.page, page_size(), go)


def show_oubliees(ecran: Ecran) -> None:
    """What no territory has taken up, the number of those that decided otherwise beside it."""
    if ecran.lignes.empty:
        st.markdown("Chaque proposition locale est retenue ou déjà engagée quelque part.")
        return
    lexique = lexique_of(ecran.donnees)
    with one_page(ecran) as montrees, st.grid(2, min_column_width=330, gap="small"):
        for _, ligne in montrees.iterrows():
            with st.container(border=True, height="stretch", gap="small"):
                with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                    st.markdown(f":small[{badges(ecran.donnees, ligne)}]", width="stretch")
                    show_lien(ecran, str(ligne["id"]), f"Détail de {ligne['id']}")
                st.markdown(texte_markdown(ligne, lexique, ecran.recherche, ecran.filtre.recherche))
                nombre = int(ligne["nb_decisions"])
                st.markdown(
                    f":small[{tell_absence('territoire', ecran.store.reads_partly(ecran.acteur))}]"
                    if not nombre
                    else f":small[{plural(nombre, 'territoire')} "
                    f"{'a' if nombre == 1 else 'ont'} écarté ou mis à l'étude.]"
                )
