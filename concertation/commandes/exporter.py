"""`python -m concertation exporter`: a deck as a file, for the night before."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from concertation.commandes.fichier import Barre, write_whole
from concertation.donnees import (
    DonneeIndisponible,
    Donnees,
    dossier_courant,
    load_donnees,
    soft_table,
)
from concertation.donnees.disque import explain
from concertation.recits.contexte import PUBLIC, Contexte
from concertation.restitution.classeur.exports import Cachet
from concertation.restitution.diapos.cachet import EDITIONS, stamp_deck
from concertation.restitution.diapos.composition import compose, describe_pannes
from concertation.restitution.diapos.gardes import find_deck
from concertation.restitution.diapos.lecture import read_json
from concertation.restitution.diapos.modele import Diaporama, DiaporamaInvalide, Page
from concertation.restitution.diapos.prets import ready_decks
from concertation.restitution.formes import FORMES, SansTableau, write_forme
from concertation.restitution.pptx import ModeleInvalide
from concertation.suivi import Acteur, ErreurSuivi, References, Store
from concertation.suivi.socle.adresse import default_url, may_hold_rows

AIDE = "Exporte un diaporama en PPTX, PDF ou XLSX."
REUSSI, INDISPONIBLE, MAL_DEMANDE, ABANDONNE = 0, 1, 2, 130
# Whoever has a shell on the machine of the database may read all of it.
OPERATEUR = Acteur("Ligne de commande", "direction")
SANS_SUIVI = "Aucun suivi n'est enregistré ici : seuls les faits publiés sont montrés."


class _DemandeInvalide(Exception):
    """The command line asks for something that doesn't exist; its text says what does."""


class _EcritureImpossible(Exception):
    """The file can't be made or the disk refuses it; its text says why."""


@dataclass(frozen=True)
class Demande:
    """What is asked, checked as far as it can be without the data."""

    deck: str
    forme: str
    sortie: Path
    jour: dt.date
    territoire: str
    edition: str
    modele: bytes | None


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
        donnees = _load(arguments.donnees or dossier_courant())
        return _export(demande, donnees, barre)
    except (_DemandeInvalide, DiaporamaInvalide, ModeleInvalide) as erreur:
        return _complain(barre, str(erreur), MAL_DEMANDE)
    except (DonneeIndisponible, ErreurSuivi, ValueError) as erreur:
        return _complain(barre, str(erreur), INDISPONIBLE)
    except _EcritureImpossible as erreur:
        return _complain(barre, str(erreur), INDISPONIBLE)
    except KeyboardInterrupt:
        return _complain(barre, "Export abandonné : rien n'a été écrit.", ABANDONNE)


def _read(arguments: argparse.Namespace) -> Demande:
    sortie: Path = arguments.sortie
    forme = arguments.format or sortie.suffix.lower().removeprefix(".")
    if not forme:
        raise _DemandeInvalide(f"Indiquez un format : --format {', '.join(FORMES)}.")
    if forme not in FORMES:
        raise _DemandeInvalide(
            f"Format « {forme} » : valeur inconnue. Valeurs possibles : {', '.join(FORMES)}."
        )
    if arguments.edition not in EDITIONS:
        raise _DemandeInvalide(
            f"Édition « {arguments.edition} » : valeur inconnue. "
            f"Valeurs possibles : {', '.join(EDITIONS)}."
        )
    try:
        jour = dt.date.fromisoformat(arguments.date) if arguments.date else dt.date.today()
    except ValueError:
        raise _DemandeInvalide(
            f"« {arguments.date} » n'est pas une date : écrivez par exemple 2026-01-31."
        ) from None
    if sortie.is_dir():
        raise _DemandeInvalide(f"« {sortie} » est un dossier : ajoutez un nom de fichier.")
    if not sortie.parent.is_dir():
        raise _DemandeInvalide(f"Le dossier « {sortie.parent} » n'existe pas.")
    return Demande(
        arguments.deck, forme, sortie, jour, arguments.territoire, arguments.edition,
        _read_template(arguments.modele, forme),
    )  # fmt: skip


def _read_template(chemin: Path | None, forme: str) -> bytes | None:
    if chemin is None:
        return None
    if forme != "pptx":
        raise _DemandeInvalide("Un modèle ne sert qu'au format pptx : ôtez --modele.")
    return _read_bytes(chemin)


