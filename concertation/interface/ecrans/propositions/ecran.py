"""The parts of the Propositions screen, in the order of the page."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import cast

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.analyse.recherche.recherche import Recherche
from concertation.analyse.selection.facettes import Facette
from concertation.analyse.selection.filtres import (
    AffichagePropositions,
    FiltrePropositions,
    Tri,
    Vue,
)
from concertation.analyse.selection.options import facettes_of
from concertation.analyse.selection.propositions import (
    ResultatPropositions,
    count_facette,
    count_theme_portee,
    describe_filtre,
    filter_propositions,
    published_columns,
    sort_propositions,
)
from concertation.donnees import Donnees
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.dessins.propositions import bars_propositions
from concertation.interface.ecrans.propositions.fiche import show_fiche_proposition
from concertation.interface.elements.cartes_propositions import (
    search_note,
    show_cartes,
    show_tableau,
)
from concertation.interface.elements.facettes import (
    Puce,
    chips_of,
    read_facette,
    show_chips,
    show_choice,
    show_facette,
    show_search,
)
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.elements.telechargements import show_exports
from concertation.interface.socle.session import lexique_of, write_params

VUES = {"cartes": "Cartes", "tableau": "Tableau"}
TRIS = {
    "livret": "Ordre du document",
    "pertinence": "Pertinence",
    "theme": "Thème",
    "alphabetique": "Ordre alphabétique",
}


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run: data, question, way of showing, answer."""

    donnees: Donnees
    recherche: Recherche
    filtre: FiltrePropositions
    affichage: AffichagePropositions
    resultat: ResultatPropositions

    @cached_property
    def lignes(self) -> pd.DataFrame:
        """The proposals that answer, in the order asked for."""
        themes = self.donnees.table("themes")
        return sort_propositions(self.resultat.frame, self.affichage.tri, themes)

    @cached_property
    def facettes(self) -> list[Facette]:
        """What the data let one filter on."""
        return facettes_of(self.donnees)

    @property
    def total(self) -> int:
        return len(self.donnees.table("propositions"))

    def ask(self, filtre: FiltrePropositions) -> None:
        """Ask another question: the list starts again at its first page."""
        self.go(filtre, replace(self.affichage, page=1, fiche=""))

    def go(self, filtre: FiltrePropositions, affichage: AffichagePropositions) -> None:
        write_params(params_of(filtre, affichage))


def params_of(filtre: FiltrePropositions, affichage: AffichagePropositions) -> dict[str, list[str]]:
    """The address of a state of the screen."""
    return filtre.to_params() | affichage.to_params()


def show_recherche(ecran: Ecran) -> None:
    show_search(
        "Rechercher dans les propositions",
        "w-q",
        ecran.filtre.recherche,
        lambda _: ecran.ask(_read_question(ecran)),
        exemple="médecin traitant, pharmacien, CPTS…",
    )


def show_facettes(ecran: Ecran) -> None:
    for facette in ecran.facettes:
        _show_facette(ecran, facette)


def _show_facette(ecran: Ecran, facette: Facette) -> None:
    propositions = ecran.donnees.table("propositions")
    compte = count_facette(propositions, ecran.filtre, facette.nom, ecran.recherche)
    show_facette(
        facette.libelle,
        f"w-{facette.nom}",
        facette.options,
        compte,
        ecran.filtre.values(facette.nom),
        lambda _: ecran.ask(_read_question(ecran)),
    )


def _read_question(ecran: Ecran) -> FiltrePropositions:
    """What all the widgets show: a click may come before the answer to the one before it."""
    filtre = replace(
        ecran.filtre, recherche=st.session_state.get("w-q", ecran.filtre.recherche) or ""
    )
    for facette in ecran.facettes:
        choix = read_facette(f"w-{facette.nom}", facette.options)
        filtre = filtre.with_facette(facette.nom, choix)
    return filtre


def show_graphique(ecran: Ecran) -> None:
    """Mirrored bars that follow the other filters; a click keeps one theme and one portée."""
    show_figure(
        "Propositions par thème et portée",
        _draw(ecran.donnees, ecran.recherche, ecran.filtre),
        source=source_line(ecran.donnees, ecran.donnees.table("propositions")["source"]),
        cle="barres",
        on_select=lambda ids: _toggle_bar(ecran, *ids[:2]),
        aide="Cliquez sur une barre pour filtrer ; cliquez à nouveau pour revenir.",
    )


