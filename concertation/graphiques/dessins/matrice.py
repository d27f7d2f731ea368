"""The chain as a heat map: one kind in rows, another in columns, a word or a count in each cell."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_nombre
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    blend,
    build_figure,
    escape,
    nice_height,
    wrap_text,
)
from concertation.graphiques.signes import note, page_layout, shorten

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
    mode: Mode,
    compact: bool = False,
) -> go.Figure:
    """Cells of `matrice`: a count (a number), or a code of `MOTS`; 0 and "" stay empty.

    `lignes` and `colonnes` name its index and its columns. `customdata` holds [row, column] of
    each full cell.
    """
    pixels = LARGEUR_COMPACTE if compact else LARGEUR
    gauche = 0 if compact else GAUCHE
    bandes = _bands(list(matrice.columns), pixels - gauche)
    nombre = max([1, *map(len, bandes)])
    pas = (pixels - gauche) / pixels / nombre
    notes: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    haut = 0.0
    for bande in bandes:
        haut = _header(
            notes, [colonnes.get(c, c) for c in bande], gauche / pixels, pas, pixels, haut
        )
        for cle in matrice.index:
            haut = _row_name(notes, lignes.get(cle, cle), haut, gauche, pixels)
            for rang, colonne in enumerate(bande):
                cases.append(
                    {
                        "cle": [cle, colonne],
                        "valeur": matrice.at[cle, colonne],
                        "x": gauche / pixels + (rang + 0.5) * pas,
                        "haut": haut,
                        "survol": f"{lignes.get(cle, cle)} × {colonnes.get(colonne, colonne)}",
                    }
                )
            haut += HAUTEUR + 4
        haut += 14
    page = page_layout(nice_height(haut), notes, largeur=pixels)
    return build_figure(_traces(cases, pas - 4 / pixels, mode), page, mode)


def _bands(colonnes: Sequence[str], pixels: float) -> list[list[str]]:
    """Columns of each band, as even as can be."""
    par_bande = max(1, int(pixels // CASE_MIN))
    nombre = max(1, -(-len(colonnes) // par_bande))
    taille = max(1, -(-len(colonnes) // nombre))
    return [list(colonnes[i : i + taille]) for i in range(0, len(colonnes), taille)]


def _header(
    notes: list[dict[str, Any]],
    noms: Sequence[str],
    debut: float,
    pas: float,
    pixels: float,
    haut: float,
) -> float:
    place = pas * pixels - 6
    decoupes = [_lines(nom, place, 12) for nom in noms]
    bas = haut + LIGNE * max([1, *map(len, decoupes)]) + 6
    notes += [
        note(
            "<br>".join(escape(mot) for mot in mots),
            debut + (rang + 0.5) * pas,
            bas - 4,
            xanchor="center",
            yanchor="bottom",
            align="center",
            font={"size": 12},
        )
        for rang, mots in enumerate(decoupes)
    ]
    return bas


def _row_name(
    notes: list[dict[str, Any]], nom: str, haut: float, gauche: float, pixels: float
) -> float:
    """Beside its cells, or above them where there is no room; gives the top of the cells."""
    if gauche:
        mots = _lines(nom, gauche - 16, TAILLE, 2)
        texte = "<br>".join(escape(mot) for mot in mots)
        milieu = {"yanchor": "middle", "font": {"size": TAILLE}}
        notes.append(note(texte, 0, haut + HAUTEUR / 2, **milieu))
        return haut
    mots = _lines(nom, pixels - 6, TAILLE, 2)
    texte = "<br>".join(escape(mot) for mot in mots)
    notes.append(note(texte, 0, haut, font={"size": TAILLE}))
    return haut + LIGNE * len(mots) + 4


def _lines(texte: str, largeur: float, taille: float, maximum: int = LIGNES_MAX) -> list[str]:
    """Lines of whole words, the last one cut when there are too many, long words cut too."""
    mots = wrap_text(texte, largeur, taille)
    if len(mots) > maximum:
        mots = [*mots[: maximum - 1], " ".join(mots[maximum - 1 :])]
    return [shorten(mot, largeur, taille) for mot in mots]


def _traces(cases: list[dict[str, Any]], largeur: float, mode: Mode) -> list[dict[str, Any]]:
    """Full cells answer a click; empty ones are only a pale ground."""
    if not cases:
        return []
    pleines = [c for c in cases if c["valeur"]]
    vides = [c for c in cases if not c["valeur"]]
    encres = ENCRES[mode]
    maximum = max([1, *(c["valeur"] for c in pleines if not isinstance(c["valeur"], str))])
    commun = {"type": "bar", "width": largeur}
    fond = {
        **commun,
        "x": [c["x"] for c in vides],
        "base": [c["haut"] for c in vides],
        "y": [HAUTEUR] * len(vides),
        "marker": {"color": blend(encres.accent, encres.fond, 0.04)},
        "hoverinfo": "skip",
    }
    barres = {
        **commun,
        "x": [c["x"] for c in pleines],
        "base": [c["haut"] for c in pleines],
        "y": [HAUTEUR] * len(pleines),
        "customdata": [c["cle"] for c in pleines],
        "marker": {
            "color": [
                blend(encres.accent, encres.fond, _share(c["valeur"], maximum)) for c in pleines
            ]
        },
        "hovertext": [
            "<br>".join(escape(m) for m in wrap_text(c["survol"], 320, TAILLE))
            + f"<br>{_full_word(c['valeur'])}"
            for c in pleines
        ],
        "hoverinfo": "text",
    }
    mots = {
        "type": "scatter",
        "mode": "text",
        "x": [c["x"] for c in pleines],
        "y": [c["haut"] + HAUTEUR / 2 for c in pleines],
        "text": [_word(c["valeur"]) for c in pleines],
        "textfont": {"size": TAILLE, "color": encres.texte},
        "hoverinfo": "skip",
    }
    return [fond, barres, mots]


def _share(valeur: Any, maximum: float) -> float:
    if isinstance(valeur, str):
        return FORCES.get(valeur, 0.16)
    return 0.14 + 0.36 * valeur / maximum


def _word(valeur: Any) -> str:
    return MOTS.get(valeur, valeur) if isinstance(valeur, str) else format_nombre(int(valeur))


def _full_word(valeur: Any) -> str:
    if isinstance(valeur, str):
        return LECTURES.get(valeur, valeur)
    return f"{format_nombre(int(valeur))} proposition{'s' if valeur > 1 else ''}"


def table_matrice(
    matrice: pd.DataFrame, lignes: Mapping[str, str], colonnes: Mapping[str, str], coin: str
) -> pd.DataFrame:
    """The same cells in words, a row each, « – » where there is none."""
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


def describe_matrice(matrice: pd.DataFrame, titre: str) -> str:
    """French text alternative: how many cells are full."""
    pleines = int((matrice.astype(bool)).to_numpy().sum())
    return (
        f"{titre} : {matrice.shape[0]} lignes, {matrice.shape[1]} colonnes, "
        f"{format_nombre(pleines)} cases où un lien existe."
    )
