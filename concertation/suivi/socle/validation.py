"""What each field admits, and every fault at once when it does not."""

import datetime
import json
import math
import numbers
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd

from concertation.analyse.mots.textes import split_liste
from concertation.declarations.champ import Champ
from concertation.declarations.portee import PORTEE
from concertation.donnees.phrases import describe_ids, enumerate_values, quote
from concertation.suivi.socle.errors import refuse
from concertation.suivi.socle.lecture import is_storable
from concertation.suivi.socle.references import References
from concertation.suivi.socle.textes import LONGUEUR_MAX, clean_text

MONTANT_MAX = Decimal("999999999999.99")
# Excluded: below it a double still tells tenths apart, and no figure of a follow-up comes near.
NOMBRE_MAX = 1e15
IDENTIFIANT_MAX = 100
JSON_MAX = 20 * 1024 * 1024


class _Faute(Exception):
    """One value refused, with its French sentences."""


def clean_values(
    champs: Iterable[Champ],
    valeurs: Mapping[str, Any],
    references: References,
    partiel: bool = False,
) -> dict[str, Any]:
    """The values as the table stores them; `partiel` leaves the absent fields out.

    Raises `SaisieInvalide` with every fault, in the order of the fields.
    """
    champs = tuple(champs)
    inconnus = valeurs.keys() - {champ.nom for champ in champs}
    retenus = [champ for champ in champs if not partiel or champ.nom in valeurs]
    propres, fautes = find_faults(retenus, valeurs, references)
    refuse([*((nom, f"Le champ «\u00a0{nom}\u00a0» n’existe pas.") for nom in inconnus), *fautes])
    return propres


