"""A process that writes: `python -m tests.suivi.ecrivain URL NAME SECONDS`.

It prints a line per confirmed entry, `point ID`, `action ID VERSION` or `conflit`, at once; a line
`erreur …` for anything else. It stops after its seconds, or when killed.
"""

import random
import sys
import time

from concertation.suivi import Acteur, Conflit, Store

COMMUNE = 1
"""The id of the action that every process changes."""


def main(url: str, nom: str, secondes: float) -> None:
    """Write points of its own, and change one action that everybody changes."""
    store = Store.open(url)
    acteur = Acteur(nom, "direction")
    tirage = random.Random(nom)
    fin = time.monotonic() + secondes
    numero = 0
    # A slow machine still tries a few of each.
    while time.monotonic() < fin or numero < 12:
        numero += 1
        try:
            if tirage.random() < 0.6:
                ligne = store.points_etape.add(
                    acteur,
                    engagement="E1",
                    territoire="D1",
                    date="2026-03-01",
                    meteo="appuis",
                    synthese=f"{nom} {numero}",
                )
                sortie = f"point {ligne['id']}"
            else:
                lue = store.actions.get(acteur, COMMUNE)
                texte = f"{lue['description']}{nom}.{numero};"[-2000:]
                ligne = store.actions.update(
                    acteur, COMMUNE, int(lue["version"]), description=texte
                )
                sortie = f"action {ligne['version']} {nom}.{numero}"
        except Conflit:
            sortie = "conflit"
        except Exception as erreur:
            sortie = f"erreur {erreur!r}"
        sys.stdout.write(sortie + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
