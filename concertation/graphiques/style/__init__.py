"""What all charts share: colours by mode, sizes, words cut into lines."""

import math
from functools import lru_cache
from typing import Literal, get_args

from concertation.analyse.mots.typographie import typeset

Mode = Literal["light", "dark"]

# "Source Sans" is what the application itself serves; the others are on the reader's machine.
POLICE = '"Source Sans", system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif'
TAILLE = 14
LARGEUR = 340  # pixels for which names are wrapped: a phone of 390
NOM, DETAIL = (15, 20), (14, 18)  # pixels of a name, of a detail: its letters, its line
TAILLE_NOMBRE = 16

# One colour a theme, in the order of the themes. Found by computation and held by the tests:
# contrast with the background of at least 3; under normal sight and simulated deuteranopia,
# protanopia and tritanopia, the closest two of the first four stay 22 apart, of all eight 14
# apart (CAM02-UCS). Colour is never the only sign: the theme's name stands beside its bars.
_THEMES = (  # light, dark
    ("#0A4077", "#5381DB"),
    ("#DD4C16", "#CC664C"),
    ("#C758DF", "#E1B0E3"),
    ("#22877E", "#44E3A1"),
    ("#84543C", "#D89C24"),
    ("#7824CC", "#9C4884"),
    ("#303C00", "#C0F060"),
    ("#6C0C3C", "#84A89C"),
)
COULEURS: dict[Mode, tuple[str, ...]] = dict(
    zip(get_args(Mode), zip(*_THEMES, strict=True), strict=True)
)

# Colours that carry no theme, light then dark.
_ROLES = {
    "fond": ("#FFFFFF", "#14161A"),  # the page behind, for blends: charts are transparent
    "texte": ("#14161A", "#F2F3F5"),
    "discret": ("#505866", "#A7AFBB"),  # secondary words
    "grille": ("#E3E7ED", "#2C323B"),
    "zone": ("#EAEEF3", "#262B33"),  # fill of an area of the map
    "zone_active": ("#CBD7E6", "#36424F"),
    "bord": ("#A3AEBC", "#59636F"),
    "accent": ("#3E4E63", "#B9C6D8"),  # marks that stand for no theme
}
ENCRES: dict[Mode, dict[str, str]] = {
    mode: {role: paire[rang] for role, paire in _ROLES.items()}
    for rang, mode in enumerate(get_args(Mode))
}


def theme_color(rang: int, mode: Mode) -> str:
    """Colour of the theme at `rang` (0 for the first); the list starts again at its end."""
    couleurs = COULEURS[mode]
    return couleurs[rang % len(couleurs)]


def blend(couleur: str, fond: str, part: float) -> str:
    """Opaque colour that shows `part` (0 to 1) of `couleur` over `fond`, both `#RRGGBB`."""
    melange = (
        round(part * int(couleur[i : i + 2], 16) + (1 - part) * int(fond[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{v:02X}" for v in melange)


@lru_cache(maxsize=4096)
def text_width(texte: str, taille: float, gras: bool = False) -> float:
    """Estimated width in pixels of one line of `texte` at `taille` pixels, on the wide side."""
    em = sum(
        0.32 if c in " \u00a0.,'’ilIjtfr()-:" else 0.66 if c.isupper() else 0.53 for c in texte
    )
    return em * taille * (1.06 if gras else 1.0)


def wrap_text(texte: str, largeur: float, taille: float, gras: bool = False) -> list[str]:
    """Lines of whole words that fit in `largeur` pixels; a longer word keeps its own line."""
    lignes: list[str] = []
    for mot in typeset(texte).split(" "):
        essai = f"{lignes[-1]} {mot}" if lignes else mot
        if lignes and text_width(essai, taille, gras) <= largeur:
            lignes[-1] = essai
        else:
            lignes.append(mot)
    return lignes


def escape(texte: str) -> str:
    """`texte` as Plotly writes it: its mark-up shows instead of acting."""
    return typeset(texte).replace("&", "&amp;").replace("<", "&lt;")


def shorten(texte: str, largeur: float, taille: float, gras: bool = False) -> str:
    """`texte` on one line of `largeur` pixels, cut with an ellipsis where it must be."""
    if text_width(texte, taille, gras) <= largeur:
        return texte
    court = texte
    while court and text_width(court + "…", taille, gras) > largeur:
        court = court[:-1]
    return court.rstrip(" -,;") + "…"


def wrap_short(texte: str, largeur: float, taille: float, maximum: int) -> list[str]:
    """Lines of whole words, the last one cut when there are too many, long words cut too."""
    mots = wrap_text(texte, largeur, taille)
    if len(mots) > maximum:
        mots = [*mots[: maximum - 1], " ".join(mots[maximum - 1 :])]
    return [shorten(mot, largeur, taille) for mot in mots]


def nice_height(valeur: float) -> int:
    """A whole number of pixels, never under what the browser's library accepts."""
    return max(60, math.ceil(valeur))
