"""The journal proves its order: each entry seals its content and the entry before it.

An erased name leaves a tombstone. The seal of an entry is a digest of its content with a random
salt, and the chain is made of seals: when the content is rewritten and its salt dropped, the chain
goes on proving which entries there were and in what order, and nothing allows to guess the name.
Shredding keys instead would want a key for each person named, known when a text is typed.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

SCEAU = ("sel", "sceau", "chaine")
# Said in the chain itself: never personal, never rewritten.
_EN_CLAIR = ("quand", "verbe", "objet", "objet_id", "territoire", "seance_id", "lot")
# Under the seal: what a column of later would add is not, or it would break those of before.
_SOUS_SCEAU = ("qui", "identite", "role", "avant", "apres")
EFFACER = "effacer"


def seal(entree: Mapping[str, Any], precedente: str) -> dict[str, Any]:
    """The entry with its seal, after the one whose chain is given ("" for the first)."""
    salee = {**entree, "sel": secrets.token_hex(16)}
    sceau = _seal_of(salee)
    return {**salee, "sceau": sceau, "chaine": _link(entree, sceau, precedente)}


def find_breaks(entrees: Iterable[Mapping[str, Any]]) -> list[int]:
    """The entries, given in their order, that are not as they were sealed, or not in their place;
    those without salt must be the ones that an erasure says it rewrote."""
    rompues, precedente = [], ""
    sans_sel: set[int] = set()
    dites: set[int] = set()
    for entree in entrees:
        if entree["chaine"] != _link(entree, entree["sceau"], precedente):
            rompues.append(entree["id"])
        elif not entree["sel"]:
            sans_sel.add(entree["id"])
        elif _seal_of(entree) != entree["sceau"]:
            rompues.append(entree["id"])
        if entree["verbe"] == EFFACER:
            dites.update(entree["apres"]["entrees"])
        precedente = entree["chaine"]
    return sorted({*rompues, *(sans_sel - dites)})


def seal_all(connection: sa.Connection, journal: sa.Table) -> None:
    """Seal what was written before there were seals; the table must admit changes."""
    precedente = ""
    lues = connection.execute(sa.select(journal).order_by(journal.c.id)).mappings().all()
    for lue in lues:
        scellee = seal({**lue}, precedente)
        precedente = scellee["chaine"]
        change = sa.update(journal).where(journal.c.id == lue["id"])
        connection.execute(change.values({nom: scellee[nom] for nom in SCEAU}))


def _seal_of(entree: Mapping[str, Any]) -> str:
    return _digest(entree["sel"], [entree[nom] for nom in _SOUS_SCEAU])


def _link(entree: Mapping[str, Any], sceau: str, precedente: str) -> str:
    return _digest(f"{precedente}\n{sceau}", [entree[nom] for nom in _EN_CLAIR])


def _digest(debut: str, valeurs: list[Any]) -> str:
    texte = json.dumps(valeurs, sort_keys=True, ensure_ascii=False, default=int)
    return hashlib.sha256(f"{debut}\n{texte}".encode()).hexdigest()
