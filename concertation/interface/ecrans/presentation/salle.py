"""The room of a presentation: its address and code, for telephones that follow the slides."""

import html
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.request import urlopen

import streamlit as st

from concertation.acces import current_voie
from concertation.donnees import Donnees
from concertation.exploitation import debits
from concertation.graphiques.lecteurs.svg import qr_svg
from concertation.interface.ecrans.presentation.vote import show_questions, show_vote
from concertation.interface.elements.decks import public_fragments
from concertation.interface.socle.annonce import announce
from concertation.interface.socle.buttons import show_button
from concertation.interface.socle.demandeur import current_demandeur
from concertation.interface.socle.identite import may_record
from concertation.interface.socle.partage import reach_room
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.partage import attempt, current_store, show_geste
from concertation.restitution.diapos.modele import Diapo, Diaporama
from concertation.suivi import ErreurSuivi, StoreIndisponible
from concertation.suivi.verbes.salles import TropDeSalles

_CLE = "salle"
PAR_PERSONNE = 5
# The codes of the rooms of each person, or device; two hundred telephones open none.
_SIENNES: defaultdict[str, set[str]] = defaultdict(set)
LOCALE = (
    "Le serveur n’écoute que cette machine : aucun téléphone ne peut l’atteindre. Relancez-le avec "
    "`-- --salle 0.0.0.0:8600` : les pages de la salle, et elles seules, seront sur le réseau."
)


@dataclass(frozen=True)
class Salle:
    """A room that this session opened on a deck."""

    code: str
    jeton: str
    diaporama: str
    territoire: str


def current_salle(diaporama: str, territoire: str) -> Salle | None:
    """The room that this session opened on this deck, if any."""
    salle = st.session_state.get(_CLE)
    if isinstance(salle, Salle) and (salle.diaporama, salle.territoire) == (diaporama, territoire):
        return salle
    return None


def with_vote(deck: Diaporama | None, territoire: str) -> Diaporama | None:
    """The deck, ended by what its room last voted once that is shown."""
    salle = deck and current_salle(deck.id, territoire)
    if not deck or not salle or not current_store().votes.shown(salle.code):
        return deck
    return replace(deck, diapos=(*deck.diapos, Diapo("vote", "vote", {"salle": salle.code})))


def describe_salle(salle: Salle) -> dict[str, Any]:
    """What the scene needs: the address in words and as a code, and where positions are sent."""
    adresse, pourquoi = reach_room(salle.code)
    return {
        "adresse": html.escape(adresse),
        "qr": "" if pourquoi else qr_svg(adresse),
        "api": f"salle/{salle.code}/position",
        "jeton": salle.jeton,
        "note": LOCALE.replace("`", "") if pourquoi else "",
        # What the tab keeps, to find the room again after a reload.
        "cle": {"code": salle.code, "jeton": salle.jeton,
                "deck": f"{salle.diaporama} {salle.territoire}"},
    }  # fmt: skip


def find_salle(dite: Mapping[str, Any], diaporama: str, territoire: str, position: int) -> None:
    """Take again the room that this tab opened before it was reloaded, if its token moves it."""
    code, jeton = str(dite.get("code")), str(dite.get("jeton"))
    salles = current_store().salles
    etat = attempt(lambda: salles.state(code))
    if etat and not etat.close and attempt(lambda: salles.move(code, jeton, position)):
        st.session_state[_CLE] = Salle(code, jeton, diaporama, territoire)


def open_salle(donnees: Donnees, deck: Diaporama, territoire: str, position: int) -> str:
    """Open a room on the public pages of a deck; a French sentence when it can't be, else "".

    For whoever came in by a way that lets them record.
    """
    if not may_record():
        if current_voie() != "local":
            return "Connectez-vous avec un profil qui saisit pour ouvrir une salle."
        return "Une salle s’ouvre sur la machine qui sert l’application, à son adresse locale."
    vues = public_fragments(donnees, deck.id, territoire)
    ouverte = {"deck": deck.id, "territoire": territoire, "pages": vues}
    pages = json.dumps(ouverte, ensure_ascii=False)
    siennes = _SIENNES[current_demandeur()["qui"]]
    try:
        salles = current_store().salles
        etats = {code: salles.state(code) for code in siennes}
        siennes.intersection_update(cle for cle, etat in etats.items() if etat and not etat.close)
        if len(siennes) >= PAR_PERSONNE:
            return f"Vous avez déjà {PAR_PERSONNE} salles ouvertes : terminez-en une."
        code, jeton = salles.open(deck.titre, pages, position)
    except (StoreIndisponible, TropDeSalles) as erreur:
        return str(erreur)
    siennes.add(code)
    st.session_state[_CLE] = Salle(code, jeton, deck.id, territoire)
    return ""


def close_salle(salle: Salle) -> None:
    """End it: telephones go to the public screens."""
    etat = attempt(lambda: current_store().salles.state(salle.code))
    position = etat.position if etat is not None else 1
    attempt(lambda: current_store().salles.move(salle.code, salle.jeton, position, close=True))
    st.session_state.pop(_CLE, None)


def _check(adresse: str, code: str) -> None:
    """Say what can be known from here of whether a telephone gets through."""
    try:
        urlopen(adresse, timeout=3).close()  # noqa: S310 (an address of ours)
    except OSError as erreur:
        phrase = "Rien ne répond à cette adresse : le réseau a changé, ou un pare-feu l’arrête."
        raise ErreurSuivi(phrase) from erreur
    announce(
        "Cette machine lit la salle ; elle ne voit ni les pare-feu, ni le Wi-Fi : essayez avec un "
        f"téléphone. Appareils venus jusqu’ici : {debits.LECTURES.count(code)}."
    )


def show_salle(donnees: Donnees, deck: Diaporama, territoire: str) -> None:
    """On the screen before the slides: open the room, show its code, end it."""
    st.header("La salle", anchor=False)
    salle = current_salle(deck.id, territoire)
    if salle is None:
        st.markdown(
            "Les personnes présentes peuvent suivre les diapositives sur leur téléphone, dans leur "
            "édition publique. Pendant la présentation, la touche S montre l’adresse et son code."
        )
        if st.button("Ouvrir une salle", icon=":material/qr_code:"):
            phrase = open_salle(donnees, deck, territoire, 1)
            if phrase:
                st.error(escape(phrase), icon=":material/report:")
            else:
                st.rerun()
        return
    adresse, pourquoi = reach_room(salle.code)
    with st.container(horizontal=True, gap="medium"):
        if not pourquoi:
            st.image(qr_svg(adresse), width=220, alt="Code à lire avec un téléphone")
        with st.container():
            st.markdown(f"**Salle ouverte** : [{escape(adresse)}](<{adresse}>)")
            st.markdown(f"Code : **{salle.code}**")
            if pourquoi:
                st.warning(LOCALE, icon=":material/wifi_off:")
            show_geste("Vérifier l’accès", partial(_check, adresse, salle.code), "")
            show_button(
                "Terminer la séance", "logout", partial(close_salle, salle), type="secondary",
                help="Les téléphones passent aux fichiers ; les questions s’effacent.",
            )  # fmt: skip
    show_questions(salle.code)
    show_vote(donnees, salle.code, deck.id)
