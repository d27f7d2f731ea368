"""What a session needs from the process: data and search index, built once per data version."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import streamlit as st

from concertation.analyse.adresses import Adresse
from concertation.analyse.mots.glossaire import Lexique
from concertation.analyse.recherche.recherche import Recherche
from concertation.declarations import take_codes
from concertation.donnees import FUSEAU, Donnees, soft_table
from concertation.exploitation.etat import load_current
from concertation.graphiques.style import Mode

E = TypeVar("E", bound=Adresse)
# In the address when they are off, and the choice of the session.
PARAM_LIENS = "rapprochements"
# Where to go back to, on a screen opened from a slide.
RETOUR = "presentation-retour"
# Pixels: a window when none is said (a desk's, a phone's), what is no phone's any more, where
# Streamlit opens the menu; what margins take, alone and with the menu; the room of a desk's charts.
BUREAU, TELEPHONE, LARGE, MENU_OUVERT = 1460, 390, 640, 768
MARGES, MENU, ETROIT = 32, 460, 560
_LARGEUR, _LIENS = "largeur", {"non": False, "oui": True}


@lru_cache(maxsize=4)
def _index(donnees: Donnees) -> Recherche:
    return Recherche(
        donnees.table("propositions"), donnees.table("themes"), soft_table(donnees, "glossaire")
    )


def current_donnees() -> Donnees:
    """The loaded folder, read again only when one of its files changes."""
    donnees = load_current()
    take_codes(donnees.codes)
    return donnees


def current_recherche(donnees: Donnees | None = None) -> Recherche:
    """The search index of the current data; raises DonneeIndisponible like the tables."""
    return _index(donnees or load_current())


def current_mode() -> Mode:
    """The colours that the reader sees; light until the browser has said."""
    return "dark" if st.context.theme.type == "dark" else "light"


def is_phone() -> bool:
    """Whether the browser says that it is a phone's, or has a window as narrow as one's."""
    return _says_phone() or _window() < LARGE


def is_narrow() -> bool:
    """Whether a phone's charts and tables fit better than a desk's."""
    return room() < ETROIT


def room() -> int:
    """Pixels that a chart has in this window, in steps: drawings are kept by it."""
    libre = _window() - (MARGES if is_phone() or _window() < MENU_OUVERT else MENU)
    return max(280, min(1000, libre)) // 20 * 20


def _says_phone() -> bool:
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def _window() -> int:
    """The width of the browser's window when it connected, as the page wrote it; read once."""
    if _LARGEUR not in st.session_state:
        dite = str(st.context.cookies.get(_LARGEUR))
        lue = dite.isascii() and dite.isdecimal() and len(dite) < 6
        st.session_state[_LARGEUR] = int(dite) if lue else TELEPHONE if _says_phone() else BUREAU
    return int(st.session_state[_LARGEUR])


def local_zone() -> zoneinfo.ZoneInfo:
    """The reader's time zone, as the browser says it, else that of the capital."""
    try:
        return zoneinfo.ZoneInfo(st.context.timezone or FUSEAU)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(FUSEAU)


def current_day() -> dt.date:
    """The reader's day: what an entry is dated, and what is late, are told from it."""
    return dt.datetime.now(local_zone()).date()


def read_params() -> dict[str, list[str]]:
    """The query of the address, each name with all its values."""
    return {nom: st.query_params.get_all(nom) for nom in st.query_params}


def path_of_screen() -> str:
    """Where the screen is, below the application: its path and what its address says."""
    question = urlencode(read_params(), doseq=True)
    return f"{st.session_state.get('ecran', '')}?{question}"


def write_params(params: Mapping[str, list[str]]) -> None:
    """Make the address say the state; one history step, none when nothing changes."""
    voulus = {**params, **links_params()}
    if read_params() != voulus:
        st.query_params.from_dict(voulus)


@dataclass(frozen=True)
class EcranPublie(Generic[E]):
    """What a screen shows in one run: the data, and what its address says of it."""

    donnees: Donnees
    etat: E

    def params(self, **changements: Any) -> dict[str, list[str]]:
        """The address of another state of the screen."""
        return replace(self.etat, **changements).to_params()

    def go(self, **changements: Any) -> None:
        """Another state of the screen."""
        write_params(replace(self.etat, **changements).to_params())


def confirm_address(ecran: str) -> None:
    """Make the browser's address the one that this run reads; `ecran` is the address's path.

    Streamlit leaves the address as it was when a link leads to another state of the same screen.
    On the way to another screen it writes it by itself, and saying it twice would take two steps
    back. The browser ignores an address that it already shows. An address that hides or shows the
    editorial links does so for the session; one that says nothing takes the session's choice.
    """
    ecrit = st.query_params.get(PARAM_LIENS)
    if ecrit in _LIENS:
        st.session_state[PARAM_LIENS] = _LIENS[ecrit]
    lus = read_params()
    voulus = {nom: v for nom, v in lus.items() if nom != PARAM_LIENS} | links_params()
    if voulus != lus or st.session_state.get("ecran", ecran) == ecran:
        st.query_params.from_dict(voulus)
    st.session_state["ecran"] = ecran


def shows_links() -> bool:
    """Whether this session reads editorial links; it does until somebody turns them off."""
    return bool(st.session_state.get(PARAM_LIENS, True))


def links_params() -> dict[str, list[str]]:
    """What an address says of the editorial links: nothing while they show."""
    return {} if shows_links() else {PARAM_LIENS: ["non"]}


def set_widget(cle: str, valeur: object) -> None:
    """Show in a widget what the address says; the widget must not be drawn yet in this run."""
    poses, ici = st.session_state.setdefault("poses", {}), st.session_state.get("ecran", "")
    if poses.get(cle, ici) != ici:
        # What another screen's widget of this name still says is no value of this one's.
        st.session_state[cle] = None
        del st.session_state[cle]
    poses[cle] = ici
    if st.session_state.get(cle) != valeur:
        st.session_state[cle] = valeur


@lru_cache(maxsize=4)
def lexique_of(donnees: Donnees) -> Lexique:
    """The glossary ready to explain texts; empty when its file is unusable."""
    return Lexique(soft_table(donnees, "glossaire"))
