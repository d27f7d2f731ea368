"""Words of a drawing as SVG: lines, anchors, pieces in bold, halos."""

import re
from xml.sax.saxutils import escape, quoteattr

from concertation.graphiques.dessin import Mot, Note, Point
from concertation.graphiques.gabarit import POLICE, Mode, text_width
from concertation.graphiques.gabarit.couleurs import resolve
from concertation.graphiques.lecteurs.traits import number, paint

# "Concertation Sans" is the font of `restitution/polices`; the others are those of the screens.
POLICE_SVG = POLICE.replace('"Source Sans"', '"Source Sans", "Source Sans 3", "Concertation Sans"')
MONTEE, DESCENTE = 1.0, 0.326  # of that font, parts of its size, above and below the baseline
INTERLIGNE = 1.3
# How much wider than that font, on average, the estimate of the charts is.
PRUDENCE = 0.92

# XML knows no other control character than these three.
_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANCRES = {"right": "start", "center": "middle", "left": "end"}
_SENS = {"right": 1, "center": 0, "left": -1, "bottom": 1, "middle": 0, "top": -1}


def clean(texte: str) -> str:
    """`texte` as XML accepts it, its mark-up neutralised."""
    return escape(_INTERDITS.sub("", texte))


def attribute(texte: str) -> str:
    """`texte` as the quoted value of an attribute."""
    return quoteattr(_INTERDITS.sub("", texte))


def draw_text(mot: Mot, x: float, y: float, mode: Mode, ancre: str = "start") -> str:
    """`<text>` whose first baseline is at `y`. Empty without words."""
    if not any(ligne.strip() for ligne in mot.lignes):
        return ""
    attributs = f' font-size="{number(mot.taille)}"{paint("fill", resolve(mot.encre, mode))}'
    if ancre != "start":
        attributs += f' text-anchor="{ancre}"'
    if mot.halo:
        attributs += f'{paint("stroke", resolve(mot.halo, mode))} stroke-width="3"'
        attributs += ' stroke-linejoin="round" paint-order="stroke"'
    if mot.gras:
        attributs += ' font-weight="700"'
    lignes = [_words(mot, pieces, mode) for pieces in mot.pieces()]
    if len(lignes) == 1:
        return f'<text x="{number(x)}" y="{number(y)}"{attributs}>{lignes[0]}</text>'
    rangees = "".join(
        f'<tspan x="{number(x)}" y="{number(y + rang * INTERLIGNE * mot.taille)}">{ligne}</tspan>'
        for rang, ligne in enumerate(lignes)
    )
    return f"<text{attributs}>{rangees}</text>"


def _words(mot: Mot, pieces: list[tuple[str, bool]], mode: Mode) -> str:
    """The pieces of a line; one in bold says so itself, unless the whole text is."""
    couleur = paint("fill", resolve(mot.encre_forts, mode)) if mot.encre_forts else ""
    return "".join(
        f'<tspan font-weight="700"{couleur}>{clean(mots)}</tspan>'
        if fort and not mot.gras
        else clean(mots)
        for mots, fort in pieces
    )


def draw_note(note: Note, x: float, y: float, mode: Mode) -> str:
    """A note whose place falls at (x, y) pixels, its shift aside."""
    mot = note.mot
    if not any(ligne.strip() for ligne in mot.lignes):
        return ""
    vertical, cote = mot.cote.split()
    haut = mot.taille * (MONTEE + DESCENTE + INTERLIGNE * (len(mot.lignes) - 1)) + 2
    x += note.decalage
    sommet = y + (_SENS[vertical] - 1) / 2 * haut
    texte = draw_text(
        mot, x + _SENS[cote], sommet + 1 + MONTEE * mot.taille, mode, _ANCRES[cote]
    )  # fmt: skip
    if not mot.fond:
        return texte
    large = 2 + PRUDENCE * max(
        sum(text_width(mots, mot.taille, fort) for mots, fort in pieces) for pieces in mot.pieces()
    )
    gauche = x + (_SENS[cote] - 1) / 2 * large
    return (
        f'<rect x="{number(gauche)}" y="{number(sommet)}" width="{number(large)}"'
        f' height="{number(haut)}"{paint("fill", resolve(mot.fond, mode))}/>{texte}'
    )


def draw_label(point: Point, x: float, y: float, mode: Mode) -> str:
    """The words of a point that falls at (x, y): beside its symbol, or on its place."""
    mot = point.mot
    if mot is None:
        return ""
    vertical, cote = mot.cote.split()
    # The distance that the browser's library leaves between a symbol and its words.
    ecart = point.taille / 1.6 + 1 if point.symbole else 0.0
    hauteur = mot.taille * (1 + 1.3 * (len(mot.lignes) - 1))
    sens = _SENS[vertical]
    base = 0.75 * mot.taille + sens * ecart + (sens - 1) * hauteur / 2
    return draw_text(mot, x + _SENS[cote] * ecart, y + base, mode, _ANCRES[cote])
