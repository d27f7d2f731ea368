"""The plan as a file, and back: what would change is shown before anything is written."""

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import Any

import streamlit as st

from concertation.analyse.lignes import tabulate
from concertation.analyse.mots.formats import plural
from concertation.donnees import Anomalie
from concertation.donnees.fichiers.ouverture import TYPES
from concertation.interface.ecrans.plan_action.ecran import EcranPlanAction, describe_question
from concertation.interface.ecrans.plan_action.lectures import (
    FICHIER,
    chosen_lectures,
    show_colonnes,
    show_lectures,
)
from concertation.interface.elements.champ_fichier import (
    MO,
    forget_fichier,
    kept_octets,
    show_champ_lu,
)
from concertation.interface.elements.figures import show_rows
from concertation.interface.elements.telechargements import XLSX, build_cachet, name_of
from concertation.interface.socle.buttons import show_button, show_download
from concertation.interface.socle.demandeur import current_demandeur
from concertation.interface.socle.garde import shorten
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.ecran import show_refus
from concertation.interface.suivi.partage import attempt
from concertation.restitution.classeur.plan import ecriture, lecture, modele, reprise
from concertation.restitution.classeur.plan.marquage import mark_faults
from concertation.restitution.classeur.plan.rapprochement import (
    suggest_lectures,
    take_lectures,
    take_names,
)
from concertation.restitution.fabrication.fabrique import read_apart

MONTREES = 50


def show_fichier(ecran: EcranPlanAction) -> None:
    """Export what is shown, import what was changed in a spreadsheet."""
    gauche, droite = st.columns(2, gap="large")
    with gauche:
        _show_export(ecran)
    with droite:
        st.header("Importer", anchor=False)
        if not ecran.ecrits:
            show_refus(ecran.acteur, ecran.pour(ecran.territoire))
            return
        recu = _ask_file()
    if recu is not None:
        _show_import(ecran, *recu)


def _show_export(ecran: EcranPlanAction) -> None:
    st.header("Exporter", anchor=False)
    st.markdown(
        plural(len(ecran.lignes), "action et ses financements", "actions et leurs financements")
        + ", avec les colonnes que l’import attend : le même fichier, modifié dans un tableur, se "
        "reprend ici."
    )
    cachet = build_cachet(ecran, "Plan d’action", describe_question(ecran))
    plan = partial(modele.plan_of_store, ecran.store, ecran.acteur, ecran.lignes["id"])
    with st.container(horizontal=True):
        choix = ecriture.choix_of_donnees(ecran.donnees)
        nom = name_of(cachet)
        archive = f"{nom}.zip", "application/zip", "folder_zip"
        show_download(
            "Classeur (XLSX)", lambda: ecriture.to_plan_xlsx(plan(), cachet, choix), f"{nom}.xlsx",
            XLSX,
        )  # fmt: skip
        show_download("Deux CSV (zip)", lambda: ecriture.to_plan_csv(plan(), cachet), *archive)


def _ask_file() -> tuple[str, tuple[modele.Plan, list[Anomalie]]] | None:
    """The file chosen last, read."""
    st.markdown(
        "Rien n’est écrit avant que vous ayez vu ce qui changerait. Un fichier qui contient une "
        "erreur est refusé en entier. Une ligne absente du fichier reste dans le plan."
    )
    return show_champ_lu(
        "Fichier du plan (XLSX, ODS, CSV ou ZIP)", TYPES, cle=FICHIER, read=lecture.read_plan,
        maximum=5 * MO, garde=True,
    )  # fmt: skip


def _show_import(ecran: EcranPlanAction, nom: str, lu: tuple[modele.Plan, list[Anomalie]]) -> None:
    """What a file would change, or what is wrong with it."""
    plan, anomalies = lu
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{escape(nom)}**")
        show_button("Oublier ce fichier", "close", partial(forget_fichier, FICHIER))
    choix = ecriture.choix_of_donnees(ecran.donnees)
    if plan.libres:
        plan = show_colonnes(plan.libres, choix)
        if not plan.lignes:
            return
        anomalies = []
    _tell_reading(plan, bool(anomalies))
    plan = take_lectures(take_names(plan, choix), chosen_lectures())
    plan, reunis = plan.at_home(ecran.store.references.comites)
    for autre in reunis:
        st.info(
            f"{escape(ecran.lieu(autre))}\u00a0: lignes lues pour "
            f"{ecran.pour(ecran.store.references.home(autre))}, le même comité.",
            icon=":material/merge:",
        )
    existant = modele.plan_of_store(ecran.store, ecran.acteur)
    if not anomalies:
        anomalies = reprise.check_plan(ecran.store, ecran.acteur, plan, existant)
    if anomalies:
        _show_refus_du_plan(anomalies)
        show_lectures(suggest_lectures(plan, anomalies, choix))
        _offer_marked(nom, anomalies)
        return
    apercu = reprise.preview(plan, existant)
    st.markdown(f"**{escape(apercu.sentence())}**")
    if deja := reprise.count_known(plan, existant):
        st.warning(
            plural(deja, "action à créer a", "actions à créer ont")
            + " l’intitulé et le territoire d’une action enregistrée : le fichier a-t-il déjà été "
            "importé ? Elles existeraient deux fois.",
            icon=":material/content_copy:",
        )
    if apercu.videes:
        st.warning(
            plural(apercu.videes, "cellule remplie sera vidée", "cellules remplies seront vidées")
            + " : le fichier les laisse vides.",
            icon=":material/backspace:",
        )
    if not apercu.is_empty:
        mots = f"Enregistrer : {escape(apercu.sentence().rstrip('.').lower())}"
        if st.button(mots, type="primary", icon=":material/upload_file:"):
            _apply(ecran, plan)
    for titre, changements in (("À créer", apercu.creees), ("À modifier", apercu.modifiees)):
        _show_changements(titre, changements)


