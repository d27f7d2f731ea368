"""The frame around each screen: menu, footer, and what happens before and after a page."""

from collections.abc import Iterable
from copy import copy
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import streamlit as st

from concertation.analyse.adresses import known_names
from concertation.analyse.mots.formats import format_date
from concertation.donnees import Donnees
from concertation.donnees.schemas import load_schemas
from concertation.exploitation.metriques import measure_rerun
from concertation.exploitation.traces import number
from concertation.interface import ecrans as tous
from concertation.interface.socle import registre, session
from concertation.interface.socle.annonce import start_reading
from concertation.interface.socle.buttons import page_of, show_link
from concertation.interface.socle.garde import guard, shorten, tell_ignores
from concertation.interface.socle.identite import administers, current_acteur, show_identite
from concertation.interface.socle.textes import escape
from concertation.restitution.diapos.charte import current_charte
from concertation.suivi.socle.adresse import default_url, may_hold_rows

NOMS_CITES = 3
CHAMP, _QUESTION = "w-chercher", "question-posee"
ICONE = Path(__file__).with_name("icone.svg")


def run_ecran() -> None:
    """Number the run, count it, draw the screen."""
    number()
    with measure_rerun() as passage:
        _route(passage)


def _route(passage: list[str]) -> None:
    """Route to the asked screen and draw it inside the frame."""
    donnees = session.current_donnees()
    nom = str(donnees.metadonnees.get("nom") or "Concertation")
    # The icon is set before the router: a Material icon would be fetched from an outside host.
    st.set_page_config(page_title=nom, page_icon=str(ICONE), layout="wide")
    # No `help`: the bubble of a link lies over the link above it, and takes its click.
    # Copies: each run marks the one that it runs.
    page = st.navigation([copy(page_of(e)) for e in registre.every_ecran()], position="hidden")
    passage.append(page.url_path)
    session.confirm_address(page.url_path)
    st.set_page_config(page_title=f"{page.title} – {nom}")
    if presents(page.url_path):
        with guard():
            page.run()
        return
    if (charte := current_charte()).logo is not None:
        st.logo(charte.image, size="large")
    _show_menu(donnees, nom, page.url_path)
    if session.RETOUR in st.session_state:
        # Loaded by those who present only.
        from concertation.interface.ecrans.presentation.ecran import show_retour

        show_retour(page.url_path)
    if may_hold_rows(default_url()):
        # The database libraries take longer to load than the home page takes to show.
        from concertation.interface.suivi.partage import show_fictif

        with guard():
            show_fictif()
    _tell_names()
    with guard(_watch_return):
        page.run()
    _show_footer(donnees)
    start_reading()


def presents(url_path: str) -> bool:
    """Whether this address shows slides: then neither menu nor footer is drawn."""
    params = st.query_params
    return url_path == registre.PRESENTATION.url_path and bool(
        params.get("diaporama") and params.get("diapo")
    )


def _tell_names() -> None:
    """What the address names and no screen reads: mostly the end of a link that was cut."""
    inconnus = set(session.read_params()) - {session.PARAM_LIENS} - known_names()
    if inconnus:
        # A column may be a filter.
        inconnus.difference_update(*(schema.colonnes for schema in load_schemas().values()))
    if inconnus:
        # Those of the screens that nobody has opened yet.
        for module in walk_packages(tous.__path__, f"{tous.__name__}."):
            import_module(module.name)
    tell_ignores(
        f"« {shorten(nom)} » : aucun écran ne lit ce nom. L’adresse a pu être coupée."
        for nom in sorted(inconnus - known_names())[:NOMS_CITES]
    )


def _watch_return() -> None:
    # Loaded by those who read follow-up only.
    from concertation.interface.suivi.partage import watch_return

    watch_return()


def _show_menu(donnees: Donnees, nom: str, ici: str) -> None:
    """The links to the screens and the profile; `ici` is the address of this screen."""
    # Links instead of the native menu: its sections break the list markup (axe « list »).
    if session.is_phone():
        with st.container(horizontal=True, gap="small"):
            # Another window on each screen: a choice closes it, where the side menu stays open.
            with st.popover("Menu", icon=":material/menu:", key=f"menu-{ici}"):
                _show_links()
            show_identite(donnees)
        return
    with st.sidebar:
        st.markdown(f"**{escape(nom)}**")
        # Above the links: its window opens downwards and needs the height of the screen.
        show_identite(donnees)
        _show_links()


def _show_links() -> None:
    """What the role starts from, then all screens, folded."""
    _show_champ()
    acteur, accueil = current_acteur(), registre.ACCUEIL
    # Whoever has a profile finds « À faire » at the address of the home page.
    consultation = {"vue": ["consultation"]} if acteur.nom else {}

    def show(ecrans: Iterable[registre.Ecran]) -> None:
        for ecran in ecrans:
            params = session.links_params() | (consultation if ecran is accueil else {})
            st.page_link(page_of(ecran), width="stretch", query_params=params)

    menu = registre.MENUS[acteur.role]
    show(registre.A_FAIRE if acteur.nom and ecran is accueil else ecran for ecran in menu)
    with st.expander("Tout", icon=":material/apps:", key="w-tout", on_change="rerun") as tout:
        if tout.open:
            for section, ecrans in registre.SECTIONS.items():
                st.caption(section)
                show(e for e in ecrans if not e.partie and (not e.reserve or administers()))


def _show_champ() -> None:
    """The field that searches everything; Ctrl+K leads to it (`serveur/clavier.js`)."""

    def ask() -> None:
        st.session_state[_QUESTION] = st.session_state[CHAMP]
        st.session_state[CHAMP] = ""

    st.text_input(
        "Chercher partout", key=CHAMP, type="search", icon=":material/search:", on_change=ask,
        placeholder="Chercher partout (Ctrl + K)", label_visibility="collapsed",
    )  # fmt: skip
    if question := st.session_state.pop(_QUESTION, ""):
        st.switch_page(registre.RECHERCHE.chemin, query_params={"q": question})


def _show_footer(donnees: Donnees) -> None:
    """Sources, date of the data, licences and the legal notice on accessibility."""
    st.divider()
    metadonnees = donnees.metadonnees
    date = metadonnees.get("date_donnees")
    morceaux = [
        *filter(None, [escape(current_charte().pied)]),
        f"Fichiers : {escape(str(metadonnees.get('editeur') or 'éditeur non renseigné'))}",
        f"état au {format_date(date)}" if date else "date non renseignée",
        "chaque source a sa date et sa licence, code sous licence MIT",
    ]
    st.caption(" · ".join(morceaux))
    with st.container(horizontal=True, gap="medium"):
        show_link(registre.DONNEES, "Sources et réserves")
        show_link(registre.AIDE, "Aide et glossaire")
        show_link(registre.ACCESSIBILITE, "Accessibilité : non conforme")
