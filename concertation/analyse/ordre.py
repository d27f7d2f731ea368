"""Orders in which proposals are read."""

from typing import Any

import pandas as pd

from concertation.analyse.mots.textes import collation_key
from concertation.declarations.portee import PORTEE


def sort_livret(propositions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Order of the document: theme, local before national, rank in its list."""
    return _sort(propositions, _livret_keys(propositions, themes))


def sort_theme(propositions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Themes in alphabetical order of their short name, then the order of the document."""
    noms = {cle: collation_key(nom) for cle, nom in theme_names(themes).items()}
    premiere = [noms.get(theme, collation_key(theme)) for theme in propositions["theme"].tolist()]
    return _sort(propositions, [premiere, *_livret_keys(propositions, themes)])


def sort_alphabetique(propositions: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """French alphabetical order of the wording, accents and punctuation aside."""
    premiere = [collation_key(intitule) for intitule in propositions["intitule"].tolist()]
    return _sort(propositions, [premiere, *_livret_keys(propositions, themes)])


def theme_names(themes: pd.DataFrame) -> dict[str, str]:
    """Short name of each theme in its order; the long one, then the id, when there is none."""
    ordonnes = themes.sort_values("ordre", kind="stable")
    return {
        str(cle): str(court or nom or cle)
        for cle, court, nom in zip(
            *(ordonnes[nom].tolist() for nom in ("id", "nom_court", "nom")), strict=True
        )
    }


def _livret_keys(propositions: pd.DataFrame, themes: pd.DataFrame) -> list[list[Any]]:
    rang_theme = {theme: rang for rang, theme in enumerate(theme_names(themes))}
    rang_portee = {portee: rang for rang, portee in enumerate(PORTEE)}
    return [
        # A theme or portée unknown here goes last, each apart.
        [
            (rang_theme.get(theme, len(rang_theme)), theme)
            for theme in propositions["theme"].tolist()
        ],
        [rang_portee.get(portee, len(rang_portee)) for portee in propositions["portee"].tolist()],
        [
            (ordre is pd.NA, 0 if ordre is pd.NA else int(ordre))
            for ordre in propositions["ordre"].tolist()
        ],
        propositions["id"].tolist(),
    ]


def _sort(frame: pd.DataFrame, cles: list[list[Any]]) -> pd.DataFrame:
    lignes = list(zip(*cles, strict=True))
    return frame.iloc[sorted(range(len(frame)), key=lignes.__getitem__)]
