"""The blocks of a page in its columns: texts, lists and key figures; charts and tables apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from concertation.graphiques.gabarit import text_width, wrap_text
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
from concertation.restitution.diapos.mise_en_page import (
    ENTRE_PUCES,
    INTERLIGNE,
    PIED,
    block_height,
    text_height,
)
from concertation.restitution.pptx.gabarit import Cadre, Gabarit
from concertation.restitution.pptx.graphiques import draw_graphique
from concertation.restitution.pptx.tableaux import draw_tableau
from concertation.restitution.pptx.texte import (
    ACCENT,
    DISCRET,
    Morceau,
    Paragraphe,
    add_box,
    add_fill,
)

# Smaller than a room can read: only for a text that would leave the slide otherwise.
PETITES = (26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6)
GRAPHIQUE_MINIMUM = 240
VALEUR, LIBELLE = 76, 30
FILET = 5
_DECORATIF = (
    '<a:ext xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
)


@dataclass(frozen=True)
class Planche:
    """The slide at hand, its look, its page's colour (one of the theme's when it has none), and
    the one of the words that stand out."""

    diapo: Any
    gabarit: Gabarit
    couleur: str = ACCENT
    encre: str = ACCENT


def fit(colonnes: Sequence[tuple[Sequence[Bloc], Cadre]], corps: float) -> float:
    """The page's own size of text, or the first smaller one at which every column fits."""
    tailles = [corps, *(taille for taille in PETITES if taille < corps)]
    for taille in tailles:
        # Estimates are a tenth too wide: below what a room reads, that is not given away.
        marge = 1.1 if taille <= PIED else 1.0
        if all(
            sum(_height(bloc, cadre.largeur, taille) for bloc in blocs) <= cadre.hauteur * marge
            for blocs, cadre in colonnes
        ):
            return taille
    return tailles[-1]


def _height(bloc: Bloc, largeur: float, taille: float) -> float:
    if isinstance(bloc, Graphique):
        return GRAPHIQUE_MINIMUM
    if isinstance(bloc, Chiffres):
        return 0  # takes what is left
    return block_height(bloc, largeur, taille)


def draw_column(planche: Planche, blocs: Sequence[Bloc], cadre: Cadre, taille: float) -> None:
    """Blocks from top to bottom; charts share what the others leave."""
    groupes = _group(blocs)
    souples = sum(_is_soft(groupe[0]) for groupe in groupes)
    prises = sum(_height(bloc, cadre.largeur, taille) for bloc in blocs)
    prises -= sum(_height(bloc, cadre.largeur, taille) for bloc in blocs if _is_soft(bloc))
    part = max(cadre.hauteur - prises, 60) / max(souples, 1)
    haut = cadre.haut
    for rang, groupe in enumerate(groupes):
        hauteur = sum(_height(bloc, cadre.largeur, taille) for bloc in groupe)
        if _is_soft(groupe[0]):
            hauteur = part
        elif rang == len(groupes) - 1:
            hauteur = max(hauteur, cadre.bas - haut)
        _draw(planche, groupe, Cadre(cadre.gauche, haut, cadre.largeur, hauteur), taille)
        haut += hauteur


def _is_soft(bloc: Bloc) -> bool:
    """Whether a block takes the room that it is given."""
    return isinstance(bloc, Graphique | Chiffres)


def _flows(bloc: Bloc) -> bool:
    """Whether a block is words that follow those before in one box."""
    return isinstance(bloc, Liste) or (isinstance(bloc, Texte) and bloc.style != "citation")


def _group(blocs: Sequence[Bloc]) -> list[list[Bloc]]:
    """Blocks in order, those that flow together."""
    groupes: list[list[Bloc]] = []
    for bloc in blocs:
        if groupes and _flows(bloc) and _flows(groupes[-1][-1]):
            groupes[-1].append(bloc)
        else:
            groupes.append([bloc])
    return groupes


def _draw(planche: Planche, groupe: Sequence[Bloc], cadre: Cadre, taille: float) -> None:
    bloc = groupe[0]
    if _flows(bloc):
        _draw_words(planche, groupe, cadre, taille)
    elif isinstance(bloc, Texte):
        _draw_quote(planche, bloc, cadre, taille)
    elif isinstance(bloc, Chiffres):
        _draw_figures(planche, bloc, cadre)
    elif isinstance(bloc, Tableau):
        if bloc.titre:
            haut = text_height(bloc.titre, cadre.largeur, taille, True) + 12
            titre = _heading(bloc.titre, taille, planche.encre)
            place = Cadre(cadre.gauche, cadre.haut, cadre.largeur, haut)
            add_box(planche.diapo, planche.gabarit, place, [titre], "Titre du tableau")
            cadre = Cadre(cadre.gauche, cadre.haut + haut, cadre.largeur, cadre.hauteur - haut)
        libre = cadre.hauteur - _height(replace(bloc, titre=""), cadre.largeur, taille)
        draw_tableau(planche.diapo, planche.gabarit, bloc, cadre, taille, planche.couleur, libre)
    elif isinstance(bloc, Graphique):
        draw_graphique(planche.diapo, planche.gabarit, bloc, cadre)


def _heading(texte: str, taille: float, couleur: str, avant: float = 0) -> Paragraphe:
    return Paragraphe((Morceau(texte, taille, True, couleur),), avant=avant, apres=12)


def _draw_words(planche: Planche, groupe: Sequence[Bloc], cadre: Cadre, taille: float) -> None:
    """Texts and lists in one box, whose spaces are even."""
    paragraphes: list[Paragraphe] = []
    nom = "Texte"
    for bloc in groupe:
        if isinstance(bloc, Texte):
            paragraphes += paragraphs_of(bloc, taille)
        elif isinstance(bloc, Liste):
            nom = bloc.titre or "Liste"
            avant = taille * 0.3 if paragraphes else 0
            paragraphes += _list_paragraphs(bloc, taille, planche.encre, avant)
    add_box(planche.diapo, planche.gabarit, cadre, paragraphes, nom)


