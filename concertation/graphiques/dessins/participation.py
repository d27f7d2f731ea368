"""One hundred participants, by category: each mark stands for one in a hundred."""

import math
from collections.abc import Sequence
from functools import partial

import pandas as pd

from concertation.analyse.mots.formats import format_pourcent
from concertation.graphiques.dessin import Dessin, Mot, Note, Point, Points, Serie
from concertation.graphiques.style import nice_height, wrap_text
from concertation.graphiques.style.couleurs import mix, theme

COTE = 10  # marks a side
CASE = 23  # pixels a mark takes
TAILLE_LEGENDE = 16
LARGEUR = 400  # of a picture: marks and legend
LARGEUR_LEGENDE = 122  # pixels left on a phone of 390
# Lightness alone can't tell many categories apart: the shape changes as well. Sizes, as parts of
# a cell, give shapes of like weight.
FORMES = (
    ("circle", 0.72),
    ("square", 0.66),
    ("diamond", 0.64),
    ("triangle-up", 0.7),
    ("cross", 0.78),
    ("hexagon2", 0.74),
    ("star", 0.8),
    ("triangle-down", 0.7),
)
NON_PRECISE = "non précisé"


def share_cells(parts: Sequence[float]) -> list[int]:
    """Whole numbers of cells for `parts` (%), by largest remainder.

    They fill the square when the parts add up to 100 or more (give or take half a point);
    below, the missing part stays without a cell. A part that is not published (NaN) gets none.
    """
    connues = [0.0 if math.isnan(p) or p < 0 else float(p) for p in parts]
    somme = sum(connues)
    if not somme:
        return [0] * len(connues)
    diviseur = somme if somme >= 99.5 else 100.0
    exactes = [p * COTE * COTE / diviseur for p in connues]
    cases = [math.floor(e) for e in exactes]
    reste = round(sum(exactes)) - sum(cases)
    for i in sorted(range(len(exactes)), key=lambda i: (cases[i] - exactes[i], i))[:reste]:
        cases[i] += 1
    return cases


def waffle_participation(participation: pd.DataFrame) -> Dessin:
    """Ten rows of ten marks for `participation` (columns categorie, part in %, ordre).

    The categories follow one another from the top, each with its own shade and shape, its share
    and its name beside it. Marks without a category are small dots, named « non précisé ».
    """
    triable = "ordre" in participation
    categories = participation.sort_values("ordre") if triable else participation
    noms = [str(n) for n in categories["categorie"]]
    cases = share_cells(list(categories["part"]))
    parts = [format_pourcent(p) for p in categories["part"]]
    libres = COTE * COTE - sum(cases)
    if libres:
        noms, cases, parts = [*noms, NON_PRECISE], [*cases, libres], [*parts, f"{libres}\u00a0%"]
    marques, notes, debut, plancher = [], [], 0, -0.5
    pas = 0.4 / max(1, len(noms) - 1)
    for rang, (nom, nombre, part) in enumerate(zip(noms, cases, parts, strict=True)):
        if not nombre:
            continue
        precise = nom != NON_PRECISE
        forme, taille = FORMES[rang % len(FORMES)] if precise else ("circle", 0.25)
        # One hue, from the strongest to the lightest that still stands out from the page.
        couleur = mix("accent", 1 - pas * rang) if precise else "discret"
        dit, aspect = f"{part} {nom}", (forme, round(CASE * taille, 1), couleur)
        points = (
            Point(k % COTE, k // COTE, *aspect, survol=dit) for k in range(debut, debut + nombre)
        )
        marques.append(Points(tuple(points), nom=nom))
        lignes = wrap_text(dit, LARGEUR_LEGENDE, TAILLE_LEGENDE)
        demi = (len(lignes) * 1.3 + 0.1) * TAILLE_LEGENDE / CASE / 2
        # Beside the middle of its marks, pushed down where two legends would touch.
        y = max((debut + nombre / 2) / COTE - 0.5, plancher + demi)
        mot = Mot(tuple(lignes), TAILLE_LEGENDE, cote="middle right", forts=(part,))
        notes.append(Note(COTE - 0.2, y, mot))
        debut, plancher = debut + nombre, y + demi
    hauteur = nice_height((max(COTE, plancher + 0.5) + 0.2) * CASE)
    publiees = [0.0 if pd.isna(p) else float(p) for p in categories["part"]]
    return Dessin(
        _alt(categories),
        partial(_table, categories),
        hauteur,
        marques,
        notes,
        largeur=LARGEUR,
        # Cells stay square, at the left, whatever the width.
        x=(-0.5, COTE + 3),
        y=(hauteur / CASE - 0.5, -0.5),
        carre=True,
        nature="parts",
        categories=tuple(str(c).capitalize() for c in categories["categorie"]),
        series=(Serie("Part (%)", tuple(publiees), (theme(0),)),),
    )


def _table(categories: pd.DataFrame) -> pd.DataFrame:
    parts = [format_pourcent(p, vide="non publiée") for p in categories["part"]]
    return pd.DataFrame({"Catégorie": list(categories["categorie"]), "Part": parts})


def _alt(categories: pd.DataFrame) -> str:
    publiees = categories.dropna(subset=["part"])
    if publiees.empty:
        return "Répartition des participants : non publiée."
    premiere = publiees.iloc[int(publiees["part"].argmax())]
    detail = ", ".join(
        f"{format_pourcent(p)} {n}"
        for n, p in zip(publiees["categorie"], publiees["part"], strict=True)
    )
    return (
        f"Répartition de 100 participants : {detail}. "
        f"Première catégorie : {premiere['categorie']}, {format_pourcent(premiere['part'])}."
    )
