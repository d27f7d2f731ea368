"""`datapackage.json` and the outlines of `geo/`: the files of a folder that are no table."""

import io
import json
import re
import zipfile
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.lecture import read_date
from concertation.donnees.limites import FichierRefuse, check_tags
from concertation.donnees.phrases import say
from concertation.donnees.schemas import PAQUET

# Keys of the "concertation" object. The first ones are required: screens name the consultation
# and its period everywhere.
CLES_OBLIGATOIRES = ("nom", "nom_court", "debut", "fin", "date_donnees")
CLES = (*CLES_OBLIGATOIRES, "territoire", "editeur", "introduction", "fuseau")
FUSEAU = "Europe/Paris"
"""The zone of a consultation that gives none."""
DATES = ("debut", "fin", "date_donnees")
DESCRIPTIFS = ("title", "description", "version", "created", "date")
LISTES = ("licenses", "sources", "contributors", "keywords")


@dataclass
class Paquet:
    """What `datapackage.json` says, with the faults found in it."""

    lisible: bool = False
    concertation: dict[str, str] = field(default_factory=dict)
    descripteur: dict[str, Any] = field(default_factory=dict)
    ressources: list[dict[str, Any]] = field(default_factory=list)
    anomalies: list[Anomalie] = field(default_factory=list)
    texte: str = ""

    def find_ligne(self, cle: str, debut: int = 0) -> int | None:
        """Line of the text where a key stands, for the person who opens the file."""
        trouve = re.compile(rf'"{re.escape(cle)}"\s*:').search(self.texte, max(debut, 0))
        return self.texte.count("\n", 0, trouve.start()) + 1 if trouve else None

    def locate(self, cle: str, valeur: str | None, message: str) -> Anomalie:
        """A fault of one key of the "concertation" object, with its line in the text."""
        ligne = self.find_ligne(cle, self.texte.find('"concertation"'))
        ligne = ligne or self.find_ligne("concertation")
        return Anomalie(PAQUET, ligne, f"concertation.{cle}", valeur, message)

    @property
    def chemins(self) -> set[str]:
        """Paths that the package lists."""
        return {ressource["path"] for ressource in self.ressources}

    def expected_rows(self, fichier: str) -> int | None:
        """Number of rows that the package announces for a file (`lignes`)."""
        annonces = (r.get("lignes") for r in self.ressources if r["path"] == fichier)
        return next((nombre for nombre in annonces if type(nombre) is int), None)

    def to_metadonnees(self) -> dict[str, Any]:
        """The "concertation" object and the package's own words, every key present.

        Texts are "" and lists empty when the package doesn't give them.
        """

        def read(cle: str, type_: type) -> Any:
            lue = self.descripteur.get(cle)
            return lue if isinstance(lue, type_) else type_()

        textes = {cle: read(cle, str) for cle in DESCRIPTIFS}
        listes = {c: [e for e in read(c, list) if isinstance(e, dict | str)] for c in LISTES}
        objet = {cle: self.concertation.get(cle, "") for cle in CLES}
        return {**textes, **listes, "resources": self.ressources, **objet}


def read_json(fichier: str, contenu: bytes) -> tuple[Any, Anomalie | None]:
    """The value, or the fault that forbids reading it."""
    phrase = (
        "le JSON ne peut pas être lu{0} : cherchez une virgule, un guillemet ou une accolade en "
        "trop ou manquants."
    )
    ligne = None
    try:
        check_tags(contenu, (b",", b"[", b"{"))
        return json.loads(contenu.decode("utf-8-sig")), None
    except FichierRefuse as refus:
        message = str(refus)
    except UnicodeDecodeError as erreur:
        ligne = contenu.count(b"\n", 0, erreur.start) + 1
        message = phrases.wrong_encoding()
    except json.JSONDecodeError as erreur:
        ligne = erreur.lineno
        message = say(phrase, f" au caractère {erreur.colno} de la ligne")
    except (ValueError, RecursionError):  # a number of thousands of digits, endless nesting
        message = say(phrase, "")
    return None, Anomalie(fichier, ligne, message=message)


