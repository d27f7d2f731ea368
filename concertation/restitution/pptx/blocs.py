"""The blocks of a page in its columns: texts, lists, key figures, native tables; charts apart."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn

from concertation.analyse.mots.formats import plural
from concertation.declarations.point_etape import METEO
from concertation.graphiques.style import ENCRES, text_width
from concertation.graphiques.style.couleurs import resolve, sign_ground, sign_role
from concertation.recits.blocs import (
    Bloc,
    Chiffre,
    Chiffres,
    Graphique,
    Liste,
    Puce,
    Tableau,
    Texte,
)
from concertation.recits.riche import cut_looks
from concertation.restitution.diapos.mise_en_page import (
    ENTRE_PUCES,
    INTERLIGNE,
    PIED,
    block_height,
    text_height,
)
from concertation.restitution.pptx import texte as textes
from concertation.restitution.pptx.graphiques import draw_graphique
from concertation.restitution.pptx.template import Cadre
from concertation.restitution.pptx.texte import (
    DISCRET,
    Morceau,
    Paragraphe,
    Planche,
    add_box,
    add_strip,
)

# Smaller than a room can read: only for a text that would leave the slide otherwise.
PETITES = (26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6)
GRAPHIQUE_MINIMUM = 240
VALEUR, LIBELLE = 76, 30
FILET, AIR = 5, 40  # pixels of a key figure: the line above it, what its line and its foot take


def fit(colonnes: Sequence[tuple[Sequence[Bloc], Cadre]], corps: float) -> float:
    """The page's own size of text, or the first smaller one at which every column fits."""
    tailles = [corps, *(taille for taille in PETITES if taille < corps)]
    for taille in tailles:
        # Estimates are a tenth too wide: below what a room reads, that is not given away.
        marge = 1.1 if taille <= PIED else 1.0
        if all(_height(blocs, cadre, taille) <= cadre.hauteur * marge for blocs, cadre in colonnes):
            return taille
    return tailles[-1]


def _height(blocs: Sequence[Bloc], cadre: Cadre, taille: float) -> float:
    """At the least: key figures take what is left."""
    fermes = [bloc for bloc in blocs if not isinstance(bloc, Graphique | Chiffres)]
    graphiques = sum(isinstance(bloc, Graphique) for bloc in blocs)
    hauteurs = (block_height(bloc, cadre.largeur, taille) for bloc in fermes)
    return GRAPHIQUE_MINIMUM * graphiques + sum(hauteurs)


def draw_column(planche: Planche, blocs: Sequence[Bloc], cadre: Cadre, taille: float) -> None:
    """Blocks from top to bottom; charts and key figures share what the others leave."""
    # Words that follow one another flow in one box, whose spaces are even.
    groupes = [
        groupe
        for coule, suite in groupby(blocs, _flows)
        for groupe in ([list(suite)] if coule else [[bloc] for bloc in suite])
    ]
    fermes = [bloc for bloc in blocs if not isinstance(bloc, Graphique | Chiffres)]
    part = max(cadre.hauteur - _height(fermes, cadre, taille), 60)
    part /= max(len(blocs) - len(fermes), 1)
    haut = cadre.haut
    for rang, groupe in enumerate(groupes):
        hauteur = part
        if groupe[0] in fermes:
            dernier = rang == len(groupes) - 1
            hauteur = max(_height(groupe, cadre, taille), cadre.bas - haut if dernier else 0)
        _draw(planche, groupe, Cadre(cadre.gauche, haut, cadre.largeur, hauteur), taille)
        haut += hauteur


def _flows(bloc: Bloc) -> bool:
    """Whether a block is words that follow those before in one box."""
    return isinstance(bloc, Liste) or (isinstance(bloc, Texte) and bloc.style != "citation")


