"""Numbers, paints, hatchings, symbols and words of charts, as SVG."""

import math
import re
from cmath import rect
from xml.sax.saxutils import escape, quoteattr

from concertation.analyse.mots.typographie import typeset
from concertation.graphiques.dessin import Mot, Note, Point
from concertation.graphiques.style import POLICE, Mode, text_width
from concertation.graphiques.style.couleurs import VIDE, resolve

# "Concertation Sans" is the font of `restitution/polices`; the others are those of the screens.
POLICE_SVG = quoteattr(
    POLICE.replace('"Source Sans"', '"Source Sans", "Source Sans 3", "Concertation Sans"')
)
MONTEE, DESCENTE = 1.0, 0.326  # of that font, parts of its size, above and below the baseline
INTERLIGNE = 1.3
# How much wider than that font, on average, the estimate of the charts is.
PRUDENCE = 0.92

_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
_HEXA = re.compile(r"#[0-9A-Fa-f]{6}")
# XML knows no other control character than these three.
_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANCRES = {"right": "start", "center": "middle", "left": "end"}
_SENS = {"right": 1, "center": 0, "left": -1, "bottom": 1, "middle": 0, "top": -1}


def _turn(tours: int, *points: complex) -> list[complex]:
    """A figure that turns of these points around (0, 0) make whole."""
    return [point * rect(1, 2 * math.pi * k / tours) for k in range(tours) for point in points]


_T, _B = 2 / math.sqrt(3), 0.8 / math.sqrt(2)  # half a triangle's base, half a saltire's arm
_TRIANGLE = (-_T + 0.5j, _T + 0.5j, -1j)
# Corners of closed symbols, for one pixel of half width, y downwards.
SYMBOLES = {
    "square": _turn(4, -1 - 1j),
    "diamond": _turn(4, -1.3j),
    "triangle-up": _TRIANGLE,
    "triangle-down": [p.conjugate() for p in _TRIANGLE],
    "triangle-left": [complex(p.imag, p.real) for p in _TRIANGLE],
    "triangle-right": [complex(-p.imag, p.real) for p in _TRIANGLE],
    "cross": _turn(4, 1.2 - 0.4j, 1.2 + 0.4j, 0.4 + 0.4j),
    "x": _turn(4, complex(_B, 0), complex(2 * _B, _B), complex(_B, 2 * _B)),
    "hexagon2": _turn(6, 1),
    "star": _turn(5, -1.4j, -0.535j * rect(1, math.pi / 5)),
}


def number(valeur: float) -> str:
    """A coordinate with one decimal at most."""
    texte = f"{valeur:.1f}"
    return "0" if texte == "-0.0" else texte.removesuffix(".0")


def paint(attribut: str, couleur: str) -> str:
    """` fill="#…"` or ` stroke="#…"`, its opacity apart: many readers of SVG know no rgba().

    Raises ValueError for a colour that is neither `#RRGGBB` nor `rgba(…)`.
    """
    if couleur == VIDE:
        return f' {attribut}="none"'
    if _HEXA.fullmatch(couleur):
        return f' {attribut}="{couleur}"'
    trouve = _RGBA.fullmatch(couleur)
    if not trouve:
        raise ValueError(f"Couleur inconnue : {couleur!r}")
    *rgb, opacite = trouve.groups()
    hexa = "".join(f"{int(part):02X}" for part in rgb)
    return f' {attribut}="#{hexa}" {attribut}-opacity="{float(opacite):g}"'


def stroke(couleur: str, largeur: float, tirets: str = "") -> str:
    """Attributes of a line; none when it is 0 pixel wide or transparent. A dash that has a name
    is never under 3 pixels long."""
    if not largeur or couleur == VIDE:
        return ""
    pas = max(largeur, 3)
    noms = {"solid": (), "dot": (pas, pas), "dash": (3 * pas, 3 * pas)}
    suite = noms.get(tirets, [float(t) for t in re.findall(r"[\d.]+", tirets)])
    dash = f' stroke-dasharray="{" ".join(f"{t:g}" for t in suite)}"' if suite else ""
    return f'{paint("stroke", couleur)} stroke-width="{number(largeur)}"{dash}'


