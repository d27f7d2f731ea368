"""Pictures that people take away: a drawing as PNG, and a chart with what must stand beside it."""

import itertools
import math
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import typst

from concertation.graphiques.dessin import Dessin, Mot
from concertation.graphiques.lecteurs.svg import draw_body, size_of, wrap_svg
from concertation.graphiques.lecteurs.traits import draw_text, number, paint
from concertation.graphiques.style import ENCRES, Mode, wrap_text

POLICE = "Concertation Sans"
MARGE = 24
ELANCEMENT = 1.4  # the most that the height of a part is of its width, title and sources aside
LARGEUR = 640  # at least, that its words take few lines
TITRE, LIGNE_TITRE = 20, 26
MENTION, LIGNE_MENTION = 13, 18


def polices() -> Path:
    """The folder of the static fonts (`POLICE`: regular, bold, italics), for typst's
    `font_paths`; their licence stands beside them."""
    return Path(__file__).with_name("polices")


@lru_cache(maxsize=3)
def typst_fonts(embedded: bool = False, *autres: Path) -> typst.Fonts:
    """These fonts, read once, then with `embedded` those that typst brings for what ours lack
    and the folders `autres`: what it makes is the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=embedded, font_paths=[polices(), *autres]
    )


def to_png(svg: str, largeur_px: int) -> bytes:
    """The drawing as PNG, `largeur_px` pixels wide, its ground as the drawing's own.

    Raises ValueError when `svg` is no drawing with a viewBox.
    """
    largeur, hauteur = view_of(svg)
    document = (
        f"#set page(width: {largeur}pt, height: {hauteur}pt, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.dessin), format: "svg", width: 100%, height: 100%)'
    )
    return typst.compile(
        document.encode(),
        format="png",
        ppi=72 * largeur_px / largeur,
        sys_inputs={"dessin": svg},
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
    )


def view_of(svg: str) -> tuple[float, float]:
    """Width and height of a drawing."""
    try:
        # Our own drawing, which declares no entity.
        vue = ElementTree.fromstring(svg).get("viewBox") or ""  # noqa: S314
        _, _, largeur, hauteur = (float(n) for n in vue.split())
    except (ElementTree.ParseError, ValueError) as erreur:
        raise ValueError("Ce texte n’est pas un dessin SVG avec une viewBox") from erreur
    if largeur <= 0 or hauteur <= 0:
        raise ValueError("Ce dessin n’a pas de surface")
    return largeur, hauteur


def _cut(dessin: Dessin, large: float, haut: float) -> list[tuple[float, float]]:
    """The parts of a drawing that stand side by side, so that no picture is much higher than wide;
    the header of each aside when there are several."""
    nombre = math.ceil(math.sqrt(haut / (ELANCEMENT * large)))
    if nombre < 2 or len(dessin.coupes) <= nombre:
        return [(0, haut)]
    entete, *coupes = dessin.coupes
    vises = (entete + rang * (haut - entete) / nombre for rang in range(1, nombre))
    bords = [entete, *(min(coupes, key=lambda c: abs(c - v)) for v in vises), haut]
    return list(itertools.pairwise(bords))


def draw_image(
    dessin: Dessin,
    *,
    titre: str,
    mentions: Sequence[str] = (),
    avertissement: str = "",
    mode: Mode = "light",
) -> str:
    """SVG of a chart under its title and above its `mentions` (source, date), one a line.

    `avertissement` is the warning that nobody may miss, in bold, first of them. The ground is
    that of `mode`: white when it is light.
    """
    trace, haut = size_of(dessin)
    tranches = _cut(dessin, trace, haut)
    # A high drawing that can't be cut stands in the middle of a wider picture.
    large = max(trace, LARGEUR, haut / (ELANCEMENT - 0.2) if len(tranches) == 1 else 0)
    parties: list[str] = []
    y = float(MARGE)

    def write(texte: str, taille: int, ligne: int, gras: bool = True) -> None:
        nonlocal y
        for mots in wrap_text(texte, large, taille, gras) if texte else []:
            mot = Mot((mots,), taille, "texte" if gras else "discret", gras=gras)
            parties.append(draw_text(mot, MARGE, y + taille, mode))
            y += ligne

    write(titre, TITRE, LIGNE_TITRE)
    y += 8 if titre else 0
    # A drawing inside the other: it keeps its own pixels, whatever stands above it.
    corps = draw_body(dessin, trace, haut, mode)
    if len(tranches) == 1:
        place = f'y="{number(y)}" width="{trace}" height="{haut}"'
        x = MARGE + (large - trace) / 2
        parties.append(f'<svg x="{number(x)}" {place} overflow="visible">{corps}</svg>')
        y += haut + 12
    else:
        parties.append(f'<defs><g id="corps">{corps}</g></defs>')
        entete = dessin.coupes[0]
        for rang, (de, a) in enumerate(tranches):
            x = MARGE + rang * (trace + MARGE)
            # The header, then the part.
            for sommet, debut, fin in ((y, 0, entete), (y + entete, de, a)):
                cadre = f'width="{trace}" height="{number(fin - debut)}"'
                parties.append(
                    f'<svg x="{x}" y="{number(sommet)}" {cadre} overflow="hidden"'
                    f' viewBox="0 {number(debut)} {trace} {number(fin - debut)}">'
                    '<use href="#corps"/></svg>'
                )
        y += entete + max(a - de for de, a in tranches) + 12
        large = len(tranches) * (trace + MARGE) - MARGE
    write(avertissement, MENTION + 2, LIGNE_MENTION + 4)
    for mention in mentions:
        write(mention, MENTION, LIGNE_MENTION, gras=False)
    total = (large + 2 * MARGE, y + MARGE)
    fond = f'<rect width="{number(total[0])}" height="{number(total[1])}"'
    fond += paint("fill", ENCRES[mode]["fond"]) + "/>"
    return wrap_svg(fond + "".join(parties), *total, alt=dessin.alt, titre=titre)