def _offer_marked(nom: str, anomalies: Sequence[Anomalie]) -> None:
    """The file itself, each fault told in its cell."""
    if (octets := kept_octets(FICHIER)) is None:
        return
    qui = current_demandeur()
    show_download(
        "Le fichier, fautes marquées (XLSX)",
        lambda: read_apart(mark_faults, octets, nom, list(anomalies), **qui),
        f"a-corriger-{PurePath(nom).stem}.xlsx",
        XLSX,
    )


def _tell_reading(plan: modele.Plan, is_refused: bool) -> None:
    """What was guessed, left aside or not found in the file."""
    if plan.ignorees:
        st.warning(
            f"{plural(len(plan.ignorees), 'feuille')} sans la ligne d’en-tête du plan, qui ne "
            f"sera pas lue : {escape(', '.join(plan.ignorees))}.",
            icon=":material/tab_unselected:",
        )
    if plan.remarques:
        puce = "- " if len(plan.remarques) > 1 else ""
        st.info(
            "\n".join(f"{puce}{escape(remarque)}" for remarque in plan.remarques),
            icon=":material/info:",
        )
    if plan.absentes and not is_refused:
        st.info(
            f"{plural(len(plan.absentes), 'colonne absente', 'colonnes absentes')} du fichier, "
            "dont rien ne changera dans les lignes déjà enregistrées : "
            f"{escape(', '.join(plan.absentes))}.",
            icon=":material/view_column:",
        )


def _apply(ecran: EcranPlanAction, plan: modele.Plan) -> None:
    """Write the plan; the session held by the person binds it when it is this territory's."""
    seance = ecran.seance(ecran.territoire) if ecran.territoire else None

    def write() -> Any:
        try:
            return reprise.apply_plan(ecran.store, ecran.acteur, plan, seance)
        except reprise.PlanRefuse as refus:
            _show_refus_du_plan(refus.anomalies)
            raise

    if attempt(write, "Le plan est importé.") is not None:
        forget_fichier(FICHIER)
        st.rerun()


def _show_refus_du_plan(anomalies: Sequence[Anomalie]) -> None:
    """Every mistake of a refused file, by sheet, row and column."""
    st.error(
        f"Fichier refusé en entier, rien n’est écrit : {plural(len(anomalies), 'erreur')}.",
        icon=":material/report:",
    )
    table = tabulate(
        anomalies,
        ("Feuille", lambda a: a.fichier),
        ("Ligne", lambda a: "–" if a.ligne is None else str(a.ligne)),
        ("Colonne", lambda a: a.colonne or "–"),
        ("Valeur", lambda a: shorten(a.valeur or "") or "–"),
        ("Ce qu’il faut corriger", lambda a: a.message),
    )
    show_rows(table, alt="Erreurs du fichier, par ligne et par colonne")


def _show_changements(titre: str, changements: tuple[reprise.Changement, ...]) -> None:
    if not changements:
        return
    st.markdown(f"**{titre}**")
    cellules = [(changement, *champ) for changement in changements for champ in changement.champs]
    table = tabulate(
        cellules[:MONTREES],
        ("Feuille", lambda c: c[0].ligne.feuille),
        ("Ligne", lambda c: str(c[0].ligne.numero)),
        ("Action", lambda c: c[0].intitule or "–"),
        ("Colonne", lambda c: c[1]),
        ("Avant", lambda c: c[2] or "–"),
        ("Après", lambda c: c[3] or "vide"),
    )
    show_rows(table, alt=f"{titre} : lignes du fichier")
    if len(cellules) > MONTREES:
        st.caption(f"… et {len(cellules) - MONTREES} autres cellules.")
