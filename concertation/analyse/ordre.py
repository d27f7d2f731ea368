"""Orders in which proposals are read."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.textes import collation_key
from concertation.declarations.portee import PORTEE


def sort_livret(propositions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Order of the document: theme, local before national, rank in its list."""
    return _sort(propositions, themes, lambda ligne: ())


def sort_theme(propositions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Themes in alphabetical order of their short name, then the order of the document."""
    noms = theme_names(themes)
    return _sort(
        propositions, themes, lambda ligne: collation_key(noms.get(ligne["theme"], ligne["theme"]))
    )


def sort_alphabetique(propositions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """French alphabetical order of the wording, accents and punctuation aside."""
    return _sort(propositions, themes, lambda ligne: collation_key(ligne["intitule"]))


def theme_names(themes: pd.DataFrame) -> dict[str, str]:
    """Short name of each theme in its order; the long one, then the id, when there is none."""
    ordonnes = list_records(themes.sort_values("ordre", kind="stable"))
    return {t["id"]: t["nom_court"] or t["nom"] or t["id"] for t in ordonnes}


def _sort(
    frame: pd.DataFrame, themes: pd.DataFrame, premiere: Callable[[dict[str, Any]], Any]
) -> pd.DataFrame:
    """By what comes first, then in the order of the document."""
    rangs = {theme: rang for rang, theme in enumerate(theme_names(themes))}
    portees = {portee: rang for rang, portee in enumerate(PORTEE)}
    cles = [
        (
            premiere(ligne),
            # A theme or portée unknown here goes last, each apart.
            (rangs.get(ligne["theme"], len(rangs)), ligne["theme"]),
            portees.get(ligne["portee"], len(portees)),
            (ligne["ordre"] is None, ligne["ordre"] or 0),
            ligne["id"],
        )
        for ligne in list_records(frame)
    ]
    return frame.iloc[sorted(range(len(frame)), key=cles.__getitem__)]
