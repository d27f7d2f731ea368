"""The follow-up database, opened once per process for every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from concertation.interface.socle.session import current_donnees
from concertation.suivi import References
from concertation.suivi.socle.adresse import default_url
from concertation.suivi.socle.cache import Memoire

if TYPE_CHECKING:
    from concertation.suivi import Store


@st.cache_resource(max_entries=2, show_spinner=False)
def _open(url: str) -> tuple[Store, Memoire]:
    # The database libraries take longer to load than the home page takes to show.
    from concertation.suivi import Store

    return Store.open(url), Memoire()


@st.cache_resource(max_entries=4, show_spinner=False)
def _references(empreinte: str) -> References:
    return References.of_donnees(current_donnees())


def current_store() -> Store:
    """The follow-up database, opened once per process; raises StoreIndisponible.

    A failure to open is not kept: the next run tries again. Later ones leave what was read last
    on the screens (`show_message` says so).
    """
    store, memoire = _open(default_url())
    return store.with_references(_references(current_donnees().empreinte)).remembering(memoire)