def _draw(planche: Planche, groupe: Sequence[Bloc], cadre: Cadre, taille: float) -> None:
    bloc = groupe[0]
    if _flows(bloc):
        _draw_words(planche, groupe, cadre, taille)
    elif isinstance(bloc, Texte):
        _draw_quote(planche, bloc, cadre, taille)
    elif isinstance(bloc, Chiffres):
        _draw_figures(planche, bloc, cadre)
    elif isinstance(bloc, Graphique):
        draw_graphique(planche, bloc, cadre)
    elif isinstance(bloc, Tableau):
        if bloc.titre:
            haut = text_height(bloc.titre, cadre.largeur, taille, True) + 12
            titre = _heading(bloc.titre, taille, planche.encre)
            place = replace(cadre, hauteur=haut)
            add_box(planche, place, [titre], "Titre du tableau")
            cadre = replace(cadre, haut=place.bas, hauteur=cadre.hauteur - haut)
        libre = cadre.hauteur - _height([replace(bloc, titre="")], cadre, taille)
        draw_tableau(planche, bloc, cadre, taille, libre)


def _heading(texte: str, taille: float, couleur: str, avant: float = 0) -> Paragraphe:
    return Paragraphe((Morceau(texte, taille, True, couleur),), avant=avant, apres=12)


def _draw_words(planche: Planche, groupe: Sequence[Bloc], cadre: Cadre, taille: float) -> None:
    paragraphes: list[Paragraphe] = []
    nom = "Texte"
    for bloc in groupe:
        if isinstance(bloc, Texte):
            paragraphes += paragraphs_of(bloc, taille)
        elif isinstance(bloc, Liste):
            nom = bloc.titre or "Liste"
            if bloc.titre:
                avant = taille * 0.3 if paragraphes else 0
                paragraphes.append(_heading(bloc.titre, taille, planche.encre, avant))
            retrait = max((_mark_width(puce, taille) for puce in bloc.puces), default=0)
            for puce in bloc.puces:
                paragraphes += _item(puce, taille, retrait, planche.encre)
    add_box(planche, cadre, paragraphes, nom, corps=True)


def paragraphs_of(bloc: Texte, taille: float) -> list[Paragraphe]:
    """The paragraphs of a text in its style."""
    gras = True if bloc.style == "fort" else None
    couleur = DISCRET if bloc.style == "discret" else ""
    return [
        Paragraphe(_looks(bloc, texte, taille, gras, couleur), apres=taille * 0.5)
        for texte in bloc.paragraphes
    ]


def _looks(
    bloc: Texte | Puce, texte: str, taille: float, gras: bool | None = None, couleur: str = ""
) -> tuple[Morceau, ...]:
    return tuple(
        Morceau(m.texte, taille, m.gras or gras, couleur, m.lien) for m in cut_looks(bloc, texte)
    )


def _draw_quote(planche: Planche, bloc: Texte, cadre: Cadre, taille: float) -> None:
    """Larger words beside a line of the page's colour."""
    taille *= 1.15
    haut = sum(text_height(mots, cadre.largeur - 48, taille) for mots in bloc.paragraphes)
    haut = min(haut + taille * 0.5 * len(bloc.paragraphes), cadre.hauteur)
    add_strip(planche, replace(cadre, largeur=6, hauteur=haut - taille * 0.5))
    place = replace(cadre, gauche=cadre.gauche + 40, largeur=cadre.largeur - 48)
    add_box(planche, place, paragraphs_of(bloc, taille), "Citation", corps=True)


def _mark_size(taille: float) -> float:
    return max(0.72 * taille, min(PIED, taille))


def _mark_width(puce: Puce, taille: float) -> float:
    """Pixels of what stands before an item."""
    if not puce.marque or puce.marque.isdecimal():
        return (1.0 + 0.6 * max(len(puce.marque) - 1, 0)) * taille
    return text_width(puce.marque, _mark_size(taille), True) + 0.6 * taille


