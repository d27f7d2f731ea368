"""The chain as a heat map: one kind in rows, another in columns, a word or a count in each cell."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from concertation.analyse.mots.formats import format_nombre, plural
from concertation.graphiques.dessin import Barre, Barres, Dessin, Mot, Note, Point, Points
from concertation.graphiques.style import nice_height, wrap_short, wrap_text
from concertation.graphiques.style.couleurs import mix
from concertation.graphiques.style.marques import column_cuts

LARGEUR = 1000  # pixels for which words are chosen
GAUCHE, SERREE = 0.3, 600  # part of the width for the names of rows; narrower, they stand above
CASE_MIN = 76  # pixels that a cell needs: more columns go on in further bands
HAUTEUR = 34
TAILLE, LIGNE, LIGNES_MAX = 13, 17, 4
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
    largeur: int = LARGEUR,
) -> Dessin:
    """Cells of `matrice`: a count (a number), or a code of `LIENS`; 0 and "" stay empty.

    `lignes` and `colonnes` name its index and its columns, `titre` the whole, `coin` a row.
    Words suit `largeur` pixels. Ids are (row, column) of full cells; empty ones are a pale ground.
    """
    pixels, gauche = largeur, 0 if largeur < SERREE else round(GAUCHE * largeur)
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
            place_nom = (haut + HAUTEUR / 2, "middle right") if gauche else (haut, "bottom right")
            notes.append(Note(0, place_nom[0], Mot(tuple(noms), TAILLE, cote=place_nom[1])))
            haut += 0 if gauche else LIGNE * len(noms) + 4
            for colonne, milieu in zip(bande, x, strict=True):
                valeur = matrice.at[cle, colonne]
                large = pas - 4 / pixels
                place = (milieu - large / 2, haut, large, HAUTEUR)
                if not valeur:
                    vides.append(Barre(*place, mix("accent", 0.04)))
                    continue
                ecrit, lu, part = _read(valeur, plafond)
                lignes_survol = wrap_text(f"{nom} × {colonnes.get(colonne, colonne)}", 320, TAILLE)
                survol = "\n".join([*lignes_survol, lu])
                pleines.append(Barre(*place, mix("accent", part), (cle, colonne), survol))
                mot = Mot((ecrit,), TAILLE, cote="middle center")
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


def _read(valeur: Any, maximum: float = 1) -> tuple[str, str, float]:
    """What a full cell writes and means, and its share of the accent."""
    if isinstance(valeur, str):
        return LIENS.get(valeur, (valeur, valeur, 0.16))
    part = round(0.14 + 0.36 * valeur / maximum, 4)
    return format_nombre(int(valeur)), plural(int(valeur), "proposition"), part


def _table(
    matrice: pd.DataFrame, lignes: Mapping[str, str], colonnes: Mapping[str, str], coin: str
) -> pd.DataFrame:
    return pd.DataFrame(
        {coin: [lignes.get(cle, cle) for cle in matrice.index]}
        | {
            colonnes.get(c, c): [_read(v)[isinstance(v, str)] if v else "–" for v in matrice[c]]
            for c in matrice.columns
        }
    )


def _alt(matrice: pd.DataFrame, titre: str) -> str:
    pleines = int((matrice.astype(bool)).to_numpy().sum())
    return (
        f"{titre} : {plural(matrice.shape[0], 'ligne')}, "
        f"{plural(matrice.shape[1], 'colonne')}, {plural(pleines, 'case')} où un lien existe."
    )
