"""Read decks and pages back from what `to_plain` wrote, with a French sentence for what is not.

The classes of `modele` say what each field may be; nothing else comes in.
"""

import base64
import datetime as dt
import json
import re
import typing
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import lru_cache, partial
from typing import Any

import pandas as pd

from concertation.declarations.point_etape import METEO
from concertation.graphiques.dessin import Dessin
from concertation.graphiques.lecteurs.fichier import read_ancien, read_dessin
from concertation.graphiques.lecteurs.svg import to_svg
from concertation.graphiques.style.couleurs import resolve
from concertation.recits.blocs import BLOCS, Bloc, Graphique, Section, Tableau
from concertation.restitution.diapos.modele import (
    COULEUR,
    Diapo,
    Diaporama,
    DiaporamaInvalide,
    Page,
    to_plain,
)
from concertation.restitution.diapos.photos import read_photo
from concertation.suivi.socle.textes import clean_text

FORMAT = "concertation-diaporama"
VERSION = 1
TAILLE_MAXIMUM = 20 * 1024 * 1024
TEXTE_MAXIMUM = 50_000
LISTE_MAXIMUM, DIAPOS_MAXIMUM = 2000, 200
NOMBRE_MAXIMUM = 1e15
# What numbers may be, by the field that holds them.
_BORNES = {
    "corps": (8, 200), "partage": (8, 92), "largeurs": (1, 100), "teintes": (0, LISTE_MAXIMUM),
    "largeur": (16, 4000), "hauteur": (16, 4000), "minutes": (0, 240),
}  # fmt: skip
_LIEUX: dict[Any, str] = {Diapo: "la diapositive", Page: "la page"}
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}){1,350000}(?:[A-Za-z0-9+/]{2}(?:==|[A-Za-z0-9+/]=))?")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def to_json(diaporama: Diaporama) -> str:
    """The deck as a file that travels: same deck, same bytes."""
    plat = {"format": FORMAT, "version": VERSION, **to_plain(diaporama)}
    plat.pop("territoire")
    if not diaporama.photos:
        plat.pop("photos")
    return json.dumps(plat, ensure_ascii=False, indent=1) + "\n"


def read_json(contenu: bytes | str) -> Diaporama:
    """A deck from its file, always a live one; raises DiaporamaInvalide with what is wrong, where.

    Anybody may have written it: the pages of a frozen one are left out, as is whom they were for;
    `fige_le` alone tells that it had some.
    """
    if len(contenu) > TAILLE_MAXIMUM:
        raise DiaporamaInvalide("Ce fichier dépasse 20 Mo : ce n’est pas un diaporama.")
    try:
        plat = json.loads(contenu.decode("utf-8") if isinstance(contenu, bytes) else contenu)
    except (ValueError, RecursionError) as erreur:
        raise DiaporamaInvalide(
            "Ce fichier n’est pas du JSON : choisissez un fichier exporté par l’écran "
            "« Diaporamas »."
        ) from erreur
    if not isinstance(plat, Mapping) or plat.get("format") != FORMAT:
        raise DiaporamaInvalide("Ce fichier JSON n’est pas un diaporama de cette application.")
    if plat.get("version") != VERSION:
        raise DiaporamaInvalide(
            f"Ce diaporama est d’une autre version ({str(plat.get('version'))[:20]}) : celle-ci "
            f"lit la version {VERSION}."
        )
    nu = {"titre": "", **plat, "pages": [], "edition": "", "territoire": ""}
    return _encode_photos(_read_fields(Diaporama, nu, "le diaporama"))


def _encode_photos(deck: Diaporama) -> Diaporama:
    """The deck with its pictures encoded here, and called so by its slides."""
    neuves = {photo.cle: read_photo(base64.b64decode(photo.octets)) for photo in deck.photos}

    def rename(diapo: Diapo) -> Diapo:
        neuve = neuves.get(str(diapo.parametres.get("photo")))
        return (
            replace(diapo, parametres={**diapo.parametres, "photo": neuve.cle}) if neuve else diapo
        )

    return replace(deck, diapos=tuple(map(rename, deck.diapos)), photos=tuple(neuves.values()))


