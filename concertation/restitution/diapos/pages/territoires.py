"""Slides of a territory: what was said there, what its committee follows."""

from collections.abc import Mapping
from typing import Any

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date
from concertation.analyse.territoires.fiche import ateliers_in, zones_in
from concertation.declarations.action import STATUT
from concertation.declarations.point_etape import METEO
from concertation.recits.blocs import Bloc, Liste, Puce, Tableau, Texte
from concertation.recits.contexte import Contexte
from concertation.restitution.classeur.tableaux import SOURCE
from concertation.restitution.diapos.modele import Page
from concertation.restitution.diapos.pages.suivis import NIVEAUX, inside, read_state

ACTIONS_MAXIMUM = 8


def compose_territoire(contexte: Contexte, parametres: Mapping[str, Any]) -> list[Page]:
    """A territory: what was held there, what its committee follows."""
    cle = contexte.require(
        contexte.territoires, str(parametres.get("territoire", "")), "Le territoire"
    )
    nom = contexte.territoires[cle]
    ateliers = ateliers_in(contexte.donnees, cle)
    faits = [
        Puce(
            f"{len(ateliers)} ateliers : {', '.join(ateliers['nom'])}"
            if len(ateliers) > 1
            else f"1 atelier : {ateliers.iloc[0]['nom']}"
            if len(ateliers)
            else "Aucun atelier ne s'est tenu ici."
        )
    ]
    zones = zones_in(contexte.donnees, cle)
    if not zones.empty:
        faits.append(Puce("Intercommunalités prioritaires : " + ", ".join(zones["nom_officiel"])))
    pages = [
        Page(
            nom,
            surtitre="Territoire",
            blocs=(Liste(tuple(faits), "Ce qui s'y est dit"),),
            a_cote=_followed(contexte, cle),
            partage=45,
            sources=(*contexte.sources(ateliers["source"]), SOURCE),
            reserves=contexte.reserves(("ateliers", None), ("territoires", None)),
            date=read_state(contexte),
            ecran=f"territoires?territoire={cle}",
        )
    ]
    return [*pages, *_page_actions(contexte, cle, nom)]


def _followed(contexte: Contexte, territoire: str) -> tuple[Bloc, ...]:
    """Météo of each engagement in a territory that has its cells."""
    niveau = contexte.niveaux.get(territoire, "")
    if niveau not in NIVEAUX:
        return (Texte(("Ce territoire n'a pas de comité de suivi.",)),)
    cellules = contexte.revue(niveau).cellules
    lignes = list_records(cellules[cellules["territoire"] == territoire])
    return (
        Tableau(
            ("Engagement", "Météo", "Actions"),
            tuple(
                (
                    f"{c['engagement']} – {contexte.engagements.get(c['engagement'], '')}",
                    METEO[c["meteo"]],
                    str(c["nb_actions"]),
                )
                for c in lignes
            ),
            (50, 34, 16),
            tuple((rang, 1, str(c["meteo"])) for rang, c in enumerate(lignes)),
            "Ce que son comité suit",
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
                            STATUT.get(a["statut"], str(a["statut"])),
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
