"""Browser profiles, each lent to one test at a time, emptied after it, and lent again.

A page that opens in a profile that has shown the application before takes half the time: its
scripts are compiled already. What a test leaves behind it goes: pages, cookies, storage.
"""

from collections import OrderedDict
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Error, Page

from tests.aides.navigateur.aides import GESTE, OUVERTURE

# One process for all the pages of a profile: what one has compiled serves the next one.
FLAG = "--renderer-process-limit=1"
GARDES = 3  # idle profiles kept; each holds some hundred megabytes


@dataclass
class Profil:
    """A profile, and the page that keeps its process alive between two tests."""

    cle: str
    contexte: BrowserContext
    veilleuse: Page

    def empty(self) -> None:
        """As new: no page, no cookie, nothing stored, connected."""
        for page in self.contexte.pages:
            if page is not self.veilleuse:
                page.close()
        self.contexte.unroute_all()
        self.contexte.set_offline(False)
        self.contexte.clear_cookies()
        self.veilleuse.evaluate("localStorage.clear()")


class Profils:
    """The profiles of one browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._libres: OrderedDict[str, list[Profil]] = OrderedDict()

    def lend(self, base_url: str, **options: object) -> Profil:
        """A profile nobody uses, on this server and with these options of a context."""
        cle = f"{base_url} {sorted(options.items())}"
        if libres := self._libres.get(cle):
            return libres.pop()
        contexte = self._browser.new_context(base_url=base_url, locale="fr-FR", **options)  # type: ignore[arg-type]
        contexte.set_default_timeout(GESTE)
        contexte.set_default_navigation_timeout(OUVERTURE)
        veilleuse = contexte.new_page()
        # The lightest answer of the server: storage belongs to its address.
        veilleuse.goto("/_stcore/health")
        return Profil(cle, contexte, veilleuse)

    def take_back(self, profil: Profil) -> None:
        """Empty a profile and keep it for the next test; it is closed when it can't be."""
        try:
            profil.empty()
        except Error:
            profil.contexte.close()
            return
        self._libres.setdefault(profil.cle, []).append(profil)
        self._libres.move_to_end(profil.cle)
        while sum(map(len, self._libres.values())) > GARDES:
            cle, libres = next((c, p) for c, p in self._libres.items() if p)
            libres.pop(0).contexte.close()
            if not libres:
                del self._libres[cle]
