"""Presentation: choose a deck, show it to a room, come back from a question."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from concertation.analyse.adresses import Adresse, choix, entier, texte
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.territoires.noms import choix_territoire, territoire_names
from concertation.donnees import Donnees
from concertation.interface.ecrans.presentation import salle as salles
from concertation.interface.elements.decks import composed, find_deck, fragments, show_place
from concertation.interface.socle.annonce import show_annonce
from concertation.interface.socle.buttons import show_button, show_link
from concertation.interface.socle.champs import show_choice, show_select
from concertation.interface.socle.garde import tell_ignores
from concertation.interface.socle.registre import PRESENTATION, every_ecran
from concertation.interface.socle.session import RETOUR, read_params, write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.contexte import read_contexte
from concertation.recits.contexte import PUBLIC
from concertation.restitution.diapos.composition import describe_pannes
from concertation.restitution.diapos.genres import needs_territoire
from concertation.restitution.diapos.html import scene_css
from concertation.restitution.diapos.modele import Diaporama
from concertation.restitution.diapos.prets import REGIONALE
from concertation.suivi import Acteur

_MESSAGE = "presentation-message"
ORATEUR = "orateur"
# The projector's scene: slides over the whole window, keys answered in the browser. Streamlit's own
# elements can neither fill a screen without its menu, nor set type for twenty metres, nor answer a
# key without asking the server.
_ICI = Path(__file__).parent / "scene"
_SCENE = st.components.v2.component(
    "scene",
    html=(_ICI / "scene.html").read_text(encoding="utf-8"),
    css=scene_css() + (_ICI / "scene.css").read_text(encoding="utf-8"),
    js="".join(
        (_ICI / f"{nom}.js").read_text(encoding="utf-8") for nom in ("touches", "regie", "scene")
    ),
)


@dataclass(frozen=True)
class EtatPresentation(Adresse):
    """What the address says: deck, its territory, slide, window of the speaker, edition shown."""

    diaporama: str = texte("Diaporama")
    territoire: str = choix_territoire()
    diapo: int = entier("Diapositive", bornes=(0, 9999))
    vue: str = choix("Fenêtre", (ORATEUR,))
    edition: str = choix("Édition", ("publique", "complete"))

    @property
    def is_lancee(self) -> bool:
        """Whether slides are shown, over everything else."""
        return bool(self.diaporama and self.diapo)

    @property
    def lecteur(self) -> Acteur | None:
        """Whose edition is shown: anybody's, unless who presents asks for their own."""
        return None if self.edition == "complete" else PUBLIC


def show_presentation(donnees: Donnees) -> None:
    """The slides, or what to choose before."""
    etat, ignores = EtatPresentation.from_params(read_params(), donnees)
    deck = None
    if etat.diaporama:
        deck = find_deck(donnees, etat.diaporama, etat.territoire, etat.lecteur)
        if deck is None and not etat.edition:  # one that is not published has no public edition
            etat = replace(etat, edition="complete")
            deck = find_deck(donnees, etat.diaporama, etat.territoire)
    deck = salles.with_vote(deck, etat.territoire)
    if deck is not None and etat.is_lancee and not needs_territoire(deck, etat.territoire):
        _show_deck(donnees, deck, etat)
        return
    if etat.is_lancee:
        # There is nothing to show over the window: the menu comes back with the choice.
        st.switch_page(PRESENTATION.chemin, query_params=replace(etat, diapo=0).to_params())
    st.title("Présentation", anchor=False)
    show_place()
    tell_ignores(ignores)
    if etat.diaporama and deck is None:
        st.warning(
            f"Le diaporama « {escape(etat.diaporama[:60])} » n’existe pas, ou n’existe plus : "
            "voici la restitution régionale.",
            icon=":material/link_off:",
        )
    etat = replace(etat, diaporama=deck.id if deck else REGIONALE)
    regionale = find_deck(donnees, REGIONALE, etat.territoire)
    deck = deck or salles.with_vote(regionale, etat.territoire)
    if deck is not None:
        st.header(escape(deck.titre), anchor=False)
        if needs_territoire(deck, etat.territoire):
            show_select(
                "Pour quel territoire ?", "w-presentation-lieu", territoire_names(donnees), "",
                lambda lieu: write_params(replace(etat, territoire=lieu).to_params()),
                "Choisissez le territoire de ce diaporama", width=420,
            )  # fmt: skip
            return
        _show_start(donnees, deck, etat)
        show_annonce()
        salles.show_salle(donnees, deck, etat.territoire)


