"""The sheet of a « dispositif », on the screen of its file."""

import streamlit as st

from concertation.donnees import Donnees, soft_table
from concertation.interface.elements.blocs import show_blocs
from concertation.interface.elements.provenance import show_reserves, source_line
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.session import write_params
from concertation.interface.socle.textes import escape
from concertation.recits.publies import tell_dispositif

FICHIER = "dispositifs"


def names_of_dispositifs(donnees: Donnees) -> dict[str, str]:
    """Names by id, in the order of the file."""
    table = soft_table(donnees, FICHIER)
    return dict(zip(table["id"].tolist(), table["nom"].tolist(), strict=True))


def show_dispositif(donnees: Donnees, choisi: str) -> bool:
    """The choice of a sheet, and the sheet: whether one is open."""
    show_select(
        "Fiche d’un dispositif", "w-dispositif", names_of_dispositifs(donnees), choisi,
        lambda cle: write_params({"fichier": [FICHIER], **({"fiche": [cle]} if cle else {})}),
        "Choisissez un dispositif", width=460,
    )  # fmt: skip
    recit = tell_dispositif(donnees, choisi)
    if recit is None:
        return False
    st.header(escape(recit.nom), anchor=False)
    for section in recit.sections:
        st.subheader(escape(section.titre), anchor=False)
        show_blocs(section)
    st.caption(source_line(donnees, recit.sources))
    show_reserves(donnees, recit.cibles)
    return True
