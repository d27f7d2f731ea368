"""Feuille de route: the state of the screen, its frame, its priorities, its time."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, plusieurs
from concertation.analyse.feuille_route import lecture
from concertation.analyse.lignes import find_row, list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.noms import name_territoires
from concertation.donnees import Donnees
from concertation.graphiques.dessins.frise_faits import timeline_faits
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.provenance import show_reserve_lines, source_line
from concertation.interface.elements.telechargements import FEUILLE, link_document, show_exports
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.champs import show_choice, show_select
from concertation.interface.socle.session import EcranPublie, lexique_of, room, write_params
from concertation.interface.socle.textes import escape, rich_text
from concertation.recits.feuille import RecitAction, tell_action, title_of

VUES = {
    "priorites": "Priorités",
    "argent": "Argent",
    "frise": "Calendrier",
    "perspectives": "Suites",
}
LARGEUR = 720  # pixels of a laptop's main column
SANS_FINANCEUR = "sans"  # no funder written, where an address can't hold an empty value


@lru_cache(maxsize=4)
def _parents(donnees: Donnees) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Published roadmaps, then the roadmap of each priority, then the priority of each action."""
    feuilles = list_feuilles(donnees)["id"].tolist()
    priorites = {cle: f for f in feuilles for cle in _priorites(donnees, f)["id"].tolist()}
    actions: dict[str, str] = {}
    for feuille in feuilles:
        siennes = _actions(donnees, feuille)
        actions |= zip(siennes["id"].tolist(), siennes["priorite"].tolist(), strict=True)
    return dict.fromkeys(feuilles, ""), priorites, actions


@dataclass(frozen=True)
class EtatFeuille(Adresse):
    """What the address says: the roadmap ("" for the first), what is opened, what is filtered."""

    feuille: str = choix("Feuille de route", lambda d: tuple(_parents(d)[0]))
    vue: str = choix("Afficher", VUES, "priorites")
    priorite: str = choix("Priorité", lambda d: tuple(_parents(d)[1]), sans="action")
    action: str = choix("Action", lambda d: tuple(_parents(d)[2]))
    financeur: tuple[str, ...] = plusieurs("Financeur")

    def complete(self, source: Donnees) -> "EtatFeuille":
        """An action or a priority is of one roadmap, whatever the address says of it."""
        feuilles, priorites, actions = _parents(source)
        priorite = actions.get(self.action, self.priorite)
        feuille = priorites.get(priorite, self.feuille)
        premiere = feuille == next(iter(feuilles), "")
        return replace(self, priorite=priorite, feuille="" if premiere else feuille)


@lru_cache(maxsize=4)
def list_feuilles(donnees: Donnees) -> pd.DataFrame:
    """The published roadmaps, in their order."""
    return donnees.table("feuilles").sort_values("ordre", kind="stable").reset_index(drop=True)


# Published facts don't change while they are loaded: each of these is worked out once, and read.
_priorites = lru_cache(maxsize=16)(lecture.list_priorites)
_actions = lru_cache(maxsize=16)(lecture.list_actions)
_mesures = lru_cache(maxsize=16)(lecture.list_mesures)


class EcranFeuilleRoute(EcranPublie[EtatFeuille]):
    """What the screen shows in this run; at least one roadmap is published."""

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
        groupes = self.actions.groupby("priorite")["id"]
        return {str(priorite): siennes.tolist() for priorite, siennes in groupes}

    def recit(self, action: str) -> RecitAction:
        """What is told of one of its actions."""
        return tell_action(self.donnees, self.feuille["id"], action)

    @cached_property
    def titres(self) -> dict[str, str]:
        """Short title of each action, in the order of the roadmap."""
        return {
            action["id"]: title_of(action)
            for action in list_records(self.actions[["id", "titre_court", "intitule"]])
        }

    def open_action(self, action: str) -> None:
        self.go(action=action, priorite="")


def show_vide() -> None:
    """No roadmap is published: what would bring one."""
    st.info(
        "Aucune feuille de route n’est publiée. Elle apparaît ici dès que les fichiers "
        "« feuilles », « priorites », « chantiers » et « actions » la décrivent.",
        icon=":material/route:",
    )


def show_cadre(ecran: EcranFeuilleRoute) -> None:
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
        "Quand": feuille["periode_texte"],
        "Bilan": feuille["bilan"],
    }
    st.markdown(
        "  \n".join(f"**{nom} :** {escape(v or lecture.NON_PRECISE)}" for nom, v in faits.items())
    )
    if feuille["introduction"]:
        with st.expander("Présentation, reprise à la lettre", icon=":material/article:"):
            for paragraphe in feuille["introduction"].split("\n\n"):
                st.markdown(rich_text(paragraphe, lexique_of(ecran.donnees)))
    show_reserve_lines(ecran.donnees, ["feuilles.territoire"])
    st.caption(source_line(ecran.donnees, [feuille["source"]]))


