"""Feuille de route: the state of the screen, its frame, and the list of priorities."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, plusieurs
from concertation.analyse.feuille_route.lecture import (
    NON_PRECISE,
    SANS_ELEMENT,
    list_actions,
    list_mesures,
    list_priorites,
)
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.noms import name_territoires
from concertation.donnees import Donnees
from concertation.interface.ecrans.feuille_route.mots import show_reserve_lines
from concertation.interface.elements.facettes import show_choice
from concertation.interface.elements.provenance import source_line
from concertation.interface.elements.telechargements import show_exports
from concertation.interface.elements.vers_documents import FEUILLE, link_document
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.session import lexique_of, write_params
from concertation.interface.socle.textes import escape, rich_text
from concertation.recits.feuille import RecitAction, tell_action, title_of

VUES = {
    "priorites": "Priorités",
    "argent": "Argent",
    "frise": "Calendrier",
    "perspectives": "Suites",
}
SANS_FINANCEUR = "sans"  # no funder written, where an address can't hold an empty value


@dataclass(frozen=True)
class _Parents:
    """Published roadmaps; the roadmap of each priority, the priority of each action."""

    feuilles: tuple[str, ...]
    priorites: Mapping[str, str]
    actions: Mapping[str, str]


@lru_cache(maxsize=4)
def _parents(donnees: Donnees) -> _Parents:
    def read(table: str, colonne: str, connus: Collection[str]) -> dict[str, str]:
        frame = donnees.table(table)
        paires = zip(frame["id"].tolist(), frame[colonne].tolist(), strict=True)
        return {cle: parent for cle, parent in paires if parent in connus}

    feuilles = tuple(list_feuilles(donnees)["id"].tolist())
    priorites = read("priorites", "feuille", feuilles)
    chantiers = read("chantiers", "priorite", priorites)
    actions = read("actions", "chantier", chantiers)
    return _Parents(feuilles, priorites, {cle: chantiers[c] for cle, c in actions.items()})


@dataclass(frozen=True)
class EtatFeuille(Adresse):
    """What the address says: the roadmap ("" for the first), what is opened, what is filtered."""

    feuille: str = choix("Feuille de route", lambda d: _parents(d).feuilles)
    vue: str = choix("Afficher", VUES, "priorites")
    priorite: str = choix("Priorité", lambda d: tuple(_parents(d).priorites), sans="action")
    action: str = choix("Action", lambda d: tuple(_parents(d).actions))
    financeur: tuple[str, ...] = plusieurs("Financeur")

    def complete(self, source: Donnees) -> "EtatFeuille":
        """An action or a priority is of one roadmap, whatever the address says of it."""
        parents = _parents(source)
        priorite = parents.actions.get(self.action, self.priorite)
        feuille = parents.priorites.get(priorite, self.feuille)
        premiere = feuille in parents.feuilles[:1]
        return replace(self, priorite=priorite, feuille="" if premiere else feuille)


@lru_cache(maxsize=4)
def list_feuilles(donnees: Donnees) -> pd.DataFrame:
    """The published roadmaps, in their order."""
    return donnees.table("feuilles").sort_values("ordre", kind="stable").reset_index(drop=True)


# Published facts don't change while they are loaded: each of these is worked out once, and read.
_priorites = lru_cache(maxsize=16)(list_priorites)
_actions = lru_cache(maxsize=16)(list_actions)
_mesures = lru_cache(maxsize=16)(list_mesures)


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run; at least one roadmap is published."""

    donnees: Donnees
    etat: EtatFeuille

    @cached_property
    def feuille(self) -> pd.Series:
        feuilles = list_feuilles(self.donnees)
        choisie = find_row(feuilles, self.etat.feuille)
        return feuilles.iloc[0] if choisie is None else choisie

    @cached_property
    def priorites(self) -> pd.DataFrame:
        return _priorites(self.donnees, self.feuille["id"])

    @cached_property
    def actions(self) -> pd.DataFrame:
        return _actions(self.donnees, self.feuille["id"])

    @cached_property
    def actions_par_priorite(self) -> dict[str, list[str]]:
        """Ids of the actions of each priority that has some, in their order."""
        groupes: dict[str, list[str]] = {}
        paires = (self.actions["priorite"].tolist(), self.actions["id"].tolist())
        for priorite, action in zip(*paires, strict=True):
            groupes.setdefault(priorite, []).append(action)
        return groupes

    def recit(self, action: str) -> RecitAction:
        """What is told of one of its actions."""
        return tell_action(self.donnees, self.feuille["id"], action)

    @cached_property
    def titres(self) -> dict[str, str]:
        """Short title of each action, in the order of the roadmap."""
        return {action["id"]: title_of(action) for action in list_records(self.actions)}

    def params(self, **changes: Any) -> dict[str, list[str]]:
        """The address of this screen with these changes."""
        return replace(self.etat, **changes).to_params()

    def ask(self, **changes: Any) -> None:
        write_params(self.params(**changes))

    def open_action(self, action: str) -> None:
        self.ask(action=action, priorite="")


