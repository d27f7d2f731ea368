"""`personne`, `conserver`: what the follow-up keeps of somebody, erased on request or by age."""

import argparse
import json
from contextlib import closing
from pathlib import Path

from concertation.analyse.mots.formats import plural
from concertation.commandes.base import OPERATEUR
from concertation.commandes.fichier import BASE, option, write_whole
from concertation.suivi import Store
from concertation.suivi.personnelles import EFFACE, apply_retention, erase, find_mentions


def tell_person(arguments: argparse.Namespace) -> None:
    """Say where a person is named; give it, erase it, on request."""
    noms = [arguments.nom, *arguments.aussi]
    with closing(Store.open(arguments.base)) as store:
        mentions = find_mentions(store, OPERATEUR, noms)
        print(f"{plural(len(mentions), 'mention')} dans la base de suivi.")
        if arguments.sortie:
            contenu = json.dumps(mentions, ensure_ascii=False, indent=1)
            write_whole(arguments.sortie, contenu.encode())
            arguments.sortie.chmod(0o600)
        if arguments.effacer or arguments.pseudonyme:
            touchees = erase(store, OPERATEUR, noms, arguments.pseudonyme or EFFACE)
            _tell_erased(store, touchees)


def apply_age(arguments: argparse.Namespace) -> None:
    """Erase the names that are older than they are kept."""
    with closing(Store.open(arguments.base)) as store:
        _tell_erased(store, apply_retention(store, OPERATEUR))


def _tell_erased(store: Store, touchees: int) -> None:
    if not touchees:
        print("Rien à effacer.")
        return
    print(
        f"{plural(touchees, 'ligne réécrite', 'lignes réécrites')}. Les sauvegardes faites "
        "avant gardent ces noms : remplacez-les."
    )
    rompues = store.journal.find_breaks()
    print(
        f"Le journal a {plural(len(rompues), 'entrée altérée', 'entrées altérées')}."
        if rompues
        else "Le journal prouve toujours son ordre."
    )


COMMANDES = {
    "personne": (
        tell_person,
        "Dit où une personne est nommée dans le suivi ; donne ou efface ce qui l’est.",
        {
            "nom": option("prénom et nom, comme ils sont écrits", "NOM"),
            "--aussi": option(
                "autre façon dont elle est nommée, plusieurs fois si besoin", "NOM",
                action="append", default=[],
            ),
            "--sortie": option("fichier JSON où donner ces mentions", "FICHIER", type=Path),
            "--effacer": option("efface ces noms partout, journal compris"),
            "--pseudonyme": option("les remplace par ce mot", "MOT"),
            "--base": BASE,
        },
    ),
    "conserver": (
        apply_age,
        "Efface les noms plus anciens que leur durée de conservation.",
        {"--base": BASE},
    ),
}  # fmt: skip
