"""The review told on one page: its grid, a synthesis an engagement, the supports asked for."""

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, format_pourcent, is_empty
from concertation.declarations.point_etape import METEO
from concertation.recits.avis import sort_avis
from concertation.recits.blocs import Puce, Tableau
from concertation.recits.contexte import Contexte

Sens = Mapping[str, tuple[int, int]]
CITATION = 150  # characters of a synthesis on the page


def table_grid(contexte: Contexte, cellules: pd.DataFrame, sens: Sens, depuis: str) -> Tableau:
    """Engagements under one another, territories side by side; how many went which way."""
    lieux = dict(zip(cellules["territoire"], cellules["nom"], strict=True))
    dites = {(c["engagement"], c["territoire"]): c for c in list_records(cellules)}
    lignes, teintes = [], []
    for rang, cle in enumerate(dict.fromkeys(cellules["engagement"])):
        cases = [dites[cle, lieu] for lieu in lieux]
        titre = contexte.name_engagement({"engagement": cle})
        mieux, moins = sens.get(cle, (0, 0))
        fleches = [f"↗ {mieux}"] * bool(mieux) + [f"↘ {moins}"] * bool(moins)
        lignes.append((titre, *(_cell(case) for case in cases), ", ".join(fleches) or "→"))
        teintes += [(rang, i, str(case["meteo"])) for i, case in enumerate(cases, 1)]
    part = 62 // max(1, len(lieux))
    return Tableau(
        ("Engagement", *(str(nom) for nom in lieux.values()), depuis),
        tuple(lignes),
        (90 - part * len(lieux), *(part for _ in lieux), 10),
        tuple(teintes),
    )


def _cell(cellule: Mapping[str, Any]) -> str:
    """« Appuis, 42 % », the progress when it can be computed."""
    mot = METEO.court(cellule["meteo"])
    if is_empty(cellule["progression"]):
        return mot
    return f"{mot}, {format_pourcent(cellule['progression'], 0)}"


def tell_state(meteos: pd.Series, sens: tuple[int, int]) -> str:
    """« Météo favorable : 3 sur 5 · ↗ 1 mieux »: the météos of an engagement, and how many are
    better, then worse, than before."""
    dites, (mieux, moins) = int((meteos != "").sum()), sens
    etat = f"Météo favorable : {meteos.isin(METEO.which('favorable')).sum()} sur {dites}"
    etat += f", {len(meteos) - dites} sans météo" if dites < len(meteos) else ""
    mots = [f"↗ {mieux} mieux"] * bool(mieux) + [f"↘ {moins} moins bien"] * bool(moins)
    return f"{etat} · {', '.join(mots) or '→ stable'}"


def tell_syntheses(contexte: Contexte, cellules: pd.DataFrame, sens: Sens) -> Iterator[Puce]:
    """Each engagement: its state, and the words of its least favourable cell, the newest of
    them."""
    rangs = list(METEO)
    for cle, siennes in cellules.groupby("engagement", sort=False):
        dites = list_records(siennes[siennes["meteo"] != ""])
        pire = max(dites, key=lambda c: (rangs.index(c["meteo"]), c["date"]), default=None)
        cite = ""
        if pire:
            mots = shorten(pire["synthese"], CITATION, placeholder="…")
            cite = f". {pire['nom']}, {METEO.mot(pire['meteo']).lower()} : « {mots} »"
        etat = tell_state(siennes["meteo"], sens.get(str(cle), (0, 0)))
        yield Puce(f"{etat}{cite}", fort=f"{contexte.name_engagement({'engagement': cle})}. ")


def tell_appuis(contexte: Contexte, points: pd.DataFrame) -> list[Puce]:
    """The decisions that wait for the direction, then the supports that the last words ask for, the
    nearest deadline first; whom they are asked of is told to who reads names."""
    avis = contexte.need_store().avis.list(contexte.acteur)
    avis = avis[avis["territoire"].isin(set(points["territoire"]))]
    attendues = list_records(sort_avis(avis, contexte.jour)[0])
    puces = [Puce(a["question"], fort=f"{contexte.name_place(a)} – ") for a in attendues]
    demandes = points[points["appui"].str.strip() != ""]
    for p in list_records(demandes.sort_values(["echeance", "id"], na_position="last")):
        quand = "" if is_empty(p["echeance"]) else f"échéance le {format_date(p['echeance'])}"
        suite = ", ".join(filter(None, (p["appui_de"].strip(), quand)))
        dit = p["appui"].strip() + (f" ({suite})" if suite else "")
        puces.append(Puce(dit, fort=f"{p['engagement']}, {contexte.name_place(p)} – "))
    return puces
