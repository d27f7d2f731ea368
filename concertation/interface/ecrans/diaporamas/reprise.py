"""Bring a deck from a file: look at it first, and read what these data do not have."""

import datetime as dt
from dataclasses import replace

import streamlit as st

from concertation.analyse.mots.formats import format_date, plural
from concertation.interface.ecrans.diaporamas.ecran import Ecran, open_new
from concertation.interface.elements.champ_fichier import forget_fichier, show_champ_fichier
from concertation.interface.socle.boutons import main_button
from concertation.interface.socle.textes import escape
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.edition import describe_slide
from concertation.restitution.diapos.gardes import describe_missing
from concertation.restitution.diapos.lecture import read_json
from concertation.restitution.diapos.modele import Diaporama, DiaporamaInvalide

_CLE = "diaporama-recu"
ABSENTS_MONTRES = 10


def show_import(ecran: Ecran) -> None:
    """A field for the file, then the deck that it holds; for who may keep one."""
    if not ecran.lieux:
        return
    with st.expander("Importer un diaporama (JSON)", icon=":material/upload:"):
        recu = show_champ_fichier("Fichier exporté par cet écran", ".json", cle=_CLE)
        if recu is None:
            return
        nom, contenu = recu
        try:
            deck = read_json(contenu)
        except DiaporamaInvalide as erreur:
            st.error(f"{escape(nom)} : {escape(str(erreur))}", icon=":material/report:")
            return
        _show_deck(ecran, deck)


def _show_deck(ecran: Ecran, deck: Diaporama) -> None:
    st.markdown(f"**{escape(deck.titre or 'Sans titre')}**  \n{escape(deck.description)}")
    faits = [plural(len(deck.diapos), "diapositive")]
    st.caption(" · ".join(faits))
    if deck.fige_le:
        st.info(
            f"Ce fichier est figé au {format_date(deck.fige_le)}. Importé, il redevient vivant : "
            "ses diapositives montreront les données d'ici, et non ses pages de ce jour-là. Gardez "
            "le fichier si vous y tenez.",
            icon=":material/ac_unit:",
        )
    noms = ecran.noms()
    with st.container(height=240 if len(deck.diapos) > 8 else "content"):
        st.markdown(
            "\n".join(
                f"{r}. {escape(describe_slide(d, noms))}" for r, d in enumerate(deck.diapos, 1)
            )
        )
    absents = describe_missing(deck, Contexte(ecran.donnees, dt.date.today()))
    for phrase in absents[:ABSENTS_MONTRES]:
        st.warning(
            f"{escape(phrase)} Elle est importée, et le dira à l'écran tant que vous ne l'aurez "
            "pas réglée.",
            icon=":material/link_off:",
        )
    if len(absents) > ABSENTS_MONTRES:
        st.warning(f"Et {len(absents) - ABSENTS_MONTRES} autres absences du même ordre.")

    def keep() -> None:
        if open_new(ecran, replace(deck, titre=deck.titre.strip() or "Sans titre"), "importé"):
            forget_fichier(_CLE)

    with st.container(horizontal=True):
        st.button(
            "Importer ce diaporama", icon=":material/upload:", type=main_button(), on_click=keep
        )
        st.button("Abandonner", type="tertiary", on_click=forget_fichier, args=(_CLE,))
