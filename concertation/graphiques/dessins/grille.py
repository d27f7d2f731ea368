"""Heat map of engagements × territories: one clickable cell each, with a sign and its word."""

import re
from collections.abc import Mapping
from functools import partial

import pandas as pd

from concertation.analyse.mots.formats import format_date, format_nombre, format_pourcent, plural
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Note, Point, Points
from concertation.graphiques.dessins.cases_grille import Case, build_cases
from concertation.graphiques.gabarit import nice_height, shorten, text_width, wrap_text
from concertation.graphiques.gabarit.couleurs import sign_ground
from concertation.graphiques.gabarit.legende import legend_height, legend_symbols
from concertation.graphiques.gabarit.marques import column_cuts, frames, sign_point

LARGEUR, LARGEUR_COMPACTE = 700, 340  # pixels for which words are chosen
CASE_MIN = 88  # pixels that the words of a cell need: more territories go on to further bands
TAILLE_MOT, TAILLE_MOT_SERREE, TAILLE_NOM, TAILLE_ENTETE = 15, 13, 16, 14
SIGNE = 20
LIGNE_MOT, LIGNE_NOM, LIGNE_ENTETE = 20, 22, 18
ECART = 14  # under a row


def heat_grille(
    cellules: pd.DataFrame,
    engagements: Mapping[str, str],
    selection: tuple[str, str] | None = None,
    compact: bool = False,
    largeur: int | None = None,
) -> Dessin:
    """Engagements under one another, territories side by side, in the order of `cellules`.

    `cellules` has the columns engagement, territoire (ids), territoire_nom, meteo ("" where
    nobody spoke), progression (%, NaN when it can't be computed), date (of the last word, NaT),
    nb_en_retard (actions). `engagements` gives the title of an id. `selection` is the outlined
    (engagement, territoire), which is also the id of a cell. Words suit `largeur` pixels: 700, or
    340 when `compact`; territories that find no room go on in further bands.
    """
    pixels = largeur or (LARGEUR_COMPACTE if compact else LARGEUR)
    bandes = column_cuts(list(dict.fromkeys(cellules["territoire"])), pixels, CASE_MIN)
    pas = 1 / max([1, *map(len, bandes)])
    place = pixels * pas - 8
    taille = TAILLE_MOT if place >= CASE_MIN else TAILLE_MOT_SERREE
    cases = build_cases(cellules, engagements, place, taille)
    entrees = [(METEO.signe(code), METEO.mot(code)) for code in METEO]
    colonnes = 3 if pixels >= 480 else 2
    legende, notes = legend_symbols(entrees, 0, colonnes)
    haut: float = legend_height(len(entrees), colonnes) + 12
    fonds: list[Barre] = []
    icones, mots = [], []
    for bande in bandes:
        entetes = [_split_name(cases[t][0].nom, pixels * pas - 4) for t in bande]
        haut += (ECART if fonds else 0) + LIGNE_ENTETE * max(map(len, entetes)) + 6
        for rang, lignes in enumerate(entetes):
            mot = Mot(tuple(lignes), TAILLE_ENTETE, cote="top center", gras=True)
            notes.append(Note((rang + 0.5) * pas, haut - 4, mot))
        for engagement in dict.fromkeys(cellules["engagement"]):
            titre = engagements.get(engagement, engagement)
            lignes = wrap_text(titre, min(pixels, LARGEUR) - 4, TAILLE_NOM, gras=True)
            notes.append(Note(0, haut, Mot(tuple(lignes), TAILLE_NOM, gras=True)))
            haut += len(lignes) * LIGNE_NOM + 3
            ligne = [(rang, c) for rang, t in enumerate(bande) for c in cases[t]
                     if c.engagement == engagement]  # fmt: skip
            # A row where nobody spoke stays low.
            hauteur = 26 + SIGNE + LIGNE_MOT * max([1, *(len(c.lignes) for _, c in ligne)])
            for rang, case in ligne:
                x = round((rang + 0.5) * pas, 5)
                fonds.append(_ground(case, x, haut, pas - 6 / pixels, hauteur, selection))
                icones.append(sign_point(METEO.signe(case.meteo), x, haut + 8 + SIGNE / 2, SIGNE))
                mot = Mot(case.lignes, taille, cote="bottom center", forts=case.forts)
                mots.append(Point(x, haut + 14 + SIGNE, mot=mot))
            haut += hauteur + ECART
    # One dashed path around all the cells where nobody spoke.
    muettes = [b for b in fonds if not b.encre]
    cadres = ((b.x, b.y, b.x + b.largeur, b.y + b.hauteur) for b in muettes)
    return Dessin(
        describe_grille(cellules, engagements),
        partial(table_grille, cellules, engagements),
        nice_height(haut),
        [Barres(tuple(fonds), True, True), Points(tuple(icones)), Points(tuple(mots)), legende],
        notes,
        frames(cadres, "discret", 1.5, "dash", dessus=True),
        pixels,
        gauche=2,
        nature="grille",
    )


def _ground(
    case: Case, x: float, haut: float, largeur: float, hauteur: float,
    selection: tuple[str, str] | None,
) -> Barre:  # fmt: skip
    """What answers the click, outlined when it is chosen."""
    signe, cle = METEO.signe(case.meteo), (case.engagement, case.territoire)
    encre = sign_ground(signe) if case.meteo != NON_RENSEIGNE else ""
    bord, epaisseur = ("texte", 3) if cle == selection else ("grille", 0)
    gauche = x - largeur / 2
    return Barre(gauche, haut, largeur, hauteur, encre, cle, case.survol, bord, epaisseur)


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


def table_grille(cellules: pd.DataFrame, engagements: Mapping[str, str]) -> pd.DataFrame:
    """The cells as a table of words, one row each, in their order."""
    return pd.DataFrame(
        {
            "Engagement": [engagements.get(e, e) for e in cellules["engagement"]],
            "Territoire": list(cellules["territoire_nom"]),
            "Météo": [METEO.get(m, METEO.mot(NON_RENSEIGNE)) for m in cellules["meteo"]],
            "Progression": [
                format_pourcent(p, 0, vide="non calculable") for p in cellules["progression"]
            ],
            "Dernier point d’étape": [
                format_date(d, "courte", vide="aucun") for d in cellules["date"]
            ],
            "Actions en retard": [format_nombre(int(n)) for n in cellules["nb_en_retard"]],
        }
    )


def describe_grille(cellules: pd.DataFrame, engagements: Mapping[str, str]) -> str:
    """French text alternative: how many cells of each météo, and which are compromised."""
    if cellules.empty:
        return "Météo des engagements par territoire : aucune case."
    codes = [m if m in METEO else NON_RENSEIGNE for m in cellules["meteo"]]
    comptes = [(METEO.mot(c), codes.count(c)) for c in METEO if codes.count(c)]
    detail = ", ".join(f"{mot} {format_nombre(n)}" for mot, n in comptes)
    texte = f"Météo des engagements par territoire, {plural(len(codes), 'case')} : {detail}."
    compromises = cellules[cellules["meteo"] == "compromis"]
    if compromises.empty:
        return texte
    ou = " ; ".join(
        f"{engagements.get(e, e)} ({t})"
        for e, t in zip(compromises["engagement"], compromises["territoire_nom"], strict=True)
    )
    return f"{texte} {METEO.mot('compromis')} : {ou}."
