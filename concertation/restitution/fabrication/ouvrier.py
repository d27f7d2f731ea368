"""A process that makes one file and ends: `python -m concertation.restitution.fabrication.ouvrier`.

It reads a demand (JSON) on its input, says how far it is on its output (a JSON line each time),
then where the file is, or why there is none. Whoever waits abandons by ending the process; the
screens of the others go first (`nice`).
"""

import datetime as dt
import importlib
import json
import os
import sys
from base64 import b64decode, b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Any

from concertation.restitution.fabrication.fichiers import Demande, FabricationImpossible, build
from concertation.suivi import Acteur

POLITESSE = 10


def write_demande(demande: Demande, sortie: Path) -> str:
    """A demand as the process reads it; the file is to be written at `sortie`."""
    plat = asdict(demande) | {
        "dossier": str(demande.dossier),
        "jour": demande.jour.isoformat(),
        "modele": b64encode(demande.modele).decode() if demande.modele else "",
        "acteur": asdict(demande.acteur) | {"territoires": sorted(demande.acteur.territoires)},
    }
    return json.dumps({"demande": plat, "sortie": str(sortie)})


def read_demande(texte: str) -> tuple[Demande, Path]:
    """The reverse of `write_demande`."""
    recu = json.loads(texte)
    plat = recu["demande"]
    acteur = plat["acteur"]
    lue = Demande(
        **plat
        | {
            "dossier": Path(plat["dossier"]),
            "jour": dt.date.fromisoformat(plat["jour"]),
            "modele": b64decode(plat["modele"]) if plat["modele"] else None,
            "acteur": Acteur(acteur["nom"], acteur["role"], frozenset(acteur["territoires"])),
        }
    )
    return lue, Path(recu["sortie"])


def main() -> None:
    """Make what the input asks for."""
    os.nice(POLITESSE)
    # What a library prints must not be read as an answer.
    dire = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr

    def say(**reponse: Any) -> None:
        print(json.dumps(reponse), file=dire, flush=True)

    # While whoever asks is still choosing.
    for nom in ("pptx", "xlsxwriter", "concertation.restitution.pdf.diaporama"):
        importlib.import_module(nom)
    recu = sys.stdin.read()
    if not recu:
        return
    demande, sortie = read_demande(recu)
    try:
        fichier = build(demande, lambda part, mot: say(part=part, mot=mot))
        sortie.write_bytes(fichier.contenu)
    except FabricationImpossible as erreur:
        say(erreur=str(erreur))
    except OSError as erreur:
        say(erreur=f"Le fichier ne peut pas être écrit : {erreur.strerror}.")
    else:
        say(nom=fichier.nom, pannes=fichier.pannes)


if __name__ == "__main__":
    main()
