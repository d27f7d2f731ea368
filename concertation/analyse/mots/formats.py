"""Numbers and dates in French words; what is empty reads « non publié », never 0."""

import datetime as dt
import math
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pandas as pd
from babel.dates import format_date as babel_date
from babel.dates import get_month_names
from babel.numbers import NumberFormatError, format_decimal, format_scientific, parse_decimal

LOCALE = "fr_FR"
_MOIS = {mot: rang for rang, mot in get_month_names("wide", locale=LOCALE).items()}
NON_PUBLIE = "non publié"
INSECABLE = "\u00a0"
# From here on, digits say nothing more to a reader (and decimals run out of them).
IMMENSE = 1e15
# A count and a computation aren't the words of a document: they follow the figure.
_AVANT = {"environ", "près de", "plus de", "au plus", "jusqu’à", "au moins"}
_APRES = {"compté": "nombre compté", "estimé": "nombre estimé"}


def is_empty(valeur: Any) -> bool:
    """Whether a cell holds nothing: None, NaN, NaT, NA or blank text. Zero is something."""
    if isinstance(valeur, str):
        return not valeur.strip()
    return valeur is None or bool(pd.isna(valeur))


def format_nombre(valeur: Any, decimales: int | None = None, vide: str = NON_PUBLIE) -> str:
    """« 1 250 », « 5,5 »; `decimales` fixes how many are shown, at most 3 otherwise.

    What reaches `IMMENSE` reads « 1,5E26 ».
    """
    if is_empty(valeur):
        return vide
    motif = (
        "#,##0.###" if decimales is None else "#,##0" + ("." + "0" * decimales) * (decimales > 0)
    )
    # A Python number, which babel rounds as written: 75.4 stays 75.4.
    return _format_decimal(valeur.item() if hasattr(valeur, "item") else valeur, motif)


@lru_cache(maxsize=1024)
def _format_decimal(valeur: float | Decimal, motif: str) -> str:
    if IMMENSE <= abs(float(valeur)) < math.inf:
        return format_scientific(valeur, format="0.###E0", locale=LOCALE)
    return format_decimal(valeur, format=motif, locale=LOCALE)


def read_nombre(texte: str) -> float | None:
    """The number that a text written by `format_nombre` says; None for any other, codes included
    (« 02 »)."""
    try:
        lu = float(parse_decimal(texte, locale=LOCALE, strict=True))
    except (NumberFormatError, ValueError):
        return None
    return lu if format_nombre(lu) == texte and math.isfinite(lu) else None


def read_jour(texte: str) -> dt.date | None:
    """The day that a text written by `format_date` says, in either form; None for any other."""
    mots = texte.replace(INSECABLE, " ").replace("1er", "1").replace("/", " ").split(" ")
    try:
        jour, mois, an = mots
        return dt.date(int(an), _MOIS.get(mois) or int(mois), int(jour))
    except ValueError:
        return None


def format_pourcent(valeur: Any, decimales: int | None = None, vide: str = NON_PUBLIE) -> str:
    """« 75,4 % » from 75.4: a number of hundredths, as in the files."""
    if is_empty(valeur):
        return vide
    return f"{format_nombre(valeur, decimales)}{INSECABLE}%"


def format_date(valeur: Any, forme: str = "longue", vide: str = NON_PUBLIE) -> str:
    """« 8 décembre 2022 », or 08/12/2022 with `forme="courte"`.

    Takes a date, a Timestamp or ISO text; a text that is no date comes back as it is.
    """
    if is_empty(valeur):
        return vide
    jour = _as_date(valeur)
    return str(valeur) if jour is None else _format_jour(jour, forme)


# A screen writes the same days again and again.
@lru_cache(maxsize=4096)
def _format_jour(jour: dt.date, forme: str) -> str:
    if forme == "courte":
        return babel_date(jour, "dd/MM/yyyy", locale=LOCALE)
    return f"{_day(jour)} {babel_date(jour, 'MMMM y', locale=LOCALE)}"


