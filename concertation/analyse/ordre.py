"""Orders in which proposals are read."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
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
    premieres: dict[str, Callable[[dict[str, Any]], Any]] = {
        "livret": lambda ligne: (),
        "theme": lambda ligne: collation_key(noms.get(ligne["theme"], ligne["theme"])),
        "alphabetique": lambda ligne: collation_key(ligne["intitule"]),
    }
    cles = [
        (
            premieres[tri](ligne),
            # A theme or portée unknown here goes last, each apart.
            (rangs.get(ligne["theme"], len(rangs)), ligne["theme"]),
            portees.get(ligne["portee"], len(portees)),
            (ligne["ordre"] is None, ligne["ordre"] or 0),
            ligne["id"],
        )
        for ligne in list_records(frame)
    ]
    return frame.iloc[sorted(range(len(frame)), key=cles.__getitem__)]


def theme_names(themes: pd.DataFrame) -> dict[str, str]:
    """Short name of each theme in its order; the long one, then the id, when there is none."""
    ordonnes = list_records(themes.sort_values("ordre", kind="stable"))
    return {t["id"]: t["nom_court"] or t["nom"] or t["id"] for t in ordonnes}
