"""Read decks and pages back from what `to_plain` wrote, with a French sentence for what is not."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import pandas as pd

from concertation.graphiques.dessin import Dessin
from concertation.graphiques.lecteurs.ancien import read_ancien
from concertation.graphiques.lecteurs.fichier import read_dessin
from concertation.graphiques.lecteurs.svg import to_svg
from concertation.recits.blocs import BLOCS, Bloc, Chiffre, Graphique, Puce
from concertation.restitution.diapos.modele import (
    Diapo,
    Diaporama,
    DiaporamaInvalide,
    Page,
    to_plain,
)

FORMAT = "concertation-diaporama"
VERSION = 1
TAILLE_MAXIMUM = 20 * 1024 * 1024
DIAPOS_MAXIMUM = 200
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_PARTIES: dict[str, type] = {"puces": Puce, "chiffres": Chiffre}


def to_json(diaporama: Diaporama) -> str:
    """The deck as a file that travels: same deck, same bytes."""
    plat = {"format": FORMAT, "version": VERSION, **to_plain(diaporama)}
    plat.pop("territoire")
    return json.dumps(plat, ensure_ascii=False, indent=1) + "\n"


def read_json(contenu: bytes | str) -> Diaporama:
    """A deck from its file; raises DiaporamaInvalide with what is wrong and where."""
    if len(contenu) > TAILLE_MAXIMUM:
        raise DiaporamaInvalide("Ce fichier dépasse 20 Mo : ce n'est pas un diaporama.")
    try:
        texte = contenu.decode("utf-8") if isinstance(contenu, bytes) else contenu
        plat = json.loads(texte)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as erreur:
        raise DiaporamaInvalide(
            "Ce fichier n'est pas du JSON : choisissez un fichier exporté par l'écran "
            "« Diaporamas »."
        ) from erreur
    if not isinstance(plat, Mapping) or plat.get("format") != FORMAT:
        raise DiaporamaInvalide("Ce fichier JSON n'est pas un diaporama de cette application.")
    if plat.get("version") != VERSION:
        raise DiaporamaInvalide(
            f"Ce diaporama est d'une autre version ({plat.get('version')}) : celle-ci lit la "
            f"version {VERSION}."
        )
    return read_diaporama(plat)


def read_diaporama(plat: Mapping[str, Any]) -> Diaporama:
    """A deck from its dictionary."""
    diapos = plat.get("diapos")
    if not isinstance(diapos, list) or len(diapos) > DIAPOS_MAXIMUM:
        raise DiaporamaInvalide(
            f"« diapos » doit être une liste d'au plus {DIAPOS_MAXIMUM} diapositives."
        )
    pages = plat.get("pages") or []
    if not isinstance(pages, list):
        raise DiaporamaInvalide("« pages » doit être une liste.")
    return Diaporama(
        id=_read_id(plat.get("id")),
        titre=_text(plat, "titre", "le diaporama"),
        diapos=tuple(_read_diapo(diapo, rang) for rang, diapo in enumerate(diapos, 1)),
        description=_text(plat, "description", "le diaporama"),
        fige_le=_text(plat, "fige_le", "le diaporama"),
        pages=tuple(read_page(page, rang) for rang, page in enumerate(pages, 1)),
        edition=_text(plat, "edition", "le diaporama"),
    )


def read_page(plat: Any, rang: int = 1) -> Page:
    """A page from its dictionary; unknown keys are left out."""
    ou = f"la page {rang}"
    if not isinstance(plat, Mapping):
        raise DiaporamaInvalide(f"Dans {ou} : un objet est attendu.")
    lus: dict[str, Any] = {}
    for champ in fields(Page):
        if champ.name not in plat:
            continue
        valeur = plat[champ.name]
        if champ.name in ("blocs", "a_cote"):
            valeur = tuple(_read_bloc(bloc, ou) for bloc in _list(valeur, champ.name, ou))
        elif champ.name in ("sources", "reserves"):
            valeur = tuple(str(v) for v in _list(valeur, champ.name, ou))
        elif champ.name in ("corps", "partage"):
            valeur = _number(valeur, champ.name, ou)
        else:
            valeur = _text(plat, champ.name, ou)
        lus[champ.name] = valeur
    if not lus.get("titre"):
        raise DiaporamaInvalide(f"Dans {ou} : il manque « titre ».")
    return Page(**lus)


def _read_id(valeur: Any) -> str:
    if not isinstance(valeur, str) or not _ID.fullmatch(valeur):
        raise DiaporamaInvalide(
            "« id » doit être fait de minuscules sans accent, de chiffres et de traits d'union."
        )
    return valeur


def _read_diapo(plat: Any, rang: int) -> Diapo:
    ou = f"la diapositive {rang}"
    if not isinstance(plat, Mapping) or not isinstance(plat.get("genre"), str):
        raise DiaporamaInvalide(f"Dans {ou} : « genre » est attendu.")
    parametres = plat.get("parametres") or {}
    if not isinstance(parametres, Mapping):
        raise DiaporamaInvalide(f"Dans {ou} : « parametres » doit être un objet.")
    identifiant = str(plat.get("id") or f"d{rang}")
    return Diapo(identifiant, plat["genre"], dict(parametres), _text(plat, "notes", ou))


def _read_bloc(plat: Any, ou: str) -> Bloc:
    classe = BLOCS.get(str(plat.get("bloc"))) if isinstance(plat, Mapping) else None
    if classe is None:
        raise DiaporamaInvalide(f"Dans {ou} : un bloc est de nature inconnue.")
    return _read_graphique(plat, ou) if classe is Graphique else _build(classe, plat, ou)


def _read_graphique(plat: Mapping[str, Any], ou: str) -> Graphique:
    """A chart; its words alone when a file holds one that is not ours."""
    largeur, ecrit = plat.get("largeur"), plat.get("dessin")
    # A deck frozen by a former version says of the block what the drawing says now.
    dit = ecrit if isinstance(ecrit, Mapping) else plat
    alt, hauteur = _text(dit, "alt", ou), dit.get("hauteur")
    if not isinstance(largeur, int) or not isinstance(hauteur, int) or min(largeur, hauteur) < 1:
        raise DiaporamaInvalide(f"Dans {ou} : un bloc est incomplet.")
    try:
        dessin = read_dessin(ecrit) if "dessin" in plat else read_ancien(plat)
        to_svg(dessin)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        dessin = Dessin(alt, pd.DataFrame, hauteur)
    return Graphique(dessin, largeur)


def _build(classe: type, plat: Any, ou: str) -> Any:
    """A frozen object from a dictionary: lists become tuples, parts their own class."""
    if not isinstance(plat, Mapping):
        raise DiaporamaInvalide(f"Dans {ou} : un objet est attendu.")
    noms = {champ.name for champ in fields(classe)}
    lus = {}
    for nom, valeur in plat.items():
        if nom not in noms:
            continue
        partie = _PARTIES.get(nom)
        if partie is not None:
            lus[nom] = tuple(_build(partie, v, ou) for v in _list(valeur, nom, ou))
        else:
            lus[nom] = _freeze(valeur)
    try:
        return classe(**lus)
    except TypeError as erreur:
        raise DiaporamaInvalide(f"Dans {ou} : un bloc est incomplet.") from erreur


def _freeze(valeur: Any) -> Any:
    return tuple(_freeze(v) for v in valeur) if isinstance(valeur, list) else valeur


def _list(valeur: Any, nom: str, ou: str) -> list[Any]:
    if not isinstance(valeur, list | tuple):
        raise DiaporamaInvalide(f"Dans {ou} : « {nom} » doit être une liste.")
    return list(valeur)


def _number(valeur: Any, nom: str, ou: str) -> int:
    if not isinstance(valeur, int) or isinstance(valeur, bool) or not 8 <= valeur <= 200:
        raise DiaporamaInvalide(f"Dans {ou} : « {nom} » doit être un nombre entre 8 et 200.")
    return valeur


def _text(plat: Mapping[str, Any], nom: str, ou: str) -> str:
    valeur = plat.get(nom, "")
    if not isinstance(valeur, str):
        raise DiaporamaInvalide(f"Dans {ou} : « {nom} » doit être un texte.")
    return valeur
