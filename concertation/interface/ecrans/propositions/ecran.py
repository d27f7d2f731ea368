"""The parts of the Propositions screen, in the order of the page."""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.analyse.ordre import sort_propositions
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection import propositions as selection
from concertation.analyse.selection.facettes import Facette, facettes_of
from concertation.analyse.selection.filtres import AffichagePropositions, FiltrePropositions
from concertation.donnees import Donnees
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.interface.elements import cartes_propositions as cartes
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.provenance import source_line
from concertation.interface.elements.reponse import show_partage
from concertation.interface.elements.telechargements import show_exports
from concertation.interface.socle import champs
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import PROPOSITIONS
from concertation.interface.socle.session import lexique_of, write_params
from concertation.interface.socle.textes import escape, screen_link

PAR_PAGE = 12
VUES = {"cartes": "Cartes", "tableau": "Tableau"}
TRIS = {
    "livret": "Ordre du document",
    "pertinence": "Pertinence",
    "theme": "Thème",
    "alphabetique": "Ordre alphabétique",
}


@dataclass(frozen=True)
class EcranPropositions:
    """What the screen shows in this run: data, question, way of showing, answer."""

    donnees: Donnees
    recherche: Recherche
    filtre: FiltrePropositions
    affichage: AffichagePropositions

    @cached_property
    def resultat(self) -> selection.ResultatPropositions:
        return selection.filter_propositions(
            self.donnees.table("propositions"), self.filtre, self.recherche
        )

    @cached_property
    def lignes(self) -> pd.DataFrame:
        """The proposals that answer, in the order asked for."""
        themes = self.donnees.table("themes")
        return sort_propositions(self.resultat.frame, self.affichage.tri, themes)

    @property
    def facettes(self) -> list[Facette]:
        """What the data let one filter on."""
        return facettes_of(self.donnees)

    def texte(self, ligne: pd.Series) -> str:
        """A proposal as Markdown, the words that are searched highlighted."""
        lexique = lexique_of(self.donnees)
        return cartes.texte_markdown(ligne, lexique, self.recherche, self.filtre.recherche)

    def ask(self, filtre: FiltrePropositions) -> None:
        """Ask another question: the list starts again at its first page."""
        replace(self, filtre=filtre).go(page=1, fiche="")

    def params(self, **changes: Any) -> dict[str, list[str]]:
        """The address of the same question shown otherwise."""
        return self.filtre.to_params() | replace(self.affichage, **changes).to_params()

    def go(self, **changes: Any) -> None:
        write_params(self.params(**changes))


def show_recherche(ecran: EcranPropositions) -> None:
    champs.show_search(
        "Rechercher dans les propositions",
        "w-q",
        ecran.filtre.recherche,
        lambda _: ecran.ask(_read_question(ecran)),
        exemple="médecin traitant, pharmacien, CPTS…",
    )


def show_filtres(ecran: EcranPropositions) -> None:
    propositions = ecran.donnees.table("propositions")
    champs.show_facettes(
        ecran.facettes,
        ecran.filtre,
        lambda nom: selection.count_facette(propositions, ecran.filtre, nom, ecran.recherche),
        lambda: ecran.ask(_read_question(ecran)),
    )


def _read_question(ecran: EcranPropositions) -> FiltrePropositions:
    """What all the widgets show."""
    mots = st.session_state.get("w-q", ecran.filtre.recherche) or ""
    return champs.read_facettes(ecran.facettes, replace(ecran.filtre, recherche=mots))


def show_graphique(ecran: EcranPropositions) -> None:
    """Mirrored bars that follow the other filters; a click keeps one theme and one portée."""
    show_figure(
        "Propositions par thème et portée",
        _draw(ecran.donnees, ecran.recherche, ecran.filtre),
        source=source_line(ecran.donnees, ecran.donnees.table("propositions")["source"]),
        cle="barres",
        on_select=lambda ids: _toggle_bar(ecran, *ids[:2]),
        aide="Cliquez sur une barre pour filtrer ; cliquez à nouveau pour revenir.",
        reserves=("propositions",),
    )


# Everybody asks the same few questions: the chart is what the eye waits for after a choice.
@lru_cache(maxsize=128)
def _draw(donnees: Donnees, recherche: Recherche, filtre: FiltrePropositions) -> Dessin:
    """Counts by theme and portée."""
    toutes = donnees.table("propositions")
    lignes = selection.filter_propositions(toutes, _without_bars(filtre), recherche).frame
    compte = selection.count_theme_portee(lignes, donnees.table("themes"))
    return bars_propositions(compte, filtre.values("theme"), filtre.values("portee"))


