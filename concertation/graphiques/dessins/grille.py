"""Heat maps: engagements × territories, one clickable cell each with a sign and its word; and the
chain, one kind in rows, another in columns, a word or a count in each cell."""

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
from concertation.graphiques.style import nice_height, shorten, text_width, wrap_short, wrap_text
from concertation.graphiques.style.couleurs import mix, sign_ground
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
    cellules: pd.DataFrame, engagements: Mapping[str, str], pixels: int = LARGEUR
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
        suite.append(f"Progr. {format_pourcent(c['progression'], 0)}")
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


LARGEUR_MATRICE = 1000  # pixels for which words are chosen
GAUCHE, SERREE = 0.3, 600  # part of the width for the names of rows; narrower, they stand above
CASE_MATRICE = 76  # pixels that a cell needs: more columns go on in further bands
HAUTEUR_CASE = 34
TAILLE_MATRICE, LIGNE, LIGNES_MAX = 13, 17, 4
# What a cell of a code writes and means, and its share of the accent: words say the same.
LIENS = {
    "publie": ("publié", "lien publié", 0.5),
    "suivi": ("suivi", "lien du suivi", 0.42),
    "forte": ("fort", "rapprochement éditorial, lien fort", 0.34),
    "faible": ("faible", "rapprochement éditorial, lien faible", 0.16),
    "intitule": ("intitulé", "rapprochement éditorial, intitulé seulement", 0.08),
    "conteste": ("contesté", "rapprochement éditorial contesté", 0.08),
}


def heat_matrice(
    matrice: pd.DataFrame,
    lignes: Mapping[str, str],
    colonnes: Mapping[str, str],
    titre: str = "",
    coin: str = "",
    largeur: int = LARGEUR_MATRICE,
) -> Dessin:
    """Cells of `matrice`: a count (a number), or a code of `LIENS`; 0 and "" stay empty.

    `lignes` and `colonnes` name its index and its columns, `titre` the whole, `coin` a row.
    Words suit `largeur` pixels. Ids are (row, column) of full cells; empty ones are a pale ground.
    """
    pixels, gauche = largeur, 0 if largeur < SERREE else round(GAUCHE * largeur)
    bandes = column_cuts(list(matrice.columns), pixels - gauche, CASE_MATRICE)
    pas = (pixels - gauche) / pixels / max([1, *map(len, bandes)])
    plafond = max([1, *(v for v in matrice.to_numpy().ravel() if not isinstance(v, str))])
    notes: list[Note] = []
    vides, pleines, mots = [], [], []
    haut = 0.0
    for bande in bandes:
        entetes = [wrap_short(colonnes.get(c, c), pas * pixels - 6, 12, LIGNES_MAX) for c in bande]
        haut += LIGNE * max([1, *map(len, entetes)]) + 6
        x = [gauche / pixels + (rang + 0.5) * pas for rang in range(len(bande))]
        for milieu, entete in zip(x, entetes, strict=True):
            notes.append(Note(milieu, haut - 4, Mot(tuple(entete), 12, cote="top center")))
        for cle in matrice.index:
            nom = lignes.get(cle, cle)
            # Beside its cells, or above them where there is no room.
            noms = wrap_short(nom, gauche - 16 if gauche else pixels - 6, TAILLE_MATRICE, 2)
            place_nom = (
                (haut + HAUTEUR_CASE / 2, "middle right") if gauche else (haut, "bottom right")
            )
            notes.append(Note(0, place_nom[0], Mot(tuple(noms), TAILLE_MATRICE, cote=place_nom[1])))
            haut += 0 if gauche else LIGNE * len(noms) + 4
            for colonne, milieu in zip(bande, x, strict=True):
                valeur = matrice.at[cle, colonne]
                large = pas - 4 / pixels
                place = (milieu - large / 2, haut, large, HAUTEUR_CASE)
                if not valeur:
                    vides.append(Barre(*place, mix("accent", 0.04)))
                    continue
                ecrit, lu, part = _read(valeur, plafond)
                lignes_survol = wrap_text(
                    f"{nom} × {colonnes.get(colonne, colonne)}", 320, TAILLE_MATRICE
                )
                survol = "\n".join([*lignes_survol, lu])
                pleines.append(Barre(*place, mix("accent", part), (cle, colonne), survol))
                mot = Mot((ecrit,), TAILLE_MATRICE, cote="middle center")
                mots.append(Point(milieu, haut + HAUTEUR_CASE / 2, mot=mot))
            haut += HAUTEUR_CASE + 4
        haut += 14
    return Dessin(
        _alt_matrice(matrice, titre),
        partial(_table_matrice, matrice, lignes, colonnes, coin),
        nice_height(haut),
        [Barres(tuple(vides), True), Barres(tuple(pleines), True), Points(tuple(mots))],
        notes,
        largeur=pixels,
    )


def _read(valeur: Any, maximum: float = 1) -> tuple[str, str, float]:
    """What a full cell writes and means, and its share of the accent."""
    if isinstance(valeur, str):
        return LIENS.get(valeur, (valeur, valeur, 0.16))
    part = round(0.14 + 0.36 * valeur / maximum, 4)
    return format_nombre(int(valeur)), plural(int(valeur), "proposition"), part


def _table_matrice(
    matrice: pd.DataFrame, lignes: Mapping[str, str], colonnes: Mapping[str, str], coin: str
) -> pd.DataFrame:
    return pd.DataFrame(
        {coin: [lignes.get(cle, cle) for cle in matrice.index]}
        | {
            colonnes.get(c, c): [_read(v)[isinstance(v, str)] if v else "–" for v in matrice[c]]
            for c in matrice.columns
        }
    )


def _alt_matrice(matrice: pd.DataFrame, titre: str) -> str:
    pleines = int((matrice.astype(bool)).to_numpy().sum())
    return (
        f"{titre} : {plural(matrice.shape[0], 'ligne')}, "
        f"{plural(matrice.shape[1], 'colonne')}, {plural(pleines, 'case')} où un lien existe."
    )
