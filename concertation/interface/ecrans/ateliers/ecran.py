"""The parts of the Ateliers screen."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import find_row
from concertation.analyse.mots.formats import plural
from concertation.analyse.selection import propositions as selection
from concertation.analyse.selection.facettes import Facette, facettes_of_ateliers
from concertation.analyse.selection.filtres import FiltreAteliers
from concertation.analyse.selection.propositions import describe_filtre
from concertation.donnees import Donnees, soft_geo
from concertation.graphiques.carte import cartes as carte
from concertation.graphiques.dessin import Dessin
from concertation.interface.elements.figures import show_figure, show_rows
from concertation.interface.elements.pagination import show_neighbours
from concertation.interface.elements.provenance import carte_source, show_reserves, source_line
from concertation.interface.elements.telechargements import heading, show_exports
from concertation.interface.socle import champs
from concertation.interface.socle.registre import ATELIERS
from concertation.interface.socle.session import is_narrow, write_params
from concertation.interface.socle.textes import escape, screen_link
from concertation.recits.reperes import PERIODE, play_roles, target_roles

# More values than this would push the map off a phone's screen: they fold.
OPTIONS_DEPLIEES = 8
# Three fifths of a laptop's main column, in pixels.
LARGEUR_CARTE = 560


@dataclass(frozen=True)
class EcranAteliers:
    """What the screen shows in this run."""

    donnees: Donnees
    filtre: FiltreAteliers

    @property
    def ateliers(self) -> pd.DataFrame:
        return self.donnees.table("ateliers")

    @cached_property
    def retenus(self) -> pd.DataFrame:
        return selection.filter_ateliers(self.ateliers, self.filtre)

    @cached_property
    def facettes(self) -> list[Facette]:
        return facettes_of_ateliers(self.ateliers)

    def ask(self, filtre: FiltreAteliers) -> None:
        write_params(filtre.to_params())

    def open_fiche(self, identifiant: str) -> None:
        self.ask(replace(self.filtre, fiche=identifiant))


def show_filtres(ecran: EcranAteliers) -> None:
    for facette in ecran.facettes:
        choisis = len(ecran.filtre.values(facette.nom))
        suite = f" ({plural(choisis, 'choisi')})" if choisis else ""
        with (
            st.expander(f"{facette.libelle}{suite}", icon=":material/filter_alt:")
            if len(facette.options) > OPTIONS_DEPLIEES
            else nullcontext()
        ):
            champs.show_facettes(
                [facette],
                ecran.filtre,
                lambda nom: selection.count_facette_ateliers(ecran.ateliers, ecran.filtre, nom),
                lambda: ecran.ask(champs.read_facettes(ecran.facettes, ecran.filtre)),
            )


def show_compte(ecran: EcranAteliers) -> None:
    """The number of workshops, announced to screen readers, and the chips."""
    nombre = plural(len(ecran.retenus), "atelier")
    st.info(f"**{nombre} sur {len(ecran.ateliers)}**", icon=":material/filter_list:")
    puces = champs.chips_of(ecran.facettes, ecran.filtre, ecran.ask)
    champs.show_chips(puces, lambda: ecran.ask(FiltreAteliers(fiche=ecran.filtre.fiche)))


@lru_cache(maxsize=64)
def _draw(donnees: Donnees, filtre: FiltreAteliers, phone: bool) -> Dessin:
    """The map, worked out once for each question."""
    ateliers = donnees.table("ateliers")
    return carte.map_ateliers(
        ateliers,
        soft_geo(donnees, "departements"),
        selection=(filtre.fiche,) if filtre.fiche else (),
        en_avant=set(selection.filter_ateliers(ateliers, filtre)["id"]),
        compact=phone,
        actif_departements=filtre.values("departement"),
        largeur=None if phone else LARGEUR_CARTE,
    )


def show_carte(ecran: EcranAteliers) -> None:
    show_figure(
        "Carte des ateliers",
        _draw(ecran.donnees, ecran.filtre, is_narrow()),
        source=carte_source(ecran.donnees),
        cle="carte",
        on_select=lambda ids: ecran.open_fiche("" if ids[0] == ecran.filtre.fiche else ids[0]),
        on_area=lambda ids: _toggle_departement(ecran, ids[0]),
        scrolls=True,
        aide="Cliquez sur un atelier pour ouvrir sa fiche, sur un département pour le filtrer.",
        reserves=target_roles(ecran.donnees, "ateliers", PERIODE),
    )
    sans_point = ecran.retenus[ecran.retenus["latitude"].isna() | ecran.retenus["longitude"].isna()]
    if len(sans_point):
        st.caption(f"Sans position publiée : {escape(', '.join(sans_point['nom']))}.")


def _toggle_departement(ecran: EcranAteliers, departement: str) -> None:
    seul = ecran.filtre.values("departement") == (departement,)
    ecran.ask(ecran.filtre.with_facette("departement", () if seul else (departement,)))


def show_fiche(ecran: EcranAteliers) -> None:
    """The sheet of the chosen workshop, or how to choose one."""
    ligne = find_row(ecran.ateliers, ecran.filtre.fiche)
    st.header("Fiche de l’atelier", anchor=False)
    noms = dict(zip(ecran.retenus["id"], ecran.retenus["nom"], strict=True))
    if ligne is not None:
        noms.setdefault(ecran.filtre.fiche, ligne["nom"])
    # The same choice by keyboard as by a click on the map.
    choisi = ecran.filtre.fiche if ecran.filtre.fiche in noms else ""
    champs.show_select(
        "Atelier", "w-fiche", noms, choisi, ecran.open_fiche, "Choisissez un atelier"
    )
    with st.container(horizontal=True, gap="small"):
        mots = ("Précédent", "Suivant")
        show_neighbours(list(noms), ecran.filtre.fiche, ecran.open_fiche, mots, place=False)
        if ecran.filtre.fiche:
            st.button("Fermer la fiche", type="tertiary", on_click=lambda: ecran.open_fiche(""))
    if ligne is None:
        st.markdown("Choisissez un atelier sur la carte ou dans la liste pour lire sa fiche.")
        return
    faits, non_publies = selection.describe_atelier(ligne)
    st.table(
        {
            escape(fait.libelle): escape(fait.valeur)
            + (f" :small[({escape(fait.precision)})]" if fait.precision else "")
            for fait in faits
        },
        border="horizontal",
        alt=f"Fiche de l’atelier de {ligne['nom']}",
    )
    if non_publies:
        st.markdown(f"**Non publié :** {escape(', '.join(non_publies))}.")
    st.caption(source_line(ecran.donnees, [ligne["source"]]))


def show_tableau(ecran: EcranAteliers) -> None:
    with heading("Liste des ateliers"):
        show_exports(
            ecran.donnees,
            ecran.retenus,
            "Ateliers",
            describe_filtre(ecran.filtre, ecran.facettes),
            "ateliers",
        )
    if ecran.retenus.empty:
        st.markdown("Aucun atelier ne répond à ces filtres : retirez-en un.")
        return
    show_rows(
        _table(ecran.donnees, ecran.filtre),
        alt="Ateliers retenus par les filtres",
        markdown=("Atelier",),
    )


def show_reserves_ateliers(ecran: EcranAteliers) -> None:
    reperes = [("reperes", r["id"]) for r in play_roles(ecran.donnees, "ateliers", PERIODE)]
    show_reserves(ecran.donnees, [("ateliers", None), *reperes])


@lru_cache(maxsize=64)
def _table(donnees: Donnees, filtre: FiltreAteliers) -> pd.DataFrame:
    lignes = selection.filter_ateliers(donnees.table("ateliers"), filtre)
    return pd.DataFrame(
        {
            "Atelier": [
                screen_link(ATELIERS, nom, fiche=cle)
                for cle, nom in zip(lignes["id"], lignes["nom"], strict=True)
            ],
            "Commune": lignes["commune"],
            "Département": lignes["departement"],
            "Arrondissement": lignes["arrondissement"],
            "CTS": lignes["cts"],
            "Date": [selection.date_of_atelier(a) for a in lignes.to_dict("records")],
        }
    )