def read_paquet(contenu: bytes | None) -> Paquet:
    """Read `datapackage.json` (None when the folder has none); never raises."""
    if contenu is None:
        return Paquet(anomalies=[Anomalie(PAQUET, message=phrases.OBLIGATOIRE)])
    descripteur, faute = read_json(PAQUET, contenu)
    if faute is None and not isinstance(descripteur, dict):
        message = say("le fichier doit contenir un objet JSON, entre accolades : { … }.")
        faute = Anomalie(PAQUET, 1, message=message)
    if faute is not None:
        return Paquet(anomalies=[faute])
    paquet = Paquet(True, descripteur=descripteur, texte=contenu.decode("utf-8-sig"))
    paquet.anomalies += [*_read_ressources(paquet), *_read_concertation(paquet)]
    return paquet


def read_carte(fichier: str, contenu: bytes) -> tuple[dict[str, Any] | None, list[Anomalie]]:
    """A GeoJSON FeatureCollection whose features have a code, a name and an outline."""
    carte, faute = read_json(fichier, contenu)
    if faute:
        return None, [faute]
    contours = carte.get("features") if isinstance(carte, dict) else None
    if not isinstance(contours, list) or carte.get("type") != "FeatureCollection":
        message = say("le fichier doit être une « FeatureCollection » GeoJSON.")
        return None, [Anomalie(fichier, message=message)]
    for rang, contour in enumerate(contours, 1):
        if not _is_contour(contour):
            phrase = (
                "le contour {0} doit avoir un « code », un « nom » et une forme de type Polygon "
                "ou MultiPolygon."
            )
            return None, [Anomalie(fichier, message=say(phrase, rang))]
    return carte, []


def _is_contour(contour: Any) -> bool:
    match contour:
        case {
            "properties": {"code": str(), "nom": str()},
            "geometry": {"type": "Polygon" | "MultiPolygon", "coordinates": list()},
        }:
            return True
    return False


def _read_ressources(paquet: Paquet) -> Iterator[Anomalie]:
    ressources = paquet.descripteur.get("resources")
    ligne = paquet.find_ligne("resources")
    if not isinstance(ressources, list):
        message = say("la clé « resources » doit donner la liste des fichiers du dossier.")
        yield Anomalie(PAQUET, ligne, "resources", None, message)
        return
    phrase = "la ressource {0} doit donner dans « path » le chemin d’un fichier du dossier."
    for rang, ressource in enumerate(ressources, 1):
        chemin = ressource.get("path") if isinstance(ressource, dict) else None
        if isinstance(chemin, str) and _is_inside(chemin):
            paquet.ressources.append(ressource)
        else:
            valeur = chemin if isinstance(chemin, str) else None
            yield Anomalie(PAQUET, ligne, "resources.path", valeur, say(phrase, rang))


def _is_inside(chemin: str) -> bool:
    parties = PurePosixPath(chemin).parts
    hors = not parties or ".." in parties or chemin.startswith("/")
    return not hors and not any(signe in chemin for signe in "\\:\0")


def _read_concertation(paquet: Paquet) -> Iterator[Anomalie]:
    objet = paquet.descripteur.get("concertation")
    if not isinstance(objet, dict):
        message = say("la clé « concertation » manque : elle donne {0!j}.", CLES_OBLIGATOIRES)
        yield Anomalie(PAQUET, None, "concertation", None, message)
        return
    paquet.concertation = {cle: v for cle, v in objet.items() if isinstance(v, str)}
    for cle in CLES:
        valeur = paquet.concertation.get(cle, "")
        if not valeur and cle in CLES_OBLIGATOIRES:
            message = say("la clé {0!q} de « concertation » doit être un texte.", cle)
            yield paquet.locate(cle, None, message)
        elif valeur and cle in DATES and read_date(valeur) is None:
            paquet.concertation[cle] = ""
            yield paquet.locate(cle, valeur, phrases.wrong_type(valeur, "date"))
        elif valeur and cle == "fuseau" and valeur not in zoneinfo.available_timezones():
            paquet.concertation[cle] = ""
            message = "{0!q} n’est pas un fuseau horaire : écrivez par exemple {1!q}."
            yield paquet.locate(cle, valeur, say(message, valeur, FUSEAU))


def zip_paquet(dossier: Path) -> bytes:
    """A zip of every file of the folder, under its own relative path.

    Links and hidden files are left out. Raises OSError when a file can't be read.
    """
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for chemin in sorted(dossier.rglob("*")):
            relatif = chemin.relative_to(dossier)
            cache = any(partie.startswith(".") for partie in relatif.parts)
            if chemin.is_file() and not chemin.is_symlink() and not cache:
                archive.write(chemin, relatif.as_posix())
    return tampon.getvalue()
