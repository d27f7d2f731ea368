"""Slides of follow-up: the review, what asks for attention, a territory, what changed."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping
from typing import Any

import pandas as pd

from concertation.analyse.avancement.attention import SILENCE_JOURS, attention
from concertation.analyse.avancement.changements import changes_since
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import motifs_attention, tell_absence
from concertation.analyse.mots.formats import format_date, format_pourcent, is_empty
from concertation.declarations.point_etape import METEO
from concertation.declarations.veille import CHANGEMENT
from concertation.donnees import soft_table
from concertation.recits.blocs import Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.restitution.classeur.tableaux import SOURCE
from concertation.restitution.diapos.mise_en_page import body_height, split_items
from concertation.restitution.diapos.modele import Page

NIVEAUX = {"departement": "par département", "cts": "par CTS"}
FUSEAU = zoneinfo.ZoneInfo("Europe/Paris")
POINTS_MAXIMUM = 20
CHANGEMENTS_MAXIMUM = 40
ENTREES_LUES = 1000
JOURS_PAR_DEFAUT = 30


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
    revue = contexte.revue(_level(contexte, territoire))
    lignes = attention(
        revue.cellules,
        revue.actions,
        revue.indicateurs,
        revue.points,
        contexte.jour,
        SILENCE_JOURS,
        not contexte.acteur.reads_public_only,
        contexte.reads_partly,
    )
    if territoire:
        lignes = lignes[lignes["territoire"].isin(inside(contexte, territoire))]
    titre, partiel = "Points d'attention", contexte.reads_partly(territoire)
    motifs = motifs_attention(partiel)
    if lignes.empty:
        return [_said(contexte, titre, f"{tell_absence('attention', partiel)}.", "engagements")]
    puces = [
        Puce(
            f"{ligne['engagement']}, {contexte.territoires.get(ligne['territoire'], '')} – "
            f"{motifs[ligne['motif']]} : {ligne['phrase']}"
        )
        for ligne in list_records(lignes.head(POINTS_MAXIMUM))
    ]
    reste = len(lignes) - len(puces)
    mots = f"{len(lignes)} points" if len(lignes) > 1 else "1 point"
    if reste > 0:
        mots += f", les {len(puces)} plus graves sont montrés"
    return _pages(contexte, titre, mots, puces, "engagements")


def _level(contexte: Contexte, territoire: str) -> str:
    """The level whose cells a territory is among."""
    niveau = contexte.niveaux.get(territoire, "")
    return niveau if niveau in NIVEAUX else "departement"


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


def inside(contexte: Contexte, territoire: str) -> set[str]:
    """The territory and those in it."""
    parents = dict(
        zip(
            *(soft_table(contexte.donnees, "territoires")[c] for c in ("id", "parent")), strict=True
        )
    )
    dedans = {territoire}
    while True:
        plus = {cle for cle, parent in parents.items() if parent in dedans} - dedans
        if not plus:
            return dedans
        dedans |= plus


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
    puces = [
        Puce(f"{CHANGEMENT[nature]} : {phrase}")
        for nature, phrase in zip(changements["nature"], changements["phrase"], strict=True)
    ][:CHANGEMENTS_MAXIMUM]
    mots = f"{len(changements)} changements" if len(changements) > 1 else "1 changement"
    if len(changements) > len(puces):
        mots += f", les {len(puces)} premiers sont montrés"
    ecran = f"engagements?vue=changements&depuis={depuis.isoformat()}"
    return _pages(contexte, titre, mots, puces, ecran)


def read_changements(
    contexte: Contexte, depuis: str, territoire: str = ""
) -> tuple[pd.DataFrame, dt.date]:
    """Sentences (see `changes_since`), in a territory or everywhere, and the day they start."""
    store, acteur = contexte.need_store(), contexte.acteur
    revue = contexte.revue("departement")
    lieux = set(contexte.territoires)
    if territoire:
        contexte.require(lieux, territoire, "Le territoire")
        lieux = inside(contexte, territoire)
    seances = revue.seances[revue.seances["territoire"].isin(lieux)]
    jour = _day(depuis) if depuis else _last_seance(contexte, seances)
    moment = _start_of(jour)
    changements = changes_since(
        store.points_etape.latest(acteur, recorded_before=moment),
        revue.points,
        store.journal.list(acteur, depuis=moment, limit=ENTREES_LUES),
        soft_table(contexte.donnees, "territoires"),
        revue.actions,
        revue.indicateurs,
        store.instructions.list(acteur),
        store.transmissions.list(acteur),
        revue.seances,
    )
    if territoire:
        changements = changements[changements["territoire"].isin(lieux)]
    return changements, jour


def _start_of(jour: dt.date) -> str:
    """The first moment of a day here, as the store writes moments."""
    minuit = dt.datetime.combine(jour, dt.time(), FUSEAU)
    return f"{minuit.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _day(texte: str) -> dt.date:
    try:
        return dt.date.fromisoformat(texte)
    except ValueError:
        raise DiapoImpossible(
            f"« {texte} » n'est pas une date : écrivez par exemple 2026-01-31."
        ) from None


def _last_seance(contexte: Contexte, seances: pd.DataFrame) -> dt.date:
    tenues = seances[
        (seances["etat"] != "preparee") & (seances["date"] <= pd.Timestamp(contexte.jour))
    ]
    if tenues.empty:
        return contexte.jour - dt.timedelta(days=JOURS_PAR_DEFAUT)
    return pd.Timestamp(tenues["date"].max()).date()
