"""Days, figures and amounts as people and spreadsheets write them, where they leave no doubt."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_FRANCAISE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?: 00:00(?::00)?)?")
_ECRITE = re.compile(r"(?:[a-z]+di )?(\d{1,2})(?:er)? ([a-z]+)\.? (\d{4})")
_MOIS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
)  # fmt: skip
_SIECLE = 2000
"""Of a year of two figures: nobody dates an action, or a consultation, of the last century."""
# Days counted by Excel, when a date loses its format: from 1990 to 2099, so never a year.
_SERIE = re.compile(r"\d{5}")
_SERIE_MIN, _SERIE_MAX, _ORIGINE = 32_874, 73_050, dt.date(1899, 12, 30)

_MONNAIE = re.compile(r"(€|euros?|eur)$", re.IGNORECASE)
_UNITES = {"k": 1_000, "m": 1_000_000, "million": 1_000_000, "millions": 1_000_000}
_UNITE = re.compile(r"(.*\d)\s?(k|m|millions?)(?:\sd.)?", re.IGNORECASE)
_ESPACES = re.compile(r"[\s\u00a0\u202f]+")
_NOMBRE = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?", re.IGNORECASE)
# Thousands by spaces, points or commas; then decimals after the other mark.
_GROUPES = re.compile(r"(\d{1,3})((?:([ .,])\d{3})(?:\3\d{3})*)(?:([.,])(\d{1,2}))?")
_SIMPLE = re.compile(r"(\d+)[.,](\d{1,2})")
_DECIMALE = re.compile(r"\d+,\d+")
_MILLE_OU_MILLIEME = re.compile(r"\d{1,3}[.,]\d{3}")


def read_jour(texte: str) -> dt.date | None:
    """The day: « 2027-12-31 », « 31/12/2027 », « 31-12-27 », « 1er mars 2027 », Excel's count of
    days; None where there is a doubt, or no such day."""
    decompose = unicodedata.normalize("NFD", _ESPACES.sub(" ", texte.casefold()))
    plie = decompose.encode("ascii", "ignore").decode()
    try:
        if trouve := _ISO.fullmatch(texte):
            return dt.date(*(int(part) for part in trouve.groups()))
        if trouve := _FRANCAISE.fullmatch(texte):
            jour, mois, annee = (int(part) for part in trouve.groups())
            return dt.date(annee if annee > 99 else _SIECLE + annee, mois, jour)
        if trouve := _ECRITE.fullmatch(plie):
            return dt.date(int(trouve[3]), _MOIS.index(trouve[2]) + 1, int(trouve[1]))
        if _SERIE.fullmatch(texte) and _SERIE_MIN <= int(texte) <= _SERIE_MAX:
            return _ORIGINE + dt.timedelta(days=int(texte))
        return dt.date.fromisoformat(texte)
    except ValueError:
        return None


def read_montant(texte: str) -> Decimal | None:
    """Euros, to the cent: « 1 250,50 € », « 25 k€ », « 1.250,50 »; None where there is a doubt.

    « 1.250 » is a thousand for one, and one and a quarter for another: nobody guesses.
    """
    brut = _ESPACES.sub(" ", _MONNAIE.sub("", texte).strip())
    unite = 1
    if avec := _UNITE.fullmatch(brut):
        brut, unite = avec[1], _UNITES[avec[2].casefold()]
    nombre = None if _MILLE_OU_MILLIEME.fullmatch(brut) else read_decimal(brut)
    try:
        centimes = None if nombre is None else (nombre * unite).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return None if centimes is None or nombre is None or centimes != nombre * unite else centimes


def read_decimal(brut: str) -> Decimal | None:
    """A figure whose spaces are plain: « 1250.5 », « 1 250,50 », « 33,3 »."""
    if _NOMBRE.fullmatch(brut):
        return Decimal(brut)
    if simple := _SIMPLE.fullmatch(brut):
        return Decimal(f"{simple[1]}.{simple[2]}")
    groupes = _GROUPES.fullmatch(brut)
    if groupes and groupes[4] != groupes[3]:
        entiers = groupes[1] + re.sub(r"\D", "", groupes[2])
        return Decimal(f"{entiers}.{groupes[5]}" if groupes[5] else entiers)
    return None


def to_machine(type_: str, texte: str, virgule: bool) -> str:
    """A figure or a day written in French as files of data write it, where there is no doubt; else
    the text. `virgule`: the comma is known to be the decimal mark."""
    if type_ == "date":
        jour = read_jour(texte) if _FRANCAISE.fullmatch(texte) else None
        return jour.isoformat() if jour else texte
    signe, brut = ("-", texte[1:]) if texte.startswith("-") else ("", texte)
    if type_ == "string" or brut.isascii() and not brut.count(",") and " " not in brut:
        return texte
    brut = _ESPACES.sub(" ", brut)
    if virgule and _DECIMALE.fullmatch(brut):
        return signe + brut.replace(",", ".")
    nombre = None if _MILLE_OU_MILLIEME.fullmatch(brut) else read_decimal(brut)
    return texte if nombre is None else f"{signe}{nombre:f}"
