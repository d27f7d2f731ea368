"""`python -m concertation sauvegarder FICHIER`: the whole follow-up in one file."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from concertation.suivi import Acteur, ErreurSuivi, Store
from concertation.suivi.sauvegarde import write_backup

AIDE = "Sauvegarde la base de suivi dans un fichier, même pendant que l’on y écrit."

# Whoever has a shell on the server administers it.
OPERATEUR = Acteur("Ligne de commande", "administrateur")


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("fichier", type=Path, metavar="FICHIER", help="sauvegarde à écrire (.zip)")
    add_base(parser)


def add_base(parser: argparse.ArgumentParser) -> None:
    """The option that names another database."""
    parser.add_argument(
        "--base",
        metavar="URL",
        help="base de suivi (par défaut DATABASE_URL, sinon var/suivi.sqlite)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 0 when it is whole and safe on disk, 1 otherwise."""
    try:
        with closing(Store.open(arguments.base)) as store:
            bilan = write_backup(store, arguments.fichier, OPERATEUR)
    except ErreurSuivi as erreur:
        print(erreur, file=sys.stderr)
        return 1
    print(f"{bilan.total} lignes sauvegardées dans {arguments.fichier}.")
    return 0
