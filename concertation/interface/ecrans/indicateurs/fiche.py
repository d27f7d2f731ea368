"""The sheet of an indicator: where it stands, its measures, and what may be done with it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.avancement.cellules import with_progress
from concertation.analyse.lignes import list_records, tabulate
from concertation.analyse.mots.formats import format_date, format_nombre, is_empty
from concertation.analyse.mots.typographie import typeset
from concertation.declarations.indicateur import CONTESTATION, MESURE
from concertation.graphiques.dessins.courbe import curve_mesures
from concertation.graphiques.dessins.mesures import bullet_words
from concertation.interface.ecrans.indicateurs.ecran import EcranIndicateurs, show_modifier
from concertation.interface.elements.figures import show_figure, show_table
from concertation.interface.socle.buttons import show_link
from concertation.interface.socle.registre import INDICATEURS
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import show_champs, show_creation
from concertation.interface.suivi.ecran import show_refus
from concertation.interface.suivi.noms import names_of_composantes
from concertation.interface.suivi.partage import show_geste
from concertation.suivi import Introuvable

MESURES = MESURE.showing("formulaire", sauf=("indicateur_id",))
# Older measures stay in the database and in the exports: a page's weight does not follow history.
MESURES_MONTREES = 20
MESURES_TRACEES = 300
MOTS = ("indicateur et ses mesures", "indicateurs et leurs mesures")


def show_fiche(ecran: EcranIndicateurs) -> None:
    """The indicator of the address; an unknown one raises `Introuvable`."""
    store, acteur = ecran.store, ecran.acteur
    show_link(INDICATEURS, "Tous les indicateurs", ecran.params(fiche=0), "arrow_back")
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
        st.warning("Cet indicateur est retiré : caché, jamais supprimé.", icon=":material/archive:")
    _show_faits(ecran, complet)
    if not mesures.empty:
        show_figure(
            "Évolution",
            curve_mesures(mesures.assign(contestee=mesures["contestations"] > 0), complet),
            source="Source : celle de chaque mesure, dans le tableau ci-dessous.",
            cle=f"courbe-{ligne['id']}",
            suivi=True,
        )
    _show_mesures(ecran, complet, mesures)
    if ecran.may_write(ligne["territoire"]):
        if not ligne["retire"]:
            _show_mesurer(ecran, complet)
            if not mesures.empty:
                _show_contester(ecran, complet, mesures.tail(MESURES_MONTREES))
            show_modifier(ecran, ligne)
        dit = f"« {escape(str(ligne['libelle']))} » et ses mesures seront cachés."
        ecran.show_retrait(ligne, "indicateur", "l’indicateur", dit)
    if not ligne["retire"]:
        dedans, lieu = not mesures["publie"].all(), str(ligne["territoire"])
        seul = pd.DataFrame([ligne])
        ecran.show_publication("indicateur", seul, *MOTS, ici=lieu, dedans=dedans)


def value_text(valeur: object, unite: str) -> str:
    """A value with its unit, or that nobody gave it."""
    nombre = format_nombre(valeur, vide="non renseignée")
    return f"{nombre} {unite}".strip() if not is_empty(valeur) else nombre


def _show_faits(ecran: EcranIndicateurs, ligne: Mapping[str, Any]) -> None:
    composantes = names_of_composantes(ecran.donnees, ligne["engagement"])
    unite = str(ligne["unite"])

    def dated(valeur: str, date: str, source: str = "") -> str:
        texte = value_text(ligne[valeur], unite)
        if is_empty(ligne[valeur]):
            return texte
        suite = f" – source : {ligne[source]}" if source else ""
        return f"{texte}, {format_date(ligne[date])}{suite}"

    faits = {
        "Engagement": ecran.engagement(ligne["engagement"]),
        "Composante": composantes.get(ligne["composante"], "aucune en particulier"),
        "Territoire": ecran.lieu(ligne["territoire"]),
        "Valeur initiale": dated("valeur_initiale", "date_initiale", "source_initiale"),
        "Cible": dated("cible", "date_cible", "source_cible"),
        "Dernière mesure": dated("actuel", "date_actuelle"),
    }
    dits = {escape(nom): escape(valeur) for nom, valeur in faits.items()}
    st.table(dits, border="horizontal", alt="Ce que l’indicateur mesure")
    st.markdown(f"**{escape(bullet_words(ligne))}**")


def _show_mesures(ecran: EcranIndicateurs, ligne: Mapping[str, Any], mesures: pd.DataFrame) -> None:
    st.header("Mesures", anchor=False)
    ecrit = ecran.can("ecrire", ligne["territoire"])
    if mesures.empty:
        st.markdown(ecran.absence("mesure", ligne["territoire"]))
    else:
        montrees = mesures.tail(MESURES_MONTREES).iloc[::-1]
        _show_tableau(ecran, ligne, montrees)
        if len(mesures) > MESURES_MONTREES:
            st.caption(f"Les {MESURES_MONTREES} mesures les plus récentes.")
        if ecrit:
            _show_retirer_mesure(ecran, montrees)
    if ecrit:
        retirees = ecran.store.mesures.list(
            ecran.acteur, indicateur_id=int(ligne["id"]), retires=True, limit=MESURES_MONTREES
        )
        ecran.show_retires(
            "mesure", retirees, "mesure retirée", "mesures retirées", name=_name_mesure
        )


def _show_tableau(ecran: EcranIndicateurs, ligne: Mapping[str, Any], mesures: pd.DataFrame) -> None:
    contestations = ecran.store.contestations.list(ecran.acteur, mesure_id=set(mesures["id"]))
    motifs = contestations.groupby("mesure_id")["motif"].agg(" ; ".join)
    unite, anonyme = str(ligne["unite"]), ecran.acteur.reads_public_only

    def fate(mesure: dict[str, Any]) -> str:
        """Number, author and publication for those who may read them; why it is contested."""
        publie = "publiée" if mesure["publie"] else "brouillon"
        dits = [f"n° {mesure['id']}", *([] if anonyme else [mesure["auteur"], publie])]
        motif = motifs.get(mesure["id"], "")
        return ", ".join(dits) + (f" – contestée : {motif}" if motif else "")

    # Few columns: on a phone each keeps the width of a few words.
    table = tabulate(
        list_records(mesures),
        ("Mesure", lambda m: f"{value_text(m['valeur'], unite)}, {format_date(m['date'])}"),
        ("Source", lambda m: m["source"]),
        ("Suivi", fate),
    )
    show_table(table, alt=f"Mesures de l’indicateur {ligne['libelle']}")


def _show_retirer_mesure(ecran: EcranIndicateurs, mesures: pd.DataFrame) -> None:
    """Withdraw one, named before it is done."""
    noms = _name_mesures(mesures)
    with st.popover("Retirer une mesure…", icon=":material/archive:"):
        choisie = st.selectbox(
            "Mesure à retirer",
            list(noms),
            format_func=lambda cle: typeset(noms.get(cle, cle)),
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


def _show_mesurer(ecran: EcranIndicateurs, indicateur: Mapping[str, Any]) -> None:
    """Add a value, with its date and source."""
    identifiant, unite = int(indicateur["id"]), indicateur["unite"]
    questions = {"valeur": f"Valeur ({unite}, obligatoire)"} if unite else {}
    add = partial(ecran.record, ecran.store.mesures.add, indicateur["territoire"])
    st.subheader("Ajouter une mesure", anchor=False)
    show_creation(
        f"mesure-{identifiant}",
        MESURES,
        lambda form: show_champs(form, MESURES, {"date": ecran.jour}, questions=questions),
        lambda saisie: add(indicateur_id=identifiant, **saisie),
        "Ajouter la mesure",
        lambda saisie: f"La mesure {format_nombre(saisie['valeur'])} est ajoutée.",
    )


def _name_mesure(mesure: Mapping[str, Any]) -> str:
    """« 42 le 3 mars 2026 (n° 12) »."""
    valeur, jour = format_nombre(mesure["valeur"]), format_date(mesure["date"])
    return f"{valeur} le {jour} (n° {mesure['id']})"


def _name_mesures(mesures: pd.DataFrame) -> dict[str, str]:
    """Each measure by what it says."""
    return {str(mesure["id"]): _name_mesure(mesure) for mesure in list_records(mesures)}


def _show_contester(
    ecran: EcranIndicateurs, indicateur: Mapping[str, Any], mesures: pd.DataFrame
) -> None:
    """Contest a value with a reason: both stay."""
    noms = {"mesure_id": _name_mesures(mesures.iloc[::-1])}
    add = partial(ecran.record, ecran.store.contestations.add, indicateur["territoire"])
    st.subheader("Contester une mesure", anchor=False)
    show_creation(
        f"contestation-{indicateur['id']}",
        CONTESTATION.champs,
        lambda form: show_champs(form, CONTESTATION.champs, {}, noms),
        lambda saisie: add(**saisie | {"mesure_id": int(saisie["mesure_id"] or 0) or None}),
        "Contester",
        lambda _: "La contestation est enregistrée à côté de la mesure.",
    )
