"""Speed of the screens at full size: `python -m bench.suivi_ecrans` prints a rerun's median, on
the clock and of the processor.

The database is that of `bench.suivi`: 100 territories, 5,000 actions, 50,000 points d'étape and as
many measures, 200,000 journal lines; the published folder is ours with these territories.
"""

import argparse
import csv
import os
import shutil
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from streamlit.runtime.context import ContextProxy
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test

from bench.reruns import measure_runs
from bench.suivi import COMITE, DIRECTION, LECTEUR, REFERENCES, TERRITOIRES, fill
from concertation.donnees import dossier_courant
from concertation.interface.socle.gestes import carry_out_gestures
from concertation.interface.socle.registre import (
    A_FAIRE,
    ENGAGEMENTS,
    INDICATEURS,
    INSTRUCTION,
    JOURNAL,
    PAGES,
    PLAN_ACTION,
    Ecran,
)
from concertation.interface.socle.registre import (
    COMITE as ECRAN_COMITE,
)
from concertation.suivi import Acteur, Store
from tests.aides.connexion import AT_THE_MACHINE
from tests.aides.navigateur.application import DASHBOARD, REPOSITORY

ICI = {"territoire": TERRITOIRES[7]}
SEANCE = "1"
MESURES: tuple[tuple[Ecran, Acteur, dict[str, str]], ...] = (
    (ENGAGEMENTS, DIRECTION, {}),
    (ENGAGEMENTS, LECTEUR, {}),
    (ENGAGEMENTS, DIRECTION, {"revue": "guidee"}),
    (A_FAIRE, COMITE, {}),
    (A_FAIRE, DIRECTION, {}),
    (ECRAN_COMITE, COMITE, ICI),
    (ECRAN_COMITE, COMITE, {**ICI, "seance": SEANCE, "mode": "seance", "point": "1"}),
    (INSTRUCTION, COMITE, ICI),
    (INSTRUCTION, COMITE, {**ICI, "fiche": "ACC-L-01"}),
    (PLAN_ACTION, COMITE, ICI),
    (INDICATEURS, COMITE, ICI),
    (JOURNAL, DIRECTION, {}),
)


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.suivi_ecrans", description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    os.chdir(REPOSITORY)
    carry_out_gestures()  # as the server does
    with tempfile.TemporaryDirectory() as dossier:
        racine = Path(dossier)
        os.environ["CONCERTATION_DATA"] = str(make_folder(racine / "data"))
        os.environ["CONCERTATION_VAR"] = str(racine)
        os.environ.pop("DATABASE_URL", None)
        store = Store.open(references=REFERENCES)
        fill(store)
        hold(store)
        store.close()
        print("| screen | who | median ms | of processor |\n|---|---|---:|---:|")
        # The server compiles a page once; `AppTest` at each run.
        compilees = ScriptCache()
        with (
            patch.object(ContextProxy, "headers", AT_THE_MACHINE),
            patch.object(app_test, "ScriptCache", lambda: compilees),
        ):
            for ecran, acteur, params in MESURES:
                dites = measure(ecran, acteur, params, options.runs)
                nom = ", ".join([ecran.titre, *params.keys() - {"territoire"}])
                print(f"| {nom} | {acteur.role} | {dites[0]:.0f} | {dites[1]:.0f} |", flush=True)


def hold(store: Store) -> None:
    """A session of twelve items, nine people, open."""
    ouverte = {**ICI, "date": "2026-03-02", "etat": "ouverte"}
    (seance,) = store.seances.create_many(COMITE, [ouverte])
    if str(seance["id"]) != SEANCE:
        raise RuntimeError("the filled database already holds a session")
    points = [{"titre": f"Point {n}", "lie": cle} for n, cle in enumerate(REFERENCES.portees)][:12]
    store.points.create_many(COMITE, points, int(SEANCE))
    gens = [{"nom": f"Personne {n}"} for n in range(9)]
    store.presences.create_many(COMITE, gens, int(SEANCE))


def make_folder(dossier: Path) -> Path:
    """Our published files with the territories of the measures."""
    shutil.copytree(dossier_courant(), dossier)
    fichier = dossier / "territoires.csv"
    with fichier.open(encoding="utf-8", newline="") as flux:
        lignes = list(csv.DictReader(flux))
    region = next(ligne for ligne in lignes if ligne["niveau"] == "region")
    with fichier.open("w", encoding="utf-8", newline="") as flux:
        sortie = csv.DictWriter(flux, list(region))
        sortie.writeheader()
        sortie.writerow(region)
        for cle in TERRITOIRES:
            sortie.writerow({**region, "id": cle, "niveau": "departement", "code": cle,
                             "nom": f"Territoire {cle}", "parent": region["id"]})  # fmt: skip
    return dossier


def measure(ecran: Ecran, acteur: Acteur, params: dict[str, str], runs: int) -> tuple[float, float]:
    """Median milliseconds of a rerun of the screen for a person, and of its processor."""
    at = AppTest.from_file(str(DASHBOARD), default_timeout=120)
    at.session_state["acteur"] = acteur
    at.run()
    at.switch_page(str(ecran.chemin.relative_to(PAGES.parent)))
    for nom, valeur in params.items():
        at.query_params[nom] = valeur
    nom = ecran.chemin.name
    return measure_runs(at, nom, runs), measure_runs(at, nom, runs, clock=time.thread_time)


if __name__ == "__main__":
    main()