def show_vide() -> None:
    """No roadmap is published: what would bring one."""
    st.info(
        "Aucune feuille de route n'est publiée. Elle apparaît ici dès que les fichiers "
        "« feuilles », « priorites », « chantiers » et « actions » la décrivent.",
        icon=":material/route:",
    )


def show_cadre(ecran: Ecran) -> None:
    """Which roadmap this is: its territory, its frame, its period and its review, as written."""
    feuilles = list_feuilles(ecran.donnees)
    if len(feuilles) > 1:
        noms = dict(zip(feuilles["id"].tolist(), feuilles["nom"].tolist(), strict=True))
        show_select(
            "Feuille de route", "w-feuille", noms, ecran.feuille["id"],
            lambda cle: write_params(
                EtatFeuille("" if cle == next(iter(noms)) else cle, ecran.etat.vue).to_params()
            ),
        )  # fmt: skip
    feuille = ecran.feuille
    st.header(escape(feuille["nom"]), anchor=False)
    faits = {
        "Territoire": name_territoires(ecran.donnees, feuille["territoire"]),
        "Cadre": feuille["cadre"],
        "Période": feuille["periode_texte"],
        "Bilan": feuille["bilan"],
    }
    st.markdown("  \n".join(f"**{nom} :** {escape(v or NON_PRECISE)}" for nom, v in faits.items()))
    if feuille["introduction"]:
        with st.expander("Présentation, reprise à la lettre", icon=":material/article:"):
            for paragraphe in feuille["introduction"].split("\n\n"):
                st.markdown(rich_text(paragraphe, lexique_of(ecran.donnees)))
    show_reserve_lines(ecran.donnees, ["feuilles.territoire"])
    st.caption(source_line(ecran.donnees, [feuille["source"]]))


def show_vues(ecran: Ecran) -> None:
    """One of the ways to read the roadmap, and the shortest way to an action."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        show_choice("Lire", "w-vue", VUES, ecran.etat.vue, lambda vue: ecran.ask(vue=vue))
        show_selecteur(ecran)


def show_selecteur(ecran: Ecran) -> None:
    """Any action by its name: the same by keyboard as a click on the timeline."""
    show_select(
        "Aller à une action", "w-action", ecran.titres, ecran.etat.action, ecran.open_action,
        "Choisissez une action", width=380,
    )  # fmt: skip


def show_priorites(ecran: Ecran) -> None:
    """The priorities, each with the names of its actions or the words that nothing is published."""
    priorites = list_records(ecran.priorites)
    if not priorites:
        st.markdown("Aucune priorité n'est publiée pour cette feuille de route.")
        return
    muettes = sum(not p["elements_publies"] for p in priorites)
    compte = plural(len(priorites), "priorité")
    if muettes:
        compte += f", dont {muettes} sans élément publié"
    st.header(compte, anchor=False)
    show_reserve_lines(ecran.donnees, ["priorites.elements_publies"])
    with st.grid(2, min_column_width=330, gap="small"):
        for priorite in priorites:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _show_priorite(ecran, priorite)


def _show_priorite(ecran: Ecran, priorite: dict[str, Any]) -> None:
    titre = title_of(priorite)
    st.subheader(f"{priorite['ordre']}. {escape(titre)}", anchor=False)
    if priorite["titre_court"]:
        st.markdown(f":small[{escape(priorite['intitule'])}]")
    if not priorite["elements_publies"]:
        st.markdown(f":material/do_not_disturb_on: *{SANS_ELEMENT}*")
    for action in ecran.actions_par_priorite.get(priorite["id"], []):
        show_opener(ecran, action)
    st.button(
        f"Priorité {priorite['ordre']} : {_content(priorite)}",
        key=f"priorite-{priorite['id']}",
        type="tertiary",
        icon=":material/arrow_forward:",
        wrap=True,
        on_click=lambda: ecran.ask(priorite=priorite["id"]),
    )


def show_opener(ecran: Ecran, action: str, debut: str = "") -> None:
    """What opens the sheet of an action; its title may take several lines, unlike a link's."""
    st.button(
        f"{debut}{escape(ecran.titres[action])}",
        key=f"fiche-{action}",
        type="tertiary",
        icon=":material/article:",
        wrap=True,
        on_click=lambda: ecran.open_action(action),
    )


def _content(priorite: dict[str, Any]) -> str:
    if not priorite["elements_publies"]:
        return "lire l'intitulé"
    chantiers = plural(priorite["nb_chantiers"], "chantier")
    return f"{chantiers}, {plural(priorite['nb_actions'], 'action')}"


def show_exports_feuille(ecran: Ecran) -> None:
    """The rows of the roadmap as files: actions, and all their measures."""
    nom = ecran.feuille["nom"]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        link_document("Bilan (PDF)", FEUILLE, feuille=str(ecran.feuille["id"]))
        for mots, fichier, frame in (
            ("Actions", "actions", ecran.actions),
            ("Mesures", "mesures", _mesures(ecran.donnees, ecran.feuille["id"])),
        ):
            with st.container(
                horizontal=True, vertical_alignment="center", gap="small", width="content"
            ):
                st.markdown(f"**{mots}**", width="content")
                show_exports(
                    ecran.donnees, frame, titre=f"{mots} – {nom}", filtres="", fichier=fichier
                )
