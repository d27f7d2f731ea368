"""The entries of the journal: what each changed, and how to put it back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.declarations.journal import VERBE
from concertation.interface.ecrans.journal.ecran import CONFLIT, PAR_PAGE, Ecran
from concertation.interface.elements.figures import show_table
from concertation.interface.socle.boutons import main_button
from concertation.interface.socle.session import write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import (
    current_names,
    differences,
    format_moment,
    object_name,
)
from concertation.interface.suivi.partage import attempt
from concertation.suivi import ROLES, Conflit


def show_entrees(ecran: Ecran) -> None:
    """One page of the journal, newest first; each entry opens on what it changed."""
    page = ecran.entrees.head(PAR_PAGE)
    if page.empty:
        filtree = bool(ecran.etat.to_params())
        st.markdown(
            "Aucune entrée ne répond à ces filtres : retirez-en un."
            if filtree
            else "Le journal est vide : rien n'a encore été saisi."
        )
    for entree in list_records(page):
        _show_entree(ecran, entree)
    _show_pages(ecran, page)


def describe_entree(ecran: Ecran, entree: Mapping[str, Any]) -> str:
    """« 22/11/2026 à 14:05 · Anne · Modification · Action n° 12 · Orne (département) »."""
    contenu = {**(entree["apres"] or {}), **(entree["avant"] or {})}
    morceaux = [
        format_moment(entree["quand"]),
        entree["qui"],
        VERBE.mot(entree["verbe"]),
        f"{object_name(entree['objet'], contenu)} n° {entree['objet_id']}",
        ecran.lieux.get(entree["territoire"], entree["territoire"]),
    ]
    return " · ".join(str(morceau) for morceau in morceaux if morceau)


def _show_entree(ecran: Ecran, entree: dict[str, Any]) -> None:
    identifiant = int(entree["id"])
    conflit = st.session_state.get(CONFLIT, (0, None))[0] == identifiant
    with st.expander(
        escape(describe_entree(ecran, entree)),
        expanded=conflit,
        key=f"w-entree-{identifiant}",
        on_change="rerun",
    ) as cadre:
        # Closed, as nearly all of them are, it would cost ten times more.
        if not (cadre.open or conflit):
            return
        lignes = _differences(ecran, entree)
        nouveau = entree["avant"] is None
        colonnes = ["Champ", "Avant", "Après"]
        table = pd.DataFrame(lignes, columns=colonnes)
        if nouveau:
            table = table[["Champ", "Après"]].rename(columns={"Après": "Enregistré"})
        if table.empty:
            st.markdown("Cette entrée n'a changé aucun champ.")
        else:
            show_table(table, alt=f"Ce que l'entrée {identifiant} a changé")
        seance = entree["seance_id"]
        suite = "" if pd.isna(seance) else f" Saisi pendant la séance n° {seance}."
        st.caption(f"Entrée n° {identifiant}, {ROLES.get(entree['role'], '').lower()}.{suite}")
        with st.container(horizontal=True):
            _show_restore(ecran, entree, lignes)
            if not ecran.etat.fiche:
                st.button(
                    "Toute l'histoire de cette fiche",
                    key=f"histoire-{identifiant}",
                    icon=":material/history:",
                    type="tertiary",
                    on_click=lambda: ecran.ask(
                        objet=entree["objet"], fiche=str(entree["objet_id"])
                    ),
                )


def _differences(ecran: Ecran, entree: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return differences(entree["objet"], entree["avant"], entree["apres"], current_names())


def _show_restore(ecran: Ecran, entree: dict[str, Any], lignes: Sequence[Any]) -> None:
    """Say what will happen, then do it; what changed meanwhile is shown first."""
    publie = "publie" in (entree["apres"] or {})
    verbe: Any = "publier" if publie else "ecrire"
    if not ecran.store.can(ecran.acteur, verbe, entree["territoire"]):
        return
    identifiant = int(entree["id"])
    if st.session_state.get(CONFLIT, (0, None))[0] == identifiant:
        _show_conflit(ecran, identifiant, st.session_state[CONFLIT][1])
        return
    with st.popover("Remettre comme avant…", icon=":material/restore:"):
        if entree["avant"] is None:
            st.markdown("La fiche sera retirée : cachée, jamais supprimée.")
        else:
            voulus = " ; ".join(f"{escape(champ)} : {escape(avant)}" for champ, avant, _ in lignes)
            st.markdown(f"La fiche retrouvera ces valeurs. {voulus}.")
        st.button(
            "Remettre comme avant",
            key=f"remettre-{identifiant}",
            type=main_button(),
            on_click=lambda: _revert(ecran, identifiant, None),
        )


def _show_conflit(ecran: Ecran, identifiant: int, conflit: Conflit) -> None:
    with st.container():
        st.warning(
            "Cette fiche a encore changé après cette entrée : elle est maintenant à la version "
            f"{conflit.actuel['version']}. Choisissez.",
            icon=":material/compare_arrows:",
        )
        objet = next(e["objet"] for e in list_records(ecran.entrees) if e["id"] == identifiant)
        propose = {n: v for n, v in conflit.propose.items() if n not in ("id", "version")}
        actuel = {nom: conflit.actuel.get(nom) for nom in propose}
        lignes = differences(objet, actuel, propose, current_names())
        if lignes:
            colonnes = ["Champ", "Maintenant", "Comme avant l'entrée"]
            show_table(pd.DataFrame(lignes, columns=colonnes), alt="Les deux versions")
        with st.container(horizontal=True):
            st.button(
                "Remettre quand même",
                key=f"forcer-{identifiant}",
                on_click=lambda: _revert(ecran, identifiant, int(conflit.actuel["version"])),
            )
            st.button(
                "Laisser comme maintenant",
                key=f"laisser-{identifiant}",
                type="tertiary",
                on_click=lambda: st.session_state.pop(CONFLIT, None),
            )


def _revert(ecran: Ecran, identifiant: int, version: int | None) -> None:
    st.session_state.pop(CONFLIT, None)

    def keep(conflit: Conflit) -> None:
        st.session_state[CONFLIT] = (identifiant, conflit)

    attempt(
        lambda: ecran.store.journal.revert(ecran.acteur, identifiant, version),
        f"Ce que l'entrée n° {identifiant} avait changé est remis comme avant.",
        keep,
    )


def _show_pages(ecran: Ecran, page: pd.DataFrame) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        if ecran.etat.avant:
            st.button("Revenir aux plus récentes", icon=":material/first_page:", on_click=ecran.ask)
        if len(ecran.entrees) > PAR_PAGE:
            st.markdown(plural(len(page), "entrée"), width="content")
            dernier = int(page.iloc[-1]["id"])
            st.button(
                "Entrées plus anciennes",
                icon=":material/chevron_right:",
                icon_position="right",
                on_click=lambda: write_params(replace(ecran.etat, avant=dernier).to_params()),
            )
