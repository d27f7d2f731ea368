"""À faire: the page of somebody with a profile, what waits for them first."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from concertation.analyse.adresses import Adresse, drapeau
from concertation.analyse.lignes import find_row
from concertation.analyse.territoires.noms import choix_territoire, name_comite
from concertation.donnees import soft_table
from concertation.interface.elements.telechargements import link_document
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.garde import guard
from concertation.interface.socle.identite import owner_of_drafts
from concertation.interface.socle.registre import (
    ACCUEIL,
    ENGAGEMENTS,
    PRESENTATION,
    RESTITUER,
    every_ecran,
)
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.changements import show_changements
from concertation.interface.suivi.ecran import TENUE, opened, show_filtre
from concertation.interface.suivi.noms import format_moment, start_of_day
from concertation.interface.suivi.revue import EcranRevue
from concertation.recits.a_faire import Tache, tell_comite, tell_direction, tell_engagements
from concertation.recits.contexte import Contexte
from concertation.restitution.diapos.prets import COMITE, REGIONALE, REVUE, ready_decks
from concertation.restitution.fabrication.fichiers import DIAPORAMA

CONSULTATION = {"vue": "consultation"}
_ECRANS = {ecran.url_path: ecran for ecran in every_ecran()}
ShowSalle = Callable[[Any, Any, str], None]


@dataclass(frozen=True)
class EtatAFaire(Adresse):
    """What the address says: for which of one's committees; the consultation instead."""

    territoire: str = choix_territoire()
    consultation: bool = drapeau("Afficher", "consultation", nom="vue")


class EcranAFaire(EcranRevue[EtatAFaire]):
    """What waits for a person."""

    adresse = EtatAFaire

    @property
    def siens(self) -> dict[str, str]:
        """The territories of the committees of this person."""
        return {cle: nom for cle, nom in self.lieux.items() if cle in self.acteur.territoires}

    @property
    def territoire(self) -> str:
        """The committee's, "" for who has none."""
        choisi = self.etat.territoire
        return choisi if choisi in self.siens else next(iter(self.siens), "")

    @property
    def niveau(self) -> str:  # type: ignore[override]
        ici = find_row(soft_table(self.donnees, "territoires"), self.territoire)
        return "departement" if ici is None else str(ici["niveau"])


def _read_taches(
    ecran: EcranAFaire, territoire: str, depuis: dt.date
) -> tuple[list[Tache], list[Tache]]:
    attention = ecran.read_attention()
    contexte = Contexte(ecran.donnees, ecran.jour, ecran.acteur, ecran.store)
    if territoire:
        siens = attention[attention["territoire"] == territoire]
        return list(tell_comite(contexte, territoire, siens)), []
    avant = ecran.store.points_etape.latest(ecran.acteur, recorded_before=start_of_day(depuis))
    return list(tell_direction(contexte, attention)), list(tell_engagements(contexte, avant))


def show_a_faire(show_salle: ShowSalle) -> None:
    """The whole page; `show_salle` opens the room of a deck."""
    with opened(EcranAFaire, lambda _: "À faire") as ecran:
        show_link(ACCUEIL, "La concertation en un écran", CONSULTATION, "home")
        if not ecran.acteur.reads_public_only:
            with guard():
                _show_suivi(ecran)
        with guard():
            _show_presenter(ecran, show_salle)


def _show_suivi(ecran: EcranAFaire) -> None:
    territoire = ecran.territoire
    if territoire:
        st.markdown(f"**{escape(name_comite(ecran.donnees, territoire))}**")
    if len(ecran.siens) > 1:
        show_filtre(ecran, "territoire", options=ecran.siens, width=420)
    ici = (territoire, ecran.read_changements(territoire)[1])
    taches, engagements = ecran.recall_today(lambda: _read_taches(ecran, *ici), *ici)
    if engagements:
        show_link(ENGAGEMENTS, "Commencer la revue", {"revue": "guidee"}, "play_circle")
    gauche, droite = st.columns([3, 2], gap="large")
    with gauche:
        _show_taches(taches)
        if not taches:
            st.markdown("Rien n’attend.")
        _show_brouillons(ecran)
    with droite:
        if engagements:
            st.header("Les engagements", anchor=False)
            _show_taches(engagements)
        show_changements(ecran, territoire)


def _show_brouillons(ecran: EcranAFaire) -> None:
    """What was typed and not recorded, each where it waits."""
    for brouillon in ecran.store.brouillons.list(owner_of_drafts()):
        chemin, _, question = brouillon.adresse.partition("?")
        if cible := _ECRANS.get(chemin):
            quand = format_moment(dt.datetime.fromisoformat(brouillon.quand))
            tenue, params = brouillon.forme == TENUE, parse_qs(question)
            titre = "Séance que vous tenez" if tenue else f"Brouillon – {cible.titre}"
            mots = f"{'depuis' if tenue else 'saisi'} le {quand}"
            _show_taches([Tache(titre, mots, "Reprendre", chemin, params)])


def _show_taches(taches: Iterable[Tache]) -> None:
    for tache in taches:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{escape(tache.titre)}**  \n{escape(tache.detail)}", width="stretch")
            show_link(_ECRANS[tache.ecran], tache.geste, tache.params, "arrow_forward")


def _show_presenter(ecran: EcranAFaire, show_salle: ShowSalle) -> None:
    """The next deck: to rehearse, to show, to take away; its room and the telephones' code."""
    territoire = ecran.territoire
    cle = COMITE if territoire else REGIONALE if ecran.acteur.reads_public_only else REVUE
    deck = ready_decks(ecran.donnees, territoire)[cle]
    st.header(f"Présenter : {escape(deck.titre)}", anchor=False)
    params = {"diaporama": deck.id} | ({"territoire": territoire} if territoire else {})
    with st.container(horizontal=True, gap="small"):
        show_link(PRESENTATION, "Démarrer", params | {"diapo": "1"}, "slideshow")
        repeter = params | {"diapo": "1", "vue": "orateur"}
        show_link(PRESENTATION, "Répéter, avec les notes", repeter, "co_present")
        link_document("Fichiers", DIAPORAMA + deck.id, territoire=territoire)
        show_link(RESTITUER, "Un autre diaporama")
    show_salle(ecran.donnees, deck, territoire)
