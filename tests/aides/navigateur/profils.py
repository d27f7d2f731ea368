"""Browser profiles, each lent to one test at a time, emptied after it, and lent again.

A page that opens in a profile that has shown the application before takes half the time: its
scripts are compiled already. One that has loaded the application is lent again with it, without
its session. What a test leaves behind it goes: other pages, cookies, storage.
"""

from collections import OrderedDict
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize

from tests.aides.navigateur.aides import GESTE, OUVERTURE
from tests.aides.navigateur.navigation import put_aside

# One process for all the pages of a profile: what one has compiled serves the next one.
FLAG = "--renderer-process-limit=1"
ECRAN: ViewportSize = {"width": 1280, "height": 720}
# What shimmers while a screen comes takes as long to draw as the screen, and no test looks at it:
# a page is that of a reader whose system asks for less movement, unless the test asks for it.
SANS_MOUVEMENT = "reduce"
TELEPHONE = 768  # pixels under which the menu is folded
GARDES = 4  # idle profiles kept; each holds some hundred megabytes


@dataclass
class Profil:
    """A profile, and the page that keeps its process alive between two tests."""

    cle: str
    contexte: BrowserContext
    veilleuse: Page
    couleurs: str
    taille: ViewportSize
    page: Page | None = None  # loaded, without a session

    def open_page(self) -> Page:
        """The page that is loaded, or a new one."""
        page, self.page = self.page or self.contexte.new_page(), None
        return page

    def empty(self, gardee: Page | None) -> None:
        """As new: no page but the one to keep, no cookie, nothing stored, connected."""
        if (
            gardee is not None
            and not gardee.is_closed()
            and put_aside(gardee, self.taille["width"] > TELEPHONE)
        ):
            gardee.emulate_media(media="null", color_scheme=self.couleurs)  # type: ignore[arg-type]
            gardee.set_viewport_size(self.taille)
            # Where nothing shows that it is there.
            gardee.mouse.move(self.taille["width"] - 1, self.taille["height"] - 1)
            self.page = gardee
        for page in self.contexte.pages:
            if page not in (self.veilleuse, self.page):
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
        reglages = {"locale": "fr-FR", "reduced_motion": SANS_MOUVEMENT} | options
        contexte = self._browser.new_context(base_url=base_url, **reglages)  # type: ignore[arg-type]
        contexte.set_default_timeout(GESTE)
        contexte.set_default_navigation_timeout(OUVERTURE)
        veilleuse = contexte.new_page()
        # The lightest answer of the server: storage belongs to its address.
        veilleuse.goto("/_stcore/health")
        couleurs = str(options.get("color_scheme", "light"))
        return Profil(cle, contexte, veilleuse, couleurs, veilleuse.viewport_size or ECRAN)

    def take_back(self, profil: Profil, gardee: Page | None) -> None:
        """Empty a profile and keep it for the next test; it is closed when it can't be."""
        try:
            profil.empty(gardee)
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
