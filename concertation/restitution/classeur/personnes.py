"""People read from a file as the screen exports them: one row a person."""

from pathlib import PurePath
from typing import Any

from concertation.declarations.personne import PERSONNE
from concertation.donnees import Anomalie
from concertation.donnees.fichiers.ouverture import read_feuilles
from concertation.donnees.phrases import ESPACE
from concertation.restitution.classeur.cells import to_plain
from concertation.restitution.classeur.entetes import (
    is_total,
    name_columns,
    tell_aside,
    tell_total,
)
from concertation.restitution.classeur.plan.modele import canonical

CHAMPS = {champ.nom: champ for champ in PERSONNE.showing("classeur")}
_REQUIS = {nom for nom, champ in CHAMPS.items() if champ.requis}


def read_personnes(contenu: bytes, nom: str) -> tuple[list[dict[str, Any]], list[Anomalie]]:
    """The rows of a file that `read_feuilles` opens, and what is wrong with its form, or was
    guessed to read it. Never raises.

    A field whose column is absent is not in the rows: nobody's changes.
    """
    try:
        feuilles = read_feuilles(contenu, nom)
    except ValueError as erreur:
        return [], [Anomalie(PurePath(nom).name, None, None, None, str(erreur))]
    lignes: list[dict[str, Any]] = []
    fautes: list[Anomalie] = []
    trouvee = False
    # Beside the words that people read, our own workbooks have their sheet of codes.
    codes = [f for f in feuilles if any(_REQUIS.issubset(c) for _, c in (f.rangees or ())[:1])]
    for titre, rangees, dites in codes or feuilles:
        noms: list[str] = []
        for numero, cellules in rangees or ():
            dits = [to_plain(cellule) for cellule in cellules]
            if noms and is_total(dits):
                fautes.append(Anomalie(titre, message=tell_total(titre, numero)))
            elif noms and any(dits):
                lues = dict(zip(noms, dits, strict=False))
                lignes.append(
                    {n: canonical(c, lues.get(n)) for n, c in CHAMPS.items() if n in noms}
                )
            elif not noms and _REQUIS.issubset(nommees := name_columns(cellules, CHAMPS)):
                noms, trouvee = nommees, True
                fautes += [Anomalie(titre, message=dit) for dit in dites]
                if a_part := [n for n in noms if n and n not in CHAMPS]:
                    fautes.append(Anomalie(titre, numero, None, None, tell_aside(titre, a_part)))
    if not trouvee:
        voulues = ", ".join(sorted(_REQUIS))
        message = f"aucune feuille n’a les colonnes {voulues}{ESPACE}: rien n’en est lu."
        fautes.append(Anomalie(PurePath(nom).name, None, None, None, message))
    return lignes, fautes
