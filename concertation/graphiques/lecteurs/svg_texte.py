"""Text of a figure as SVG: the few tags that charts write, lines, anchors, halos."""

import html
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from concertation.graphiques.gabarit import POLICE, text_width
from concertation.graphiques.lecteurs.svg_traits import number, paint

# "Concertation Sans" is the font of `restitution/polices`; the others are those of the screens.
POLICE_SVG = POLICE.replace('"Source Sans"', '"Source Sans", "Source Sans 3", "Concertation Sans"')
MONTEE, DESCENTE = 1.0, 0.326  # of that font, parts of its size, above and below the baseline
INTERLIGNE = 1.3
# How much wider than that font, on average, the estimate of the charts is.
PRUDENCE = 0.92

_BALISE = re.compile(r"<(/?)(b|i|br|span)\b([^<>]*)>")
_COULEUR = re.compile(r"color:\s*(#[0-9A-Fa-f]{6})")
# XML knows no other control character than these three.
_INTERDITS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANCRES = {"left": "start", "center": "middle", "right": "end"}

Morceau = tuple[str, frozenset[str], str]  # words, of "b" and "i" those that hold, colour or ""


def clean(texte: str) -> str:
    """`texte` as XML accepts it, its mark-up neutralised."""
    return escape(_INTERDITS.sub("", texte))


def attribute(texte: str) -> str:
    """`texte` as the quoted value of an attribute."""
    return quoteattr(_INTERDITS.sub("", texte))


def split_lines(texte: str) -> list[list[Morceau]]:
    """Lines of pieces of a text written as charts write it; an unknown tag shows as it is."""
    lignes: list[list[Morceau]] = [[]]
    styles: list[str] = []
    couleurs: list[str] = []

    def add(mots: str) -> None:
        if mots:
            tenus = frozenset(s for s in styles if s != "span")
            lignes[-1].append((html.unescape(mots), tenus, couleurs[-1] if couleurs else ""))

    fin = 0
    for balise in _BALISE.finditer(texte):
        add(texte[fin : balise.start()])
        fin = balise.end()
        ferme, nom, reste = balise.groups()
        if nom == "br":
            lignes.append([])
        elif not ferme:
            styles.append(nom)
            if nom == "span":
                trouvee = _COULEUR.search(reste)
                couleurs.append(trouvee[1] if trouvee else couleurs[-1] if couleurs else "")
        elif nom in styles:
            styles.reverse()
            styles.remove(nom)
            styles.reverse()
            if nom == "span":
                couleurs.pop()
    add(texte[fin:])
    return lignes


def lines_width(lignes: list[list[Morceau]], taille: float) -> float:
    """Estimated width in pixels of the longest line."""
    return max(
        sum(text_width(mots, taille, "b" in styles) for mots, styles, _ in ligne) * PRUDENCE
        for ligne in lignes
    )


def lines_height(lignes: list[list[Morceau]], taille: float) -> float:
    """Pixels from the top of the first line to the foot of the last one."""
    return taille * (MONTEE + DESCENTE + INTERLIGNE * (len(lignes) - 1))


def draw_text(
    texte: str,
    x: float,
    y: float,
    police: Mapping[str, Any],
    ancre: str = "start",
    halo: str = "",
) -> str:
    """`<text>` whose first baseline is at `y`; `police` has size and color; `halo` is a colour
    around the letters. Empty without words."""
    lignes = split_lines(texte)
    if not any(mots.strip() for ligne in lignes for mots, _, _ in ligne):
        return ""
    taille = float(police["size"])
    attributs = f' font-size="{number(taille)}"{paint("fill", police["color"])}'
    if ancre != "start":
        attributs += f' text-anchor="{ancre}"'
    if halo:
        attributs += f'{paint("stroke", halo)} stroke-width="3" stroke-linejoin="round"'
        attributs += ' paint-order="stroke"'
    place = f'x="{number(x)}" y="{number(y)}"'
    toute = all("b" in styles for ligne in lignes for _, styles, _ in ligne)
    if toute:
        attributs += ' font-weight="700"'
    if len(lignes) == 1:
        return f"<text {place}{attributs}>{_words(lignes[0], toute)}</text>"
    rangees = "".join(
        f'<tspan x="{number(x)}" y="{number(y + rang * INTERLIGNE * taille)}">'
        f"{_words(ligne, toute)}</tspan>"
        for rang, ligne in enumerate(lignes)
    )
    return f"<text{attributs}>{rangees}</text>"


def _words(ligne: list[Morceau], toute: bool) -> str:
    """The pieces of a line; one in bold says so itself, unless the whole text (`toute`) is."""
    rendus = []
    for mots, styles, couleur in ligne:
        attributs = ""
        if "b" in styles and not toute:
            attributs += ' font-weight="700"'
        if "i" in styles:
            attributs += ' font-style="italic"'
        if couleur:
            attributs += paint("fill", couleur)
        rendus.append(f"<tspan{attributs}>{clean(mots)}</tspan>" if attributs else clean(mots))
    return "".join(rendus)


def draw_note(note: Mapping[str, Any], x: float, y: float, police: Mapping[str, Any]) -> str:
    """An annotation without arrow whose anchor falls at (x, y) pixels, shifts left aside."""
    lignes = split_lines(str(note.get("text", "")))
    if not any(mots.strip() for ligne in lignes for mots, _, _ in ligne):
        return ""
    taille = float(police["size"])
    bord = float(note.get("borderpad", 1)) + float(note.get("borderwidth", 1))
    large = lines_width(lignes, taille) + 2 * bord
    haut = lines_height(lignes, taille) + 2 * bord
    x += float(note.get("xshift", 0))
    y -= float(note.get("yshift", 0))
    ancre = note.get("xanchor", "center")
    gauche = x - {"left": 0.0, "center": 0.5, "right": 1.0}[ancre] * large
    sommet = y - {"top": 0.0, "middle": 0.5, "bottom": 1.0}[note.get("yanchor", "middle")] * haut
    fond = ""
    if note.get("bgcolor"):
        fond = (
            f'<rect x="{number(gauche)}" y="{number(sommet)}" width="{number(large)}"'
            f' height="{number(haut)}"{paint("fill", note["bgcolor"])}/>'
        )
    # One line, or lines aligned on their anchor, need no estimate.
    aligne = ancre if len(lignes) == 1 else note.get("align", "center")
    if aligne == ancre:
        depart = x + {"left": bord, "center": 0.0, "right": -bord}[ancre]
    else:
        depart = {"left": gauche + bord, "center": gauche + large / 2}.get(
            aligne, gauche + large - bord
        )
    base = sommet + bord + MONTEE * taille
    return fond + draw_text(str(note.get("text", "")), depart, base, police, _ANCRES[aligne])
