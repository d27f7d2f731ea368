"""A plan of people's own, with headings of their own: which of its columns says what of ours."""

import re
from collections.abc import Mapping

from concertation.declarations.champ import Champ
from concertation.restitution.classeur.entetes import fold
from concertation.restitution.classeur.plan.libres import Libre
from concertation.restitution.classeur.plan.modele import (
    ACTIONS,
    COLONNES,
    FINANCEMENTS,
    Ligne,
    Plan,
    read_cells,
)

CHAMPS = {
    nom: c for nom, c in COLONNES[ACTIONS].items() if c.genre not in ("identifiant", "action")
}
ARGENT = {nom: c for nom, c in COLONNES[FINANCEMENTS].items() if c.genre != "identifiant"}
SUITES = 4
"""How many funders a row may name, each with its own columns."""
_RANG = re.compile(r"(?<=\D)([1-9])$")


def list_champs(libre: Libre) -> dict[str, Champ]:
    """What a plan says, by key: the fields of an action, then those of its money, `montant`,
    `montant 2`… as many times as the file has columns of that name."""
    rangs = {int(r[1]) for e in libre.entetes if (r := _RANG.search(e)) and _find(e) in ARGENT}
    suites = range(1, min(max(rangs, default=1), SUITES) + 1)
    argent = {_key(nom, rang): champ for rang in suites for nom, champ in ARGENT.items()}
    return CHAMPS | argent


def guess_colonnes(libre: Libre) -> dict[str, str]:
    """For each key of `list_champs`, the heading that says it, where one does."""
    devines: dict[str, str] = {}
    for entete in filter(None, libre.entetes):
        if nom := _find(entete):
            rang = int(r[1]) if nom in ARGENT and (r := _RANG.search(entete)) else 1
            devines.setdefault(_key(nom, rang), entete)
    return devines


def _find(entete: str) -> str:
    """The field that a heading names by a word of ours, or by one that people use for it."""
    champs = CHAMPS | ARGENT
    seul = fold(_RANG.sub("", entete).rstrip(":"))
    dits = {fold(mot): nom for nom, c in champs.items() for mot in (nom, c.libelle, *c.aussi)}
    return dits.get(seul, "")


def _key(nom: str, rang: int) -> str:
    return nom if rang == 1 else f"{nom} {rang}"


def to_plan(libre: Libre, colonnes: Mapping[str, str], valeurs: Mapping[str, str]) -> Plan:
    """Its rows as new actions and their money. `colonnes`: by key, a heading; `valeurs`: by key,
    what all rows hold, and what fills a cell that is empty."""
    places = {entete: rang for rang, entete in reversed(list(enumerate(libre.entetes)))}
    actions, argent = list[Ligne](), list[Ligne]()
    suites = sorted({int(r[1]) if (r := _RANG.search(cle)) else 1 for cle in list_champs(libre)})
    for rang, (numero, cellules) in enumerate(libre.rangees, 1):

        def say(cle: str, cellules: tuple[str, ...] = cellules) -> str:
            place = places.get(colonnes.get(cle, ""), len(cellules))
            return (cellules[place] if place < len(cellules) else "") or valeurs.get(cle, "")

        dite = {nom: say(nom) for nom in CHAMPS} | {"id": f"N{rang}"}
        actions.append(Ligne(ACTIONS, libre.titre, numero, read_cells(ACTIONS, dite)))
        for suite in suites:
            somme = {nom: say(_key(nom, suite)) for nom in ARGENT}
            if any(colonnes.get(_key(nom, suite)) and somme[nom] for nom in ARGENT):
                somme["action"] = f"N{rang}"
                argent.append(
                    Ligne(FINANCEMENTS, libre.titre, numero, read_cells(FINANCEMENTS, somme))
                )
    return Plan((*actions, *argent))
