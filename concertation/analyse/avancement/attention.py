"""« Points d'attention »: what asks for a look, each leading to its cell."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from concertation.analyse.avancement.cellules import is_without_lead, mark_alerts
from concertation.analyse.avancement.trajectoire import tell_trajectoire
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import INSECABLE, format_date, plural_s
from concertation.analyse.mots.textes import split_liste
from concertation.declarations.point_etape import METEO
from concertation.declarations.veille import GRAVITE, GRAVITE_DU_MOTIF, MOTIF_ATTENTION

SILENCE_JOURS = 90
COLONNES_ATTENTION = {
    "motif": "str", "engagement": "str", "territoire": "str", "lieu": "str",
    "objet": "str", "objet_id": "Int64", "phrase": "str", "gravite": "str",
}  # fmt: skip


def attention(
    cells: pd.DataFrame,
    actions: pd.DataFrame,
    indicateurs: pd.DataFrame,
    today: dt.date,
    silence_jours: int = SILENCE_JOURS,
    porteurs_connus: bool = True,
    partiel: Callable[[str], bool] = lambda _territoire: False,
    trajectoires: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What asks for a look, gravest first, then by `MOTIF_ATTENTION`, then in the order of `cells`.

    Columns: `COLONNES_ATTENTION`. `motif` is a key of `MOTIF_ATTENTION`, `gravite` of `GRAVITE`;
    `engagement` and `territoire` name the cell, `lieu` the territory of the object itself,
    `objet` its table ("" and NA for what is absent). `cells` is `build_cells`'s. Done and
    given up actions ask for nothing.

    A cell is silent when its last word is more than `silence_jours` days old, or was never said.
    It lacks an indicator once something else was entered in it. An action is one row, of its
    gravest motive, whose sentences say the others too. A blocked one is a contradiction when the
    météo of its cell, the one that is shown, is favourable; so is an indicator of `trajectoires`
    (see `list_trajectoires`) that suggests another. What is of a
    territory that has its own cell is told there, not in that of the committee above it.
    `partiel` says of a cell's territory whether the reader may not read its drafts: the sentences
    then speak of what is published alone.
    """
    jour = pd.Timestamp(today)
    suivis, propres = (
        set(zip(frame["engagement"], frame["territoire"], strict=True))
        for frame in (indicateurs, cells)
    )
    concernees = _concerned(actions, today, porteurs_connus)
    favorables = METEO.which("favorable")
    sorties: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for ligne in list_records(trajectoires) if trajectoires is not None else ():
        if ligne["meteo"] not in favorables:
            sorties.setdefault((ligne["engagement"], ligne["territoire"]), []).append(ligne)
    lignes: list[tuple[Any, ...]] = []
    for cellule in list_records(cells):
        inclus = [(cellule["engagement"], lieu) for lieu in split_liste(cellule["inclus"])]
        suivie = any(cle in suivis for cle in inclus)
        publie = partiel(cellule["territoire"])
        lignes += _cell_rows(cellule, jour, silence_jours, suivie, publie)
        favorable = cellule["meteo"] if cellule["meteo"] in favorables else ""
        for cle in inclus:
            if cle[1] != cellule["territoire"] and cle in propres:
                continue
            for action in concernees.get(cle, ()):
                lignes.append(_action_row(cellule, action, jour, favorable, publie))
            for sortie in sorties.get(cle, ()) if favorable else ():
                mots = {"mot": METEO.mot(favorable), "indicateur": tell_trajectoire(sortie)}
                ou = (cellule["engagement"], cellule["territoire"], cle[1])
                phrase = tell_absence("trajectoire", publie, **mots)
                lignes.append(("trajectoire", *ou, "indicateur", sortie["id"], phrase))
    # Python's sort keeps the order of the cells within a motif.
    lignes.sort(key=lambda ligne: _RANGS[ligne[0]])
    frame = pd.DataFrame(lignes, columns=list(COLONNES_ATTENTION)[:-1])
    frame["gravite"] = frame["motif"].map(GRAVITE_DU_MOTIF)
    return frame.astype(COLONNES_ATTENTION)


_RANGS = {
    motif: (list(GRAVITE).index(GRAVITE_DU_MOTIF[motif]), rang)
    for rang, motif in enumerate(MOTIF_ATTENTION)
}


def _concerned(
    actions: pd.DataFrame, today: dt.date, porteurs_connus: bool
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """By engagement and territory, the few actions about which there is something to say."""
    sans = is_without_lead(actions) & porteurs_connus
    lues = mark_alerts(actions, today).assign(sans_porteur=sans)
    choisies = lues[lues[["en_retard", "bloquee", "sans_porteur"]].any(axis=1)]
    trouvees: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for action in list_records(choisies):
        trouvees.setdefault((action["engagement"], action["territoire"]), []).append(action)
    return trouvees


def _cell_rows(
    cellule: dict[str, Any], jour: pd.Timestamp, silence_jours: int, suivie: bool, publie: bool
) -> Iterator[tuple[Any, ...]]:
    cle = (cellule["engagement"], cellule["territoire"])
    jamais = pd.isna(cellule["date"])
    if jamais:
        phrase = tell_absence("point", publie)
        yield "silence", *cle, cellule["territoire"], "", pd.NA, phrase
    elif (jours := (jour - cellule["date"]).days) > silence_jours:
        duree, date = f"{jours}{INSECABLE}jours", format_date(cellule["date"])
        phrase = tell_absence("silence", publie, duree=duree, date=date)
        yield "silence", *cle, cellule["origine"], "point_etape", cellule["point_id"], phrase
    if not suivie and not (jamais and cellule["nb_actions"] == 0):
        phrase = tell_absence("indicateur", publie)
        yield "sans_indicateur", *cle, cellule["territoire"], "", pd.NA, phrase


def _action_row(
    cellule: dict[str, Any],
    action: dict[str, Any],
    jour: pd.Timestamp,
    favorable: str,
    publie: bool,
) -> tuple[Any, ...]:
    dites: dict[str, dict[str, str]] = {}
    if action["bloquee"]:
        mot = f"«{INSECABLE}{METEO.mot(favorable)}{INSECABLE}»"
        dites["contradiction" if favorable else "bloquee"] = {"mot": mot}
    if action["en_retard"]:
        jours = (jour - action["fin"]).days
        duree, date = f"{jours}{INSECABLE}jour{plural_s(jours)}", format_date(action["fin"])
        dites["retard"] = {"date": date, "duree": duree}
    if action["sans_porteur"]:
        dites["sans_porteur"] = {}
    titre = f"L’action «{INSECABLE}{action['intitule']}{INSECABLE}»"
    if "contradiction" in dites:
        titre = f"l’{titre[2:]}"
    phrases = [
        tell_absence(motif, publie, action="Elle" if rang else titre, **mots)
        for rang, (motif, mots) in enumerate(dites.items())
    ]
    cle = (cellule["engagement"], cellule["territoire"], action["territoire"])
    return next(iter(dites)), *cle, "action", action["id"], " ".join(phrases)
