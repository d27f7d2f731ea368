"""`datapackage.json` and the outlines of `geo/`: the files of a folder that are no table."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from concertation.donnees import phrases
from concertation.donnees.anomalies import Anomalie
from concertation.donnees.lecture import read_date
from concertation.donnees.limites import FichierRefuse, check_tags
from concertation.donnees.phrases import ESPACE, quote
from concertation.donnees.schemas import PAQUET

# Keys of the "concertation" object. The first ones are required: screens name the consultation
# and its period everywhere.
CLES_OBLIGATOIRES = ("nom", "nom_court", "debut", "fin", "date_donnees")
CLES = ("nom", "nom_court", "territoire", "debut", "fin", "editeur", "date_donnees", "introduction")
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

    def locate(self, cle: str, valeur: str | None, message: str) -> Anomalie:
        """A fault of one key of the "concertation" object, with its line in the text."""
        ligne = _find_ligne(self.texte, cle, "concertation") or _find_ligne(
            self.texte, "concertation"
        )
        return Anomalie(PAQUET, ligne, f"concertation.{cle}", valeur, message)

    @property
    def chemins(self) -> set[str]:
        """Paths that the package lists."""
        return {ressource["path"] for ressource in self.ressources}

    def expected_rows(self, fichier: str) -> int | None:
        """Number of rows that the package announces for a file (`lignes`)."""
        for ressource in self.ressources:
            attendu = ressource.get("lignes")
            if ressource["path"] == fichier and type(attendu) is int:
                return attendu
        return None

    def to_metadonnees(self) -> dict[str, Any]:
        """The "concertation" object and the package's own words, every key present.

        Texts are "" and lists empty when the package doesn't give them.
        """
        textes = {cle: self.concertation.get(cle, "") for cle in CLES}
        descriptifs = {
            cle: valeur if isinstance(valeur := self.descripteur.get(cle), str) else ""
            for cle in DESCRIPTIFS
        }
        listes = {
            cle: [e for e in valeur if isinstance(e, dict | str)]
            if isinstance(valeur := self.descripteur.get(cle), list)
            else []
            for cle in LISTES
        }
        return {**descriptifs, **listes, "resources": self.ressources, **textes}


def read_json(fichier: str, contenu: bytes) -> tuple[Any, Anomalie | None]:
    """The value, or the fault that forbids reading it."""
    try:
        check_tags(contenu, (b",", b"[", b"{"))
        return json.loads(contenu.decode("utf-8-sig")), None
    except FichierRefuse as refus:
        return None, Anomalie(fichier, None, None, None, str(refus))
    except UnicodeDecodeError as erreur:
        ligne = contenu.count(b"\n", 0, erreur.start) + 1
        return None, Anomalie(fichier, ligne, None, None, phrases.wrong_encoding())
    except json.JSONDecodeError as erreur:
        message = phrases.broken_json(erreur.colno)
        return None, Anomalie(fichier, erreur.lineno, None, None, message)
    except (ValueError, RecursionError):  # a number of thousands of digits, endless nesting
        return None, Anomalie(fichier, None, None, None, phrases.broken_json(None))


def read_paquet(contenu: bytes | None) -> Paquet:
    """Read `datapackage.json` (None when the folder has none); never raises."""
    paquet = Paquet()
    if contenu is None:
        paquet.anomalies.append(Anomalie(PAQUET, None, None, None, phrases.missing_file(True)))
        return paquet
    descripteur, faute = read_json(PAQUET, contenu)
    if faute:
        paquet.anomalies.append(faute)
        return paquet
    if not isinstance(descripteur, dict):
        message = f"le fichier doit contenir un objet JSON, entre accolades{ESPACE}: {{ … }}."
        paquet.anomalies.append(Anomalie(PAQUET, 1, None, None, message))
        return paquet
    paquet.lisible, paquet.descripteur = True, descripteur
    paquet.texte = contenu.decode("utf-8-sig")
    _read_ressources(paquet)
    _read_concertation(paquet)
    return paquet


def read_carte(fichier: str, contenu: bytes) -> tuple[dict[str, Any] | None, list[Anomalie]]:
    """A GeoJSON FeatureCollection whose features have a code, a name and an outline."""
    carte, faute = read_json(fichier, contenu)
    if faute:
        return None, [faute]
    contours = carte.get("features") if isinstance(carte, dict) else None
    if not isinstance(contours, list) or carte.get("type") != "FeatureCollection":
        message = f"le fichier doit être une {quote('FeatureCollection')} GeoJSON."
        return None, [Anomalie(fichier, None, None, None, message)]
    for rang, contour in enumerate(contours, 1):
        if not _is_contour(contour):
            message = (
                f"le contour {rang} doit avoir un {quote('code')}, un {quote('nom')} et une forme "
                "de type Polygon ou MultiPolygon."
            )
            return None, [Anomalie(fichier, None, None, None, message)]
    return carte, []


def _is_contour(contour: Any) -> bool:
    if not isinstance(contour, dict):
        return False
    proprietes, forme = contour.get("properties"), contour.get("geometry")
    return (
        isinstance(proprietes, dict)
        and all(isinstance(proprietes.get(cle), str) for cle in ("code", "nom"))
        and isinstance(forme, dict)
        and forme.get("type") in ("Polygon", "MultiPolygon")
        and isinstance(forme.get("coordinates"), list)
    )


def _find_ligne(texte: str, cle: str, apres: str = "") -> int | None:
    """Line of the text where a key stands, for the person who opens the file."""
    debut = texte.find(f'"{apres}"') if apres else 0
    trouve = re.compile(rf'"{re.escape(cle)}"\s*:').search(texte, max(debut, 0))
    return texte.count("\n", 0, trouve.start()) + 1 if trouve else None


def _read_ressources(paquet: Paquet) -> None:
    ressources = paquet.descripteur.get("resources")
    ligne = _find_ligne(paquet.texte, "resources")
    if not isinstance(ressources, list):
        message = f"la clé {quote('resources')} doit donner la liste des fichiers du dossier."
        paquet.anomalies.append(Anomalie(PAQUET, ligne, "resources", None, message))
        return
    for rang, ressource in enumerate(ressources, 1):
        chemin = ressource.get("path") if isinstance(ressource, dict) else None
        if isinstance(chemin, str) and _is_inside(chemin):
            paquet.ressources.append(ressource)
            continue
        message = (
            f"la ressource {rang} doit donner dans {quote('path')} le chemin d'un fichier "
            "du dossier."
        )
        valeur = chemin if isinstance(chemin, str) else None
        paquet.anomalies.append(Anomalie(PAQUET, ligne, "resources.path", valeur, message))


def _is_inside(chemin: str) -> bool:
    parties = PurePosixPath(chemin).parts
    hors = not parties or ".." in parties or chemin.startswith("/")
    return not hors and "\\" not in chemin and ":" not in chemin and "\0" not in chemin


def _read_concertation(paquet: Paquet) -> None:
    objet = paquet.descripteur.get("concertation")
    if not isinstance(objet, dict):
        message = (
            f"la clé {quote('concertation')} manque{ESPACE}: elle donne "
            f"{', '.join(CLES_OBLIGATOIRES)}."
        )
        paquet.anomalies.append(Anomalie(PAQUET, None, "concertation", None, message))
        return
    paquet.concertation = {cle: v for cle, v in objet.items() if isinstance(v, str)}

    for cle in CLES:
        valeur = paquet.concertation.get(cle, "")
        if not valeur and cle in CLES_OBLIGATOIRES:
            message = f"la clé {quote(cle)} de {quote('concertation')} doit être un texte."
            paquet.anomalies.append(paquet.locate(cle, None, message))
        elif valeur and cle in DATES and read_date(valeur) is None:
            paquet.concertation[cle] = ""
            paquet.anomalies.append(paquet.locate(cle, valeur, phrases.wrong_type(valeur, "date")))


def exists(chemin: Path) -> bool:
    """Whether there is such a file; a name that the system can't even hold is no file."""
    try:
        return chemin.exists()
    except (OSError, ValueError):
        return False


def read_bytes(chemin: Path) -> bytes | None:
    """Content of a file, or None when the system refuses to give it."""
    try:
        return chemin.read_bytes()
    except OSError:
        return None
