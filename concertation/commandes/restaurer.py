"""`python -m concertation restaurer FICHIER [--remplacer]`: a backup becomes the database."""

import argparse
from contextlib import closing
from pathlib import Path

from concertation.commandes.fichier import BASE, option
from concertation.commandes.sauvegarder import OPERATEUR
from concertation.suivi import Store
from concertation.suivi.sauvegarde import restore_backup

AIDE = "Restaure la base de suivi depuis une sauvegarde, même d’une version plus ancienne."
ARGUMENTS = {
    "fichier": option("sauvegarde à restaurer", "FICHIER", type=Path),
    "--remplacer": option(
        "remplace les saisies présentes, après les avoir sauvegardées à côté du fichier"
    ),
    "--base": BASE,
}


def run(arguments: argparse.Namespace) -> None:
    """Restore all or nothing, the content checked."""
    with closing(Store.open(arguments.base)) as store:
        bilan = restore_backup(store, arguments.fichier, OPERATEUR, arguments.remplacer)
    if bilan.precedente:
        print(f"L’état précédent est sauvegardé dans {bilan.precedente}.")
    print(f"{bilan.total} lignes restaurées et vérifiées depuis {arguments.fichier}.")
