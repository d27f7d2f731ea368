"""`python -m concertation exporter`: a deck as a file, for the night before."""

import argparse
import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

from concertation.analyse.adresses import explain_unknown
from concertation.analyse.mots.formats import format_date, plural
from concertation.commandes.fichier import Barre, write_whole
from concertation.donnees import (
    DonneeIndisponible,
    Donnees,
    dossier_courant,
    open_donnees,
    soft_table,
)
from concertation.donnees.disque import explain
from concertation.restitution.diapos.cachet import EDITIONS
from concertation.restitution.diapos.lecture import read_json
from concertation.restitution.diapos.modele import Diaporama, DiaporamaInvalide
from concertation.restitution.fabrication.fichiers import (
    DIAPORAMA,
    Demande,
    DemandeInvalide,
    FabricationImpossible,
    build,
)
from concertation.restitution.formes import FORMES
from concertation.suivi import Acteur
from concertation.suivi.socle.adresse import default_url, may_hold_rows

AIDE = "Exporte un diaporama en PPTX, PDF ou XLSX."
REUSSI, INDISPONIBLE, MAL_DEMANDE, ABANDONNE = 0, 1, 2, 130
# Whoever has a shell on the machine of the database may read all of it.
OPERATEUR = Acteur("Ligne de commande", "direction")


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    ajouter = parser.add_argument
    ajouter(
        "--deck", required=True, metavar="ID|FICHIER",
        help="diaporama prêt, diaporama enregistré ou fichier JSON exporté",
    )  # fmt: skip
    ajouter("--sortie", type=Path, required=True, metavar="FICHIER", help="fichier à écrire")
    ajouter(
        "--format", default=None, metavar="FORMAT",
        help=f"{', '.join(FORMES)} (par défaut selon le nom du fichier de sortie)",
    )  # fmt: skip
    ajouter("--territoire", default="", metavar="TERRITOIRE", help="identifiant ou nom")
    ajouter(
        "--date", default="", metavar="AAAA-MM-JJ", help="jour du document (par défaut aujourd'hui)"
    )
    ajouter(
        "--modele", type=Path, metavar="FICHIER.pptx", help="présentation dont prendre l'allure"
    )
    ajouter("--donnees", type=Path, metavar="DIR", help="dossier de données")
    ajouter(
        "--edition", default="publique", metavar="EDITION",
        help="publique (par défaut), ou complete : brouillons et noms compris",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 0, 1 when data or disk refuse, 2 when the question is wrong, 130 when it is
    abandoned: then nothing is written."""
    barre = Barre()
    try:
        demande = _read(arguments)
        fichier = build(demande, barre.part(0, 1))
        write_whole(arguments.sortie, fichier.contenu)
    except (DemandeInvalide, DiaporamaInvalide) as erreur:
        return _complain(barre, str(erreur), MAL_DEMANDE)
    except (FabricationImpossible, DonneeIndisponible) as erreur:
        return _complain(barre, str(erreur), INDISPONIBLE)
    except OSError as erreur:
        phrase = f"Impossible d'écrire « {arguments.sortie} » : {explain(erreur)}."
        return _complain(barre, phrase, INDISPONIBLE)
    except KeyboardInterrupt:
        return _complain(barre, "Export abandonné : rien n'a été écrit.", ABANDONNE)
    barre.close()
    for phrase in fichier.pannes:
        tell(phrase)
    nombre = plural(fichier.pages, "page")
    tell(f"Écrit dans {arguments.sortie} : {nombre}, {demande.forme.upper()}.")
    return REUSSI


def _read(arguments: argparse.Namespace) -> Demande:
    sortie: Path = arguments.sortie
    forme = arguments.format or sortie.suffix.lower().removeprefix(".")
    if not forme:
        raise DemandeInvalide(f"Indiquez un format : --format {', '.join(FORMES)}.")
    if forme not in FORMES:
        raise DemandeInvalide(explain_unknown("Format", forme, FORMES))
    if arguments.edition not in EDITIONS:
        raise DemandeInvalide(explain_unknown("Édition", arguments.edition, EDITIONS))
    try:
        jour = dt.date.fromisoformat(arguments.date) if arguments.date else dt.date.today()
    except ValueError:
        raise DemandeInvalide(
            f"« {arguments.date} » n'est pas une date : écrivez par exemple 2026-01-31."
        ) from None
    if sortie.is_dir():
        raise DemandeInvalide(f"« {sortie} » est un dossier : ajoutez un nom de fichier.")
    if not sortie.parent.is_dir():
        raise DemandeInvalide(f"Le dossier « {sortie.parent} » n'existe pas.")
    dossier = arguments.donnees or dossier_courant()
    if not dossier.is_dir():
        raise DemandeInvalide(f"Le dossier de données « {dossier} » n'existe pas.")
    url = default_url()
    return Demande(
        DIAPORAMA + arguments.deck,
        forme,
        dossier,
        url if may_hold_rows(url) else "",
        OPERATEUR,
        jour,
        arguments.edition,
        parametres={"territoire": _find_territory(open_donnees(dossier), arguments.territoire)},
        modele=_read_template(arguments.modele, forme),
        deck=_read_deck(arguments.deck),
    )


def _read_template(chemin: Path | None, forme: str) -> bytes | None:
    if chemin is None:
        return None
    if forme != "pptx":
        raise DemandeInvalide("Un modèle ne sert qu'au format pptx : ôtez --modele.")
    return _read_bytes(chemin)


def _read_bytes(chemin: Path) -> bytes:
    try:
        return chemin.read_bytes()
    except OSError as erreur:
        raise DemandeInvalide(f"Impossible de lire « {chemin} » : {explain(erreur)}.") from erreur


def _find_territory(donnees: Donnees, ecrit: str) -> str:
    """The id of a territory given by its id or its name."""
    if not ecrit:
        return ""
    table = soft_table(donnees, "territoires")
    for colonne in ("id", "nom"):
        trouves = table[table[colonne].str.casefold() == ecrit.casefold()]
        if len(trouves):
            return str(trouves["id"].iloc[0])
    exemples = ", ".join(
        f"{cle} ({nom})" for cle, nom in zip(table["id"][:4], table["nom"][:4], strict=True)
    )
    suite = f" Par exemple : {exemples}." if exemples else ""
    raise DemandeInvalide(f"Territoire « {ecrit} » inconnu.{suite}")


def _read_deck(nom: str) -> Diaporama | None:
    """The deck of a file; None for an id."""
    chemin = Path(nom)
    if chemin.suffix.lower() != ".json" and not chemin.is_file():
        return None
    deck = read_json(_read_bytes(chemin))
    if deck.fige_le:
        tell(
            f"« {chemin.name} » est figé au {format_date(deck.fige_le)} : ses diapositives "
            "montrent ici les données d'aujourd'hui, et non ses pages de ce jour-là."
        )
    return replace(deck, fige_le="")


def tell(phrase: str) -> None:
    """A sentence on the terminal, whatever it can show."""
    encodage = sys.stderr.encoding or "utf-8"
    print(phrase.encode(encodage, "replace").decode(encodage), file=sys.stderr)


def _complain(barre: Barre, phrase: str, code: int) -> int:
    barre.close()
    tell(phrase)
    return code
