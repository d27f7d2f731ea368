"""Indicateurs: the state of the screen, its filters, the list, and the form of what is measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.adresses import Adresse, choix, entier
from concertation.analyse.avancement.cellules import with_progress
from concertation.analyse.feuille_route.lecture import mesures_of
from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import plural
from concertation.analyse.territoires.fiche import relate
from concertation.analyse.territoires.noms import choix_territoire
from concertation.declarations.indicateur import INDICATEUR
from concertation.donnees import Donnees, soft_table
from concertation.interface.elements.chiffres import show_chiffres
from concertation.interface.elements.pagination import paged
from concertation.interface.elements.telechargements import show_exports_suivi
from concertation.interface.socle.textes import escape
from concertation.interface.suivi.champs import plain, show_champs, show_creation, show_edition
from concertation.interface.suivi.ecran import EcranSuivi, show_filtre, show_puces, show_refus
from concertation.interface.suivi.indicateurs import show_courbes
from concertation.interface.suivi.noms import choose_composantes, names_of_engagements
from concertation.interface.suivi.saisies import Formulaire
from concertation.recits.feuille import title_of
from concertation.suivi import SaisieInvalide

PAR_PAGE, PUBLIES_PAR_PAGE = 12, 3
Ligne = dict[str, Any]
CHAMPS = INDICATEUR.showing("formulaire")


@dataclass(frozen=True)
class EtatIndicateurs(Adresse):
    """What the address says: filters, page of the list, the indicator opened."""

    engagement: str = choix("Engagement", names_of_engagements)
    territoire: str = choix_territoire()
    page: int = entier("Page", 1)
    fiche: int = entier("Indicateur")
    publiees: int = entier("Page des mesures publiées", 1)


class EcranIndicateurs(EcranSuivi[EtatIndicateurs]):
    """The indicators that a person may read."""

    adresse = EtatIndicateurs

    @cached_property
    def indicateurs(self) -> pd.DataFrame:
        """Those that answer the filters, with `actuel`, `date_actuelle`, `progression`."""
        etat, store = self.etat, self.store
        lieu = etat.territoire
        dedans = set(store.references.descendants([lieu])) if lieu else None
        engagement = etat.engagement or None
        frame = store.indicateurs.list(self.acteur, engagement=engagement, territoire=dedans)
        return with_progress(frame, store.mesures.latest(self.acteur))

    def ask(self, **changements: Any) -> None:
        """Ask another question: the list starts again at its first page."""
        self.go(page=1, fiche=0, **changements)


def show_filtres(ecran: EcranIndicateurs) -> None:
    etat = ecran.etat
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for nom in ("engagement", "territoire"):
            show_filtre(ecran, nom, "Tous", width=380)
        show_exports_suivi(
            ecran,
            ecran.indicateurs,
            "Indicateurs",
            ", ".join(filter(None, [etat.engagement, ecran.lieu(etat.territoire)])),
            "indicateurs",
            objet="indicateur",
        )
    # What nobody said is said below, not as zeros.
    if not (total := len(ecran.indicateurs)) and not etat.engagement and not etat.territoire:
        return
    calculables = int(ecran.indicateurs["progression"].notna().sum())
    st.info(
        f"**{plural(total, 'indicateur')}**, dont {calculables} avec une progression calculable.",
        icon=":material/filter_list:",
    )
    show_puces(ecran, "engagement", "territoire")


def show_liste(ecran: EcranIndicateurs) -> None:
    """One page of indicators, two in a row where there is room."""
    lignes = ecran.indicateurs
    if lignes.empty:
        st.markdown(
            "Aucun indicateur ne répond à ces filtres : retirez-en un."
            if ecran.etat.engagement or ecran.etat.territoire
            else ecran.absence("indicateur")
        )
        return
    with paged(lignes, ecran.etat.page, PAR_PAGE, lambda page: ecran.go(page=page)) as montrees:
        show_courbes(ecran, montrees)


@lru_cache(maxsize=16)
def _published(donnees: Donnees, territoire: str) -> list[tuple[str, Ligne]]:
    """The published actions and « dispositifs » that have measures and concern a territory."""
    indicateurs, trouves = soft_table(donnees, "indicateurs"), []
    for genre in ("action", "dispositif"):
        table = soft_table(donnees, f"{genre}s")
        if territoire and len(table):
            table = relate(donnees, f"{genre}s", territoire)
        siens = set(indicateurs[genre])
        trouves += [(genre, ligne) for ligne in list_records(table) if ligne["id"] in siens]
    return trouves


def show_publies(ecran: EcranIndicateurs) -> None:
    """The measures that documents publish, open where nobody entered any; never among entries."""
    publies = _published(ecran.donnees, ecran.etat.territoire)
    vide, cle = ecran.indicateurs.empty, "w-mesures"
    with st.expander("Mesures publiées", vide, key=cle, on_change="rerun") as volet:
        if not volet.open:
            return
        if not publies:
            ou = f" ne concerne {ecran.pour(ecran.etat.territoire)}" * bool(ecran.etat.territoire)
            st.markdown(f"Aucune mesure publiée{ou}.")
            return
        page, ask = ecran.etat.publiees, lambda page: ecran.go(publiees=page)
        with paged(publies, page, PUBLIES_PAR_PAGE, ask, "publiees") as montres:
            st.caption("Faits publiés, et non des saisies.")
            for genre, ligne in montres:
                nom = title_of(ligne) if genre == "action" else str(ligne["nom"])
                st.header(escape(nom), anchor=False)
                show_chiffres(ecran.donnees, mesures_of(ecran.donnees, **{genre: ligne["id"]}))


def show_retires(ecran: EcranIndicateurs) -> None:
    """Withdrawn indicators of one's territories, the newest."""
    retires = ecran.store.indicateurs.list(ecran.acteur, retires=True).tail(PAR_PAGE).iloc[::-1]
    mots = ("indicateur retiré", "indicateurs retirés")
    ecran.show_retires("indicateur", retires, *mots, name=lambda ligne: ligne["libelle"])


