"""Native tables: a header row, thin rules, a sign and a tint behind the words of a météo."""

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn

from concertation.analyse.mots.formats import plural
from concertation.declarations.point_etape import METEO
from concertation.graphiques.gabarit import ENCRES
from concertation.graphiques.gabarit.couleurs import resolve, sign_ground, sign_role
from concertation.recits.blocs import Tableau
from concertation.restitution.diapos.mise_en_page import INTERLIGNE
from concertation.restitution.pptx.gabarit import Cadre, Gabarit
from concertation.restitution.pptx.texte import (
    Morceau,
    Paragraphe,
    add_fill,
    clean,
    write_paragraphs,
)

# A shape for each météo, so that colour is never alone.
SANS_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
BORD, BORD_ENTETE = 1, 3  # pixels
AIR, AIR_HAUT = 12, 8  # on each side of a cell's text, above and below it


def draw_tableau(
    diapo: Any,
    gabarit: Gabarit,
    bloc: Tableau,
    cadre: Cadre,
    taille: float,
    couleur: str,
    libre: float = 0,
) -> None:
    """A table as wide as its frame; its rows share `libre` pixels, an em each at most."""
    nombre = len(bloc.colonnes)
    if not nombre:
        return
    air = min(max(libre, 0) / (len(bloc.lignes) + 1), taille)
    largeurs = _widths(bloc.largeurs or (1,) * nombre, cadre.largeur)
    teintes = {(ligne, colonne): code for ligne, colonne, code in bloc.teintes}
    table = _add_table(diapo, gabarit, cadre, largeurs, len(bloc.lignes) + 1)
    _describe(table, bloc.titre or "Tableau", len(bloc.lignes), bloc.colonnes)
    for rang, ligne in enumerate((bloc.colonnes, *bloc.lignes)):
        textes = [*ligne, *("",) * nombre][:nombre]
        # Of one line: programs make room for more, and an estimate would leave blanks.
        table.table.rows[rang].height = gabarit.emu(taille * INTERLIGNE + 2 * AIR_HAUT + air)
        for colonne, texte in enumerate(textes):
            cellule = table.table.cell(rang, colonne)
            code = teintes.get((rang - 1, colonne)) if rang else None
            paragraphes = [Paragraphe(_words(texte, taille, code, not rang))]
            teinte = sign_ground(METEO.signe(code)) if code is not None and code in METEO else ""
            fond = resolve(teinte, "light") if teinte else ""
            _fill_cell(cellule, gabarit, paragraphes, couleur if not rang else "", fond)


def _widths(parts: Sequence[float], largeur: float) -> list[float]:
    total = sum(parts) or 1
    return [largeur * part / total for part in parts]


def _add_table(
    diapo: Any, gabarit: Gabarit, cadre: Cadre, largeurs: Sequence[float], rangees: int
) -> Any:
    """An empty table of the theme's text, without the look that PowerPoint gives by itself."""
    table = diapo.shapes.add_table(
        rangees, len(largeurs),
        *(gabarit.emu(v) for v in (cadre.gauche, cadre.haut, cadre.largeur, cadre.hauteur)),
    )  # fmt: skip
    table.table.horz_banding = False
    table._element.find(f".//{qn('a:tableStyleId')}").text = SANS_STYLE
    for colonne, largeur in zip(table.table.columns, largeurs, strict=True):
        colonne.width = gabarit.emu(largeur)
    return table


def _describe(table: Any, titre: str, lignes: int, colonnes: Sequence[str]) -> None:
    noms = ", ".join(nom for nom in colonnes if nom)
    table.name = clean(titre)[:100]
    table._element.nvGraphicFramePr.cNvPr.set(
        "descr", clean(f"{titre} : {plural(lignes, 'ligne')} ; colonnes : {noms}.")
    )


def _words(texte: str, taille: float, code: str | None, gras: bool) -> tuple[Morceau, ...]:
    """The words, after the sign of their météo; dark on a tint, whatever the theme."""
    if code is None or code not in METEO:
        return (Morceau(texte, taille, gras or None),)
    signe = METEO.signe(code)
    marque = Morceau(f"{signe.glyphe}\u00a0", taille, None, resolve(sign_role(signe), "light"))
    return (marque, Morceau(texte, taille, gras or None, ENCRES["light"].texte))


def _fill_cell(
    cellule: Any,
    gabarit: Gabarit,
    paragraphes: Sequence[Paragraphe],
    entete: str = "",
    fond: str = "",
) -> None:
    """Words, margins, the rule below (in the colour `entete` under a header) and the ground."""
    for cote in ("margin_left", "margin_right"):
        setattr(cellule, cote, gabarit.emu(AIR))
    for cote in ("margin_top", "margin_bottom"):
        setattr(cellule, cote, gabarit.emu(AIR_HAUT))
    cellule.vertical_anchor = MSO_ANCHOR.MIDDLE
    tc = cellule._tc
    write_paragraphs(tc.get_or_add_txBody(), paragraphes, gabarit)
    proprietes = tc.get_or_add_tcPr()
    epaisseur = gabarit.emu(BORD_ENTETE if entete else BORD)
    bord = etree.SubElement(proprietes, qn("a:lnB"), w=str(epaisseur))
    add_fill(bord, entete or "#C9D0DA")
    if fond:
        add_fill(proprietes, fond)
    else:
        etree.SubElement(proprietes, qn("a:noFill"))