def pattern(identifiant: str, motif: str, taille: float, part: float, trait: str, fond: str) -> str:
    """`<pattern>` of a hatching `taille` pixels apart that covers about `part` of its ground.

    Raises ValueError for a hatching that isn't known.
    """
    c = taille * math.sqrt(2) if motif in ("/", "x") else taille
    q = c / 4
    montant = f"M{-q:.2f},{q:.2f}L{q:.2f},{-q:.2f}M0,{c:.2f}L{c:.2f},0"
    montant += f"M{3 * q:.2f},{5 * q:.2f}L{5 * q:.2f},{3 * q:.2f}"
    descendant = f"M{3 * q:.2f},{-q:.2f}L{5 * q:.2f},{q:.2f}M0,0L{c:.2f},{c:.2f}"
    descendant += f"M{-q:.2f},{3 * q:.2f}L{q:.2f},{5 * q:.2f}"
    chemins = {
        "/": (montant, part * taille),
        "x": (montant + descendant, taille - taille * math.sqrt(1 - part)),
        "|": (f"M{c / 2:g},0V{c:g}", part * taille),
    }
    if motif == ".":
        rayon = math.sqrt(part / math.pi) * taille
        dessin = f'<circle cx="{c / 2:g}" cy="{c / 2:g}" r="{rayon:.2f}"{paint("fill", trait)}/>'
    elif motif in chemins:
        chemin, epais = chemins[motif]
        dessin = f'<path d="{chemin}"{paint("stroke", trait)} stroke-width="{epais:.2f}"/>'
    else:
        raise ValueError(f"Hachure inconnue : {motif!r}")
    if fond:
        dessin = f'<rect width="{c:.2f}" height="{c:.2f}"{paint("fill", fond)}/>{dessin}'
    return (
        f'<pattern id="{identifiant}" patternUnits="userSpaceOnUse"'
        f' width="{c:.2f}" height="{c:.2f}">{dessin}</pattern>'
    )


def draw_marker(
    x: float, y: float, symbole: str, taille: float, couleur: str, bord: str, largeur: float
) -> str:
    """One symbol `taille` pixels large; the colour of an open one is its outline's.

    Raises ValueError for a symbol that isn't known.
    """
    if symbole == "line-ew-open":
        gauche, droite = number(x - 0.7 * taille), number(x + 0.7 * taille)
        return f'<path d="M{gauche},{number(y)}H{droite}"{stroke(couleur, largeur or 1)}/>'
    if symbole.endswith("-open"):
        peinture = ' fill="none"' + stroke(couleur, largeur or 1)
    else:
        peinture = paint("fill", couleur) + stroke(bord, largeur)
    forme = symbole.removesuffix("-open")
    if forme == "circle":
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{taille / 2:g}"{peinture}/>'
    if forme not in SYMBOLES:
        raise ValueError(f"Symbole inconnu : {forme!r}")
    points = (p * taille / 2 for p in SYMBOLES[forme])
    chemin = "L".join(f"{number(p.real)},{number(p.imag)}" for p in points)
    place = f"translate({number(x)},{number(y)})"
    return f'<path transform="{place}" d="M{chemin}Z"{peinture}/>'


def clean(texte: str) -> str:
    """`texte` as XML accepts it, its mark-up neutralised."""
    return escape(_INTERDITS.sub("", typeset(texte)))


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
    vertical, cote = mot.cote.split()
    haut = mot.taille * (MONTEE + DESCENTE + INTERLIGNE * (len(mot.lignes) - 1)) + 2
    x += note.decalage
    sommet = y + (_SENS[vertical] - 1) / 2 * haut
    texte = draw_text(
        mot, x + _SENS[cote], sommet + 1 + MONTEE * mot.taille, mode, _ANCRES[cote]
    )  # fmt: skip
    if not mot.fond or not texte:
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