# Everybody asks the same few questions: the chart is what the eye waits for after a choice.
@lru_cache(maxsize=128)
def _draw(donnees: Donnees, recherche: Recherche, filtre: FiltrePropositions) -> Dessin:
    """Counts by theme and portée."""
    libre = filtre.with_facette("theme", ()).with_facette("portee", ())
    lignes = filter_propositions(donnees.table("propositions"), libre, recherche).frame
    compte = count_theme_portee(lignes, donnees.table("themes"))
    return bars_propositions(compte, filtre.values("theme"), filtre.values("portee"))


def _toggle_bar(ecran: Ecran, theme: str, portee: str) -> None:
    seul = ecran.filtre.with_facette("theme", (theme,)).with_facette("portee", (portee,))
    libre = ecran.filtre.with_facette("theme", ()).with_facette("portee", ())
    ecran.ask(libre if ecran.filtre == seul else seul)


def show_compte(ecran: Ecran) -> None:
    """The number of results, announced to screen readers, and the chips that remove filters."""
    nombre = len(ecran.lignes)
    phrase = f"**{plural(nombre, 'proposition')} sur {ecran.total}**"
    phrase += search_note(ecran.resultat)
    if nombre == 0:
        phrase += " – retirez un filtre ou essayez un autre mot."
    st.info(phrase, icon=":material/filter_list:")
    suggestion = ecran.resultat.suggestion
    if suggestion and suggestion != ecran.filtre.recherche:
        st.button(
            f"Chercher « {suggestion} »",
            icon=":material/spellcheck:",
            on_click=lambda: ecran.ask(replace(ecran.filtre, recherche=suggestion)),
        )
    show_chips(_chips(ecran), lambda: ecran.ask(FiltrePropositions()))


def _chips(ecran: Ecran) -> list[Puce]:
    filtre = ecran.filtre
    mots = filtre.recherche
    recherche = Puce("q", f"Recherche : {mots}", lambda: ecran.ask(replace(filtre, recherche="")))
    choix = chips_of(ecran.facettes, filtre, ecran.ask)
    return [recherche, *choix] if mots else choix


def show_outils(ecran: Ecran) -> None:
    """Sorting, way of showing, exports."""
    if ecran.lignes.empty:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        tris = {
            cle: mots for cle, mots in TRIS.items() if cle != "pertinence" or ecran.filtre.recherche
        }
        show_choice(
            "Trier par",
            "w-tri",
            tris,
            ecran.affichage.tri if ecran.affichage.tri in tris else "livret",
            lambda tri: ecran.go(
                ecran.filtre, replace(ecran.affichage, tri=cast(Tri, tri), page=1)
            ),
        )
        show_choice(
            "Afficher en",
            "w-vue",
            VUES,
            ecran.affichage.vue,
            lambda vue: ecran.go(
                ecran.filtre, replace(ecran.affichage, vue=cast(Vue, vue), page=1)
            ),
        )
        show_exports(
            ecran.donnees,
            ecran.lignes[published_columns(ecran.lignes)],
            titre="Propositions",
            filtres=describe_filtre(ecran.filtre, ecran.facettes),
            fichier="propositions",
        )


def show_resultats(ecran: Ecran) -> None:
    if ecran.lignes.empty:
        return
    if ecran.affichage.vue == "tableau":
        show_tableau(ecran.lignes, ecran.donnees, ecran.recherche, ecran.filtre)
    else:
        show_cartes(ecran.lignes, ecran.donnees, ecran.recherche, ecran.filtre, ecran.affichage)


def show_reserves_du_fichier(ecran: Ecran) -> None:
    show_reserves(ecran.donnees, [("propositions", None)])


def show_fiche(ecran: Ecran) -> None:
    """The sheet of one proposal, among its neighbours of the filtered list."""
    lexique = lexique_of(ecran.donnees)
    show_fiche_proposition(
        ecran.donnees, ecran.recherche, lexique, ecran.lignes, ecran.filtre, ecran.affichage
    )
