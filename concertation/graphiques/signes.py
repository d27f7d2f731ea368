"""How the signs of codes are drawn: a shape or a hatching, and only then a colour."""

from concertation.declarations.codes import Signe
from concertation.graphiques.gabarit import ENCRES, Mode, blend

# Found by computation and held by the tests: contrast of at least 3 with the page and with the
# tint of a cell; the closest two stay 22 apart for every sight (CAM02-UCS).
COULEURS_SUIVI: dict[Mode, dict[str, str]] = {
    "light": {"vert": "#1F6459", "bleu": "#4283FF", "ambre": "#BF7300", "rouge": "#7B0008"},
    "dark": {"vert": "#8CF2D9", "bleu": "#3F72EA", "ambre": "#E6B01A", "rouge": "#D0506A"},
}
TEINTE = 0.14  # part of its colour that a cell shows behind its words


def sign_color(signe: Signe, mode: Mode) -> str:
    """Colour of a sign on the page of `mode`."""
    return COULEURS_SUIVI[mode][signe.teinte] if signe.teinte else ENCRES[mode].discret


def tint(signe: Signe, mode: Mode) -> str:
    """Ground of a cell or of a hatched bar: a little of the sign's colour on the page."""
    return blend(sign_color(signe, mode), ENCRES[mode].fond, TEINTE)