def _show_start(donnees: Donnees, deck: Diaporama, etat: EtatPresentation) -> None:
    """What the deck holds, what is wrong with it, and the way to its first slide."""
    if deck.description:
        st.markdown(escape(deck.description))
    pages = composed(donnees, deck, etat.territoire, etat.lecteur)
    if not read_contexte(donnees).acteur.reads_public_only:
        show_choice(
            "Édition projetée", "w-presentation-edition", {"": "Publique", "complete": "Complète"},
            etat.edition.removeprefix("publique"),
            lambda v: write_params(replace(etat, edition=v).to_params()),
            "Publique : celle des téléphones d’une salle, sans brouillon ni nom. Complète : "
            "à ne montrer qu’à qui peut lire les brouillons.",
        )  # fmt: skip
    if deck.fige_le:
        st.caption(f"Figé : ses données sont celles du {format_date(deck.fige_le)}.")
    pannes = describe_pannes(pages)
    if pannes:
        compte = plural(len(pannes), "diapositive montrée", "diapositives montrées")
        liste = "\n".join(f"- {escape(phrase)}" for phrase in pannes)
        st.warning(f"{compte} en partie seulement.\n\n{liste}", icon=":material/report:")
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        mots, premiere = f"Démarrer ({plural(len(pages), 'diapositive')})", replace(etat, diapo=1)
        start = partial(write_params, premiere.to_params())
        show_button(mots, "slideshow", start, type="primary")
        st.caption(
            "Flèches, espace ou télécommande pour avancer ; **O** fenêtre de l’orateur, **S** "
            "salle, **?** toutes les touches, **Échap** quitte.", width="content",
        )  # fmt: skip
    with st.expander("Ce qu’il contient"):
        titres = (" – ".join(filter(None, (page.titre, page.surtitre))) for page in pages)
        st.markdown("\n".join(f"{rang}. {escape(titre)}" for rang, titre in enumerate(titres, 1)))


def _show_deck(donnees: Donnees, deck: Diaporama, etat: EtatPresentation) -> None:
    lignes, empreinte = fragments(donnees, deck, etat.territoire, etat.lecteur)
    salle = salles.current_salle(deck.id, etat.territoire)
    # `empreinte` changes when the pages do; `message` is a sentence to show over the slide.
    geste: Mapping[str, Any] | None = _SCENE(
        key="scene",
        data={
            "pages": lignes,
            "rang": min(etat.diapo, len(lignes)),
            "vue": etat.vue,
            "deck": f"{deck.id} {etat.territoire}",
            "empreinte": empreinte,
            "salle": salles.describe_salle(salle) if salle else None,
            "message": html.escape(st.session_state.pop(_MESSAGE, "")),
        },
        on_geste_change=lambda: None,
    ).geste
    if geste is None:
        return
    # What a key asked of the server (« ecran », « salle », « quitter »), on which slide.
    pages = composed(donnees, deck, etat.territoire, etat.lecteur)
    rang = min(max(1, int(geste.get("rang") or 1)), len(pages))
    ici = replace(etat, diapo=rang, vue="")
    if geste.get("quoi") == "salle":
        phrase = salles.open_salle(donnees, deck, etat.territoire, rang)
        st.session_state[_MESSAGE] = phrase
        # The room and the screen show the same pages.
        write_params(replace(ici, edition=ici.edition if phrase else "publique").to_params())
        st.rerun()
    if geste.get("quoi") == "retrouver":
        salles.find_salle(geste, deck.id, etat.territoire, rang)
        st.rerun()
    if geste.get("quoi") == "quitter":
        st.switch_page(PRESENTATION.chemin, query_params=replace(ici, diapo=0).to_params())
    chemin, _, params = pages[rang - 1].ecran.partition("?")
    ecran = next((e for e in every_ecran() if chemin and e.url_path == chemin), None)
    if ecran is not None:
        st.session_state[RETOUR] = ici.to_params()
        st.switch_page(ecran.chemin, query_params=parse_qs(params))


def show_retour(url_path: str) -> None:
    """On a screen opened from a slide: the key that came here goes back."""
    if url_path == PRESENTATION.url_path:
        st.session_state.pop(RETOUR, None)
    if (params := st.session_state.get(RETOUR)) is None:
        return
    # A link, which `serveur/clavier.js` follows: by `switch_page` Back would lose the filters.
    with st.container(horizontal=True, gap="small", key="retour"):
        show_link(PRESENTATION, "Revenir à la présentation (Q)", params)
        if st.button("Rester ici", type="tertiary"):
            st.session_state.pop(RETOUR)
            st.rerun()
