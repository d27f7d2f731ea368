"""Orders in which proposals are read."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from concertation.analyse.mots.textes import collation_key
from concertation.declarations.portee import PORTEE


def sort_propositions(frame: pd.DataFrame, tri: str, themes: pd.DataFrame) -> pd.DataFrame:
    """Rows in an order: that of the document (`livret`: theme, local before national, rank in its
    list), after the themes (`theme`) or the wordings (`alphabetique`) in French alphabetical
    order; `pertinence` keeps the order that filtering gave."""
    if tri == "pertinence":
        return frame
    noms = theme_names(themes)
    rangs = {theme: rang for rang, theme in enumerate(noms)}
    portees = {portee: rang for rang, portee in enumerate(PORTEE)}
    premieres: dict[str, Callable[[str, str], Any]] = {
        "livret": lambda theme, intitule: (),
        "theme": lambda theme, intitule: collation_key(noms.get(theme, theme)),
        "alphabetique": lambda theme, intitule: collation_key(intitule),
    }
    # Column by column: whole rows, with their long texts, would take three times as long.
    colonnes = (frame[nom].tolist() for nom in ("theme", "portee", "ordre", "id", "intitule"))
    cles = [
        (
            premieres[tri](theme, intitule),
            # A theme or portée unknown here goes last, each apart.
            (rangs.get(theme, len(rangs)), theme),
            portees.get(portee, len(portees)),
            (ordre is pd.NA, 0 if ordre is pd.NA else ordre),
            identifiant,
        )
        for theme, portee, ordre, identifiant, intitule in zip(*colonnes, strict=True)
    ]
    return frame.iloc[sorted(range(len(frame)), key=cles.__getitem__)]


def theme_names(themes: pd.DataFrame) -> dict[str, str]:
    """Short name of each theme in its order; the long one, then the id, when there is none."""
    ordonnes = themes.sort_values("ordre", kind="stable")
    colonnes = (ordonnes[nom].tolist() for nom in ("id", "nom_court", "nom"))
    return {cle: court or nom or cle for cle, court, nom in zip(*colonnes, strict=True)}