def _read_bytes(chemin: Path) -> bytes:
    try:
        return chemin.read_bytes()
    except OSError as erreur:
        raise _DemandeInvalide(f"Impossible de lire « {chemin} » : {explain(erreur)}.") from erreur


def _load(dossier: Path) -> Donnees:
    if not dossier.is_dir():
        raise _DemandeInvalide(f"Le dossier de données « {dossier} » n'existe pas.")
    return load_donnees(dossier)


def _export(demande: Demande, donnees: Donnees, barre: Barre) -> int:
    store, panne = _open_store(donnees)
    if store is None:
        return _export_with(demande, donnees, None, panne, barre)
    with closing(store):
        return _export_with(demande, donnees, store, panne, barre)


def _open_store(donnees: Donnees) -> tuple[Store | None, str]:
    """The follow-up when there is one, else why not."""
    url = default_url()
    if not may_hold_rows(url):
        return None, SANS_SUIVI
    try:
        return Store.open(url, References.of_donnees(donnees)), ""
    except ErreurSuivi as erreur:
        return None, str(erreur)


def _export_with(
    demande: Demande, donnees: Donnees, store: Store | None, panne: str, barre: Barre
) -> int:
    acteur = OPERATEUR if demande.edition == "complete" else PUBLIC
    contexte = Contexte(donnees, demande.jour, acteur, store, panne=panne, lu_le=dt.date.today())
    territoire = _find_territory(donnees, demande.territoire)
    deck = _find_deck(demande, contexte, territoire)
    pages = compose(deck, contexte, territoire, barre.part(0, 0.5))
    cachet = stamp_deck(deck, pages, contexte, territoire, demande.edition)
    contenu = _write(demande, deck, pages, cachet, barre)
    try:
        write_whole(demande.sortie, contenu)
    except OSError as erreur:
        raise _EcritureImpossible(
            f"Impossible d'écrire « {demande.sortie} » : {explain(erreur)}."
        ) from erreur
    barre.close()
    for phrase in ([panne] if panne else []) + describe_pannes(pages):
        tell(phrase)
    nombre = f"{len(pages)} pages" if len(pages) > 1 else "1 page"
    tell(f"Écrit dans {demande.sortie} : {nombre}, {demande.forme.upper()}.")
    return REUSSI


def _write(
    demande: Demande, deck: Diaporama, pages: Sequence[Page], cachet: Cachet, barre: Barre
) -> bytes:
    tell_part = barre.part(0.5, 1)
    try:
        return write_forme(
            demande.forme, deck.titre, pages, cachet, demande.jour, tell_part, demande.modele
        )
    except SansTableau as erreur:
        raise _DemandeInvalide(str(erreur)) from erreur


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
    raise _DemandeInvalide(f"Territoire « {ecrit} » inconnu.{suite}")


def _find_deck(demande: Demande, contexte: Contexte, territoire: str) -> Diaporama:
    """A ready-made deck, one of the database, or a file."""
    trouve = find_deck(contexte.donnees, contexte.store, contexte.acteur, demande.deck, territoire)
    if trouve is not None:
        return trouve
    chemin = Path(demande.deck)
    if chemin.suffix.lower() != ".json" and not chemin.is_file():
        connus = list(ready_decks(contexte.donnees, territoire))
        if contexte.store is not None:
            connus += [str(c) for c in contexte.store.diaporamas.list(contexte.acteur)["cle"]]
        raise _DemandeInvalide(
            f"Diaporama « {demande.deck} » inconnu. Diaporamas possibles : {', '.join(connus)}, "
            "ou un fichier .json."
        )
    deck = read_json(_read_bytes(chemin))
    if deck.pages and deck.edition != "publique" and demande.edition == "publique":
        raise _DemandeInvalide(
            "Ce diaporama est figé dans son édition complète : ajoutez --edition complete, ou "
            "figez son édition publique."
        )
    return deck


def tell(phrase: str) -> None:
    """A sentence on the terminal, whatever it can show."""
    encodage = sys.stderr.encoding or "utf-8"
    print(phrase.encode(encodage, "replace").decode(encodage), file=sys.stderr)


def _complain(barre: Barre, phrase: str, code: int) -> int:
    barre.close()
    tell(phrase)
    return code
