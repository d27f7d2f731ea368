"""Which committee follows a territory: the editorial reading of the column `comite`."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


def joined(lignes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By id of a territory that is one with another for the follow-up, the id of that other.

    A territory alone to name a committee is one with it (a CTS and its département). Where several
    name one, each keeps its own follow-up, which rolls up into the committee's.
    """
    comites = {ligne["id"]: ligne.get("comite") or "" for ligne in lignes}
    nombres = Counter(comites.values())
    return {cle: comite for cle, comite in comites.items() if comite and nombres[comite] == 1}
