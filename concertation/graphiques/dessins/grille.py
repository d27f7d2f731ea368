"""Heat map of engagements × territories: one clickable cell each, with a sign and its word."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import (
    format_date,
    format_nombre,
    format_pourcent,
    is_empty,
    plural,
)
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Note, Point, Points
from concertation.graphiques.style import nice_height, shorten, text_width, wrap_text
from concertation.graphiques.style.couleurs import sign_ground
from concertation.graphiques.style.marques import Pile, column_cuts, frames, legend, sign_point

LARGEUR = 700  # pixels for which words are chosen
CASE_MIN = 88  # pixels that the words of a cell need: more territories go on to further bands
TAILLE_MOT, TAILLE_MOT_SERREE, TAILLE_ENTETE = 15, 13, 14
TITRE = (16, 22)  # of an engagement
SIGNE = 20
LIGNE_MOT, LIGNE_ENTETE = 20, 18
ECART = 14  # under a row

Cellule = Mapping[Any, Any]


def heat_grille(
    cellules: pd.DataFrame,
    engagements: Mapping[str, str],
    pixels: int = LARGEUR,
) -> Dessin:
    """Engagements under one another, territories side by side, in the order of `cellules`.

    `cellules` has the columns engagement, territoire (ids), territoire_nom, meteo ("" where
    nobody spoke), progression (%, NaN when it can't be computed), date (of the last word, NaT),
    nb_en_retard (actions). `engagements` gives the title of an id. The id of a cell is
    (engagement, territoire). Words suit `pixels`; territories that find no room go on in further
    bands.
    """
    codes = [m if m in METEO else NON_RENSEIGNE for m in cellules["meteo"]]
    cellules = cellules.assign(meteo=codes)
    noms = dict(zip(cellules["territoire"], map(str, cellules["territoire_nom"]), strict=True))
    bandes = column_cuts(list(noms), pixels, CASE_MIN)
    pas = 1 / max([1, *map(len, bandes)])
    place = pixels * pas - 8
    taille = TAILLE_MOT if place >= CASE_MIN else TAILLE_MOT_SERREE
    entrees = [(METEO.signe(code), METEO.mot(code)) for code in METEO]
    colonnes = 3 if pixels >= 480 else 2
    legende, notes, bas = legend(entrees, 0, colonnes)
    pile = Pile(bas + 12, notes)
    par_ligne: dict[str, list[Cellule]] = {}
    for cellule in cellules.to_dict("records"):
        par_ligne.setdefault(cellule["engagement"], []).append(cellule)
    fonds: list[Barre] = []
    icones, mots = [], []
    for bande in bandes:
        entetes = [_split_name(noms[t], pixels * pas - 4) for t in bande]
        pile.haut += (ECART if fonds else 0) + LIGNE_ENTETE * max(map(len, entetes)) + 6
        for rang, lignes in enumerate(entetes):
            mot = Mot(tuple(lignes), TAILLE_ENTETE, cote="top center", gras=True)
            pile.notes.append(Note((rang + 0.5) * pas, pile.haut - 4, mot))
        for engagement, siennes in par_ligne.items():
            titre = engagements.get(engagement, engagement)
            pile.write(titre, min(pixels, LARGEUR) - 4, TITRE, gras=True)
            pile.haut += 3
            places = [(rang, c) for rang, t in enumerate(bande) for c in siennes
                      if c["territoire"] == t]  # fmt: skip
            ecrits = [_words(c, place, taille) for _, c in places]
            # A row where nobody spoke stays low.
            hauteur = 26 + SIGNE + LIGNE_MOT * max([1, *(len(dits) for dits, _ in ecrits)])
            for (rang, c), (dits, forts) in zip(places, ecrits, strict=True):
                x = round((rang + 0.5) * pas, 5)
                boite = (x - (pas - 6 / pixels) / 2, pile.haut, pas - 6 / pixels, hauteur)
                fonds.append(_ground(c, boite, titre))
                icones.append(
                    sign_point(METEO.signe(c["meteo"]), x, pile.haut + 8 + SIGNE / 2, SIGNE)
                )
                mot = Mot(dits, taille, cote="bottom center", forts=forts)
                mots.append(Point(x, pile.haut + 14 + SIGNE, mot=mot))
            pile.haut += hauteur + ECART
    # One dashed path around all the cells where nobody spoke.
    muettes = [b for b in fonds if not b.encre]
    cadres = ((b.x, b.y, b.x + b.largeur, b.y + b.hauteur) for b in muettes)
    return Dessin(
        _alt(cellules, engagements),
        partial(_table, cellules, engagements),
        nice_height(pile.haut),
        [Barres(tuple(fonds), True, True), Points(tuple(icones)), Points(tuple(mots)), legende],
        pile.notes,
        frames(cadres, "discret", 1.5, "dash", dessus=True),
        pixels,
        gauche=2,
        nature="grille",
    )


def _ground(c: Cellule, boite: tuple[float, float, float, float], titre: str) -> Barre:
    """What answers the click; clear where nobody spoke."""
    encre = sign_ground(METEO.signe(c["meteo"])) if c["meteo"] != NON_RENSEIGNE else ""
    quand = "" if is_empty(c["date"]) else f" ({format_date(c['date'])})"
    survol = [str(c["territoire_nom"]), *wrap_text(titre, 300, 14), METEO.mot(c["meteo"]) + quand]
    if not is_empty(c["progression"]):
        survol.append(f"Progression : {format_pourcent(c['progression'], 0)}")
    if n := int(c["nb_en_retard"]):
        survol.append(f"{plural(n, 'action')} en retard")
    cle = (c["engagement"], c["territoire"])
    return Barre(*boite, encre, cle, "\n".join(survol), "grille")


def _words(c: Cellule, place: float, taille: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a cell writes under its sign, in `place` pixels, and what of it is in bold."""
    mots = wrap_text(METEO.court(c["meteo"]), place, taille, gras=True)
    forts = mots if c["meteo"] else []
    suite = []
    if not is_empty(c["progression"]):
        suite.append(format_pourcent(c["progression"], 0))
    if not is_empty(c["date"]):
        suite.append(format_date(c["date"], "courte"))
    if n := int(c["nb_en_retard"]):
        suite.append(f"{format_nombre(n)} en retard")
        forts = [*forts, suite[-1]]
    return (*mots, *suite), tuple(forts)


def _split_name(nom: str, place: float) -> list[str]:
    """A territory's name over lines of `place` pixels, also cut after its hyphens."""
    morceaux = [m for m in re.split(r"(?<=-)|(?<= )", nom) if m]
    lignes: list[str] = []
    for morceau in morceaux:
        essai = lignes[-1] + morceau if lignes else morceau
        if lignes and text_width(essai.strip(), TAILLE_ENTETE, gras=True) <= place:
            lignes[-1] = essai
        else:
            lignes.append(morceau)
    return [shorten(ligne.strip(), place, TAILLE_ENTETE, gras=True) for ligne in lignes] or [""]


def _table(cellules: pd.DataFrame, engagements: Mapping[str, str]) -> pd.DataFrame:
    return tabulate(
        cellules.to_dict("records"),
        ("Engagement", lambda c: engagements.get(c["engagement"], c["engagement"])),
        ("Territoire", lambda c: c["territoire_nom"]),
        ("Météo", lambda c: METEO.mot(c["meteo"])),
        ("Progression", lambda c: format_pourcent(c["progression"], 0, vide="non calculable")),
        ("Dernier point d’étape", lambda c: format_date(c["date"], "courte", vide="aucun")),
        ("Actions en retard", lambda c: format_nombre(int(c["nb_en_retard"]))),
    )


def _alt(cellules: pd.DataFrame, engagements: Mapping[str, str]) -> str:
    if cellules.empty:
        return "Météo des engagements par territoire : aucune case."
    codes = list(cellules["meteo"])
    comptes = [(METEO.mot(c), codes.count(c)) for c in METEO if codes.count(c)]
    detail = ", ".join(f"{mot} {format_nombre(n)}" for mot, n in comptes)
    texte = f"Météo des engagements par territoire, {plural(len(codes), 'case')} : {detail}."
    compromises = cellules[cellules["meteo"] == "compromis"]
    if compromises.empty:
        return texte
    ou = " ; ".join(
        f"{engagements.get(e, e)} ({t})"
        for e, t in zip(compromises["engagement"], compromises["territoire_nom"], strict=True)
    )
    return f"{texte} {METEO.mot('compromis')} : {ou}."
