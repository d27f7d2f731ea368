"""`sauvegarder`, `restaurer`, `demo`: the follow-up in one file, back, or fictional."""

import argparse
import datetime
from contextlib import closing
from pathlib import Path
from typing import Any

from concertation.commandes.fichier import BASE, option
from concertation.donnees import dossier_courant, open_donnees
from concertation.suivi import Acteur, References, Store
from concertation.suivi.demo import generate, is_filled
from concertation.suivi.sauvegarde import restore_backup, write_backup
from concertation.suivi.socle.adresse import var_folder
from concertation.suivi.socle.droits import roles_that_may
from concertation.suivi.verbes.courrier import ETATS, PRIS
from concertation.suivi.verbes.personnes import fold

# Whoever has a shell on the server administers it.
OPERATEUR = Acteur("Ligne de commande", "administrateur")


def back_up(arguments: argparse.Namespace) -> None:
    """Write the file, whole and safe on disk."""
    with closing(Store.open(arguments.base)) as store:
        bilan = write_backup(store, arguments.fichier, OPERATEUR)
    print(f"{bilan.total} lignes sauvegardées dans {arguments.fichier}.")


def restore(arguments: argparse.Namespace) -> None:
    """Restore all or nothing, the content checked."""
    with closing(Store.open(arguments.base)) as store:
        bilan = restore_backup(
            store, arguments.fichier, OPERATEUR, arguments.remplacer, arguments.cle
        )
    if bilan.precedente:
        print(f"L’état précédent est sauvegardé dans {bilan.precedente}.")
    if bilan.signee:
        print(f"{bilan.total} lignes restaurées et vérifiées depuis {arguments.fichier}.")
    else:
        print(
            f"{bilan.total} lignes restaurées depuis {arguments.fichier}, non signée\u00a0: "
            "rien ne dit qui l’a écrite. CONCERTATION_SIGNATURE signe les suivantes."
        )


def tell_fiction(arguments: argparse.Namespace) -> None:
    """Fill the database for training."""
    url = arguments.base or f"sqlite:///{var_folder() / 'demo.sqlite'}"
    if arguments.si_besoin and is_filled(url):
        print("Données fictives déjà prêtes.")
        return
    jour = arguments.date or datetime.date.today()
    bilan = generate(url, open_donnees(dossier_courant()), jour)
    lignes = sum(nombre for table, nombre in bilan.items() if table != "journal")
    print(f"Données fictives prêtes\u00a0: {lignes} lignes, {bilan['journal']} entrées de journal.")


def name_administrator(arguments: argparse.Namespace) -> None:
    """Give somebody the whole follow-up, and a link by which they come in."""
    voulu: dict[str, Any] = {"role": min(roles_that_may("administrer")), "debut": None, "fin": None}
    with closing(Store.open(arguments.base)) as store, store.atomic():
        adresse = fold(arguments.adresse)
        connus = store.personnes.list(OPERATEUR, retires=None, adresse=adresse)
        for connu in connus.to_dict("records"):
            version = int(connu["version"])
            if connu["retire"]:
                version = store.personnes.restore(OPERATEUR, connu["id"], version)["version"]
            store.personnes.update(OPERATEUR, connu["id"], version, **voulu)
        if connus.empty:
            nom = arguments.nom or adresse.partition("@")[0]
            store.personnes.create(OPERATEUR, adresse=adresse, nom=nom, **voulu)
    print(f"{adresse} administre l’application\u00a0: il suffit de se connecter.")


def send_mail(arguments: argparse.Namespace) -> int:
    """Empty the outbox; told in numbers, without anybody's name."""
    from concertation.exploitation.courrier import deliver

    donnees = open_donnees(dossier_courant())
    with closing(Store.open(arguments.base, References.of_donnees(donnees))) as store:
        comptes = deliver(store, donnees, datetime.date.today())
    print(", ".join(f"{comptes[etat]} {mots}" for etat, mots in ETATS.items()))
    return int(bool(comptes[PRIS]))


COMMANDES = {
    "envoyer": (
        send_mail, "Envoie les courriels qui attendent, par le serveur de SMTP_URL.",
        {"--base": BASE},
    ),
    "administrateur": (
        name_administrator, "Donne à une personne le droit d’administrer, par son adresse.",
        {
            "adresse": option("adresse électronique avec laquelle elle se connecte", "ADRESSE"),
            "--nom": option("nom que porteront ses saisies", "NOM"),
            "--base": BASE,
        },
    ),
    "sauvegarder": (
        back_up, "Sauvegarde la base de suivi dans un fichier, même pendant que l’on y écrit.",
        {"fichier": option("sauvegarde à écrire (.zip)", "FICHIER", type=Path), "--base": BASE},
    ),
    "restaurer": (
        restore,
        "Restaure la base de suivi depuis une sauvegarde, même d’une version plus ancienne.",
        {
            "fichier": option("sauvegarde à restaurer", "FICHIER", type=Path),
            "--remplacer": option(
                "remplace les saisies présentes, après les avoir sauvegardées à côté du fichier"
            ),
            "--cle": option("clé d’age d’une sauvegarde chiffrée", "FICHIER", type=Path),
            "--base": BASE,
        },
    ),
    "demo": (
        tell_fiction,
        "Crée des données de suivi fictives, pour la formation, dans une base à part.",
        {
            "--base": option("base à créer (par défaut var/demo.sqlite)", "URL"),
            "--date": option(
                "jour auquel s’arrêtent les deux années racontées (par défaut aujourd’hui)",
                "AAAA-MM-JJ", type=datetime.date.fromisoformat,
            ),
            "--si-besoin": option("ne fait rien quand la base est déjà remplie"),
        },
    ),
}  # fmt: skip
"""What runs each command, its help, its arguments."""
