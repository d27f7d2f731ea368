"""What is shown of the follow-up, as a stamped file."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import get_args

import pandas as pd

from concertation.analyse.mots.formats import plural
from concertation.donnees import Donnees
from concertation.interface.elements.telechargements import show_files
from concertation.restitution.classeur.exports import Format, build_cachet_suivi, to_tableau
from concertation.suivi import Store

# What gives rows the columns and the words of a file.
Prepare = Callable[[pd.DataFrame], pd.DataFrame]


def show_exports_suivi(
    donnees: Donnees,
    store: Store,
    frame: pd.DataFrame,
    *,
    titre: str,
    filtres: str,
    fichier: str,
    objet: str = "",
    prepare: Prepare | None = None,
) -> None:
    """Three files of the same rows, each made only when it is asked for.

    `prepare` keeps as many rows as `frame` has, since their number is on screen.
    """

    def make(format_: Format) -> bytes:
        lignes = prepare(frame) if prepare else frame
        return to_tableau(lignes, cachet, titre, format_, objet)

    cachet = build_cachet_suivi(
        titre,
        filtres,
        dt.date.today(),
        store.fictif,
        str(donnees.metadonnees.get("nom") or ""),
        licence=str(donnees.metadonnees.get("licence") or ""),
    )
    legende = f"{plural(len(frame), 'ligne')}, avec les filtres et la date."
    formats: tuple[Format, ...] = get_args(Format)
    show_files(frame, legende, fichier, {format_: partial(make, format_) for format_ in formats})