def _toggle_bar(ecran: EcranPropositions, theme: str, portee: str) -> None:
    libre = _without_bars(ecran.filtre)
    seul = libre.with_facette("theme", (theme,)).with_facette("portee", (portee,))
    ecran.ask(libre if ecran.filtre == seul else seul)


def _without_bars(filtre: FiltrePropositions) -> FiltrePropositions:
    return filtre.without("theme").without("portee")


def show_compte(ecran: EcranPropositions) -> None:
    """The number of results, announced to screen readers, and the chips that remove filters."""
    nombre = len(ecran.lignes)
    phrase = f"**{plural(nombre, 'proposition')} sur {len(ecran.donnees.table('propositions'))}**"
    phrase += cartes.search_note(ecran.resultat)
    if nombre == 0:
        phrase += " – retirez un filtre ou essayez un autre mot."
    st.info(phrase, icon=":material/filter_list:")
    suggestion = ecran.resultat.suggestion
    if suggestion and suggestion != ecran.filtre.recherche:
        st.button(
            f"Chercher « {suggestion} »",
            icon=":material/spellcheck:",
            on_click=lambda: ecran.ask(replace(ecran.filtre, recherche=suggestion)),
        )
    filtre, puces = ecran.filtre, champs.chips_of(ecran.facettes, ecran.filtre, ecran.ask)
    if mots := filtre.recherche:
        oublie = partial(ecran.ask, replace(filtre, recherche=""))
        puces.insert(0, champs.Puce("q", f"Recherche : {mots}", oublie))
    champs.show_chips(puces, lambda: ecran.ask(FiltrePropositions()))


def show_outils(ecran: EcranPropositions) -> None:
    """Sorting, way of showing, exports."""
    if ecran.lignes.empty:
        return
    tris = {c: mots for c, mots in TRIS.items() if c != "pertinence" or ecran.filtre.recherche}
    tri = ecran.affichage.tri if ecran.affichage.tri in tris else "livret"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        champs.show_choice("Trier par", "w-tri", tris, tri, lambda tri: ecran.go(tri=tri, page=1))
        vue = ecran.affichage.vue
        champs.show_choice("Afficher en", "w-vue", VUES, vue, lambda vue: ecran.go(vue=vue, page=1))
        show_exports(
            ecran.donnees,
            ecran.lignes[selection.published_columns(ecran.lignes)],
            "Propositions",
            selection.describe_filtre(ecran.filtre, ecran.facettes),
            "propositions",
        )
        question = urlencode(ecran.params(fiche="", page=1), doseq=True)
        show_partage(f"{PROPOSITIONS.url_path}?{question}".rstrip("?"))


def show_resultats(ecran: EcranPropositions) -> None:
    if ecran.lignes.empty:
        return
    if ecran.affichage.vue == "tableau":
        _show_tableau(ecran)
    else:
        _show_cartes(ecran)


def _show_cartes(ecran: EcranPropositions) -> None:
    """One page of cards, two in a row where there is room."""
    with (
        paged(ecran.lignes, ecran.affichage.page, PAR_PAGE, lambda p: ecran.go(page=p)) as montrees,
        st.grid(2, min_column_width=330, gap="small"),
    ):
        for _, ligne in montrees.iterrows():
            with st.container(border=True, height="stretch", gap="xsmall"):
                badge = cartes.badges(ecran.donnees, ligne)
                st.markdown(f":small[{badge}]\n\n{ecran.texte(ligne)}")
                show_lien_fiche(ligne["id"], ecran.params())


def show_lien_fiche(identifiant: str, params: dict[str, list[str]]) -> None:
    """A real link to the sheet of a proposal; `params` keep the list it is read in."""
    params |= {"fiche": [identifiant]}
    show_link(PROPOSITIONS, f"Fiche {escape(identifiant)}", params, "article")


def _show_tableau(ecran: EcranPropositions) -> None:
    """All rows in a table that prints; the number leads to the sheet."""
    noms = ecran.donnees.table("themes").set_index("id")["nom_court"]
    rendu = [
        {
            "N°": screen_link(PROPOSITIONS, ligne["id"], fiche=ligne["id"]),
            "Thème": escape(noms.get(ligne["theme"], ligne["theme"])),
            "Portée": cartes.portee_text(ligne["portee"]),
            # A list can't stand in a cell: its points follow each other, separated by a dash.
            "Proposition": re.sub(r"\n+- ", " – ", ecran.texte(ligne)),
        }
        for _, ligne in ecran.lignes.iterrows()
    ]
    st.table(rendu, hide_index=True, border="horizontal", alt="Propositions retenues par le filtre")
