"""Which committee follows a territory: the editorial reading of the column `comite`."""

from collections import Counter, defaultdict
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


def rolled_up(lignes: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """By id of a committee that rolls several territories up, those."""
    dedans: dict[str, list[str]] = defaultdict(list)
    for ligne in lignes:
        if ligne.get("comite"):
            dedans[ligne["comite"]].append(ligne["id"])
    return {comite: siens for comite, siens in dedans.items() if len(siens) > 1}


def committees(lignes: Iterable[Mapping[str, Any]], niveau: str) -> list[str]:
    """Ids of the territories whose committees the review shows at a level, in the order of the
    file; before the territories of a level stands the one whose committee holds them."""
    lignes = list(lignes)
    reunis = joined(lignes)
    siens = [
        x
        for ligne in lignes
        if ligne["niveau"] == niveau
        for x in (ligne.get("comite"), ligne["id"])
    ]
    return [cle for cle in dict.fromkeys(siens) if cle and cle not in reunis]
