"""Slides of a territory: what was said there, what its committee follows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, plural
from concertation.declarations.action import STATUT
from concertation.declarations.point_etape import METEO
from concertation.recits.blocs import Bloc, Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte
from concertation.recits.revue import NIVEAUX, inside
from concertation.recits.territoire import SANS_COMITE, SUIVI, tell_territoire
from concertation.restitution.classeur.tableaux import SOURCE
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages.suivis import read_state

ACTIONS_MAXIMUM = 8
ATELIERS_MAXIMUM = 5


def compose_territoire(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """A territory: what was held there, what its committee follows."""
    cle = contexte.require(
        contexte.territoires, str(parametres.get("territoire", "")), "Le territoire"
    )
    recit = tell_territoire(contexte.donnees, cle)
    nom = recit.nom
    ateliers = recit.ateliers.blocs or (Texte((recit.ateliers.vide,)),)
    faits: list[Bloc] = [*(_cut(bloc) for bloc in ateliers)]
    faits += [replace(b, titre=s.titre) for s in recit.ailleurs[:1] for b in s.blocs
              if isinstance(b, Liste)]  # fmt: skip
    pages = [
        Page(
            nom,
            surtitre="Territoire",
            blocs=tuple(faits),
            a_cote=_followed(contexte, cle),
            partage=45,
            sources=(*contexte.sources(recit.sources), SOURCE),
            reserves=contexte.reserves(("ateliers", None), ("territoires", None)),
            date=read_state(contexte),
            ecran=f"territoires?territoire={cle}",
        )
    ]
    return [*pages, *_page_actions(contexte, cle, nom)]


def _cut(bloc: Bloc) -> Bloc:
    """The workshops that a slide holds; the others are counted."""
    if not isinstance(bloc, Liste) or len(bloc.puces) <= ATELIERS_MAXIMUM:
        return bloc
    reste = plural(len(bloc.puces) - ATELIERS_MAXIMUM, "autre")
    return Liste((*bloc.puces[:ATELIERS_MAXIMUM], Puce(f"… et {reste}")), "Ce qui s'y est dit")


def _followed(contexte: Contexte, territoire: str) -> tuple[Bloc, ...]:
    """Météo of each engagement in a territory that has its cells."""
    niveau = contexte.niveaux.get(territoire, "")
    if niveau not in NIVEAUX:
        return (Texte((SANS_COMITE,)),)
    cellules = contexte.revue(niveau).cellules
    lignes = list_records(cellules[cellules["territoire"] == territoire])
    return (
        Tableau(
            ("Engagement", "Météo", tell_absence("actions", contexte.acteur.reads_public_only)),
            tuple(
                (
                    f"{c['engagement']} – {contexte.engagements.get(c['engagement'], '')}",
                    METEO.mot(c["meteo"]),
                    str(c["nb_actions"]),
                )
                for c in lignes
            ),
            (50, 34, 16),
            tuple((rang, 1, str(c["meteo"])) for rang, c in enumerate(lignes)),
            SUIVI,
        ),
    )


def _page_actions(contexte: Contexte, territoire: str, nom: str) -> list[Page]:
    """The committee's actions, latest deadlines first to come; none when there is none."""
    actions = contexte.revue("departement").actions
    actions = actions[actions["territoire"].isin(inside(contexte, territoire))]
    if actions.empty:
        return []
    tri = actions.sort_values(["fin", "id"], na_position="last")
    lignes = list_records(tri.head(ACTIONS_MAXIMUM))
    nombre = len(actions)
    mots = f"{nombre} actions" if nombre > 1 else "1 action"
    if nombre > len(lignes):
        mots += f", les {len(lignes)} premières échéances"
    return [
        Page(
            f"Les actions – {nom}",
            surtitre=mots,
            blocs=(
                Tableau(
                    ("Action", "État", "Échéance"),
                    tuple(
                        (
                            str(a["intitule"]),
                            STATUT.mot(a["statut"]),
                            format_date(a["fin"], "courte", vide="non renseignée"),
                        )
                        for a in lignes
                    ),
                    (62, 18, 20),
                ),
            ),
            sources=(SOURCE,),
            date=read_state(contexte),
            ecran=f"plan_action?territoire={territoire}",
        )
    ]
