"""A process that makes one file and ends: `python -m concertation.restitution.fabrication.ouvrier`.

It reads a demand (JSON) on its input, says how far it is on its output (a JSON line each time),
then gives the file, or says why there is none. Whoever waits abandons by ending the process; the
screens of the others go first (`nice`).
"""

import datetime as dt
import importlib
import json
import os
import select
import sys
from base64 import b64decode, b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Any

from concertation.restitution.fabrication.fichiers import Demande, FabricationImpossible, build
from concertation.suivi import Acteur

POLITESSE = 10
ATTENTE = 600.0  # seconds that it waits for a demand


def write_demande(demande: Demande) -> str:
    """A demand as the process reads it."""
    return json.dumps(
        asdict(demande)
        | {
            "dossier": str(demande.dossier),
            "jour": demande.jour.isoformat(),
            "modele": b64encode(demande.modele).decode() if demande.modele else "",
            "acteur": asdict(demande.acteur) | {"territoires": sorted(demande.acteur.territoires)},
        }
    )


def read_demande(texte: str) -> Demande:
    """The reverse of `write_demande`."""
    plat = json.loads(texte)
    acteur = plat["acteur"]
    return Demande(
        **plat
        | {
            "dossier": Path(plat["dossier"]),
            "jour": dt.date.fromisoformat(plat["jour"]),
            "modele": b64decode(plat["modele"]) if plat["modele"] else None,
            "acteur": Acteur(acteur["nom"], acteur["role"], frozenset(acteur["territoires"])),
        }
    )


def main() -> None:
    """Make what the input asks for."""
    os.nice(POLITESSE)
    # What a library prints must not be read as an answer.
    dire = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr

    def say(**reponse: Any) -> None:
        print(json.dumps(reponse), file=dire, flush=True)

    # While whoever asks is still choosing.
    for nom in ("pptx", "xlsxwriter", "concertation.restitution.pdf.formes"):
        importlib.import_module(nom)
    asked, _, _ = select.select([sys.stdin], [], [], ATTENTE)
    recu = sys.stdin.read() if asked else ""
    if not recu:
        return
    try:
        fichier = build(read_demande(recu), lambda part, mot: say(part=part, mot=mot))
    except FabricationImpossible as erreur:
        say(erreur=str(erreur))
    else:
        say(nom=fichier.nom, contenu=b64encode(fichier.contenu).decode(), pannes=fichier.pannes)


if __name__ == "__main__":
    main()