def paragraphs_of(bloc: Texte, taille: float) -> list[Paragraphe]:
    """The paragraphs of a text in its style."""
    gras = True if bloc.style == "fort" else None
    couleur = DISCRET if bloc.style == "discret" else ""
    return [
        Paragraphe((Morceau(texte, taille, gras, couleur),), apres=taille * 0.5)
        for texte in bloc.paragraphes
    ]


def _draw_quote(planche: Planche, bloc: Texte, cadre: Cadre, taille: float) -> None:
    """Larger words beside a line of the page's colour."""
    taille *= 1.15
    haut = sum(
        text_height(texte, cadre.largeur - 48, taille) + taille * 0.5 for texte in bloc.paragraphes
    )
    trait = Cadre(cadre.gauche, cadre.haut, 6, min(haut, cadre.hauteur) - taille * 0.5)
    draw_strip(planche, trait)
    place = Cadre(cadre.gauche + 40, cadre.haut, cadre.largeur - 48, cadre.hauteur)
    add_box(planche.diapo, planche.gabarit, place, paragraphs_of(bloc, taille), "Citation")


def draw_strip(planche: Planche, cadre: Cadre) -> None:
    """A rectangle of the page's colour, which says nothing to who hears the slide."""
    forme = planche.diapo.shapes.add_shape(
        1,
        *(planche.gabarit.emu(v) for v in (cadre.gauche, cadre.haut, cadre.largeur, cadre.hauteur)),
    )
    forme.name = "Filet"
    proprietes = forme._element.spPr
    add_fill(proprietes, planche.couleur)
    trait = etree.SubElement(proprietes, qn("a:ln"))
    etree.SubElement(trait, qn("a:noFill"))
    style = forme._element.find(qn("p:style"))
    forme._element.remove(style)
    suites = etree.SubElement(forme._element.nvSpPr.cNvPr, qn("a:extLst"))
    suites.append(etree.fromstring(_DECORATIF))


def _list_paragraphs(bloc: Liste, taille: float, couleur: str, avant: float) -> list[Paragraphe]:
    paragraphes = [_heading(bloc.titre, taille, couleur, avant)] if bloc.titre else []
    retrait = max((_mark_width(puce, taille) for puce in bloc.puces), default=0)
    for puce in bloc.puces:
        paragraphes += _item(puce, taille, retrait, couleur)
    return paragraphes


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
    apres = 0 if puce.sous else dernier
    fort = (Morceau(puce.fort, taille, True),) if puce.fort else ()
    corps = (*fort, Morceau(puce.texte, taille))
    if puce.marque and not puce.marque.isdecimal():
        code = Morceau(puce.marque + "\t", _mark_size(taille), True, couleur)
        tete = Paragraphe(
            (code, *corps),
            marge=retrait, retrait=retrait, apres=apres, taquet=True,
        )  # fmt: skip
    else:
        tete = Paragraphe(
            corps, puce.marque or "•",
            marge=retrait, retrait=retrait, apres=apres, couleur_puce=couleur,
        )  # fmt: skip
    suite = [
        Paragraphe(
            (Morceau(texte, taille * 0.9),), "–",
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
    colonnes = min(4, nombre)
    rangees = -(-nombre // colonnes)
    ecart = 28
    largeur = (cadre.largeur - ecart * (colonnes - 1)) / colonnes
    hauteur = cadre.hauteur / rangees
    valeur = _value_size(bloc.chiffres, largeur, hauteur)
    for rang, chiffre in enumerate(bloc.chiffres):
        gauche = cadre.gauche + (rang % colonnes) * (largeur + ecart)
        haut = cadre.haut + (rang // colonnes) * hauteur
        draw_strip(planche, Cadre(gauche, haut, largeur, FILET))
        place = Cadre(gauche, haut + FILET + 16, largeur, hauteur - FILET - 40)
        add_box(
            planche.diapo, planche.gabarit, place, _figure(chiffre, valeur), chiffre.libelle[:60]
        )


def _value_size(chiffres: Sequence[Chiffre], largeur: float, hauteur: float) -> float:
    """The largest size at which no value wraps and all of each figure fits."""
    taille = float(VALEUR)
    while taille > 20 and any(
        text_width(chiffre.valeur, taille, True) > largeur
        or _figure_height(chiffre, largeur, taille) > hauteur - FILET - 40
        for chiffre in chiffres
    ):
        taille -= 2
    return taille


def _figure_height(chiffre: Chiffre, largeur: float, valeur: float) -> float:
    haut = len(wrap_text(chiffre.valeur, largeur, valeur, True)) * valeur * INTERLIGNE
    haut += text_height(chiffre.libelle, largeur, _label_size(valeur))
    return haut + (text_height(chiffre.note, largeur, PIED) if chiffre.note else 0)


def _label_size(valeur: float) -> float:
    return min(LIBELLE, max(valeur * 0.6, 12))


def _figure(chiffre: Chiffre, valeur: float) -> list[Paragraphe]:
    libelle = _label_size(valeur)
    paragraphes = [
        Paragraphe((Morceau(chiffre.valeur, valeur, True),)),
        Paragraphe((Morceau(chiffre.libelle, libelle),)),
    ]
    if chiffre.note:
        paragraphes.append(Paragraphe((Morceau(chiffre.note, min(PIED, libelle), None, DISCRET),)))
    return paragraphes
