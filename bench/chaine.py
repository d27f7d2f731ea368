"""Measure the chain with ten thousand proposals and two thousand actions, made from the data.

python -m bench.chaine

The screen « Traçabilité » is run again as a session runs it, on the published data and on the
large ones.
"""

import csv
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from streamlit.testing.v1 import AppTest

from concertation.analyse.chaine.comptes import (
    build_flux,
    list_echoes,
    list_links,
    matrix_links,
    matrix_themes,
)
from concertation.analyse.chaine.construction import build_graphe
from concertation.analyse.chaine.graphe import Graphe, Noeud, chain_from, orphans, without_editorial
from concertation.donnees import Donnees, load_donnees
from concertation.donnees.schemas import RACINE

PROPOSITIONS, ACTIONS = 10_000, 2_000


def _read(chemin: Path) -> list[list[str]]:
    with chemin.open(newline="", encoding="utf-8") as flux:
        return list(csv.reader(flux))


def _write(chemin: Path, lignes: list[list[str]]) -> None:
    with chemin.open("w", newline="", encoding="utf-8") as flux:
        csv.writer(flux).writerows(lignes)


def _multiply(chemin: Path, nombre: int, prefixe: str) -> list[str]:
    """Repeat the rows of a file under new ids, and give these."""
    entete, *lignes = _read(chemin)
    ids = [f"{prefixe}{rang}" for rang in range(nombre)]
    suite = [[cle, *lignes[rang % len(lignes)][1:]] for rang, cle in enumerate(ids)]
    _write(chemin, [entete, *suite])
    return ids


def build_large(dossier: Path) -> Donnees:
    """The published folder, multiplied, each proposal with four links."""
    shutil.copytree(RACINE / "data", dossier)
    propositions = _multiply(dossier / "propositions.csv", PROPOSITIONS, "PRO-")
    actions = _multiply(dossier / "actions.csv", ACTIONS, "ACT-")
    composantes = [ligne[0] for ligne in _read(dossier / "composantes.csv")[1:]]
    hasard = random.Random(1)
    bouts = [
        ("proposition", cle, type_, hasard.choice(choix))
        for cle in propositions
        for type_, choix in (
            ("composante", composantes), ("priorite", ["P09"]),
            ("action", actions), ("action", actions),
        )
    ]  # fmt: skip
    bouts += [("composante", hasard.choice(composantes), "action", cle) for cle in actions]
    liens = [
        [f"L{rang:06d}", *quatre, "Raison.", hasard.choice(["forte", "faible"]), "essai", "", ""]
        for rang, quatre in enumerate(bouts)
    ]
    _write(dossier / "liens.csv", [_read(dossier / "liens.csv")[0], *liens])
    return load_donnees(dossier)


def _measure(faire: Callable[[], Any]) -> float:
    """Median of five, in milliseconds."""
    durees = []
    for _ in range(5):
        debut = time.perf_counter()
        faire()
        durees.append(time.perf_counter() - debut)
    return median(durees) * 1000


def _queries(graphe: Graphe) -> dict[str, Callable[[], Any]]:
    departs = [
        Noeud("theme", "prevention"), Noeud("engagement", "E1"), Noeud("priorite", "P09"),
        Noeud("action", "ACT-5"), Noeud("proposition", "PRO-5"),
    ]  # fmt: skip
    chaines = {
        f"chain_from {depart.type}": (lambda depart=depart: chain_from(graphe, depart))
        for depart in departs
    }
    return chaines | {
        "orphans": lambda: orphans(graphe, "proposition"),
        "list_echoes": lambda: list_echoes(graphe),
        "without_editorial": lambda: without_editorial(graphe),
        "matrix_themes": lambda: matrix_themes(graphe, "engagement"),
        "matrix_links": lambda: matrix_links(graphe, "proposition", "engagement"),
        "list_links": lambda: list_links(graphe),
        "build_flux": lambda: build_flux(graphe),
    }


ADRESSES: dict[str, dict[str, str]] = {
    "tout": {},
    "matrice": {"vue": "matrice", "croise": "proposition-priorite"},
    "theme": {"depart": "theme:prevention"},
    "engagement": {"depart": "engagement:E1"},
}


def measure_screen(dossier: Path) -> dict[str, float]:
    """Median rerun of each state of the screen on the server, in milliseconds."""
    os.environ["CONCERTATION_DATA"] = str(dossier)
    durees = {}
    for nom, params in ADRESSES.items():
        at = AppTest.from_file(str(RACINE / "dashboard.py"), default_timeout=120)
        at.run()
        at.switch_page(str(RACINE / "pages" / "suivre" / "tracabilite.py"))
        for cle, valeur in params.items():
            at.query_params[cle] = valeur
        at.run()
        durees[nom] = _measure(at.run)
        if at.exception:
            raise RuntimeError(str(at.exception))
    return durees


def main() -> None:
    """Print one line a measure."""
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom) / "data"
        donnees = build_large(dossier)
        os.environ["CONCERTATION_VAR"] = nom
        for taille, lu in (("published", RACINE / "data"), ("large", dossier)):
            for etat, duree in measure_screen(lu).items():
                print(f"{f'screen {etat}, {taille}':32} {duree:8.1f} ms")
    print(f"{'build_graphe':24} {_measure(lambda: build_graphe(donnees)):8.1f} ms")
    for libelle, question in _queries(build_graphe(donnees)).items():
        print(f"{libelle:24} {_measure(question):8.1f} ms")


if __name__ == "__main__":
    main()
