"""The chain as a heat map: one kind in rows, another in columns, a word or a count in each cell."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_nombre, plural
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Note, Point, Points
from concertation.graphiques.gabarit import nice_height, wrap_short, wrap_text
from concertation.graphiques.gabarit.couleurs import mix
from concertation.graphiques.gabarit.marques import column_cuts

LARGEUR, LARGEUR_COMPACTE = 1000, 340  # pixels for which words are chosen
GAUCHE = 300  # for the names of rows
CASE_MIN = 76  # pixels that a cell needs: more columns go on in further bands
HAUTEUR = 34
TAILLE = 13
LIGNE = 17
LIGNES_MAX = 4
MOTS = {"publie": "publié", "suivi": "suivi", "forte": "fort", "faible": "faible"}
LECTURES = {
    "publie": "lien publié",
    "suivi": "lien du suivi",
    "forte": "rapprochement éditorial, lien fort",
    "faible": "rapprochement éditorial, lien faible",
}
# Share of the accent in a cell; words say the same.
FORCES = {"publie": 0.5, "suivi": 0.42, "forte": 0.34, "faible": 0.16}


def heat_matrice(
    matrice: pd.DataFrame,
    lignes: Mapping[str, str],
    colonnes: Mapping[str, str],
    titre: str = "",
    coin: str = "",
    compact: bool = False,
) -> Dessin:
    """Cells of `matrice`: a count (a number), or a code of `MOTS`; 0 and "" stay empty.

    `lignes` and `colonnes` name its index and its columns, `titre` the whole, `coin` a row. The id
    of a full cell is (row, column); empty ones are only a pale ground.
    """
    pixels, gauche = (LARGEUR_COMPACTE, 0) if compact else (LARGEUR, GAUCHE)
    bandes = column_cuts(list(matrice.columns), pixels - gauche, CASE_MIN)
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
            noms = wrap_short(nom, gauche - 16 if gauche else pixels - 6, TAILLE, 2)
            if gauche:
                milieu_note = Mot(tuple(noms), TAILLE, cote="middle right")
                notes.append(Note(0, haut + HAUTEUR / 2, milieu_note))
            else:
                notes.append(Note(0, haut, Mot(tuple(noms), TAILLE)))
                haut += LIGNE * len(noms) + 4
            for colonne, milieu in zip(bande, x, strict=True):
                valeur = matrice.at[cle, colonne]
                largeur = pas - 4 / pixels
                place = (milieu - largeur / 2, haut, largeur, HAUTEUR)
                if not valeur:
                    vides.append(Barre(*place, mix("accent", 0.04)))
                    continue
                survol = wrap_text(f"{nom} × {colonnes.get(colonne, colonne)}", 320, TAILLE)
                survol.append(_full_word(valeur))
                encre = mix("accent", _share(valeur, plafond))
                pleines.append(Barre(*place, encre, (cle, colonne), "\n".join(survol)))
                mot = Mot((_word(valeur),), TAILLE, cote="middle center")
                mots.append(Point(milieu, haut + HAUTEUR / 2, mot=mot))
            haut += HAUTEUR + 4
        haut += 14
    return Dessin(
        _alt(matrice, titre),
        partial(_table, matrice, lignes, colonnes, coin),
        nice_height(haut),
        [Barres(tuple(vides), True), Barres(tuple(pleines), True), Points(tuple(mots))],
        notes,
        largeur=pixels,
    )


def _share(valeur: Any, maximum: float) -> float:
    if isinstance(valeur, str):
        return FORCES.get(valeur, 0.16)
    return round(0.14 + 0.36 * valeur / maximum, 4)


def _word(valeur: Any) -> str:
    return MOTS.get(valeur, valeur) if isinstance(valeur, str) else format_nombre(int(valeur))


def _full_word(valeur: Any) -> str:
    if isinstance(valeur, str):
        return LECTURES.get(valeur, valeur)
    return plural(int(valeur), "proposition")


def _table(
    matrice: pd.DataFrame, lignes: Mapping[str, str], colonnes: Mapping[str, str], coin: str
) -> pd.DataFrame:
    return pd.DataFrame(
        {coin: [lignes.get(cle, cle) for cle in matrice.index]}
        | {
            colonnes.get(c, c): [
                (LECTURES.get(v, v) if isinstance(v, str) else format_nombre(int(v))) if v else "–"
                for v in matrice[c]
            ]
            for c in matrice.columns
        }
    )


def _alt(matrice: pd.DataFrame, titre: str) -> str:
    pleines = int((matrice.astype(bool)).to_numpy().sum())
    return (
        f"{titre} : {matrice.shape[0]} lignes, {matrice.shape[1]} colonnes, "
        f"{format_nombre(pleines)} cases où un lien existe."
    )
