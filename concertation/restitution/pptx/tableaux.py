"""Native tables: a header row, thin rules, a sign and a tint behind the words of a météo."""

from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn

from concertation.analyse.mots.formats import plural
from concertation.declarations.point_etape import METEO
from concertation.graphiques.style import ENCRES
from concertation.graphiques.style.couleurs import resolve, sign_ground, sign_role
from concertation.recits.blocs import Tableau
from concertation.restitution.diapos.mise_en_page import INTERLIGNE
from concertation.restitution.pptx import texte as textes
from concertation.restitution.pptx.template import Cadre

SANS_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
BORD, BORD_ENTETE, COULEUR_BORD = 1, 3, "#C9D0DA"  # pixels
AIR, AIR_HAUT = 12, 8  # on each side of a cell's text, above and below it


def draw_tableau(
    planche: textes.Planche, bloc: Tableau, cadre: Cadre, taille: float, libre: float
) -> None:
    """A table as wide as its frame; its rows share `libre` pixels, an em each at most."""
    nombre = len(bloc.colonnes)
    if not nombre:
        return
    gabarit, rangees = planche.gabarit, (bloc.colonnes, *bloc.lignes)
    forme = planche.diapo.shapes.add_table(len(rangees), nombre, *gabarit.place(cadre))
    noms = ", ".join(nom for nom in bloc.colonnes if nom)
    titre = bloc.titre or "Tableau"
    alt = f"{titre} : {plural(len(bloc.lignes), 'ligne')} ; colonnes : {noms}."
    textes.describe(forme, titre, alt)
    table = forme.table
    # The theme's text, without the look that PowerPoint gives by itself.
    table.horz_banding = False
    forme._element.find(f".//{qn('a:tableStyleId')}").text = SANS_STYLE
    parts = bloc.largeurs or (1,) * nombre
    for colonne, part in zip(table.columns, parts, strict=True):
        colonne.width = gabarit.emu(cadre.largeur * part / (sum(parts) or 1))
    air = min(max(libre, 0) / len(rangees), taille)
    teintes = {(ligne + 1, colonne): code for ligne, colonne, code in bloc.teintes if code in METEO}
    for rang, ligne in enumerate(rangees):
        # Of one line: programs make room for more, and an estimate would leave blanks.
        table.rows[rang].height = gabarit.emu(taille * INTERLIGNE + 2 * AIR_HAUT + air)
        for colonne in range(nombre):
            texte = ligne[colonne] if colonne < len(ligne) else ""
            code = teintes.get((rang, colonne))
            _fill_cell(planche, table.cell(rang, colonne), texte, taille, code, not rang)


def _fill_cell(
    planche: textes.Planche, cellule: Any, texte: str, taille: float, code: str | None, entete: bool
) -> None:
    """Words after the sign of their météo, dark on its tint whatever the theme; the rule below."""
    gabarit, gras, fond = planche.gabarit, entete or None, ""
    morceaux = [textes.Morceau(texte, taille, gras)]
    if code is not None:
        signe = METEO.signe(code)
        fond = resolve(sign_ground(signe), "light")
        morceaux = [
            textes.Morceau(
                f"{signe.glyphe}\u00a0", taille, None, resolve(sign_role(signe), "light")
            ),
            textes.Morceau(texte, taille, gras, ENCRES["light"]["texte"]),
        ]
    cellule.margin_left = cellule.margin_right = gabarit.emu(AIR)
    cellule.margin_top = cellule.margin_bottom = gabarit.emu(AIR_HAUT)
    cellule.vertical_anchor = MSO_ANCHOR.MIDDLE
    textes.write_paragraphs(cellule.text_frame, [textes.Paragraphe(tuple(morceaux))], gabarit)
    proprietes = cellule._tc.get_or_add_tcPr()
    epaisseur = gabarit.emu(BORD_ENTETE if entete else BORD)
    bord = etree.SubElement(proprietes, qn("a:lnB"), w=str(epaisseur))
    textes.add_fill(bord, planche.couleur if entete else COULEUR_BORD)
    textes.add_fill(proprietes, fond)
