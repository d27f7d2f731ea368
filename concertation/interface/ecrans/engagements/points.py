"""Points d'étape of a cell: read them, add one, withdraw it, publish them."""

import datetime as dt
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import format_date, plural
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.interface.ecrans.engagements.cellule import Cellule
from concertation.interface.socle.boutons import main_button
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation
from concertation.interface.suivi.noms import meteo_markdown
from concertation.interface.suivi.partage import show_geste
from concertation.interface.suivi.saisies import Formulaire
from concertation.interface.suivi.seance_courante import current_seance
from concertation.interface.suivi.territoires import show_refus

POINTS_MONTRES = 6
CHAMPS = POINT_ETAPE.showing("formulaire", sauf=("engagement",))


def show_ajouter(cellule: Cellule) -> None:
    """Say where the engagement stands: date, météo, synthesis, all required."""
    ecran = cellule.ecran
    # Without the grid: what is typed stays within reach when reading fails.
    lieux = {
        cle: ecran.lieux.get(cle, cle)
        for cle in _inside(cellule)
        if ecran.store.can(ecran.acteur, "ecrire", cle)
    }
    if not lieux:
        show_refus(ecran.acteur, ecran.lieux.get(cellule.territoire, cellule.territoire))
        return
    depart = {"date": ecran.jour, "territoire": next(iter(lieux))}

    def add(saisie: dict[str, Any]) -> Any:
        lieu = saisie["territoire"] or next(iter(lieux))
        return ecran.store.points_etape.add(
            ecran.acteur,
            **{**saisie, "territoire": lieu},
            engagement=cellule.engagement,
            seance_id=current_seance(ecran.store, lieu),
        )

    nom = f"point-{cellule.engagement}-{cellule.territoire}"
    with st.expander(
        "Ajouter un point d'étape",
        Formulaire(nom).is_begun,
        icon=":material/add_comment:",
        key="ajouter-point",
    ):
        point = show_creation(
            nom,
            CHAMPS,
            lambda form: show_champs(form, CHAMPS, depart, {"territoire": lieux}, colonnes=3),
            add,
            "Ajouter le point d'étape",
            lambda saisie: f"Le point d'étape « {METEO.mot(saisie['meteo'])} » est ajouté.",
            border=False,
        )
    if point is not None:
        st.rerun()


def _inside(cellule: Cellule) -> list[str]:
    """The cell's territory first, then those in it."""
    dedans = cellule.ecran.store.references.descendants([cellule.territoire])
    reste = [cle for cle in cellule.ecran.lieux if cle in dedans and cle != cellule.territoire]
    return [cellule.territoire, *reste]


def show_points(cellule: Cellule) -> None:
    """The newest ones in full."""
    points = cellule.points.tail(POINTS_MONTRES).iloc[::-1]
    if points.empty:
        st.markdown(cellule.absence("point"))
    for point in points.to_dict("records"):
        _show_point(cellule, point)
    _show_retires(cellule)


def _show_point(cellule: Cellule, point: dict) -> None:
    ecran, verbes = cellule.ecran, cellule.ecran.store.points_etape
    public = ecran.acteur.reads_public_only
    lieu = ecran.lieux.get(point["territoire"], point["territoire"])
    morceaux = [f"**{format_date(point['date'])}**", meteo_markdown(point["meteo"]), escape(lieu)]
    if not public:
        morceaux += [escape(point["auteur"]), "publié" if point["publie"] else "brouillon"]
    with st.container(border=True, gap="small"):
        entete = st.container(horizontal=True, vertical_alignment="center")
        entete.markdown(" · ".join(morceaux), width="stretch")
        st.markdown(escape(point["synthese"]))
        if ecran.store.can(ecran.acteur, "ecrire", point["territoire"]):
            with entete.popover("Retirer ce point…", icon=":material/archive:", type="tertiary"):
                st.markdown(
                    f"Le point d'étape du {format_date(point['date'])} sera caché, pas supprimé."
                )
                show_geste(
                    "Retirer le point d'étape",
                    partial(verbes.withdraw, ecran.acteur, int(point["id"])),
                    "Le point d'étape est retiré.",
                    cle=f"retirer-point-{point['id']}",
                )


def _show_retires(cellule: Cellule) -> None:
    ecran, verbes = cellule.ecran, cellule.ecran.store.points_etape
    if not ecran.store.can(ecran.acteur, "ecrire", cellule.territoire):
        return
    retires = verbes.list(
        ecran.acteur,
        engagement=cellule.engagement,
        territoire=cellule.inclus,
        retires=True,
        limit=POINTS_MONTRES,
    )
    if retires.empty:
        return
    titre = plural(len(retires), "point d'étape retiré", "points d'étape retirés")
    with st.expander(titre, icon=":material/archive:"):
        for point in retires.iloc[::-1].to_dict("records"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"{format_date(point['date'])} · {METEO.mot(point['meteo'])}", width="stretch"
                )
                show_geste(
                    "Rétablir",
                    partial(verbes.restore, ecran.acteur, int(point["id"])),
                    "Le point d'étape est rétabli.",
                    cle=f"retablir-point-{point['id']}",
                )


def show_publier(cellule: Cellule) -> None:
    """For the direction: what the public reads of this cell's points d'étape."""
    ecran = cellule.ecran
    if not ecran.store.can(ecran.acteur, "publier", cellule.territoire) or cellule.points.empty:
        return
    points: pd.DataFrame = cellule.points
    publies = [int(cle) for cle in points.loc[points["publie"], "id"]]
    brouillons = [int(cle) for cle in points.loc[~points["publie"], "id"]]
    with st.popover("Publier", icon=":material/public:"):
        st.markdown(
            f"{plural(len(publies), 'point publié', 'points publiés')}, "
            f"{plural(len(brouillons), 'brouillon')}. Le public lit la météo, la date et la "
            "synthèse, sans les noms."
        )
        show_geste(
            f"Publier {plural(len(brouillons), 'point d’étape', 'points d’étape')}",
            lambda: ecran.store.publications.publish(ecran.acteur, "point_etape", brouillons),
            f"{plural(len(brouillons), 'point d’étape publié', 'points d’étape publiés')}.",
            cle="publier-points",
            type=main_button(),
            disabled=not brouillons,
        )
        show_geste(
            f"Retirer {plural(len(publies), 'point', 'points')} de la publication",
            lambda: ecran.store.publications.unpublish(ecran.acteur, "point_etape", publies),
            f"{plural(len(publies), 'point', 'points')} hors de la publication.",
            cle="depublier-points",
            disabled=not publies,
        )


def today() -> dt.date:
    """The day that lateness and silence are counted from."""
    return dt.date.today()