def read_pages(texte: str) -> tuple[Page, ...]:
    """The pages of a frozen deck as the database keeps them; raises DiaporamaInvalide."""
    plates = None
    with suppress(ValueError, RecursionError):
        plates = json.loads(texte or "[]")
    return _read(tuple[Page, ...], plates, "pages", "le diaporama figé")


def read_sections(texte: str) -> tuple[Section, ...]:
    """Sections of a document as the database keeps them; raises DiaporamaInvalide."""
    return _read(tuple[Section, ...], json.loads(texte), "sections", "le document gardé")


@lru_cache(maxsize=16)
def _types_of(classe: type) -> dict[str, Any]:
    return typing.get_type_hints(classe)


def _read_fields(classe: Any, plat: Any, ou: str) -> Any:
    """An object of `modele` from a dictionary; unknown keys are left out."""
    if not isinstance(plat, Mapping):
        raise DiaporamaInvalide(f"Dans {ou} : un objet est attendu.")
    lus = {"id": ""} if classe is Diapo else {}
    for champ in fields(classe):
        if champ.name in plat:
            lus[champ.name] = _read(_types_of(classe)[champ.name], plat[champ.name], champ.name, ou)
        elif champ.default is champ.default_factory is MISSING and champ.name not in lus:
            raise DiaporamaInvalide(f"Dans {ou} : il manque « {champ.name} ».")
    objet = classe(**lus)
    _check(objet, ou)
    return objet


def _read(genre: Any, valeur: Any, nom: str, ou: str) -> Any:
    """A value of the type `genre`, found in the field `nom`."""
    parts = typing.get_args(genre)
    if typing.get_origin(genre) is tuple:
        return _read_list(parts, valeur, nom, ou)
    if typing.get_origin(genre) is typing.Literal:
        if not isinstance(valeur, str) or valeur not in parts:
            raise _refuse(nom, f"l’une des valeurs {', '.join(parts)}", ou)
    elif genre == Bloc:
        classe = BLOCS.get(str(valeur.get("bloc"))) if isinstance(valeur, Mapping) else None
        if classe is None:
            raise DiaporamaInvalide(f"Dans {ou} : un bloc est de nature inconnue.")
        lire = _read_graphique if classe is Graphique else partial(_read_fields, classe)
        return lire(valeur, ou)
    elif is_dataclass(genre):
        return _read_fields(genre, valeur, ou)
    elif nom == "octets":
        if not isinstance(valeur, str) or not _BASE64.fullmatch(valeur):
            raise _refuse(nom, "une image en base 64", ou)
    elif genre is str:
        if not isinstance(valeur, str) or len(valeur) > TEXTE_MAXIMUM:
            plafond = " d’au plus 50\u202f000 caractères" if isinstance(valeur, str) else ""
            raise _refuse(nom, f"un texte{plafond}", ou)
        return clean_text(valeur)
    elif genre in (int, float):
        bas, haut = _BORNES.get(nom, (-NOMBRE_MAXIMUM, NOMBRE_MAXIMUM))
        admis = int if genre is int else (int, float)
        if isinstance(valeur, bool) or not isinstance(valeur, admis) or not bas <= valeur <= haut:
            raise _refuse(nom, f"un nombre entre {bas:g} et {haut:g}", ou)
    elif genre is bool:
        if not isinstance(valeur, bool):
            raise _refuse(nom, "vrai ou faux", ou)
    elif not isinstance(valeur, Mapping):
        raise _refuse(nom, "un objet", ou)
    elif nom == "parametres":
        return {clean_text(cle): _read_reglage(v, cle, ou) for cle, v in valeur.items()}
    return valeur