def find_faults(
    champs: Iterable[Champ], valeurs: Mapping[str, Any], references: References
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The values that the table can store, and what is said of the others, by field."""
    propres: dict[str, Any] = {}
    fautes: list[tuple[str, str]] = []
    for champ in champs:
        try:
            propres[champ.nom] = _clean_value(champ, valeurs.get(champ.nom), references)
        except _Faute as faute:
            fautes.extend((champ.nom, phrase) for phrase in faute.args)
    return propres, fautes


def _clean_value(champ: Champ, valeur: Any, references: References) -> Any:
    if un := _PLUSIEURS.get(champ.genre):
        dites = split_liste(valeur) if isinstance(valeur, str) else valeur or ()
        propres = _clean_ids(un, dites, references)
        return " | ".join(propres) if champ.genre == "territoires" else propres
    clean: Callable[[Champ, Any], Any] = _NETTOYAGES.get(champ.genre, _clean_text)
    propre: Any = None if champ.genre in _NETTOYAGES else ""
    # None, NaN and NaT: frames hold what is empty so.
    if not (pd.api.types.is_scalar(valeur) and pd.isna(valeur)):
        propre = clean(champ, valeur)
    if isinstance(propre, str) and champ.genre in _POINTEURS:
        propre = propre.strip()
        if propre:
            _check_reference(champ, propre, references)
        if champ.genre == "territoire":
            propre = references.home(propre)
    if champ.requis and (propre is None or (isinstance(propre, str) and not propre.strip())):
        raise _fault(champ, "est obligatoire.")
    if champ.liste is not None and propre not in champ.liste:
        admises = ", ".join(champ.liste[code] or "vide" for code in champ.liste)
        raise _Faute(
            f"«\u00a0{propre[:40]}\u00a0» n’est pas une valeur de "
            f"«\u00a0{champ.libelle}\u00a0» ({admises})."
        )
    return propre


def _fault(champ: Champ, suite: str) -> _Faute:
    return _Faute(f"Le champ «\u00a0{champ.libelle}\u00a0» {suite}")


def _clean_ids(un: Champ, valeurs: Iterable[Any], references: References) -> list[str]:
    """Ids of one kind, sorted, each once; every unknown one is told."""
    lus = [find_faults([un], {un.nom: valeur}, references) for valeur in valeurs]
    if fautes := [phrase for _, siennes in lus for _, phrase in siennes]:
        raise _Faute(*fautes)
    return sorted({propre[un.nom] for propre, _ in lus})


def _clean_text(champ: Champ, valeur: Any) -> str:
    if not isinstance(valeur, str):
        raise _fault(champ, "attend un texte.")
    propre = clean_text(valeur)
    if len(propre) > LONGUEUR_MAX:
        longueur = f"{len(propre):,}".replace(",", "\u202f")
        raise _fault(champ, f"dépasse 20\u202f000 caractères ({longueur}).")
    return propre


def _clean_json(champ: Champ, valeur: Any) -> str | None:
    """The same JSON, cleaned. Every text that people type in it is as any other; pages, which the
    application draws itself, hold outlines longer than any text: their bound is the whole's."""
    if valeur == "":
        return None
    if not isinstance(valeur, str) or len(valeur) > JSON_MAX:
        raise _fault(champ, "dépasse 20\u202fMo.")
    try:
        propre = _clean_node(champ, json.loads(valeur))
    except (ValueError, RecursionError):
        raise _fault(champ, "attend du JSON.") from None
    return json.dumps(propre, ensure_ascii=False, separators=(",", ":"))


def _clean_node(champ: Champ, noeud: Any) -> Any:
    if isinstance(noeud, str):
        return clean_text(noeud) if champ.genre == "pages" else _clean_text(champ, noeud)
    if isinstance(noeud, list):
        return [_clean_node(champ, element) for element in noeud]
    if isinstance(noeud, dict):
        return {clean_text(nom): _clean_node(champ, contenu) for nom, contenu in noeud.items()}
    return noeud


def _clean_date(champ: Champ, valeur: Any) -> datetime.date | None:
    if isinstance(valeur, datetime.date):
        return valeur.date() if isinstance(valeur, datetime.datetime) else valeur
    if isinstance(valeur, str):
        with suppress(ValueError):
            return datetime.date.fromisoformat(valeur.strip()) if valeur.strip() else None
    raise _fault(champ, f"attend une date, JJ/MM/AAAA ou AAAA-MM-JJ, pas {quote(valeur)}.")


def _clean_number(champ: Champ, valeur: Any) -> float:
    if isinstance(valeur, bool) or not isinstance(valeur, numbers.Real | Decimal):
        raise _fault(champ, "attend un nombre.")
    try:
        nombre = float(valeur)
    except OverflowError:
        nombre = math.inf
    if not abs(nombre) < NOMBRE_MAX:
        raise _fault(champ, "admet au plus 15 chiffres avant la virgule.")
    return nombre


def _clean_id(champ: Champ, valeur: Any) -> int:
    entier = isinstance(valeur, numbers.Integral) and not isinstance(valeur, bool)
    if not entier or not is_storable(valeur):
        raise _fault(champ, "attend un numéro.")
    return int(valeur)


def _clean_amount(champ: Champ, valeur: Any) -> Decimal:
    try:
        if isinstance(valeur, bool) or not isinstance(valeur, str | numbers.Real | Decimal):
            raise InvalidOperation
        # str() first: 0.1 means ten cents, not the nearest binary fraction.
        montant = Decimal(str(valeur).strip())
        if not montant.is_finite() or not 0 <= montant <= MONTANT_MAX:
            raise InvalidOperation
    except InvalidOperation:
        suite = f"attend un montant en euros, positif ou nul, pas {quote(valeur)}."
        raise _fault(champ, suite) from None
    centimes = montant.quantize(Decimal("0.01"))
    # « 1.250 » is a thousand for one, and one and a quarter for another: nobody guesses.
    if centimes != montant or (
        isinstance(valeur, str) and len(valeur.strip().partition(".")[2]) > 2
    ):
        suite = "admet au plus deux décimales, et ni point ni virgule pour les milliers"
        raise _fault(champ, f"{suite}, pas {quote(valeur)}.")
    return centimes


_NETTOYAGES: Mapping[str, Callable[[Champ, Any], Any]] = {
    "date": _clean_date, "nombre": _clean_number, "montant": _clean_amount,
    "identifiant": _clean_id, "json": _clean_json, "pages": _clean_json,
}  # fmt: skip
_POINTEURS = (
    "engagement", "composante", "territoire", "action", "proposition_locale",
    "proposition_nationale",
)  # fmt: skip
_PLUSIEURS = {
    "propositions": Champ("proposition", "Proposition", "proposition_locale", requis=True),
    "territoires": Champ("territoire", "Territoire", "territoire", requis=True),
}
# The part that the reach of a proposal plays in its follow-up, and what is said of another one.
_SUIVIS = {
    "proposition_locale": ("instruite", "locale", "elle se suit comme une transmission"),
    "proposition_nationale": ("transmise", "nationale", "elle s’instruit dans un territoire"),
}


def _check_reference(champ: Champ, valeur: str, references: References) -> None:
    if len(valeur) > IDENTIFIANT_MAX:
        raise _Faute(f"«\u00a0{champ.libelle}\u00a0»\u00a0: identifiant trop long.")
    if champ.genre in _SUIVIS:
        role, mot, suite = _SUIVIS[champ.genre]
        if references.portees and valeur not in references.portees:
            siennes = [cle for cle, p in references.portees.items() if p in PORTEE.which(role)]
            raise _Faute(
                f"La proposition «\u00a0{valeur}\u00a0» n’existe pas\u00a0; "
                f"{describe_ids(siennes, 'propositions')}."
            )
        if valeur in references.portees and references.portees[valeur] not in PORTEE.which(role):
            raise _Faute(f"La proposition «\u00a0{valeur}\u00a0» n’est pas {mot}\u00a0: {suite}.")
        return
    connus: Collection[str] = {
        "engagement": references.engagements,
        "composante": references.composantes,
        "territoire": references.parents,
        "action": {cle for type_, cle in references.noeuds if type_ == "action"},
    }[champ.genre]
    if connus and valeur not in connus:
        raise _Faute(
            f"«\u00a0{valeur}\u00a0» n’est pas une valeur connue de «\u00a0{champ.libelle}\u00a0»"
            f"\u00a0; {describe_ids(sorted(connus), f'{champ.genre}s')}."
        )


def composante_faults(
    valeurs: Mapping[str, Any], references: References
) -> Iterable[tuple[str, str]]:
    """A component must be one of the engagement that the entry names."""
    composante, choisi = valeurs.get("composante"), valeurs["engagement"]
    proprietaire = references.composantes.get(composante or "", choisi)
    if composante and choisi and proprietaire != choisi:
        siennes = [cle for cle, sien in references.composantes.items() if sien == choisi]
        yield (
            "composante",
            f"La composante «\u00a0{composante}\u00a0» appartient à l’engagement {proprietaire}"
            f"\u00a0; celles de {choisi}\u00a0: {enumerate_values(siennes) or 'aucune'}.",
        )
