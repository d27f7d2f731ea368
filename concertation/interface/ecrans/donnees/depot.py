"""« Vérifier mes fichiers »: files dropped by a reader, checked, never stored."""

import streamlit as st

from concertation.analyse.mots.formats import plural
from concertation.donnees import Donnees, check_fichiers
from concertation.interface.elements.champ_fichier import read_champ
from concertation.interface.socle.garde import show_anomalies
from concertation.interface.socle.textes import escape


def show_verification(donnees: Donnees) -> None:
    """Choose files, watch the check advance, read its report."""
    st.markdown(
        "Déposez un ou plusieurs fichiers du contrat (ou une archive zip). Ils sont vérifiés en "
        "mémoire, avec les autres fichiers de l'application pour référence, puis oubliés : "
        "rien n'est enregistré."
    )
    recus = read_champ(
        "Choisissez un ou plusieurs fichiers CSV, ou une archive zip",
        ".csv,.zip,.json,.geojson",
        cle="depot",
        plusieurs=True,
    )
    if recus:
        _show_rapport(donnees, recus)


def _show_rapport(donnees: Donnees, recus: dict[str, bytes]) -> None:
    barre = st.progress(0.0, text="Vérification en cours…")

    def advance(part: float, mot: str) -> None:
        barre.progress(min(part, 1.0), text=escape(mot))

    rapport = check_fichiers(recus, donnees.dossier, advance)
    barre.empty()
    noms = escape(", ".join(rapport.fichiers or tuple(recus)))
    if rapport.anomalies:
        nombre = plural(len(rapport.anomalies), "anomalie")
        st.error(f"{nombre} dans {noms}.", icon=":material/report:")
        show_anomalies(rapport.anomalies)
    else:
        st.success(f"Aucune anomalie dans {noms}.", icon=":material/check_circle:")
    if rapport.consequences:
        st.warning(
            f"{plural(len(rapport.consequences), 'anomalie')} dans les fichiers que vous n'avez "
            "pas déposés, à cause de ceux-ci.",
            icon=":material/warning:",
        )
        show_anomalies(rapport.consequences)