def _item(puce: Puce, taille: float, retrait: float, couleur: str) -> list[Paragraphe]:
    """An item and its sub-points: a bullet, a number, or its code and a hanging text."""
    dernier = ENTRE_PUCES * taille
    fort = (Morceau(puce.fort, taille, True),) if puce.fort else ()
    tete = Paragraphe(
        (*fort, *_looks(puce, puce.texte, taille)),
        puce.marque or "•",
        marge=retrait,
        retrait=retrait,
        apres=0 if puce.sous else dernier,
        couleur_puce=couleur,
    )
    if puce.marque and not puce.marque.isdecimal():
        code = Morceau(puce.marque + "\t", _mark_size(taille), True, couleur)
        tete = replace(tete, morceaux=(code, *tete.morceaux), puce="", taquet=True)
    suite = [
        Paragraphe(
            _looks(puce, texte, taille * 0.9), "–",
            marge=retrait + taille, retrait=taille * 0.8, niveau=1,
            apres=dernier if rang == len(puce.sous) else 0,
        )
        for rang, texte in enumerate(puce.sous, 1)
    ]  # fmt: skip
    return [tete, *suite]


def _draw_figures(planche: Planche, bloc: Chiffres, cadre: Cadre) -> None:
    """Four a row, each under a line, the value first."""
    nombre = len(bloc.chiffres)
    if not nombre:
        return
    colonnes, ecart = 2 if nombre == 4 else min(4, nombre), 28
    largeur = (cadre.largeur - ecart * (colonnes - 1)) / colonnes
    hauteur = cadre.hauteur / -(-nombre // colonnes)
    valeur, place = VALEUR * (1.5 if nombre == 1 else 1.0), hauteur - FILET - AIR
    # The largest size at which no value wraps and all of each figure fits.
    while valeur > 20 and any(
        text_width(chiffre.valeur, valeur, True) > largeur
        or sum(
            text_height(mots.texte, largeur, mots.taille, bool(mots.gras))
            for mots in _figure(chiffre, valeur)
        )
        > place
        for chiffre in bloc.chiffres
    ):
        valeur -= 2
    for rang, chiffre in enumerate(bloc.chiffres):
        gauche = cadre.gauche + (rang % colonnes) * (largeur + ecart)
        haut = cadre.haut + (rang // colonnes) * hauteur
        add_strip(planche, Cadre(gauche, haut, largeur, FILET))
        mots = [Paragraphe((morceau,)) for morceau in _figure(chiffre, valeur)]
        add_box(
            planche, Cadre(gauche, haut + FILET + 16, largeur, place), mots, chiffre.libelle[:60]
        )


def _figure(chiffre: Chiffre, valeur: float) -> list[Morceau]:
    """The value, what it counts and its reservation, if any."""
    taille = min(LIBELLE, max(valeur * 0.6, 12))
    mots = [Morceau(chiffre.valeur, valeur, True), Morceau(chiffre.libelle, taille)]
    note = Morceau(chiffre.note, min(PIED, taille), None, DISCRET)
    return [*mots, note] if chiffre.note else mots


SANS_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
BORD, BORD_ENTETE, COULEUR_BORD = 1, 3, "#C9D0DA"  # pixels
AIR_COTE, AIR_HAUT = 12, 8  # on each side of a cell's text, above and below it


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
    cellule.margin_left = cellule.margin_right = gabarit.emu(AIR_COTE)
    cellule.margin_top = cellule.margin_bottom = gabarit.emu(AIR_HAUT)
    cellule.vertical_anchor = MSO_ANCHOR.MIDDLE
    textes.write_paragraphs(cellule.text_frame, [textes.Paragraphe(tuple(morceaux))], gabarit)
    proprietes = cellule._tc.get_or_add_tcPr()
    epaisseur = gabarit.emu(BORD_ENTETE if entete else BORD)
    bord = etree.SubElement(proprietes, qn("a:lnB"), w=str(epaisseur))
    textes.add_fill(bord, planche.couleur if entete else COULEUR_BORD)
    textes.add_fill(proprietes, fond)
