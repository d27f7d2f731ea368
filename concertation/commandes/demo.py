"""`python -m concertation demo`: a fictional follow-up for training, in its own database."""

import argparse
import datetime

from concertation.commandes.fichier import option
from concertation.donnees import dossier_courant, open_donnees
from concertation.suivi.demo import demo_url, generate, is_filled

AIDE = "Crée des données de suivi fictives, pour la formation, dans une base à part."
ARGUMENTS = {
    "--base": option("base à créer (par défaut var/demo.sqlite)", "URL"),
    "--date": option(
        "jour auquel s’arrêtent les deux années racontées (par défaut aujourd’hui)",
        "AAAA-MM-JJ",
        type=datetime.date.fromisoformat,
    ),
    "--si-besoin": option("ne fait rien quand la base est déjà remplie"),
}


def run(arguments: argparse.Namespace) -> None:
    """Fill the database."""
    url = arguments.base or demo_url()
    if arguments.si_besoin and is_filled(url):
        print("Données fictives déjà prêtes.")
        return
    jour = arguments.date or datetime.date.today()
    bilan = generate(url, open_donnees(dossier_courant()), jour)
    lignes = sum(nombre for table, nombre in bilan.items() if table != "journal")
    print(f"Données fictives prêtes\u00a0: {lignes} lignes, {bilan['journal']} entrées de journal.")
