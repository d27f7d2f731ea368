"""The code lists that a consultation brings, in the place of the declared ones."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from concertation.declarations import LISTES, Code
from concertation.declarations.codes import Signe
from concertation.donnees.schemas import Schema

FICHIER = "codes"
Codes = Mapping[str, tuple[Code, ...]]
"""By list, its codes in the order of the file."""


def read_codes(table: pd.DataFrame | None) -> Codes:
    """The lists of `codes.csv`; none without a file that can be used."""
    listes: dict[str, tuple[Code, ...]] = {}
    for ligne in [] if table is None else table.to_dict("records"):
        signe = Signe(
            ligne["signe"] or "square",
            ligne["teinte"],
            ligne["motif"],
            plein="open" not in ligne["signe"],
        )
        code = Code(
            ligne["code"],
            ligne["mot"],
            signe,
            ligne["icone"] or "label",
            ligne["court"],
            frozenset(role.strip() for role in ligne["roles"].split("|") if role.strip()),
            # Where nobody said anything is read, never typed.
            saisi=bool(ligne["code"]) or ligne["liste"] != "meteo",
        )
        listes[ligne["liste"]] = (*listes.get(ligne["liste"], ()), code)
    return listes


def codes_with_role(codes: Codes, liste: str, role: str) -> tuple[str, ...]:
    """The codes of a list, of this consultation or else declared, that play a part."""
    siens = codes.get(liste) or LISTES[liste].declares
    return tuple(code.cle for code in siens if role in code.roles)


def with_codes(schema: Schema, codes: Codes) -> Schema:
    """The schema whose fields admit the codes of this consultation (`"codes": "portee"`)."""
    champs = [
        {**champ, "constraints": {**champ["constraints"], "enum": [c.cle for c in siens]}}
        if (siens := codes.get(champ.get("codes", "")))
        else champ
        for champ in schema.champs
    ]
    return replace(schema, descripteur={**schema.descripteur, "fields": champs})
