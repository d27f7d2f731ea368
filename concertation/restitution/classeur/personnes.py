"""People read from a file as the screen exports them: one row a person."""

from pathlib import PurePath
from typing import Any

from concertation.declarations.personne import PERSONNE
from concertation.donnees import Anomalie, phrases
from concertation.donnees.phrases import ESPACE, say
from concertation.restitution.classeur.plan.lecture import header_name, read_sheets
from concertation.restitution.classeur.plan.modele import canonical, to_plain

CHAMPS = {champ.nom: champ for champ in PERSONNE.showing("classeur")}
_REQUIS = {nom for nom, champ in CHAMPS.items() if champ.requis}


def read_personnes(contenu: bytes, nom: str) -> tuple[list[dict[str, Any]], list[Anomalie]]:
    """The rows of a file `.csv`, `.xlsx` or `.zip`, and what is wrong with its form. Never raises.

    A field whose column is absent is not in the rows: nobody's changes.
    """
    try:
        feuilles = read_sheets(contenu, nom)
    except ValueError as erreur:
        return [], [Anomalie(PurePath(nom).name, None, None, None, str(erreur))]
    lignes: list[dict[str, Any]] = []
    fautes: list[Anomalie] = []
    trouvee = False
    for titre, rangees in feuilles:
        noms: list[str] = []
        for numero, cellules in rangees or ():
            dits = [to_plain(cellule) for cellule in cellules]
            if noms and any(dits):
                lues = dict(zip(noms, dits, strict=False))
                lignes.append(
                    {n: canonical(c, lues.get(n)) for n, c in CHAMPS.items() if n in noms}
                )
            elif not noms and set(map(header_name, cellules)) >= _REQUIS:
                noms, trouvee = [header_name(cellule) for cellule in cellules], True
                inconnus = [n for n in noms if n and n not in CHAMPS]
                fautes += [
                    Anomalie(titre, numero, n, None, say(phrases.COLONNE_INCONNUE, n, [*CHAMPS]))
                    for n in inconnus
                ]
    if not trouvee:
        voulues = ", ".join(sorted(_REQUIS))
        message = f"aucune feuille n’a les colonnes {voulues}{ESPACE}: rien n’en est lu."
        fautes.append(Anomalie(PurePath(nom).name, None, None, None, message))
    return lignes, fautes
