"""Heat map of engagements × territories: one clickable cell each, with a sign and its word."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from concertation.analyse.mots.formats import format_date, format_nombre, format_pourcent
from concertation.declarations.point_etape import METEO, NON_RENSEIGNE
from concertation.graphiques.dessins.cases_grille import Case, build_cases
from concertation.graphiques.gabarit import (
    ENCRES,
    Mode,
    build_figure,
    escape,
    nice_height,
    text_width,
    wrap_text,
)
from concertation.graphiques.gabarit.legende import legend_height, legend_symbols
from concertation.graphiques.signes import (
    Signe,
    note,
    page_layout,
    shorten,
    symbol_marker,
    tint,
)

LARGEUR, LARGEUR_COMPACTE = 700, 340  # pixels for which words are chosen
CASE_MIN = 88  # pixels that the words of a cell need: more territories go on to further bands
TAILLE_MOT, TAILLE_MOT_SERREE, TAILLE_NOM, TAILLE_ENTETE = 15, 13, 16, 14
SIGNE = 20
LIGNE_MOT, LIGNE_NOM, LIGNE_ENTETE = 20, 22, 18
ECART = 14  # under a row


def heat_grille(
    cellules: pd.DataFrame,
    engagements: Mapping[str, str],
    mode: Mode,
    selection: tuple[str, str] | None = None,
    compact: bool = False,
    largeur: int | None = None,
) -> go.Figure:
    """Engagements under one another, territories side by side, in the order of `cellules`.

    `cellules` has the columns engagement, territoire (ids), territoire_nom, meteo ("" where
    nobody spoke), progression (%, NaN when it can't be computed), date (of the last word, NaT),
    nb_en_retard (actions). `engagements` gives the title of an id. `selection` is the outlined
    (engagement, territoire). Words suit `largeur` pixels: 700, or 340 when `compact`; territories
    that find no room go on in further bands. `customdata` holds [engagement, territoire].
    """
    pixels = largeur or (LARGEUR_COMPACTE if compact else LARGEUR)
    colonnes_legende = 3 if pixels >= 480 else 2
    territoires = list(dict.fromkeys(cellules["territoire"]))
    bandes = _bands(territoires, pixels)
    nombre = max([1, *map(len, bandes)])
    place = pixels / nombre - 8
    taille = TAILLE_MOT if place >= CASE_MIN else TAILLE_MOT_SERREE
    cases = build_cases(cellules, engagements, place, taille)
    dessin = _Dessin(mode, selection, nombre, pixels, taille)
    entrees = [(METEO.signe(code), METEO[code]) for code in METEO]
    traces, notes = legend_symbols(entrees, 0, colonnes_legende, mode)
    haut: float = legend_height(len(entrees), colonnes_legende) + 12
    for bande in bandes:
        haut = dessin.add_header([cases[t][0].nom for t in bande], haut)
        for engagement in dict.fromkeys(cellules["engagement"]):
            ligne = [c for t in bande for c in cases[t] if c.engagement == engagement]
            rangs = [bande.index(c.territoire) for c in ligne]
            titre = engagements.get(engagement, engagement)
            haut = dessin.add_row(titre, ligne, rangs, haut)
    hauteur = nice_height(haut)
    formes = dessin.outlines()
    return build_figure(
        [*dessin.traces(), *traces],
        page_layout(hauteur, [*notes, *dessin.notes], formes, gauche=2, largeur=pixels),
        mode,
    )


def _bands(territoires: Sequence[str], pixels: float) -> list[list[str]]:
    """Territories of each band, as even as can be."""
    par_ligne = max(1, int(pixels // CASE_MIN))
    nombre = max(1, -(-len(territoires) // par_ligne))
    taille = max(1, -(-len(territoires) // nombre))
    return [list(territoires[i : i + taille]) for i in range(0, len(territoires), taille)]


class _Dessin:
    """Collects what is drawn, row after row, and gives few traces at the end."""

    def __init__(
        self,
        mode: Mode,
        selection: tuple[str, str] | None,
        nombre: int,
        pixels: float,
        taille: int,
    ) -> None:
        self.mode: Mode = mode
        self.selection = selection
        self.pas = 1 / nombre
        self.pixels = pixels
        self.taille = taille
        self.notes: list[dict[str, Any]] = []
        self.cases: list[tuple[Case, float, float, float]] = []  # x, top, height

    def add_header(self, noms: Sequence[str], haut: float) -> float:
        place = self.pixels * self.pas - 4
        decoupes = [_split_name(nom, place) for nom in noms]
        haut += ECART if self.cases else 0
        bas = haut + LIGNE_ENTETE * max(map(len, decoupes)) + 6
        self.notes += [
            note(
                "<b>" + "<br>".join(escape(ligne) for ligne in lignes) + "</b>",
                (i + 0.5) * self.pas,
                bas - 4,
                xanchor="center",
                yanchor="bottom",
                align="center",
                font={"size": TAILLE_ENTETE},
            )
            for i, lignes in enumerate(decoupes)
        ]
        return bas

    def add_row(
        self, titre: str, cases: Sequence[Case], rangs: Sequence[int], haut: float
    ) -> float:
        lignes = wrap_text(titre, min(self.pixels, LARGEUR) - 4, TAILLE_NOM, gras=True)
        texte = "<b>" + "<br>".join(escape(ligne) for ligne in lignes) + "</b>"
        self.notes.append(note(texte, 0, haut, font={"size": TAILLE_NOM}))
        haut += len(lignes) * LIGNE_NOM + 3
        # A row where nobody spoke stays low.
        hauteur = 26 + SIGNE + LIGNE_MOT * max([1, *(len(c.lignes) for c in cases)])
        for case, rang in zip(cases, rangs, strict=True):
            self.cases.append((case, (rang + 0.5) * self.pas, haut, hauteur))
        return haut + hauteur + ECART

    def traces(self) -> list[dict[str, Any]]:
        if not self.cases:
            return []
        encres = ENCRES[self.mode]
        signes = [METEO.signe(c.meteo) for c, *_ in self.cases]
        x = [round(a, 5) for _, a, _, _ in self.cases]
        choisies = [(c.engagement, c.territoire) == self.selection for c, *_ in self.cases]
        fonds = {
            "type": "bar",
            "x": x,
            "base": [b for _, _, b, _ in self.cases],
            "y": [h for *_, h in self.cases],
            "width": self.pas - 6 / self.pixels,
            "customdata": [[c.engagement, c.territoire] for c, *_ in self.cases],
            "marker": {
                "color": [_ground(s, self.mode) for s in signes],
                "line": {
                    "color": [encres.texte if v else encres.grille for v in choisies],
                    "width": [3 if v else 0 for v in choisies],
                },
            },
            "hovertext": [c.survol for c, *_ in self.cases],
            "hoverinfo": "text",
        }
        icones = {
            "type": "scatter",
            "mode": "markers",
            "x": x,
            "y": [b + 8 + SIGNE / 2 for _, _, b, _ in self.cases],
            "marker": symbol_marker(signes, SIGNE, self.mode),
            "hoverinfo": "skip",
        }
        mots = {
            "type": "scatter",
            "mode": "text",
            "x": x,
            "y": [b + 14 + SIGNE for _, _, b, _ in self.cases],
            "text": ["<br>".join(c.lignes) for c, *_ in self.cases],
            "textposition": "bottom center",
            "textfont": {"size": self.taille, "color": encres.texte},
            "hoverinfo": "skip",
        }
        return [fonds, icones, mots]

    def outlines(self) -> list[dict[str, Any]]:
        """One dashed path around all the cells where nobody spoke."""
        demi = self.pas / 2 - 3 / self.pixels
        chemin = "".join(
            f"M{x - demi:.4f},{b:g}H{x + demi:.4f}V{b + h:g}H{x - demi:.4f}Z"
            for c, x, b, h in self.cases
            if c.meteo == NON_RENSEIGNE
        )
        trait = {"color": ENCRES[self.mode].discret, "width": 1.5, "dash": "dash"}
        return [{"type": "path", "path": chemin, "line": trait}] if chemin else []


def _ground(signe: Signe, mode: Mode) -> str:
    return tint(signe, mode) if signe.teinte else "rgba(0,0,0,0)"


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
            "Météo": [METEO.get(m, METEO[NON_RENSEIGNE]) for m in cellules["meteo"]],
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
    comptes = [(METEO[c], codes.count(c)) for c in METEO if codes.count(c)]
    detail = ", ".join(f"{mot} {format_nombre(n)}" for mot, n in comptes)
    texte = (
        f"Météo des engagements par territoire, {format_nombre(len(codes))}"
        f" case{'s' if len(codes) > 1 else ''} : {detail}."
    )
    compromises = cellules[cellules["meteo"] == "compromis"]
    if compromises.empty:
        return texte
    ou = " ; ".join(
        f"{engagements.get(e, e)} ({t})"
        for e, t in zip(compromises["engagement"], compromises["territoire_nom"], strict=True)
    )
    return f"{texte} {METEO['compromis']} : {ou}."
