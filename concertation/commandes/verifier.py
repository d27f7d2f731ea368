"""`python -m concertation verifier [DIR] [--json]`: every fault of a folder, or of the identity."""

import argparse
import json
from pathlib import Path

from concertation.analyse.mots.formats import plural
from concertation.commandes.fichier import option
from concertation.donnees import dossier_courant
from concertation.donnees.controle import check_donnees
from concertation.donnees.dossier import load_donnees
from concertation.restitution.diapos.charte import current_charte
from concertation.restitution.fabrication.fichiers import DemandeInvalide

AIDE = "Vérifie un dossier de données et liste toutes ses anomalies."
ARGUMENTS = {
    "dossier": option(
        "dossier à vérifier (par défaut celui de l’application)", "DIR", type=Path, nargs="?"
    ),
    "--json": option("affiche une liste JSON : fichier, ligne, colonne, valeur, message"),
}


def run(arguments: argparse.Namespace) -> bool:
    """Print the report, and say whether there is any fault: a status of 1."""
    current_charte()  # the end, with a sentence, where it can't be worn
    dossier = arguments.dossier or dossier_courant()
    if not dossier.is_dir():
        constat = "n’est pas un dossier" if dossier.exists() else "n’existe pas"
        raise DemandeInvalide(f"«\u00a0{dossier}\u00a0» {constat}.")
    donnees = load_donnees(dossier)
    anomalies = check_donnees(donnees)
    if arguments.json:
        print(json.dumps([a.to_dict() for a in anomalies], ensure_ascii=False, indent=2))
        return bool(anomalies)
    for dit in (*donnees.tell_guesses(), *anomalies):
        print(dit)
    fichiers = len({anomalie.fichier for anomalie in anomalies})
    bilan = f"{plural(len(anomalies), 'anomalie')} dans {plural(fichiers, 'fichier')}."
    print(bilan if anomalies else f"Aucune anomalie dans {dossier}.")
    return bool(anomalies)
