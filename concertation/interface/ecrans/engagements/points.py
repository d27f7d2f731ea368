"""Points d'étape of a cell: read them, add one, withdraw it, publish them."""

from functools import partial
from typing import Any

import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date
from concertation.declarations.point_etape import METEO, POINT_ETAPE
from concertation.interface.ecrans.engagements.ecran import EcranEngagements
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation
from concertation.interface.suivi.ecran import show_refus
from concertation.interface.suivi.noms import meteo_markdown
from concertation.interface.suivi.partage import show_geste
from concertation.interface.suivi.saisies import Formulaire

POINTS_MONTRES = 6
MOTS = ("point d’étape", "points d’étape")
CHAMPS = POINT_ETAPE.showing("formulaire", sauf=("engagement",))


def show_ajouter(ecran: EcranEngagements) -> None:
    """Say where the engagement stands: date, météo, synthesis, all required."""
    ici, engagement = ecran.etat.territoire, ecran.etat.engagement
    # The cell's territory first; without the grid: what is typed stays within reach when reading
    # fails.
    dedans = ecran.store.references.descendants([ici])
    ordre = dict.fromkeys([ici, *(cle for cle in ecran.lieux if cle in dedans)])
    lieux = {cle: ecran.lieu(cle) for cle in ordre if ecran.can("ecrire", cle)}
    if not lieux:
        show_refus(ecran.acteur, ecran.pour(ici))
        return
    premier = next(iter(lieux))

    def add(saisie: dict[str, Any]) -> Any:
        lieu = saisie["territoire"] or premier
        point = {**saisie, "territoire": lieu, "engagement": engagement}
        return ecran.record(ecran.store.points_etape.add, lieu, **point)

    nom, depart = f"point-{engagement}-{ici}", {"date": ecran.jour, "territoire": premier}
    titre, commence = "Ajouter un point d’étape", Formulaire(nom).is_begun
    with st.expander(titre, commence, icon=":material/add_comment:", key="ajouter-point"):
        show_creation(
            nom,
            CHAMPS,
            lambda form: show_champs(form, CHAMPS, depart, {"territoire": lieux}, colonnes=3),
            add,
            "Ajouter le point d’étape",
            lambda saisie: f"Le point d’étape « {METEO.mot(saisie['meteo'])} » est ajouté.",
            border=False,
        )


def show_points(ecran: EcranEngagements) -> None:
    """The newest ones in full."""
    points = list_records(ecran.points.tail(POINTS_MONTRES).iloc[::-1])
    if not points:
        st.markdown(ecran.lacks("point"))
    for point in points:
        _show_point(ecran, point)
    if ecran.can("ecrire", ecran.etat.territoire):
        _show_retires(ecran)


def _show_point(ecran: EcranEngagements, point: dict[str, Any]) -> None:
    jour, lieu = format_date(point["date"]), escape(ecran.lieu(point["territoire"]))
    morceaux = [f"**{jour}**", meteo_markdown(point["meteo"]), lieu]
    if not ecran.acteur.reads_public_only:
        morceaux += [escape(point["auteur"]), "publié" if point["publie"] else "brouillon"]
    with st.container(border=True, gap="small"):
        entete = st.container(horizontal=True, vertical_alignment="center")
        entete.markdown(" · ".join(morceaux), width="stretch")
        st.markdown(escape(point["synthese"]))
        if ecran.can("ecrire", point["territoire"]):
            with entete.popover("Retirer ce point…", icon=":material/archive:", type="tertiary"):
                st.markdown(f"Le point d’étape du {jour} sera caché, pas supprimé.")
                show_geste(
                    "Retirer le point d’étape",
                    partial(ecran.store.points_etape.withdraw, ecran.acteur, int(point["id"])),
                    "Le point d’étape est retiré.",
                    cle=f"retirer-point-{point['id']}",
                )


def _show_retires(ecran: EcranEngagements) -> None:
    retires = ecran.store.points_etape.list(
        ecran.acteur, engagement=ecran.etat.engagement, territoire=ecran.inclus, retires=True,
        limit=POINTS_MONTRES,
    )  # fmt: skip
    ecran.show_retires(
        "point_etape", retires.iloc[::-1], "point d’étape retiré", "points d’étape retirés",
        name=lambda point: f"{format_date(point['date'])} · {METEO.mot(point['meteo'])}",
    )  # fmt: skip
