"""`python -m concertation demo`: a fictional follow-up for training, in its own database."""

import argparse
import datetime
import sys

from concertation.donnees import DonneeIndisponible, dossier_courant, open_donnees
from concertation.suivi import ErreurSuivi
from concertation.suivi.demo import demo_url, generate, is_filled

AIDE = "Crée des données de suivi fictives, pour la formation, dans une base à part."


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument(
        "--base", metavar="URL", help="base à créer (par défaut var/demo.sqlite)", default=None
    )
    parser.add_argument(
        "--date",
        metavar="AAAA-MM-JJ",
        type=datetime.date.fromisoformat,
        help="jour auquel s’arrêtent les deux années racontées (par défaut aujourd’hui)",
        default=None,
    )
    parser.add_argument(
        "--si-besoin", action="store_true", help="ne fait rien quand la base est déjà remplie"
    )


def run(arguments: argparse.Namespace) -> int:
    """Fill the database; 0 when it is filled, 1 with a sentence otherwise."""
    url = arguments.base or demo_url()
    jour = arguments.date or datetime.date.today()
    try:
        if arguments.si_besoin and is_filled(url):
            print("Données fictives déjà prêtes.")
            return 0
        bilan = generate(url, open_donnees(dossier_courant()), jour)
    except (ErreurSuivi, DonneeIndisponible) as erreur:
        print(erreur, file=sys.stderr)
        return 1
    lignes = sum(nombre for table, nombre in bilan.items() if table != "journal")
    print(f"Données fictives prêtes\u00a0: {lignes} lignes, {bilan['journal']} entrées de journal.")
    return 0
