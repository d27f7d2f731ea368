"""Indicateurs: the state of the screen, its filters, and the list of what is measured."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, entier
from concertation.analyse.avancement.cellules import with_progress
from concertation.analyse.mots.absences import tell_absence
from concertation.analyse.mots.formats import format_date, format_nombre, is_empty, plural
from concertation.analyse.territoires.noms import every_territoire
from concertation.donnees import Donnees
from concertation.interface.elements.exports_suivi import show_exports_suivi
from concertation.interface.elements.facettes import Puce, show_chips
from concertation.interface.elements.pagination import paged
from concertation.interface.socle.boutons import show_link
from concertation.interface.socle.champs import show_select
from concertation.interface.socle.registre import INDICATEURS
from concertation.interface.socle.session import write_params
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.noms import format_progression, names_of_engagements
from concertation.suivi import Acteur, Store

PAR_PAGE = 12


@dataclass(frozen=True)
class EtatIndicateurs(Adresse):
    """What the address says: filters, page of the list, the indicator opened."""

    engagement: str = choix("Engagement", names_of_engagements)
    territoire: str = choix("Territoire", every_territoire)
    page: int = entier("Page", 1)
    fiche: int = entier("Indicateur")


@dataclass(frozen=True)
class Ecran:
    """What the screen shows in this run; what it needs of the store is read when shown."""

    donnees: Donnees
    store: Store
    acteur: Acteur
    etat: EtatIndicateurs

    @cached_property
    def lieux(self) -> dict[str, str]:
        return every_territoire(self.donnees)

    @cached_property
    def engagements(self) -> dict[str, str]:
        return names_of_engagements(self.donnees)

    @cached_property
    def indicateurs(self) -> pd.DataFrame:
        """Those that answer the filters, with `actuel`, `date_actuelle`, `progression`."""
        etat, store = self.etat, self.store
        lieux = set(store.references.descendants([etat.territoire])) if etat.territoire else None
        frame = store.indicateurs.list(
            self.acteur, engagement=etat.engagement or None, territoire=lieux
        )
        return with_progress(frame, store.mesures.latest(self.acteur))

    def ask(self, **changements: Any) -> None:
        """Ask another question: the list starts again at its first page."""
        write_params(replace(self.etat, page=1, fiche=0, **changements).to_params())

    def open_fiche(self, identifiant: int) -> None:
        write_params(replace(self.etat, fiche=identifiant).to_params())


def missing_parts(indicateur: Mapping[str, object]) -> str:
    """« la cible et une mesure », what progress lacks; "" when it can be computed."""
    if not is_empty(indicateur["progression"]):
        return ""
    noms = {"valeur_initiale": "la valeur initiale", "cible": "la cible", "actuel": "une mesure"}
    manques = [nom for champ, nom in noms.items() if is_empty(indicateur[champ])]
    if not manques:
        return "un écart entre la valeur initiale et la cible"
    return " et ".join(filter(None, [", ".join(manques[:-1]), manques[-1]]))


def progression_text(indicateur: Mapping[str, object]) -> str:
    """« 42 % du chemin vers la cible », or what is missing to say so."""
    manque = missing_parts(indicateur)
    if manque:
        return f"Progression non calculable : il manque {manque}."
    return f"Progression : {format_progression(indicateur['progression'])} du chemin vers la cible."


def value_text(valeur: object, unite: str) -> str:
    """A value with its unit, or that nobody gave it."""
    nombre = format_nombre(valeur, vide="non renseignée")
    return f"{nombre} {unite}".strip() if not is_empty(valeur) else nombre


def show_filtres(ecran: Ecran) -> None:
    etat = ecran.etat
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _show_filtre(ecran, "engagement", "Engagement", ecran.engagements)
        _show_filtre(ecran, "territoire", "Territoire", ecran.lieux)
        show_exports_suivi(
            ecran.donnees,
            ecran.store,
            ecran.indicateurs,
            titre="Indicateurs",
            filtres=", ".join(filter(None, [etat.engagement, ecran.lieux.get(etat.territoire)])),
            fichier="indicateurs",
            objet="indicateur",
        )
    total = len(ecran.indicateurs)
    calculables = int(ecran.indicateurs["progression"].notna().sum())
    st.info(
        f"**{plural(total, 'indicateur')}**, dont {calculables} avec une progression calculable.",
        icon=":material/filter_list:",
    )
    mots = {
        "engagement": ecran.engagements.get(etat.engagement, ""),
        "territoire": ecran.lieux.get(etat.territoire, ""),
    }
    show_chips(
        [
            Puce(nom, texte, partial(ecran.ask, **{nom: ""}))
            for nom, texte in mots.items()
            if getattr(etat, nom)
        ],
        lambda: ecran.ask(engagement="", territoire=""),
    )


def _show_filtre(ecran: Ecran, nom: str, libelle: str, options: Mapping[str, str]) -> None:
    valeur = getattr(ecran.etat, nom)
    show_select(
        libelle, f"w-{nom}", options, valeur, lambda v: ecran.ask(**{nom: v}), "Tous", width=380
    )


def show_liste(ecran: Ecran) -> None:
    """One page of indicators, two in a row where there is room."""
    lignes = ecran.indicateurs
    if lignes.empty:
        st.markdown(
            "Aucun indicateur ne répond à ces filtres : retirez-en un."
            if ecran.etat.engagement or ecran.etat.territoire
            else tell_absence("indicateur", ecran.store.reads_partly(ecran.acteur))
        )
        return

    def go(numero: int) -> None:
        write_params(replace(ecran.etat, page=numero).to_params())

    with (
        paged(lignes, ecran.etat.page, PAR_PAGE, go) as montrees,
        st.grid(2, min_column_width=330, gap="small"),
    ):
        for ligne in montrees.to_dict("records"):
            _show_carte(ecran, ligne)


def show_retires(ecran: Ecran) -> None:
    """Withdrawn indicators of one's territories, each leading to the sheet that restores it."""
    retires = ecran.store.indicateurs.list(ecran.acteur, retires=True)
    if retires.empty:
        return
    titre = plural(len(retires), "indicateur retiré", "indicateurs retirés")
    with st.expander(titre, icon=":material/archive:"):
        for ligne in retires.tail(PAR_PAGE).iloc[::-1].to_dict("records"):
            show_link(
                INDICATEURS,
                f"{escape(ligne['libelle'])} (n° {ligne['id']})",
                replace(ecran.etat, fiche=int(ligne["id"])).to_params(),
                "monitoring",
            )


def _show_carte(ecran: Ecran, ligne: dict) -> None:
    with st.container(border=True, height="stretch", gap="small"):
        engagement = ecran.engagements.get(ligne["engagement"], ligne["engagement"])
        lieu = ecran.lieux.get(ligne["territoire"], ligne["territoire"])
        st.markdown(f":small[{escape(engagement)} · {escape(lieu)}]")
        st.markdown(f"**{escape(ligne['libelle'])}**")
        unite = str(ligne["unite"])
        jour = "" if is_empty(ligne["date_actuelle"]) else format_date(ligne["date_actuelle"])
        mesure = escape(value_text(ligne["actuel"], unite)) + (f", {jour}" if jour else "")
        st.markdown(
            f"Dernière mesure : {mesure}  \n"
            f"Initiale : {escape(value_text(ligne['valeur_initiale'], unite))} · "
            f"Cible : {escape(value_text(ligne['cible'], unite))}"
        )
        st.markdown(progression_text(ligne))
        show_link(
            INDICATEURS,
            f"Fiche de l'indicateur n° {ligne['id']}",
            replace(ecran.etat, fiche=int(ligne["id"])).to_params(),
            "monitoring",
        )