def _read_list(parts: tuple[Any, ...], valeur: Any, nom: str, ou: str) -> tuple[Any, ...]:
    plafond = DIAPOS_MAXIMUM if parts[0] is Diapo else LISTE_MAXIMUM
    if not isinstance(valeur, list) or len(valeur) > plafond:
        raise _refuse(nom, f"une liste d’au plus {plafond} éléments", ou)
    if parts[-1] is not Ellipsis and len(valeur) != len(parts):
        raise _refuse(nom, f"fait de groupes de {len(parts)} valeurs", ou)
    genres = parts if parts[-1] is not Ellipsis else parts[:1] * len(valeur)
    lieu = _LIEUX.get(parts[0])
    return tuple(
        _read(genre, element, nom, f"{lieu} {rang}" if lieu else ou)
        for rang, (genre, element) in enumerate(zip(genres, valeur, strict=True), 1)
    )


def _read_reglage(valeur: Any, nom: str, ou: str) -> Any:
    """What a slide is set to: a text, a number, yes or no, nothing, or a list of texts."""
    if isinstance(valeur, list):
        return list(_read_list((str, ...), valeur, nom, ou))
    if valeur is None or isinstance(valeur, bool):
        return valeur
    return _read(float if isinstance(valeur, int | float) else str, valeur, "", ou)


def _read_graphique(plat: Mapping[str, Any], ou: str) -> Graphique:
    """A chart; its words alone when a file holds one that is not ours."""
    ecrit = plat.get("dessin")
    # A deck frozen by a former version says of the block what the drawing says now.
    dit = ecrit if isinstance(ecrit, Mapping) else plat
    alt = _read(str, dit.get("alt", ""), "alt", ou)
    largeur = _read(int, plat.get("largeur"), "largeur", ou)
    hauteur = _read(int, dit.get("hauteur"), "hauteur", ou)
    try:
        if "dessin" in plat:
            dessin, table = read_dessin(ecrit), dit["table"]
        else:
            dessin = read_ancien(plat)
            table = {"columns": plat["colonnes"], "data": plat["lignes"]}
        # Drawn, and what else the forms read looked at: it raises as they would.
        _read(Tableau, {"colonnes": table["columns"], "lignes": table["data"]}, "table", "")
        to_svg(dessin)
        for serie in dessin.series:
            unies = all(COULEUR.fullmatch(resolve(encre, "light")) for encre in serie.encres)
            if not unies or not serie.encres or len(serie.valeurs) != len(dessin.categories):
                raise ValueError(serie.nom)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        dessin = Dessin(alt, pd.DataFrame, hauteur)
    return Graphique(dessin, largeur)


def _check(objet: Any, ou: str) -> None:
    """What a field must be that its type does not say, and fields together."""
    couleur = getattr(objet, "couleur", "")
    if couleur and not COULEUR.fullmatch(couleur):
        raise _refuse("couleur", "de la forme #RRGGBB", ou)
    if isinstance(objet, Page) and not objet.titre:
        raise DiaporamaInvalide(f"Dans {ou} : il manque « titre ».")
    if isinstance(objet, Diaporama):
        if not _ID.fullmatch(objet.id):
            raise _refuse("id", "fait de minuscules sans accent, de chiffres et de tirets", ou)
        with suppress(ValueError):
            if not objet.fige_le or dt.date.fromisoformat(objet.fige_le):
                return
        raise _refuse("fige_le", "une date (année-mois-jour)", ou)
    if isinstance(objet, Tableau):
        if any(len(ligne) != len(objet.colonnes) for ligne in objet.lignes):
            raise _refuse("lignes", "fait d’autant de cellules que de colonnes", ou)
        if not objet.colonnes or len(objet.largeurs) not in (0, len(objet.colonnes)):
            raise _refuse("largeurs", "fait d’une part par colonne", ou)
        if any(code not in METEO for _ligne, _colonne, code in objet.teintes):
            raise _refuse("teintes", "fait de codes de la météo", ou)


def _refuse(nom: str, attendu: str, ou: str) -> DiaporamaInvalide:
    champ = f"« {clean_text(nom)[:60]} »" if nom else "un réglage"
    return DiaporamaInvalide(f"Dans {ou} : {champ} doit être {attendu}.")
