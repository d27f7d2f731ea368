"""`diagnostic`: what whoever helps needs to know, in one file without personal data."""

import argparse
from pathlib import Path

from concertation.commandes.fichier import option, write_whole

AIDE = "Écrit un fichier pour l’assistance : versions, états et nombres, sans donnée personnelle."
ARGUMENTS = {"fichier": option("fichier à écrire (.zip)", "FICHIER", type=Path)}


def run(arguments: argparse.Namespace) -> None:
    """Write the file."""
    from concertation.exploitation.diagnostic import build_diagnostic

    write_whole(arguments.fichier, build_diagnostic())
    print(f"Diagnostic écrit dans {arguments.fichier}.")