def format_periode(
    debut: Any, fin: Any = None, vide: str = NON_PUBLIE, ouverte: bool = False
) -> str:
    """« du 8 au 29 novembre 2022 », « jusqu'au… », and without an end « le 8 décembre 2022 »: the
    day itself, or « à partir du… » when the period is `ouverte`."""
    premier, dernier = (None if is_empty(jour) else _as_date(jour) for jour in (debut, fin))
    if premier is None and dernier is None:
        return vide
    if premier is None:
        return f"jusqu’au {format_date(dernier)}"
    if dernier is None and ouverte:
        return f"à partir du {format_date(premier)}"
    if dernier is None or premier == dernier:
        return f"le {format_date(premier)}"
    if premier.year != dernier.year:
        return f"du {format_date(premier)} au {format_date(dernier)}"
    if premier.month != dernier.month:
        mois = babel_date(premier, "MMMM", locale=LOCALE)
        return f"du {_day(premier)} {mois} au {format_date(dernier)}"
    return f"du {_day(premier)} au {format_date(dernier)}"


RANG = "e "
"""How the unit of a rank begins: « 4 » of « e mois » is « 4e mois »."""
_INVARIABLES = frozenset({"cas", "corps", "fois", "mois", "pays", "temps"})


def format_quantite(
    valeur: Any, valeur_max: Any = None, qualificatif: str = "", unite: str = ""
) -> str:
    """« près de 1 250 participants », « 34 à 50 membres », « 95 propositions (nombre compté) »."""
    if is_empty(valeur) and is_empty(valeur_max):
        return NON_PUBLIE
    if is_empty(valeur):
        valeur, valeur_max, qualificatif = valeur_max, None, qualificatif or "au plus"
    nombre = format_nombre(valeur)
    if not is_empty(valeur_max) and valeur_max != valeur:
        nombre = f"{nombre} à {format_nombre(valeur_max)}"
    morceaux = [qualificatif] if qualificatif in _AVANT else []
    morceaux.append(f"{nombre}{INSECABLE}%" if unite == "%" else nombre)
    if unite.startswith(RANG):
        morceaux[-1] += unite
    elif unite and unite != "%":
        un_seul = is_empty(valeur_max) and 0 < abs(float(valeur)) < 2
        morceaux.append(_singular(unite) if un_seul else unite)
    if qualificatif in _APRES:
        morceaux.append(f"({_APRES[qualificatif]})")
    return " ".join(morceaux)


def _singular(unite: str) -> str:
    """« lits d'appui » → « lit d'appui »: only the first words agree with the number."""
    mots = unite.split(" ")
    for rang, mot in enumerate(mots):
        if mot in _INVARIABLES or mot.isupper() or not mot.endswith(("s", "aux")):
            break
        is_al = mot.endswith("aux") and not mot.endswith("eaux")
        mots[rang] = f"{mot[:-3]}al" if is_al else mot[:-1]
    return " ".join(mots)


def _day(jour: dt.date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def _as_date(valeur: Any) -> dt.date | None:
    if isinstance(valeur, dt.datetime):  # a Timestamp too
        return valeur.date()
    if isinstance(valeur, dt.date):
        return valeur
    try:
        return dt.date.fromisoformat(str(valeur).strip()[:10])
    except ValueError:
        return None


def plural_s(nombre: float) -> str:
    """The « s » of what is two or more."""
    return "s" * (abs(nombre) >= 2)


def plural(nombre: int, singulier: str, pluriel: str | None = None) -> str:
    """« 1 proposition », « 0 proposition », « 7 propositions », « 3 000 propositions »."""
    mot = pluriel if pluriel and plural_s(nombre) else singulier + plural_s(nombre)
    return f"{format_nombre(nombre)}{INSECABLE}{mot}"
