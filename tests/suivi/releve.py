"""Many processes on one database, and what is left of what they confirmed."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from concertation.suivi import Store
from concertation.suivi.socle import tables

RACINE = Path(__file__).resolve().parents[2]


@dataclass
class Releve:
    """What the processes said they wrote, and what the database holds."""

    dits: Counter[str] = field(default_factory=Counter)
    """Confirmed points, actions, conflicts and errors."""
    points: set[int] = field(default_factory=set)
    versions: dict[int, str] = field(default_factory=dict)
    erreurs: list[str] = field(default_factory=list)
    tues: int = 0

    def read(self, texte: str) -> None:
        """Add the output of one process; a line cut by a kill was not confirmed."""
        for ligne in texte.splitlines(keepends=True):
            if not ligne.endswith("\n"):
                continue
            genre, *suite = ligne.split()
            self.dits[genre] += 1
            if genre == "point":
                self.points.add(int(suite[0]))
            elif genre == "action":
                assert int(suite[0]) not in self.versions, "two writers confirmed one version"
                self.versions[int(suite[0])] = suite[1]
            elif genre == "erreur":
                self.erreurs.append(ligne.strip())


def run_writers(
    url: str, processus: int, secondes: float, tuer_apres: list[float] | None = None
) -> Releve:
    """Let processes write; with `tuer_apres`, kill one after another, each once it has confirmed
    an entry and this delay has passed, and start another in its place."""
    releve = Releve()
    with tempfile.TemporaryDirectory() as dossier:
        vivants = [_start(url, f"p{n}", secondes, Path(dossier)) for n in range(processus)]
        sorties = [sortie for _, sortie in vivants]
        for numero, delai in enumerate(tuer_apres or []):
            place = numero % processus
            _wait_for_output(vivants[place][1])
            time.sleep(delai)
            vivants[place][0].send_signal(signal.SIGKILL)
            vivants[place][0].wait()
            releve.tues += 1
            vivants[place] = _start(url, f"k{numero}", secondes, Path(dossier))
            sorties.append(vivants[place][1])
        for lance, _ in vivants:
            if tuer_apres:
                lance.send_signal(signal.SIGKILL)
                releve.tues += 1
            lance.wait(timeout=secondes + 120)
        for sortie in sorties:
            releve.read(sortie.read_text())
    return releve


def _wait_for_output(sortie: Path) -> None:
    limite = time.monotonic() + 60
    while not sortie.stat().st_size:
        assert time.monotonic() < limite, "a writer does not write"
        time.sleep(0.01)


def _start(
    url: str, nom: str, secondes: float, dossier: Path
) -> tuple[subprocess.Popen[bytes], Path]:
    sortie = dossier / nom
    with sortie.open("wb") as flux:
        commande = [sys.executable, "-m", "tests.suivi.ecrivain", url, nom, str(secondes)]
        lance = subprocess.Popen(
            commande, stdout=flux, stderr=subprocess.STDOUT, cwd=RACINE, env=dict(os.environ)
        )
    return lance, sortie


def losses(store: Store, releve: Releve) -> dict[str, int]:
    """Each way in which something could be lost, with how often it was."""
    journal = tables.journal
    point, action = (tables.metadata.tables[nom] for nom in ("point_etape", "action"))
    with store.reading() as connection:
        points = set(connection.execute(sa.select(point.c.id)).scalars())
        dits = connection.execute(
            sa.select(journal.c.objet, journal.c.objet_id, journal.c.apres)
        ).all()
        version, description = connection.execute(
            sa.select(action.c.version, action.c.description)
        ).one()
        if store.moteur.fichier:
            etat = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
        else:
            etat = "ok"
    dits_points = {ligne.objet_id for ligne in dits if ligne.objet == "point_etape"}
    ecrites = {ligne.apres["version"]: ligne.apres for ligne in dits if ligne.objet == "action"}
    return {
        "confirmed points missing": len(releve.points - points),
        "points without their journal line": len(points - dits_points),
        "journal lines without their point": len(dits_points - points),
        "confirmed changes missing": sum(
            not ecrites.get(numero, {}).get("description", "").endswith(f"{marque};")
            for numero, marque in releve.versions.items()
        ),
        "versions skipped or doubled": abs(version - len(ecrites))
        + sum(objet == "action" for objet, *_ in dits)
        - len(ecrites),
        "last change not the row's": int(ecrites[version]["description"] != description),
        "errors shown": len(releve.erreurs),
        "database damaged": int(etat != "ok"),
    }
