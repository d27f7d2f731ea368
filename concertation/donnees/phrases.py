"""French sentences about faults: how one is written, and those that several readers tell."""

import errno
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

LONGUEUR_CITEE = 60
ESPACE = "\u00a0"
_ESPACE_DURE = re.compile(r" (?=[:;»])|(?<=«) ")


def quote(valeur: object) -> str:
    """« valeur », cut when long so that a sentence stays a sentence."""
    texte = str(valeur)
    if len(texte) > LONGUEUR_CITEE:
        texte = texte[: LONGUEUR_CITEE - 1] + "…"
    return f"«{ESPACE}{texte}{ESPACE}»"


def show_number(nombre: int) -> str:
    """« 20 000 »."""
    return f"{nombre:,}".replace(",", "\u202f")


def enumerate_values(valeurs: Iterable[object]) -> str:
    """« a », « b » ou « c »."""
    cites = [quote(valeur) for valeur in valeurs]
    if len(cites) < 2:
        return "".join(cites)
    return f"{', '.join(cites[:-1])} ou {cites[-1]}"


# In a sentence, `{0}` is the first value, `{0!q}` quotes it, `{0!n}` groups its digits, `{0!e}`
# quotes each of several, `{0!j}` joins them.
_PLACE = re.compile(r"\{(\d)(?:!(\w))?\}")
_FORMES: dict[str | None, Callable[[Any], str]] = {
    None: str, "q": quote, "n": show_number, "e": enumerate_values, "j": ", ".join,
}  # fmt: skip


def say(phrase: str, *valeurs: object) -> str:
    """A sentence with its values in their places (`_PLACE`).

    It is written with plain spaces, and gets hard ones where French has them; its values don't.
    """
    return _PLACE.sub(
        lambda place: _FORMES[place[2]](valeurs[int(place[1])]), _ESPACE_DURE.sub(ESPACE, phrase)
    )


# Whole files

NON_DONNE = "le fichier n’est pas publié pour cette concertation."
ILLISIBLE = say("le fichier ne peut pas être ouvert : vérifiez ses droits d’accès.")
OBLIGATOIRE = say("le fichier manque, alors qu’il est obligatoire : ajoutez-le au dossier.")
ANNONCE = say(
    "le fichier manque, alors que datapackage.json l’annonce : ajoutez-le au dossier, ou "
    "retirez-le de datapackage.json."
)


FICHIER_INCONNU = "le nom du fichier est inconnu : retirez-le ou renommez-le ; noms connus : {0!j}."


def wrong_encoding(constat: str = "le texte n’est pas en UTF-8") -> str:
    """The bytes are no UTF-8."""
    return say("{0} : enregistrez le fichier en UTF-8.", constat)


# Columns

COLONNE_ABSENTE = "la colonne {0!q} manque : ajoutez-la à la ligne d’en-tête."
COLONNE_INCONNUE = "la colonne {0!q} est inconnue : retirez-la, les colonnes admises sont {1!j}."
COLONNE_DOUBLE = "la colonne {0!q} est présente deux fois : n’en gardez qu’une."


def blank_columns(rangs: list[int]) -> str:
    """Cells under no name."""
    if len(rangs) == 1:
        phrase = "la colonne {0!j} n’a pas de nom dans l’en-tête : donnez-lui un nom ou videz-la."
    else:
        phrase = (
            "les colonnes {0!j} n’ont pas de nom dans l’en-tête : donnez-leur un nom ou videz-les."
        )
    return say(phrase, map(str, rangs))


# Cells

_TYPES = {
    "integer": "un nombre entier : écrivez des chiffres seuls, sans espace.",
    "number": "un nombre : écrivez des chiffres, avec un point pour les décimales et sans espace.",
    "date": "une date : écrivez-la AAAA-MM-JJ, par exemple « 2022-01-31 ».",
}


def wrong_type(valeur: str, type_: str) -> str:
    """A typed cell that can't be read."""
    return say(f"{{0!q}} n’est pas {_TYPES[type_]}", valeur)


def duplicate_value(valeur: str, ligne: int, feuille: str = "") -> str:
    """A value that must be unique; `feuille` is the other sheet that has it."""
    place = say("ligne {0} de la feuille {1!q}" if feuille else "ligne {0}", ligne, feuille)
    return say("{0!q} est déjà à la {1} : la valeur doit être unique.", valeur, place)


# References


def describe_ids(ids: Collection[str], fichier: str, limite: int = 8) -> str:
    """Which ids are allowed: all of them when few, the first and the last otherwise."""
    if not ids:
        return f"{fichier} n’en contient aucun"
    if len(ids) <= limite:
        return say("identifiants admis : {0!e}", ids)
    premier, *_, dernier = ids
    return say("{0} compte {1} identifiants, de {2!q} à {3!q}", fichier, len(ids), premier, dernier)


def unknown_id(valeur: str, fichier: str, ids: Collection[str] | None) -> str:
    """An id that the target file does not hold; `ids` is None when that file isn't there."""
    if ids is None:
        return say("{0!q} renvoie à {1}, qui n’est pas fourni.", valeur, fichier)
    return say("{0!q} n’existe pas dans {1} ; {2}.", valeur, fichier, describe_ids(ids, fichier))


def tell_count(nombre: int, nom: str) -> str:
    """« ne compte aucune ligne », « compte 1 ligne », « compte 3 lignes »."""
    if nombre == 0:
        return f"ne compte aucune {nom}"
    return f"compte {nombre}{ESPACE}{nom}" + ("s" if nombre > 1 else "")


# Disks

_CAUSES = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
    errno.EACCES: "vous n’en avez pas le droit",
    errno.EPERM: "vous n’en avez pas le droit",
    errno.EROFS: "ce disque n’est ouvert qu’en lecture",
    errno.ENOENT: "ce fichier ou ce dossier n’existe pas",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "un de ses dossiers est un fichier",
    errno.ENAMETOOLONG: "son nom est trop long",
}


def explain(erreur: OSError) -> str:
    """Why the disk refused, in French."""
    return _CAUSES.get(erreur.errno or 0, "le disque a refusé l’opération")
