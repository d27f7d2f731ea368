"""The follow-up database, opened once per process for every screen."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from concertation.donnees import Donnees
from concertation.exploitation import etat
from concertation.interface.socle.session import current_donnees
from concertation.suivi import References
from concertation.suivi.socle.adresse import default_url
from concertation.suivi.socle.cache import Memoire

if TYPE_CHECKING:
    from concertation.suivi import Store


_references = lru_cache(maxsize=4)(References.of_donnees)


@lru_cache(maxsize=2)
def _memoire(url: str) -> Memoire:
    return Memoire()


def current_store(donnees: Donnees | None = None) -> Store:
    """The follow-up database, opened once per process; raises StoreIndisponible.

    A failure to open is not kept: the next run tries again. Later ones leave what was read last
    on the screens (`show_message` says so).
    """
    references = _references(donnees or current_donnees())
    return etat.current_store().remembering(_memoire(default_url()), references)
