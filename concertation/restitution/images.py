"""Pictures that people take away: a drawing as PNG, and a chart with what must stand beside it."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

import typst

from concertation.graphiques.gabarit import ENCRES, Mode, escape, wrap_text
from concertation.graphiques.lecteurs.svg import Figure, draw_body, make_prefix, open_svg, size_of
from concertation.graphiques.lecteurs.svg_texte import draw_text
from concertation.graphiques.lecteurs.svg_traits import number, paint

POLICE = "Concertation Sans"
MARGE = 24
TITRE, LIGNE_TITRE = 20, 26
MENTION, LIGNE_MENTION = 13, 18


def polices() -> Path:
    """The folder of the static fonts (`POLICE`: regular, bold, italics), for typst's
    `font_paths`; their licence stands beside them."""
    return Path(__file__).with_name("polices")


@lru_cache(maxsize=1)
def typst_fonts() -> typst.Fonts:
    """These fonts alone, read once: what typst makes is the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[polices()]
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
        raise ValueError("Ce texte n'est pas un dessin SVG avec une viewBox") from erreur
    if largeur <= 0 or hauteur <= 0:
        raise ValueError("Ce dessin n'a pas de surface")
    return largeur, hauteur


def draw_image(
    figure: Figure,
    *,
    titre: str,
    alt: str,
    mentions: Sequence[str] = (),
    avertissement: str = "",
    mode: Mode = "light",
    largeur: float | None = None,
) -> str:
    """SVG of a chart under its title and above its `mentions` (source, date), one a line.

    `avertissement` is the warning that nobody may miss, in bold, first of them. The
    ground is that of `mode`, which must be the figure's: white when it is light. `largeur` is the
    chart's, in pixels: by default the one it was made for.
    """
    encres = ENCRES[mode]
    prevue, haut = size_of(figure)
    large = float(largeur or prevue)
    parties = []
    y = float(MARGE)
    gras = {"size": TITRE, "color": encres.texte}
    for ligne in wrap_text(titre, large, TITRE, gras=True) if titre else []:
        parties.append(draw_text(f"<b>{escape(ligne)}</b>", MARGE, y + TITRE, gras))
        y += LIGNE_TITRE
    y += 8 if titre else 0
    prefixe = make_prefix(titre, alt, mentions, large)
    # A drawing inside the other: it keeps its own pixels, whatever stands above it.
    parties.append(
        f'<svg x="{MARGE}" y="{number(y)}" width="{number(large)}" height="{haut}"'
        ' overflow="visible">'
        f"{draw_body(figure, large, haut, prefixe)}</svg>"
    )
    y += haut + 12
    if avertissement:
        forte = {"size": MENTION + 2, "color": encres.texte}
        parties.append(draw_text(f"<b>{escape(avertissement)}</b>", MARGE, y + MENTION, forte))
        y += LIGNE_MENTION + 4
    police = {"size": MENTION, "color": encres.discret}
    for ligne in (mot for mention in mentions for mot in wrap_text(mention, large, MENTION)):
        parties.append(draw_text(escape(ligne), MARGE, y + MENTION, police))
        y += LIGNE_MENTION
    total = (large + 2 * MARGE, y + MARGE)
    fond = f'<rect width="{number(total[0])}" height="{number(total[1])}"'
    fond += f"{paint('fill', encres.fond)}/>"
    debut = open_svg(*total, alt=alt, titre=titre, prefixe=prefixe)
    return debut + fond + "".join(parties) + "</svg>"
