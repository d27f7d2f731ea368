"""Any table of follow-up as a stamped file; a fictional one says so everywhere."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from concertation.declarations import words_of
from concertation.restitution.classeur.exports import Cachet, to_csv, to_xlsx
from concertation.suivi.mentions import FICTIVES

SOURCE = "Saisies des comités de suivi et de la direction"
Format = Literal["xlsx", "csv", "csv-excel"]

# Columns that serve the application and say nothing to a reader of the file.
INTERNES = ("retire", "publie", "version_publiee", "cree_le", "modifie_le", "seance_id")


def build_cachet_suivi(
    titre: str,
    filtres: str,
    jour: dt.date,
    fictif: bool,
    concertation: str = "",
    sources: Sequence[str] = (SOURCE,),
    reserves: Sequence[str] = (),
    licence: str = "",
) -> Cachet:
    """The stamp of follow-up rows read on `jour`; `fictif` is `store.fictif`."""
    return Cachet(
        titre=" – ".join(mot for mot in (titre, concertation) if mot),
        filtres=filtres,
        date_donnees=jour,
        sources=tuple(sources),
        reserves=tuple(reserves),
        licence=licence,
        date_export=jour,
        mention=FICTIVES if fictif else "",
    )


def with_labels(frame: pd.DataFrame, objet: str = "") -> pd.DataFrame:
    """The rows with words instead of codes, without the columns that serve the application.

    `objet` is the table's name, which tells the states of a session from those of a transmission.
    """
    garde = frame[[nom for nom in frame.columns if nom not in INTERNES]]
    return garde.assign(
        **{
            nom: pd.Series([_word(mots, v) for v in garde[nom]], index=garde.index, dtype="str")
            for nom in garde.columns
            if (mots := words_of(objet, nom))
        }
    )


def to_tableau(
    frame: pd.DataFrame, cachet: Cachet, feuille: str, format_: Format = "xlsx", objet: str = ""
) -> bytes:
    """A table of follow-up as a file: `with_labels`, then the stamped export of the house.

    Times lose their zone and are in UTC, as the column name says (`quand_utc`).
    Raises ValueError, in French, for a cell longer than what a workbook can hold.
    """
    propre = _without_zone(with_labels(frame, objet))
    if format_ == "xlsx":
        return to_xlsx(propre, cachet, feuille)
    return to_csv(propre, cachet, excel=format_ == "csv-excel")


def _word(mots: Mapping[str, str], code: Any) -> str:
    texte = "" if pd.isna(code) else str(code)
    # What is empty stays empty in a file.
    return mots.get(texte, texte) if texte else ""


def _without_zone(frame: pd.DataFrame) -> pd.DataFrame:
    """Excel knows no time zone; dictionaries of the journal become text."""
    colonnes: dict[str, pd.Series] = {}
    for nom in frame.columns:
        colonne = frame[nom]
        if isinstance(colonne.dtype, pd.DatetimeTZDtype):
            textes = colonne.dt.tz_convert("UTC").dt.strftime("%Y-%m-%d %H:%M:%S")
            colonnes[f"{nom}_utc"] = textes.fillna("").astype("str")
        elif colonne.dtype == object:
            colonnes[nom] = pd.Series(
                [_flat(valeur) for valeur in colonne], index=frame.index, dtype="str"
            )
        else:
            colonnes[nom] = colonne
    return pd.DataFrame(colonnes, index=frame.index)


def _flat(valeur: Any) -> str:
    if isinstance(valeur, Mapping):
        return " | ".join(f"{nom} : {_flat(contenu)}" for nom, contenu in valeur.items())
    if isinstance(valeur, list | tuple):
        return ", ".join(_flat(contenu) for contenu in valeur)
    return "" if valeur is None or pd.isna(valeur) else str(valeur)
