"""The priority zones of the Territoires screen, and the workshops held inside each."""

from functools import lru_cache

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import format_nombre, is_empty
from concertation.analyse.territoires.fiche import DEPARTEMENT, list_zones
from concertation.donnees import Donnees, soft_table
from concertation.interface.elements.provenance import help_of, source_line
from concertation.interface.elements.rangees import show_rows
from concertation.interface.elements.telechargements import heading, show_exports
from concertation.interface.socle.textes import escape


def show_zones(donnees: Donnees) -> None:
    """Nothing when the region publishes none."""
    zones = _zones(donnees)
    if zones.empty:
        return
    with heading("Intercommunalités prioritaires", help_of(donnees, "zones_prioritaires")):
        show_exports(
            donnees,
            zones.drop(columns=["extrait"]),
            titre="Intercommunalités prioritaires",
            filtres="aucun",
            fichier="zones_prioritaires",
        )
    sans = int((zones["ateliers"] == "").sum())
    st.markdown(f"**{sans} sur {len(zones)} sans aucun atelier à l'intérieur.**")
    show_rows(
        _table(donnees),
        alt="Intercommunalités prioritaires et ateliers tenus à l'intérieur",
        markdown=("Nom officiel",),
    )
    st.caption(source_line(donnees, zones["source"]))


# Published facts don't change while they are loaded.
_zones = lru_cache(maxsize=4)(list_zones)


@lru_cache(maxsize=4)
def _table(donnees: Donnees) -> pd.DataFrame:
    zones, territoires = _zones(donnees), soft_table(donnees, "territoires")
    siens = territoires[territoires["niveau"] == DEPARTEMENT]
    noms = dict(zip(siens["code"], siens["nom"], strict=True))
    return pd.DataFrame(
        {
            "Nom du document": zones["nom_document"],
            "Nom officiel": [
                f'[{escape(nom)}](/territoires?territoire={cle} "Ouvrir la fiche, nouvel onglet")'
                for cle, nom in zip(zones["territoire"], zones["nom_officiel"], strict=True)
            ],
            "Département": [noms.get(code, code) for code in zones["code_departement"]],
            "Population": ["" if is_empty(n) else format_nombre(n) for n in zones["population"]],
            "Ateliers à l'intérieur": [tenus or "aucun" for tenus in zones["ateliers"]],
        }
    )
