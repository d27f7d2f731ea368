"""A declared field told in words, the same in the journal, the minutes and the documents."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from concertation.analyse.mots.formats import INSECABLE, format_date, format_nombre, is_empty
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.champ import Champ, Objet, Vue
from concertation.suivi.socle.textes import clean_text


def value_words(champ: Champ, valeur: Any) -> str:
    """A value as people read it, "" when there is none; ids of the files stay as they are."""
    if isinstance(valeur, list | tuple):
        return ", ".join(str(element) for element in valeur)
    if is_empty(valeur):
        return ""
    if champ.liste is not None:
        return champ.liste.mot(valeur)
    if champ.genre == "date":
        return format_date(valeur)
    if champ.genre in ("nombre", "montant"):
        euros = f"{INSECABLE}€" * (champ.genre == "montant")
        return f"{format_nombre(float(valeur), 2 if euros else None)}{euros}"
    if champ.genre == "propositions":
        return ", ".join(split_liste(valeur))
    return clean_text(str(valeur)).strip()


def count_codes(codes: Iterable[str], mots: Mapping[str, str]) -> list[str]:
    """« Retenue : 12 », for each code that there is, in the order of its list."""
    comptes = Counter(codes)
    return [
        f"{mot}{INSECABLE}: {format_nombre(comptes[code])}"
        for code, mot in mots.items()
        if comptes[code]
    ]


def join_lines(*textes: str) -> str:
    """What is said of these, a line each."""
    return "\n".join(nu for texte in textes if (nu := texte.strip()))


def tell_fields(
    objet: Objet, vue: Vue, ligne: Mapping[str, Any], ranges: Sequence[str] = ()
) -> list[str]:
    """« Partenaires : … », a line a field of the view that says something.

    `ranges`: the fields that the caller lays out itself.
    """
    return [
        f"{champ.entete}{INSECABLE}: {mots}"
        for champ in objet.showing(vue, ranges)
        if (mots := value_words(champ, ligne.get(champ.nom)))
    ]
