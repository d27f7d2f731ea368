"""`python -m concertation exporter`: a deck as a file, for the night before."""

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path

from concertation.analyse.adresses import explain_unknown
from concertation.analyse.mots.formats import format_date, plural
from concertation.analyse.territoires.noms import all_names, joined_territoires
from concertation.commandes.fichier import DONNEES, Barre, option, tell, write_whole
from concertation.donnees import Donnees, dossier_courant, open_donnees
from concertation.donnees.phrases import explain
from concertation.restitution.diapos.lecture import read_json
from concertation.restitution.diapos.modele import EDITIONS, Diaporama
from concertation.restitution.fabrication.fichiers import DIAPORAMA, Demande, DemandeInvalide, build
from concertation.restitution.formes import FORMES
from concertation.suivi import Acteur
from concertation.suivi.socle.adresse import default_url, may_hold_rows

AIDE = "Exporte un diaporama en PPTX, PDF ou XLSX."
ARGUMENTS = {
    "--deck": option(
        "diaporama prêt, diaporama enregistré ou fichier JSON exporté", "ID|FICHIER", required=True
    ),
    "--sortie": option("fichier à écrire", "FICHIER", type=Path, required=True),
    "--format": option(
        f"{', '.join(FORMES)} (par défaut selon le nom du fichier de sortie)", "FORMAT"
    ),
    "--territoire": option("identifiant ou nom", "TERRITOIRE", default=""),
    "--date": option(
        "jour du document, aujourd’hui (par défaut) ou à venir", "AAAA-MM-JJ", default=""
    ),
    "--modele": option("présentation dont prendre l’allure", "FICHIER.pptx", type=Path),
    "--donnees": DONNEES,
    "--edition": option(
        "publique (par défaut), ou complete : brouillons et noms compris",
        "EDITION",
        default="publique",
    ),
}
# Whoever has a shell on the machine of the database may read all of it.
OPERATEUR = Acteur("Ligne de commande", "direction")


def run(arguments: argparse.Namespace) -> None:
    """Write the file; nothing is when data or disk refuse, or when it is abandoned."""
    try:
        with Barre() as barre:
            demande = _read(arguments)
            fichier = build(demande, barre.show)
            write_whole(arguments.sortie, fichier.contenu)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("Export abandonné : rien n’a été écrit.") from None
    for phrase in fichier.pannes:
        tell(phrase)
    nombre = plural(fichier.pages, "page")
    tell(f"Écrit dans {arguments.sortie} : {nombre}, {demande.forme.upper()}.")


def _read(arguments: argparse.Namespace) -> Demande:
    sortie: Path = arguments.sortie
    forme = arguments.format or sortie.suffix.lower().removeprefix(".")
    try:
        jour = dt.date.fromisoformat(arguments.date) if arguments.date else dt.date.today()
    except ValueError:
        raise DemandeInvalide(
            f"« {arguments.date} » n’est pas une date : écrivez par exemple 2026-01-31."
        ) from None
    dossier, modele = arguments.donnees or dossier_courant(), arguments.modele
    refus = {
        f"Indiquez un format : --format {', '.join(FORMES)}.": not forme,
        explain_unknown("Format", forme, FORMES): forme not in FORMES,
        explain_unknown("Édition", arguments.edition, EDITIONS): arguments.edition not in EDITIONS,
        "Un modèle ne sert qu’au format pptx : ôtez --modele.": modele and forme != "pptx",
        f"« {sortie} » est un dossier : ajoutez un nom de fichier.": sortie.is_dir(),
        f"Le dossier « {sortie.parent} » n’existe pas.": not sortie.parent.is_dir(),
        f"Le dossier de données « {dossier} » n’existe pas.": not dossier.is_dir(),
    }
    for phrase, refuse in refus.items():
        if refuse:
            raise DemandeInvalide(phrase)
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
        modele=_read_bytes(modele) if modele else None,
        deck=_read_deck(arguments.deck),
    )


def _read_bytes(chemin: Path) -> bytes:
    try:
        return chemin.read_bytes()
    except OSError as erreur:
        raise DemandeInvalide(f"Impossible de lire « {chemin} » : {explain(erreur)}.") from erreur


def _find_territory(donnees: Donnees, ecrit: str) -> str:
    """The id of a territory given by its id or its name; a name that several have is refused."""
    if not ecrit:
        return ""
    noms, reunis, dit = all_names(donnees), joined_territoires(donnees), ecrit.casefold()
    for cle, nom in noms.items():
        if dit in (cle.casefold(), nom.casefold()):
            return reunis.get(cle, cle)
    homonymes = {cle: nom for cle, nom in noms.items() if nom.casefold().startswith(f"{dit} (")}
    if len(homonymes) == 1:
        return next(iter(homonymes))
    cites = [f"{nom} : {cle}" for cle, nom in (homonymes or noms).items()]
    if homonymes:
        suite = " ; ".join(cites)
        raise DemandeInvalide(f"« {ecrit} » désigne plusieurs territoires ({suite}).")
    suite = f" Par exemple : {' ; '.join(cites[:4])}." if cites else ""
    raise DemandeInvalide(f"Territoire « {ecrit} » inconnu.{suite}")


def _read_deck(nom: str) -> Diaporama | None:
    """The deck of a file; None for an id."""
    chemin = Path(nom)
    if chemin.suffix.lower() != ".json" and not chemin.is_file():
        return None
    deck = read_json(_read_bytes(chemin))
    if deck.fige_le:
        tell(
            f"« {chemin.name} » est figé au {format_date(deck.fige_le)} : ses diapositives "
            "montrent ici les données d’aujourd’hui, et non ses pages de ce jour-là."
        )
    return replace(deck, fige_le="")