def show_vues(ecran: EcranFeuilleRoute) -> None:
    """One of the ways to read the roadmap, and the shortest way to an action."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        show_choice("Lire", "w-vue", VUES, ecran.etat.vue, lambda vue: ecran.go(vue=vue))
        # Any action by its name: the same by keyboard as a click on the timeline.
        show_select(
            "Aller à une action", "w-action", ecran.titres, ecran.etat.action, ecran.open_action,
            "Choisissez une action", width=380,
        )  # fmt: skip


def show_priorites(ecran: EcranFeuilleRoute) -> None:
    """The priorities, each with the names of its actions or the words that nothing is published."""
    priorites = list_records(ecran.priorites)
    if not priorites:
        st.markdown("Aucune priorité n’est publiée pour cette feuille de route.")
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


def _show_priorite(ecran: EcranFeuilleRoute, priorite: dict[str, Any]) -> None:
    titre = title_of(priorite)
    st.subheader(f"{priorite['ordre']}. {escape(titre)}", anchor=False)
    if priorite["titre_court"]:
        st.markdown(f":small[{escape(priorite['intitule'])}]")
    contenu = plural(priorite["nb_chantiers"], "chantier")
    contenu += f", {plural(priorite['nb_actions'], 'action')}"
    if not priorite["elements_publies"]:
        st.markdown(f":material/do_not_disturb_on: *{lecture.SANS_ELEMENT}*")
        contenu = "lire l’intitulé"
    for action in ecran.actions_par_priorite.get(priorite["id"], []):
        show_opener(ecran, action)
    show_button(
        f"Priorité {priorite['ordre']} : {contenu}",
        "arrow_forward",
        lambda: ecran.go(priorite=priorite["id"]),
        key=f"priorite-{priorite['id']}",
        wrap=True,
    )


def show_opener(ecran: EcranFeuilleRoute, action: str, debut: str = "") -> None:
    """What opens the sheet of an action; its title may take several lines, unlike a link's."""
    show_button(
        f"{debut}{escape(ecran.titres[action])}",
        "article",
        lambda: ecran.open_action(action),
        key=f"fiche-{action}",
        wrap=True,
    )


def show_exports_feuille(ecran: EcranFeuilleRoute) -> None:
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
                show_exports(ecran.donnees, frame, f"{mots} – {nom}", "", fichier)


def show_frise(ecran: EcranFeuilleRoute) -> None:
    """Dated facts, each on the line of its action; a click opens the action."""
    faits = lecture.list_faits(ecran.donnees, ecran.feuille["id"])
    if faits.empty:
        st.header("Faits datés", anchor=False)
        st.markdown("Aucun fait daté n’est publié pour cette feuille de route.")
        return
    reserves = [f"faits:{cle}" for cle in faits["id"]]
    show_figure(
        f"{plural(len(faits), 'fait daté', 'faits datés')}, par action",
        timeline_faits(faits, ecran.titres, min(LARGEUR, room())),
        source=source_line(ecran.donnees, faits["source"]),
        cle="frise",
        on_select=lambda ids: ecran.open_action(ids[1]),
        scrolls=True,
        aide="Un losange est un jour ou un mois, une barre ce qui dure plus longtemps ; une date "
        "déduite est vide. "
        "Cliquez sur l’un d’eux pour ouvrir la fiche de son action.",
        reserves=reserves,
    )
    show_reserve_lines(ecran.donnees, reserves)


def show_perspectives(ecran: EcranFeuilleRoute) -> None:
    """What is announced, action by action then in general, to the letter."""
    st.header("Par action", anchor=False)
    with st.grid(2, min_column_width=330, gap="small"):
        for cle, titre in ecran.titres.items():
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.subheader(escape(titre), anchor=False)
                st.markdown(list_markdown(ecran.recit(cle).suites))
                show_opener(ecran, cle, "Fiche : ")
    generales = lecture.perspectives_of(ecran.donnees, ecran.feuille["id"])
    st.header("Perspectives générales", anchor=False)
    if generales.empty:
        st.markdown("Aucune perspective générale n’est publiée.")
        return
    for rubrique in dict.fromkeys(generales["rubrique"].tolist()):
        siennes = generales[generales["rubrique"] == rubrique]
        noms = (name_territoires(ecran.donnees, lieu) for lieu in siennes["territoire"].tolist())
        lieu = " et ".join(dict.fromkeys(nom for nom in noms if nom))
        titre = escape(rubrique or "Sans rubrique") + (f" – {escape(lieu)}" if lieu else "")
        with st.expander(titre):
            for texte in siennes.sort_values("ordre", kind="stable")["texte"].tolist():
                st.markdown(escape(texte))
    st.caption(f"Textes repris à la lettre. {source_line(ecran.donnees, generales['source'])}")
