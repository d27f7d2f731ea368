"""Cells of an action plan: one canonical text for what people and spreadsheets write.

`canonical(champ, value)` never fails: what it doesn't understand stays as it was typed, for the
field's own check to quote.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

import pandas as pd

from concertation.analyse.mots import textes
from concertation.declarations import Champ
from concertation.suivi.socle.textes import clean_text

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_FRANCAISE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?")
# Days counted by Excel, when a date loses its format: from 1990 to 2099, so never a year.
_SERIE = re.compile(r"\d{5}")
_SERIE_MIN, _SERIE_MAX, _ORIGINE = 32_874, 73_050, dt.date(1899, 12, 30)
_MONNAIE = re.compile(r"(€|euros?|eur)$", re.IGNORECASE)
_ESPACES = re.compile(r"[\s\u00a0\u202f]+")
_NOMBRE = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?", re.IGNORECASE)
# Thousands by spaces, points or commas; then decimals after the other mark.
_GROUPES = re.compile(r"(\d{1,3})((?:([ .,])\d{3})(?:\3\d{3})*)(?:([.,])(\d{1,2}))?")
_SIMPLE = re.compile(r"(\d+)[.,](\d{1,2})")
_MILLE_OU_MILLIEME = re.compile(r"\d{1,3}[.,]\d{3}")
_SEPARATEURS = re.compile(r"[|;,\n]")
_MARQUE_NOUVELLE = re.compile(r"[nN] ?0*([1-9]\d{0,5})")


def canonical(champ: Champ, valeur: Any) -> str:
    """The text that this module and the store agree on: `12`, `2026-01-31`, `1250.50`, `en_cours`.

    `valeur`: what a workbook, a CSV or a frame of the store holds. Empty gives "".
    """
    texte = to_plain(valeur)
    if not texte:
        return ""
    if champ.liste is not None:
        return _choice(champ.liste, texte)
    return _LECTURES[champ.genre](texte) if champ.genre in _LECTURES else texte


def to_plain(valeur: Any) -> str:
    """Any cell as text, without the spaces around it nor what the store would not keep."""
    if valeur is None or valeur is pd.NA or (isinstance(valeur, float) and math.isnan(valeur)):
        return ""
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, float):
        # Fifteen figures, as Excel shows: a sum such as 0.30000000000000004 is 0.3.
        return format(Decimal(format(valeur, ".15g")), "f") if math.isfinite(valeur) else "inf"
    if isinstance(valeur, dt.datetime):
        return "" if pd.isna(valeur) else _write_datetime(valeur)
    if isinstance(valeur, dt.date):
        return valeur.isoformat()
    return clean_text(str(valeur)).strip()


def fold(texte: str) -> str:
    """Lower case, no accents, one space: `debut` from « Début »."""
    return " ".join(textes.fold(texte).split())


def _write_datetime(valeur: dt.datetime) -> str:
    return valeur.date().isoformat() if valeur.time() == dt.time() else valeur.isoformat(" ")


def _integer(texte: str) -> str:
    """`12` from « 12 », « 12.0 », « 012 »; `N1` for a new row that others point at."""
    if marque := _MARQUE_NOUVELLE.fullmatch(texte):
        return f"N{marque[1]}"
    entier = re.fullmatch(r"0*(\d{1,18})(?:[.,]0+)?", texte)
    return str(int(entier[1])) if entier else texte


def _date(texte: str) -> str:
    try:
        if trouve := _ISO.fullmatch(texte):
            jour = dt.date(*(int(part) for part in trouve.groups()))
        elif trouve := _FRANCAISE.fullmatch(texte):
            jour = dt.date(int(trouve[3]), int(trouve[2]), int(trouve[1]))
        elif _SERIE.fullmatch(texte) and _SERIE_MIN <= int(texte) <= _SERIE_MAX:
            jour = _ORIGINE + dt.timedelta(days=int(texte))
        else:
            jour = dt.date.fromisoformat(texte)
    except ValueError:
        return texte
    return jour.isoformat()


def _amount(texte: str) -> str:
    brut = _ESPACES.sub(" ", _MONNAIE.sub("", texte).strip())
    montant: Decimal | None = None
    # « 1.250 » is a thousand for one, and one and a quarter for another: nobody guesses.
    if not _MILLE_OU_MILLIEME.fullmatch(brut):
        montant = _parse_amount(brut)
    if montant is None:
        return texte
    try:
        centimes = montant.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    except InvalidOperation:
        return texte
    return f"{centimes:f}" if centimes == montant else texte


def _parse_amount(brut: str) -> Decimal | None:
    if _NOMBRE.fullmatch(brut):
        return Decimal(brut)
    if simple := _SIMPLE.fullmatch(brut):
        return Decimal(f"{simple[1]}.{simple[2]}")
    groupes = _GROUPES.fullmatch(brut)
    if groupes and groupes[4] != groupes[3]:
        entiers = groupes[1] + re.sub(r"\D", "", groupes[2])
        return Decimal(f"{entiers}.{groupes[5] or '0'}")
    return None


def _choice(mots: Mapping[str, str], texte: str) -> str:
    cherche = fold(texte)
    for code, libelle in mots.items():
        if cherche in (code, fold(libelle), code.replace("_", " ")):
            return code
    return texte


def _list(texte: str) -> str:
    return textes.SEPARATEUR.join(
        sorted({mot for m in _SEPARATEURS.split(texte) if (mot := m.strip())})
    )


_LECTURES = {
    "identifiant": _integer, "date": _date, "montant": _amount, "propositions": _list,
}  # fmt: skip
