"""Slides of follow-up: the review, what asks for attention, what changed, a territory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import motifs_attention
from concertation.analyse.mots.formats import format_date, format_pourcent, is_empty, plural
from concertation.declarations.action import STATUT
from concertation.declarations.point_etape import METEO
from concertation.recits import suivi
from concertation.recits.blocs import Bloc, Liste, Puce, Tableau, Texte, tabulate
from concertation.recits.contexte import Contexte, DiapoImpossible
from concertation.recits.publies import SANS_COMITE, SUIVI, tell_territoire
from concertation.restitution.classeur.exports import SOURCE
from concertation.restitution.diapos.mise_en_page import paginate
from concertation.restitution.diapos.modele import Page

POINTS_MAXIMUM = 20
CHANGEMENTS_MAXIMUM = 40
ACTIONS_MAXIMUM = 8
MONTRES = 5
TAILLE = 32


def _page(contexte: Contexte, titre: str, ecran: str, **reste: Any) -> Page:
    """A page of what committees entered, with the day of its delays when it is another."""
    ailleurs = contexte.jour != (contexte.lu_le or contexte.jour)
    date = f"retards au {format_date(contexte.jour)}" if ailleurs else ""
    return Page(titre, date=date, ecran=ecran, **{"sources": (SOURCE,)} | reste)


def compose_revue(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """The heat map of engagements × territories."""
    niveau = contexte.require(
        suivi.NIVEAUX, str(parametres.get("niveau") or "departement"), "Le niveau"
    )
    cellules = contexte.revue(niveau).cellules
    if cellules.empty:
        raise DiapoImpossible("Aucun engagement n’est publié pour ces territoires.")
    dites = int((cellules["meteo"] != "").sum())
    yield _page(
        contexte,
        parametres.get("titre")
        or f"La météo des engagements – {suivi.review_levels(contexte.donnees)[niveau]}",
        f"engagements?niveau={niveau}",
        chapeau=f"{dites} cellules {contexte.absence('renseignees')} sur {len(cellules)}",
        blocs=(_grid(contexte, cellules), *suivi.remontee_blocs(contexte, cellules["territoire"])),
        reserves=contexte.reserves(("territoires", None)),
    )


def _grid(contexte: Contexte, cellules: pd.DataFrame) -> Tableau:
    """Engagements under one another, territories side by side."""
    lieux = dict(zip(cellules["territoire"], cellules["nom"], strict=True))
    dites = {(c["engagement"], c["territoire"]): c for c in list_records(cellules)}
    lignes, teintes = [], []
    for rang, cle in enumerate(dict.fromkeys(cellules["engagement"])):
        cases = [dites[cle, lieu] for lieu in lieux]
        titre = contexte.name_engagement({"engagement": cle})
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


def compose_attention(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """What asks for a look, gravest first."""
    territoire = contexte.choose(parametres, "territoire", requis=False)
    lignes = suivi.read_attention(contexte, suivi.level_of(contexte, territoire), territoire)
    premiers = lignes.head(POINTS_MAXIMUM)
    motifs = motifs_attention(contexte.reads_partly(territoire))
    puces = [
        replace(puce, fort=f"{p['engagement']}, {contexte.name_place(p)} – {puce.fort}")
        for puce, p in zip(suivi.tell_points(premiers, motifs), list_records(premiers), strict=True)
    ]
    page = _page(
        contexte,
        "Points d’attention",
        "engagements",
        surtitre=_count(lignes, puces, "point", "plus graves sont montrés"),
    )
    yield from _listed(page, puces, contexte.absence("attention", territoire))


def compose_changements(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """What moved since a day (ISO), by default the last session held, else thirty days ago."""
    territoire = contexte.choose(parametres, "territoire", requis=False)
    changements, depuis = suivi.read_changements(
        contexte, str(parametres.get("depuis") or ""), territoire
    )
    puces = list(suivi.tell_changements(changements.head(CHANGEMENTS_MAXIMUM)))
    ecran = "engagements?vue=changements" + (f"&depuis={depuis.isoformat()}" if puces else "")
    page = _page(
        contexte,
        f"Ce qui a changé depuis le {format_date(depuis)}",
        ecran,
        surtitre=_count(changements, puces, "changement", "premiers sont montrés"),
    )
    yield from _listed(page, puces, contexte.absence("changement", territoire))


def _count(lignes: pd.DataFrame, montrees: Sequence[Any], mot: str, suite: str) -> str:
    """« 31 points, les 20 plus graves sont montrés »."""
    reste = len(lignes) > len(montrees)
    return plural(len(lignes), mot) + (f", les {len(montrees)} {suite}" if reste else "")


def _listed(page: Page, puces: list[Puce], absence: str) -> list[Page]:
    """The items of a page on as many as they need; without any, the sentence that says so."""
    if not puces:
        return [replace(page, surtitre="", blocs=(Texte((f"{absence}.",)),))]
    return paginate(page, puces, TAILLE)


def compose_territoire(contexte: Contexte, parametres: Mapping[str, Any]) -> Iterator[Page]:
    """A territory: what was held there, what its committee follows, then its actions."""
    cle = contexte.choose(parametres, "territoire")
    recit = tell_territoire(contexte.donnees, cle)
    ateliers = recit.ateliers.blocs or (Texte((recit.ateliers.vide,)),)
    if len(tenus := [p for b in ateliers if isinstance(b, Liste) for p in b.puces]) > MONTRES:
        # The workshops that a slide holds; the others are counted.
        reste = Puce(f"… et {plural(len(tenus) - MONTRES, 'autre')}")
        ateliers = (Liste((*tenus[:MONTRES], reste), "Ce qui s’y est dit"),)
    zones = recit.ailleurs[0]
    yield _page(
        contexte,
        recit.nom,
        f"territoires?territoire={cle}",
        surtitre="Territoire",
        blocs=(
            *ateliers,
            *(replace(b, titre=zones.titre) for b in zones.blocs if isinstance(b, Liste)),
        ),
        a_cote=(_cells(contexte, cle),),
        partage=45,
        sources=(*contexte.sources(recit.sources), SOURCE),
        reserves=contexte.reserves(("ateliers", None), ("territoires", None)),
    )
    actions = contexte.revue("departement").actions
    actions = actions[actions["territoire"].isin(suivi.inside(contexte, cle))]
    if len(actions):
        # Latest deadlines first to come.
        tri = actions.sort_values(["fin", "id"], na_position="last")
        tableau = tabulate(
            list_records(tri.head(ACTIONS_MAXIMUM)),
            ("Action", 62, lambda a: str(a["intitule"])),
            ("État", 18, lambda a: STATUT.mot(a["statut"])),
            ("Échéance", 20, lambda a: format_date(a["fin"], "courte", vide="non renseignée")),
        )
        yield _page(
            contexte,
            f"Les actions – {recit.nom}",
            f"plan_action?territoire={cle}",
            surtitre=_count(actions, tableau.lignes, "action", "premières échéances"),
            blocs=(tableau,),
        )


def _cells(contexte: Contexte, territoire: str) -> Bloc:
    """Météo of each engagement in a territory that has its cells."""
    niveau = contexte.niveaux.get(territoire, "")
    if niveau not in suivi.NIVEAUX:
        return Texte((SANS_COMITE,))
    cellules = contexte.revue(niveau).cellules
    siennes = cellules[cellules["territoire"] == territoire]
    return suivi.table_cells(
        contexte, siennes, {"engagement": 50, "meteo": 34, "nombre": 16}, SUIVI
    )
