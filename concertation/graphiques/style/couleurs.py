"""Colours by what they mean; a reader turns them into those of its mode.

A colour is text: a role (`texte`, `accent`, `zone`, the names of `ENCRES` and of
`COULEURS_SUIVI`, `theme:0`) or `#RRGGBB`; "" shows nothing. `mix` and `veil` make others of it.
"""

from functools import lru_cache

from concertation.declarations.codes import Signe
from concertation.graphiques.style import ENCRES, Mode, blend, theme_color

VIDE = "rgba(0,0,0,0)"
# Found by computation and held by the tests: contrast of at least 3 with the page and with the
# tint of a cell; the closest two stay 22 apart for every sight (CAM02-UCS).
COULEURS_SUIVI: dict[Mode, dict[str, str]] = {
    "light": {"vert": "#1F6459", "bleu": "#4283FF", "ambre": "#BF7300", "rouge": "#7B0008"},
    "dark": {"vert": "#8CF2D9", "bleu": "#3F72EA", "ambre": "#E6B01A", "rouge": "#D0506A"},
}
CONTRASTE = 4.5
TEINTE = 0.14  # part of its colour that a cell shows behind its words


def theme(rang: int) -> str:
    """The colour of the theme at `rang`, 0 for the first."""
    return f"theme:{rang}"


def mix(couleur: str, part: float, sur: str = "fond") -> str:
    """`part` (0 to 1) of a colour over another, opaque."""
    return f"{couleur}/{part:g}/{sur}"


def veil(couleur: str, part: float) -> str:
    """A colour that lets `1 - part` of what is behind it through."""
    return f"{couleur}@{part:g}"


def fade(couleur: str) -> str:
    """The same colour for what is set aside: still visible, clearly behind."""
    return mix(couleur, 0.28)


def sign_role(signe: Signe) -> str:
    """The colour of a sign."""
    return signe.teinte or "discret"


def sign_ground(signe: Signe) -> str:
    """The ground of a cell or of a hatched bar: a little of the sign's colour on the page."""
    return mix(sign_role(signe), TEINTE)


@lru_cache(maxsize=4096)
def resolve(couleur: str, mode: Mode) -> str:
    """`#RRGGBB`, or `rgba(…)` for what is seen through. Raises KeyError for an unknown role."""
    opaque, _, opacite = couleur.partition("@")
    base, *melange = opaque.split("/")
    plein = _plain(base, mode)
    if melange:
        plein = blend(plein, _plain(melange[1], mode), float(melange[0]))
    if not opacite or not couleur:
        return plein
    rouge, vert, bleu = (int(plein[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({rouge},{vert},{bleu},{opacite})"


def _plain(nom: str, mode: Mode) -> str:
    if not nom:
        return VIDE
    if nom.startswith("#"):
        return nom
    if nom.startswith("theme:"):
        return theme_color(int(nom[6:]), mode)
    connues = ENCRES[mode] | COULEURS_SUIVI[mode]
    if nom not in connues:
        raise KeyError(f"couleur inconnue : {nom!r}")
    return connues[nom]


@lru_cache(maxsize=64)
def legible(couleur: str, fonds: tuple[str, ...] = ("#FFFFFF",), vers: str = "#000000") -> str:
    """A colour of the light mode as words on white may have it: darkened until its contrast is that
    of WCAG's small text, which a bar needs less of. Or towards another end, on other grounds."""
    essais = (blend(couleur, vers, part / 20) for part in range(20, -1, -1))
    return next(e for e in essais if min(contrast(e, fond) for fond in fonds) >= CONTRASTE)


def contrast(*couleurs: str) -> float:
    """The ratio of WCAG between two colours, from 1 to 21."""
    clartes = []
    for couleur in couleurs:
        rgb = (int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5))
        lineaire = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
        clartes.append(sum(p * c for p, c in zip((0.2126, 0.7152, 0.0722), lineaire, strict=True)))
    return (max(clartes) + 0.05) / (min(clartes) + 0.05)
