"""The timeline of a roadmap, and what it announces."""

import streamlit as st

from concertation.analyse.feuille_route.lecture import list_faits, perspectives_of
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.noms import name_territoires
from concertation.graphiques.dessins import frise_faits
from concertation.interface.ecrans.feuille_route.ecran import Ecran, show_opener
from concertation.interface.elements.blocs import list_markdown
from concertation.interface.elements.figures import show_figure
from concertation.interface.elements.provenance import source_line
from concertation.interface.socle.session import is_phone
from concertation.interface.socle.textes import escape

# A laptop's main column, in pixels.
LARGEUR = 720


def show_frise(ecran: Ecran) -> None:
    """Dated facts, each on the line of its action; a click opens the action."""
    faits = list_faits(ecran.donnees, ecran.feuille["id"])
    if faits.empty:
        st.header("Faits datés", anchor=False)
        st.markdown("Aucun fait daté n'est publié pour cette feuille de route.")
        return

    show_figure(
        f"{plural(len(faits), 'fait daté', 'faits datés')}, par action",
        frise_faits.timeline_faits(faits, ecran.titres, 0 if is_phone() else LARGEUR),
        source=source_line(ecran.donnees, faits["source"]),
        cle="frise",
        on_select=lambda ids: ecran.open_action(ids[1]),
        scrolls=True,
        aide="Un losange est un jour ou un mois, une barre ce qui dure plus longtemps. "
        "Cliquez sur l'un d'eux pour ouvrir la fiche de son action.",
    )


def show_perspectives(ecran: Ecran) -> None:
    """What is announced, action by action then in general, to the letter."""
    st.header("Par action", anchor=False)
    with st.grid(2, min_column_width=330, gap="small"):
        for cle, titre in ecran.titres.items():
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.subheader(escape(titre), anchor=False)
                st.markdown(list_markdown(ecran.recit(cle).suites))
                show_opener(ecran, cle, "Fiche : ")
    _show_generales(ecran)


def _show_generales(ecran: Ecran) -> None:
    generales = perspectives_of(ecran.donnees, ecran.feuille["id"])
    st.header("Perspectives générales", anchor=False)
    if generales.empty:
        st.markdown("Aucune perspective générale n'est publiée.")
        return
    rubriques: dict[str, list[str]] = {}
    for ligne in list_records(generales.sort_values("ordre", kind="stable")):
        rubriques.setdefault(str(ligne["rubrique"]) or "Sans rubrique", []).append(ligne["texte"])
    for rubrique in dict.fromkeys(generales["rubrique"].tolist()):
        nom = rubrique or "Sans rubrique"
        lieux = generales[generales["rubrique"] == rubrique]["territoire"].tolist()
        lieu = " et ".join(
            dict.fromkeys(n for c in lieux if (n := name_territoires(ecran.donnees, c)))
        )
        with st.expander(f"{escape(nom)}" + (f" – {escape(lieu)}" if lieu else "")):
            for texte in rubriques[nom]:
                st.markdown(escape(texte))
    st.caption(f"Textes repris à la lettre. {source_line(ecran.donnees, generales['source'])}")
