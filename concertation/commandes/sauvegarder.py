"""`python -m concertation sauvegarder FICHIER`: the whole follow-up in one file."""

import argparse
from contextlib import closing
from pathlib import Path

from concertation.commandes.fichier import BASE, option
from concertation.suivi import Acteur, Store
from concertation.suivi.sauvegarde import write_backup

AIDE = "Sauvegarde la base de suivi dans un fichier, même pendant que l’on y écrit."
ARGUMENTS = {
    "fichier": option("sauvegarde à écrire (.zip)", "FICHIER", type=Path),
    "--base": BASE,
}
# Whoever has a shell on the server administers it.
OPERATEUR = Acteur("Ligne de commande", "administrateur")


def run(arguments: argparse.Namespace) -> None:
    """Write the file, whole and safe on disk."""
    with closing(Store.open(arguments.base)) as store:
        bilan = write_backup(store, arguments.fichier, OPERATEUR)
    print(f"{bilan.total} lignes sauvegardées dans {arguments.fichier}.")
