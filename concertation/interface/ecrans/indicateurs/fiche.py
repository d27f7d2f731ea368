"""The sheet of an indicator: where it stands, its measures, and what may be done with it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.avancement.cellules import with_progress
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, format_nombre, is_empty, plural
from concertation.graphiques.dessins.courbe import curve_mesures
from concertation.interface.ecrans.indicateurs.ecran import Ecran, progression_text, value_text
from concertation.interface.ecrans.indicateurs.saisies import (
    show_contester,
    show_mesurer,
    show_modifier,
)
from concertation.interface.elements.figures import show_figure, show_table
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.registre import INDICATEURS
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import names_of_composantes
from concertation.interface.suivi.partage import show_geste
from concertation.interface.suivi.territoires import show_refus
from concertation.suivi import Introuvable

# Older measures stay in the database and in the exports: a page's weight does not follow history.
MESURES_MONTREES = 20
MESURES_TRACEES = 300


def show_fiche(ecran: Ecran) -> None:
    """The indicator of the address; an unknown one raises `Introuvable`."""
    store, acteur = ecran.store, ecran.acteur
    show_link(
        INDICATEURS, "Tous les indicateurs", replace(ecran.etat, fiche=0).to_params(), "arrow_back"
    )
    try:
        ligne = store.indicateurs.get(acteur, ecran.etat.fiche)
    except Introuvable:
        st.title("Indicateur introuvable", anchor=False)
        show_refus(acteur, "ce territoire")
        raise
    mesures = store.mesures.list(acteur, indicateur_id=int(ligne["id"]), limit=MESURES_TRACEES)
    complet = list_records(with_progress(pd.DataFrame([ligne]), mesures.tail(1)))[0]
    st.title(escape(str(ligne["libelle"])), anchor=False)
    if ligne["retire"]:
        st.warning("Cet indicateur est retiré : caché, jamais supprimé.", icon=":material/archive:")
    _show_faits(ecran, complet)
    if not mesures.empty:
        _show_courbe(complet, mesures)
    _show_mesures(ecran, complet, mesures)
    peut = store.can(acteur, "ecrire", str(ligne["territoire"]))
    if not peut:
        show_refus(acteur, ecran.lieux.get(str(ligne["territoire"]), ""))
    elif not ligne["retire"]:
        show_mesurer(ecran, complet)
        if not mesures.empty:
            show_contester(ecran, complet, mesures.tail(MESURES_MONTREES))
        show_modifier(ecran, ligne)
    if peut:
        _show_retrait(ecran, ligne)
    _show_publication(ecran, ligne, mesures)


def _show_faits(ecran: Ecran, ligne: Mapping[str, Any]) -> None:
    composantes = names_of_composantes(ecran.donnees, ligne["engagement"])
    unite = str(ligne["unite"])

    def justified(valeur: str, date: str, source: str) -> str:
        texte = value_text(ligne[valeur], unite)
        if is_empty(ligne[valeur]):
            return texte
        return f"{texte}, {format_date(ligne[date])} – source : {ligne[source]}"

    faits = {
        "Engagement": ecran.engagements.get(ligne["engagement"], ligne["engagement"]),
        "Composante": composantes.get(ligne["composante"], "aucune en particulier"),
        "Territoire": ecran.lieux.get(ligne["territoire"], ligne["territoire"]),
        "Valeur initiale": justified("valeur_initiale", "date_initiale", "source_initiale"),
        "Cible": justified("cible", "date_cible", "source_cible"),
        "Dernière mesure": value_text(ligne["actuel"], unite)
        + ("" if is_empty(ligne["actuel"]) else f", {format_date(ligne['date_actuelle'])}"),
    }
    st.table(
        {escape(nom): escape(valeur) for nom, valeur in faits.items()},
        border="horizontal",
        alt="Ce que l'indicateur mesure",
    )
    st.markdown(f"**{progression_text(ligne)}**")


def _show_courbe(ligne: Mapping[str, Any], mesures: pd.DataFrame) -> None:
    points = mesures.assign(contestee=mesures["contestations"] > 0)
    show_figure(
        "Évolution",
        curve_mesures(points, ligne),
        source="Source : celle de chaque mesure, dans le tableau ci-dessous.",
        cle=f"courbe-{ligne['id']}",
        suivi=True,
    )


def _show_mesures(ecran: Ecran, ligne: Mapping[str, Any], mesures: pd.DataFrame) -> None:
    st.header("Mesures", anchor=False)
    if mesures.empty:
        partiel = ecran.store.reads_partly(ecran.acteur, ligne["territoire"])
        st.markdown(tell_absence("mesure", partiel))
        _show_retirees(ecran, ligne)
        return
    montrees = mesures.tail(MESURES_MONTREES).iloc[::-1]
    contestations = ecran.store.contestations.list(
        ecran.acteur, mesure_id={int(cle) for cle in montrees["id"]}
    )
    motifs = contestations.groupby("mesure_id")["motif"].agg(" ; ".join)
    unite = str(ligne["unite"])
    # Few columns: on a phone each keeps the width of a few words.
    table = pd.DataFrame(
        {
            "Mesure": [
                f"{value_text(m['valeur'], unite)}, {format_date(m['date'])}"
                for m in list_records(montrees)
            ],
            "Source": montrees["source"],
            "Suivi": [_fate(ecran, m, motifs.get(m["id"], "")) for m in list_records(montrees)],
        }
    )
    show_table(table, alt=f"Mesures de l'indicateur {ligne['libelle']}")
    if len(mesures) > MESURES_MONTREES:
        st.caption(f"Les {MESURES_MONTREES} mesures les plus récentes.")
    if ecran.store.can(ecran.acteur, "ecrire", ligne["territoire"]):
        _show_retirer_mesure(ecran, montrees)
    _show_retirees(ecran, ligne)


def _fate(ecran: Ecran, mesure: Mapping[str, Any], motif: str) -> str:
    """Number, author and publication for those who may read them; the reason it is contested."""
    morceaux = [f"n° {mesure['id']}"]
    if not ecran.acteur.reads_public_only:
        morceaux += [mesure["auteur"], "publiée" if mesure["publie"] else "brouillon"]
    return ", ".join(morceaux) + (f" – contestée : {motif}" if motif else "")


def _show_retirer_mesure(ecran: Ecran, mesures: pd.DataFrame) -> None:
    """Withdraw one, named before it is done."""
    with st.popover("Retirer une mesure…", icon=":material/archive:"):
        choisie = st.selectbox(
            "Mesure à retirer",
            mesures["id"].tolist(),
            format_func=lambda cle: _measure_name(mesures, cle),
            index=None,
            placeholder="Choisissez",
            key="f-retirer-mesure",
        )
        st.markdown("Elle sera cachée, pas supprimée, et pourra être rétablie.")
        show_geste(
            "Retirer la mesure",
            lambda: ecran.store.mesures.withdraw(ecran.acteur, int(choisie or 0)),
            f"La mesure n° {choisie} est retirée.",
            disabled=choisie is None,
        )


def _measure_name(mesures: pd.DataFrame, identifiant: int) -> str:
    ligne = mesures[mesures["id"] == identifiant].iloc[0]
    valeur, jour = format_nombre(ligne["valeur"]), format_date(ligne["date"])
    return f"{valeur} le {jour} (n° {identifiant})"


def _show_retirees(ecran: Ecran, ligne: Mapping[str, Any]) -> None:
    if not ecran.store.can(ecran.acteur, "ecrire", ligne["territoire"]):
        return
    retirees = ecran.store.mesures.list(
        ecran.acteur, indicateur_id=int(ligne["id"]), retires=True, limit=MESURES_MONTREES
    )
    if retirees.empty:
        return
    with st.expander(
        plural(len(retirees), "mesure retirée", "mesures retirées"), icon=":material/archive:"
    ):
        for cle in retirees["id"].tolist():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(escape(_measure_name(retirees, cle)), width="stretch")
                show_geste(
                    "Rétablir",
                    partial(ecran.store.mesures.restore, ecran.acteur, int(cle)),
                    f"La mesure n° {cle} est rétablie.",
                    cle=f"retablir-mesure-{cle}",
                )


def _show_retrait(ecran: Ecran, ligne: Mapping[str, Any]) -> None:
    """Hide the indicator, or show it again, at the version that is on screen."""
    identifiant, version = int(ligne["id"]), int(ligne["version"])
    if ligne["retire"]:
        show_geste(
            "Rétablir l'indicateur",
            lambda: ecran.store.indicateurs.restore(ecran.acteur, identifiant, version),
            "L'indicateur est rétabli.",
            icone="unarchive",
        )
        return
    with st.popover("Retirer l'indicateur…", icon=":material/archive:"):
        st.markdown(
            f"« {escape(str(ligne['libelle']))} » et ses mesures seront cachés, pas supprimés ; "
            "cette fiche permettra de les rétablir."
        )
        show_geste(
            "Retirer l'indicateur",
            lambda: ecran.store.indicateurs.withdraw(ecran.acteur, identifiant, version),
            "L'indicateur est retiré.",
        )


def _show_publication(ecran: Ecran, ligne: Mapping[str, Any], mesures: pd.DataFrame) -> None:
    """For the direction: an indicator goes out with its measures."""
    if not ecran.store.can(ecran.acteur, "publier", ligne["territoire"]) or ligne["retire"]:
        return
    identifiant = int(ligne["id"])
    publie = bool(ligne["publie"])
    modifie = publie and ligne["version_publiee"] != ligne["version"]
    brouillons = int((~mesures["publie"]).sum())
    etat = "Publié, modifié depuis" if modifie else "Publié" if publie else "Brouillon"
    with st.popover(f"Publication : {etat.lower()}", icon=":material/public:"):
        st.markdown(
            f"{plural(brouillons, 'mesure non publiée', 'mesures non publiées')}. "
            "Le public lit l'indicateur et ses mesures, sans les noms."
        )
        show_geste(
            "Publier l'indicateur et ses mesures",
            lambda: ecran.store.publications.publish(ecran.acteur, "indicateur", identifiant),
            "L'indicateur et ses mesures sont publiés.",
            icone="public",
            disabled=publie and (not modifie) and (not brouillons),
        )
        show_geste(
            "Retirer de la publication",
            lambda: ecran.store.publications.unpublish(ecran.acteur, "indicateur", identifiant),
            "L'indicateur n'est plus publié.",
            icone="public_off",
            disabled=not publie,
        )
