"""Rows in the words of people: French headers, words instead of codes, days of their calendar.

They stand first in a workbook; the rows as the import reads them are on the sheet « Données ».
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from pandas.api import types

from concertation.analyse.mots.textes import SEPARATEUR, split_liste
from concertation.analyse.selection.facettes import champs_of
from concertation.declarations import LISTES, OBJET, OBJETS, declared, words_of
from concertation.declarations.champ import Champ
from concertation.donnees import FUSEAU, Donnees, soft_table

EUROS = '#,##0.00\u00a0"€"'
# Columns that serve the application and say nothing to a reader of the file.
INTERNES = ("retire", "publie", "version_publiee", "cree_le", "modifie_le", "seance_id")
# What only the way back needs, or what says again what stands beside.
_TUS = ("version", "ordre", "objet_id", "cle")
# What is counted or joined, which no file nor form declares.
_NOMS = {
    "id": "Identifiant", "libelle": "Libellé", "origine": "Relevé de", "nb_actions": "Actions",
    "nb_en_retard": "Actions en retard", "nb_bloquees": "Actions bloquées",
    "nb_sans_porteur": "Actions sans porteur", "nb_indicateurs": "Indicateurs",
    "nb_decisions": "Décisions", "progression": "Progression (%)",
    "derniere_seance": "Dernière séance", "prochaine_seance": "Prochaine séance",
    "phrase": "Détail", "gravite": "Gravité", "theme": "Thème", "intitule": "Intitulé",
    "rapprochements_editoriaux": "Rapprochements éditoriaux",
}  # fmt: skip
# The columns of the follow-up whose codes are rows of a published file.
_FICHIERS = {
    "engagement": "engagements", "composante": "composantes", "territoire": "territoires",
    "territoires": "territoires", "lieu": "territoires", "origine": "territoires",
    "theme": "themes", "proposition": "propositions",
}  # fmt: skip
# A reader of the documents knows these by their number.
_NUMEROTES = ("engagements", "composantes", "propositions", "priorites")


def to_readable(
    frame: pd.DataFrame, donnees: Donnees | None = None, fichier: str = "", objet: str = ""
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The rows of a published file, or of an object of the follow-up, as a person reads them, and
    the number format of each column that has one of its own.

    A column without any value is left to the codes.
    """
    champs, formats = champs_of(fichier), dict[str, str]()
    colonnes: dict[str, pd.Series] = {}
    for nom, colonne in frame.items():
        texte = str(nom)
        vide = colonne.isna().all() or (colonne.astype(str) == "").all()
        champ, sien = champs.get(texte, {}), _declared(objet, texte)
        # The source of all rows is in their stamp.
        repetee = texte == "source" and not sien and colonne.nunique() == 1
        if vide or repetee or texte in INTERNES or (texte in _TUS and not sien):
            continue
        autre = declared("", texte) if objet else None
        numero = "N°" if objet and texte == "id" else ""
        dits = (sien.libelle if sien else numero, _NOMS.get(texte), autre.libelle if autre else "")
        capitale = texte.replace("_", " ").capitalize()
        titre = str(champ.get("title") or next(filter(None, dits), capitale))
        while titre in colonnes:
            titre += " (suite)"
        if (sien and sien.genre == "montant") or _in_euros(frame, texte):
            formats[titre] = EUROS
        table = (
            str(champ.get("reference", "")).partition(".")[0] if champs else _FICHIERS.get(texte)
        )
        mots: Mapping[str, str] = _names(donnees, table) if donnees is not None and table else {}
        mots = mots or LISTES.get(str(champ.get("codes", texte))) or words_of(objet, texte)
        mots = OBJET if texte == "objet" else mots
        colonnes[titre] = _column(colonne, mots, donnees.fuseau if donnees else ZoneInfo(FUSEAU))
    return pd.DataFrame(colonnes, index=frame.index), formats


def _declared(objet: str, nom: str) -> Champ | None:
    return OBJETS[objet].par_nom.get(nom) if objet else None


def _in_euros(frame: pd.DataFrame, nom: str) -> bool:
    """Whether a published sum is in euros on every row."""
    return nom == "montant" and bool((frame.get("unite", pd.Series([""])) == "euros").all())


@lru_cache(maxsize=64)
def _names(donnees: Donnees, table: str) -> dict[str, str]:
    """What the id of each row of a file is called, {} for a file without names."""
    lignes = soft_table(donnees, table)
    nom = next((n for n in ("titre_court", "nom_court", "nom", "intitule", "titre", "libelle")
                if n in lignes.columns), "")  # fmt: skip
    if not nom:
        return {}
    paires = zip(lignes["id"], lignes[nom], strict=True)
    return {c: f"{c} – {mot}" if table in _NUMEROTES else mot or c for c, mot in paires}


def _column(colonne: pd.Series, mots: Mapping[str, str], zone: ZoneInfo) -> pd.Series:
    if isinstance(colonne.dtype, pd.DatetimeTZDtype):
        return colonne.dt.tz_convert(zone).dt.tz_localize(None).dt.floor("s")
    if types.is_bool_dtype(colonne):
        return colonne.map({True: "Oui", False: "Non"}).astype("str")
    if types.is_numeric_dtype(colonne) or types.is_datetime64_any_dtype(colonne):
        return colonne
    return pd.Series([_tell(v, mots) for v in colonne], index=colonne.index, dtype="str")


def _tell(valeur: Any, mots: Mapping[str, str]) -> str:
    texte = flat(valeur)
    if not texte or not mots:
        return texte
    return mots.get(texte) or SEPARATEUR.join(mots.get(un, un) for un in split_liste(texte))


def flat(valeur: Any) -> str:
    """A value of the journal, whatever it holds, as a text."""
    if isinstance(valeur, Mapping):
        return " | ".join(f"{nom} : {flat(contenu)}" for nom, contenu in valeur.items())
    if isinstance(valeur, list | tuple):
        return ", ".join(flat(contenu) for contenu in valeur)
    return "" if valeur is None or pd.isna(valeur) else str(valeur)
