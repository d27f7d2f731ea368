"""`python -m concertation verifier [DIR] [--json]`: every fault of a folder."""

import argparse
import io
import json
import sys
from pathlib import Path
from typing import TextIO

from concertation.analyse.mots.formats import plural
from concertation.donnees import Anomalie, check_dossier, dossier_courant

AIDE = "Vérifie un dossier de données et liste toutes ses anomalies."

BON, ANOMALIES, SANS_DOSSIER = 0, 1, 2


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument(
        "dossier",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="dossier à vérifier (par défaut celui de l'application)",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="affiche une liste JSON : fichier, ligne, colonne, valeur, message",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the report; 0 without any fault, 1 with some, 2 when there is no such folder."""
    dossier = arguments.dossier or dossier_courant()
    for flux in (sys.stdout, sys.stderr):
        _forgive(flux)
    if not dossier.is_dir():
        constat = "n'est pas un dossier" if dossier.exists() else "n'existe pas"
        print(f"«\u00a0{dossier}\u00a0» {constat}.", file=sys.stderr)
        return SANS_DOSSIER
    anomalies = check_dossier(dossier)
    if arguments.json:
        print(json.dumps([a.to_dict() for a in anomalies], ensure_ascii=False, indent=2))
    else:
        for anomalie in anomalies:
            print(anomalie)
        print(_conclude(dossier, anomalies))
    return ANOMALIES if anomalies else BON


def _forgive(flux: TextIO) -> None:
    """A terminal that lacks a character shows its code instead of stopping the report."""
    if isinstance(flux, io.TextIOWrapper):
        flux.reconfigure(errors="backslashreplace")


def _conclude(dossier: Path, anomalies: list[Anomalie]) -> str:
    if not anomalies:
        return f"Aucune anomalie dans {dossier}."
    fichiers = len({anomalie.fichier for anomalie in anomalies})
    return f"{plural(len(anomalies), 'anomalie')} dans {plural(fichiers, 'fichier')}."
