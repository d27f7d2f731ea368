"""`python -m concertation restaurer FICHIER [--remplacer]`: a backup becomes the database."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from concertation.commandes.sauvegarder import OPERATEUR, add_base
from concertation.suivi import ErreurSuivi, Store
from concertation.suivi.sauvegarde import restore_backup

AIDE = "Restaure la base de suivi depuis une sauvegarde, même d’une version plus ancienne."


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("fichier", type=Path, metavar="FICHIER", help="sauvegarde à restaurer")
    parser.add_argument(
        "--remplacer",
        action="store_true",
        help="remplace les saisies présentes, après les avoir sauvegardées à côté du fichier",
    )
    add_base(parser)


def run(arguments: argparse.Namespace) -> int:
    """Restore all or nothing; 0 when the content is checked, 1 otherwise."""
    try:
        with closing(Store.open(arguments.base)) as store:
            bilan = restore_backup(store, arguments.fichier, OPERATEUR, arguments.remplacer)
    except ErreurSuivi as erreur:
        print(erreur, file=sys.stderr)
        return 1
    if bilan.precedente:
        print(f"L’état précédent est sauvegardé dans {bilan.precedente}.")
    print(f"{bilan.total} lignes restaurées et vérifiées depuis {arguments.fichier}.")
    return 0
