"""Slides of follow-up: the review, what asks for attention, a territory, what changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import motifs_attention, tell_absence
from concertation.analyse.mots.formats import format_date, format_pourcent, is_empty
from concertation.analyse.territoires.noms import every_territoire
from concertation.declarations.point_etape import METEO
from concertation.recits.blocs import Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.revue import (
    NIVEAUX,
    level_of,
    read_attention,
    read_changements,
    tell_changements,
    tell_points,
)
from concertation.restitution.classeur.tableaux import SOURCE
from concertation.restitution.diapos.mise_en_page import body_height, split_items
from concertation.restitution.diapos.modele import Page

POINTS_MAXIMUM = 20
CHANGEMENTS_MAXIMUM = 40


def compose_revue(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """The heat map of engagements × territories."""
    niveau = contexte.require(NIVEAUX, str(parametres.get("niveau") or "departement"), "Le niveau")
    cellules = contexte.revue(niveau).cellules
    if cellules.empty:
        raise DiapoImpossible("Aucun engagement n'est publié pour ces territoires.")
    dites = int((cellules["meteo"] != "").sum())
    return [
        Page(
            parametres.get("titre") or f"La météo des engagements, {NIVEAUX[niveau]}",
            chapeau=f"{dites} cellules "
            f"{tell_absence('renseignees', contexte.reads_partly())} sur {len(cellules)}",
            blocs=(_grid(contexte, cellules),),
            sources=(SOURCE,),
            date=read_state(contexte),
            ecran=f"engagements?niveau={niveau}",
        )
    ]


def _grid(contexte: Contexte, cellules: pd.DataFrame) -> Tableau:
    """Engagements under one another, territories side by side."""
    lieux = dict(zip(cellules["territoire"], cellules["nom"], strict=True))
    engagements = list(dict.fromkeys(cellules["engagement"]))
    dites = {(c["engagement"], c["territoire"]): c for c in list_records(cellules)}
    lignes, teintes = [], []
    for rang, engagement in enumerate(engagements):
        titre = f"{engagement} – {contexte.engagements.get(engagement, '')}"
        cases = [dites[engagement, lieu] for lieu in lieux]
        lignes.append((titre, *(_cell(case) for case in cases)))
        teintes += [(rang, i, str(case["meteo"])) for i, case in enumerate(cases, 1)]
    part = 70 // max(1, len(lieux))
    return Tableau(
        ("Engagement", *(str(nom) for nom in lieux.values())),
        tuple(lignes),
        (100 - part * len(lieux), *(part for _ in lieux)),
        tuple(teintes),
    )


def _cell(cellule: Mapping[str, Any]) -> str:
    """« Appuis, 42 % », the progress when it can be computed."""
    mot = METEO.court(cellule["meteo"])
    if is_empty(cellule["progression"]):
        return mot
    return f"{mot}, {format_pourcent(cellule['progression'], 0)}"


def read_state(contexte: Contexte) -> str:
    """When the follow-up was read, in words."""
    return f"suivi {contexte.lecture}"


def compose_attention(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """What asks for a look, gravest first."""
    territoire = str(parametres.get("territoire") or "")
    if territoire:
        contexte.require(contexte.territoires, territoire, "Le territoire")
    lignes = read_attention(contexte, level_of(contexte, territoire), territoire)
    titre, partiel = "Points d'attention", contexte.reads_partly(territoire)
    motifs, lieux = motifs_attention(partiel), every_territoire(contexte.donnees)
    if lignes.empty:
        return [_said(contexte, titre, f"{tell_absence('attention', partiel)}.", "engagements")]
    premiers = lignes.head(POINTS_MAXIMUM)
    puces = [
        replace(puce, fort=f"{p['engagement']}, {lieux.get(p['territoire'], '')} – {puce.fort}")
        for puce, p in zip(tell_points(premiers, motifs), list_records(premiers), strict=True)
    ]
    reste = len(lignes) - len(puces)
    mots = f"{len(lignes)} points" if len(lignes) > 1 else "1 point"
    if reste > 0:
        mots += f", les {len(puces)} plus graves sont montrés"
    return _pages(contexte, titre, mots, puces, "engagements")


def _said(contexte: Contexte, titre: str, phrase: str, ecran: str) -> Page:
    return Page(
        titre, blocs=(Texte((phrase,)),), sources=(SOURCE,), date=read_state(contexte), ecran=ecran
    )


def _pages(contexte: Contexte, titre: str, mots: str, puces: list[Puce], ecran: str) -> list[Page]:
    lots = split_items(puces, lambda _rang: body_height(titre, "x"), taille=32)
    return [
        Page(
            titre,
            surtitre=mots + (f" · {rang} sur {len(lots)}" if len(lots) > 1 else ""),
            blocs=(Liste(lot),),
            sources=(SOURCE,),
            date=read_state(contexte),
            ecran=ecran,
        )
        for rang, lot in enumerate(lots, 1)
    ]


def compose_changements(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """What moved since a day (ISO), by default the last session held, else thirty days ago."""
    territoire = str(parametres.get("territoire") or "")
    changements, depuis = read_changements(
        contexte, str(parametres.get("depuis") or ""), territoire
    )
    titre = f"Ce qui a changé depuis le {format_date(depuis)}"
    if changements.empty:
        return [
            _said(
                contexte,
                titre,
                f"{tell_absence('changement', contexte.reads_partly(territoire))}.",
                "engagements?vue=changements",
            )
        ]
    puces = list(tell_changements(changements.head(CHANGEMENTS_MAXIMUM)))
    mots = f"{len(changements)} changements" if len(changements) > 1 else "1 changement"
    if len(changements) > len(puces):
        mots += f", les {len(puces)} premiers sont montrés"
    ecran = f"engagements?vue=changements&depuis={depuis.isoformat()}"
    return _pages(contexte, titre, mots, puces, ecran)