def show_definir(ecran: EcranIndicateurs) -> None:
    """Define an indicator; what a value needs beside it is the store's to say."""
    if not (lieux := ecran.ecrits):
        show_refus(ecran.acteur, "ces territoires")
        return
    depart = {"engagement": ecran.etat.engagement, "territoire": ecran.etat.territoire}
    create = ecran.store.indicateurs.create
    commence = Formulaire("indicateur").is_begun
    with st.expander("Définir un indicateur", commence, icon=":material/add_chart:"):
        show_creation(
            "indicateur",
            CHAMPS,
            lambda form: _show_champs(ecran, form, depart, lieux),
            lambda saisie: ecran.record(create, saisie["territoire"], **saisie),
            "Définir l’indicateur",
            lambda saisie: f"L’indicateur « {saisie['libelle']} » est défini.",
            border=False,
            apres=lambda ligne: ecran.go(fiche=ligne["id"]),
        )


def _show_champs(
    ecran: EcranIndicateurs, form: Formulaire, depart: Mapping[str, Any], lieux: Mapping[str, str]
) -> dict[str, Any]:
    filtre = ecran.etat.engagement
    composantes = choose_composantes(ecran.donnees, [filtre] if filtre else ecran.engagements)
    choix = {"engagement": ecran.engagements, "territoire": lieux, "composante": composantes}
    saisie = show_champs(form, CHAMPS, depart, choix)
    st.caption(
        "Valeur initiale et cible sont facultatives ; chacune demande sa date et sa source. "
        "Sans elles, la progression n’est pas calculée."
    )
    return saisie


def show_modifier(ecran: EcranIndicateurs, ligne: Mapping[str, Any]) -> None:
    """Change an indicator: the version sent is the one that the person saw on opening."""
    identifiant, verbes = int(ligne["id"]), ecran.store.indicateurs
    nom, titre = f"indicateur-{identifiant}", "Modifier l’indicateur"
    commence = Formulaire(nom).is_begun
    with st.expander(
        titre, commence, icon=":material/edit:", key=f"w-{nom}", on_change="rerun"
    ) as cadre:
        if not cadre.open:
            return
        tenue = Formulaire(nom).hold(ligne)
        # Where the person writes, the indicator's own territory included.
        lieux = ecran.ecrits | {tenue["territoire"]: ecran.lieu(tenue["territoire"])}

        def update(version: int, saisie: dict[str, Any]) -> Any:
            # Only the fields that the person changed: what another one wrote in the others stays.
            changes = {
                champ.nom: saisie[champ.nom]
                for champ in CHAMPS
                if plain(champ, saisie[champ.nom]) != plain(champ, tenue[champ.nom])
            }
            if not changes:
                raise SaisieInvalide("", "Vous n’avez rien modifié.")
            lieu = str(verbes.get(ecran.acteur, identifiant)["territoire"])
            return ecran.record(verbes.update, lieu, identifiant, version, **changes)

        show_edition(
            nom,
            CHAMPS,
            ligne,
            lambda form, lue: _show_champs(ecran, form, lue, lieux),
            update,
            lambda _: "L’indicateur est modifié.",
            "Enregistrer les modifications",
            border=False,
        )
