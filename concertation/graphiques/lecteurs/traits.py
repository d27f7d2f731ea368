"""Numbers, paints, dashes, hatchings and symbols of charts, as SVG attributes and paths."""

import math
import re

_RGBA = re.compile(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*([\d.]+)\s*)?\)$")
_HEXA = re.compile(r"#[0-9A-Fa-f]{6}$")
_R2, _R3 = math.sqrt(2), math.sqrt(3)


def number(valeur: float) -> str:
    """A coordinate with one decimal at most."""
    texte = f"{valeur:.1f}"
    return "0" if texte == "-0.0" else texte.removesuffix(".0")


def is_clear(couleur: str) -> bool:
    """Whether a colour shows nothing."""
    trouve = _RGBA.match(couleur)
    return bool(trouve and trouve[4] and float(trouve[4]) == 0)


def paint(attribut: str, couleur: str) -> str:
    """` fill="#…"` or ` stroke="#…"`, its opacity apart: many readers of SVG know no rgba().

    Raises ValueError for a colour that is neither `#RRGGBB` nor `rgba(…)`.
    """
    if _HEXA.match(couleur):
        return f' {attribut}="{couleur}"'
    trouve = _RGBA.match(couleur)
    if not trouve:
        raise ValueError(f"Couleur inconnue : {couleur!r}")
    opacite = float(trouve[4]) if trouve[4] else 1.0
    if opacite == 0:
        return f' {attribut}="none"'
    hexa = "#" + "".join(f"{int(trouve[i]):02X}" for i in (1, 2, 3))
    reste = "" if opacite >= 1 else f' {attribut}-opacity="{opacite:g}"'
    return f' {attribut}="{hexa}"{reste}'


def stroke(couleur: str, largeur: float, tirets: str = "") -> str:
    """Attributes of a line; none when it is 0 pixel wide or transparent."""
    if not largeur or is_clear(couleur):
        return ""
    return f'{paint("stroke", couleur)} stroke-width="{number(largeur)}"{dashes(tirets, largeur)}'


def dashes(tirets: str, largeur: float) -> str:
    """The dash of a line `largeur` pixels wide; named ones are never under 3 pixels long."""
    pas = max(largeur, 3)
    noms = {"": "", "solid": "", "dot": (pas, pas), "dash": (3 * pas, 3 * pas)}
    suite = noms.get(tirets, tuple(float(t) for t in re.findall(r"[\d.]+", tirets)))
    return f' stroke-dasharray="{" ".join(f"{t:g}" for t in suite)}"' if suite else ""


def pattern(identifiant: str, motif: str, taille: float, part: float, trait: str, fond: str) -> str:
    """`<pattern>` of a hatching `taille` pixels apart that covers about `part` of its ground.

    Raises ValueError for a hatching that isn't known.
    """
    cote = taille * _R2 if motif in ("/", "x") else taille
    q, c = cote / 4, cote
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
        raise ValueError(f"Hachure inconnue : {motif!r}")
    if fond:
        dessin = f'<rect width="{c:.2f}" height="{c:.2f}"{paint("fill", fond)}/>{dessin}'
    return (
        f'<pattern id="{identifiant}" patternUnits="userSpaceOnUse"'
        f' width="{c:.2f}" height="{c:.2f}">{dessin}</pattern>'
    )


def _polygon(*points: tuple[float, float]) -> str:
    return "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points) + "Z"


def _star(r: float) -> str:
    return _polygon(
        *(
            (
                (1.4 if i % 2 == 0 else 0.535) * r * math.sin(i * math.pi / 5),
                -(1.4 if i % 2 == 0 else 0.535) * r * math.cos(i * math.pi / 5),
            )
            for i in range(10)
        )
    )


def _turned(points: list[tuple[float, float]]) -> str:
    """A figure that four quarter turns make whole."""
    tous = [
        p
        for quart in range(4)
        for x, y in points
        for p in [((x, y), (-y, x), (-x, -y), (y, -x))[quart]]
    ]
    return _polygon(*tous)


def symbol_path(forme: str, taille: float) -> str:
    """Path around (0, 0) of a closed symbol `taille` pixels large, « -open » left aside.

    Raises ValueError for a symbol that isn't known.
    """
    r = taille / 2
    t, d, c = 2 * r / _R3, 1.3 * r, 0.4 * r
    b = 0.8 * r / _R2  # arm of the saltire
    formes = {
        "square": lambda: _polygon((-r, -r), (r, -r), (r, r), (-r, r)),
        "diamond": lambda: _polygon((0, -d), (d, 0), (0, d), (-d, 0)),
        "triangle-up": lambda: _polygon((-t, r / 2), (t, r / 2), (0, -r)),
        "triangle-down": lambda: _polygon((-t, -r / 2), (t, -r / 2), (0, r)),
        "triangle-left": lambda: _polygon((r / 2, -t), (r / 2, t), (-r, 0)),
        "triangle-right": lambda: _polygon((-r / 2, -t), (-r / 2, t), (r, 0)),
        "cross": lambda: _turned([(1.2 * r, -c), (1.2 * r, c), (c, c)]),
        "x": lambda: _turned([(b, 0), (2 * b, b), (b, 2 * b)]),
        "hexagon2": lambda: _polygon(
            *((r * math.cos(i * math.pi / 3), r * math.sin(i * math.pi / 3)) for i in range(6))
        ),
        "star": lambda: _star(r),
    }
    if forme not in formes:
        raise ValueError(f"Symbole inconnu : {forme!r}")
    return formes[forme]()


def draw_marker(
    x: float, y: float, symbole: str, taille: float, couleur: str, bord: str, largeur: float
) -> str:
    """One symbol `taille` pixels large; the colour of an open one is its outline's."""
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
    place = f"translate({number(x)},{number(y)})"
    return f'<path transform="{place}" d="{symbol_path(forme, taille)}"{peinture}/>'
