"""The forms of indicators: define, change, measure, contest, withdraw."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import format_date, format_nombre
from concertation.declarations.indicateur import INDICATEUR
from concertation.declarations.mesure import MESURE
from concertation.interface.ecrans.indicateurs.ecran import Ecran
from concertation.interface.suivi.champs import (
    plain,
    show_champs,
    show_creation,
    show_edition,
)
from concertation.interface.suivi.noms import names_of_composantes
from concertation.interface.suivi.partage import attempt
from concertation.interface.suivi.saisies import Formulaire
from concertation.interface.suivi.seance_courante import current_seance
from concertation.interface.suivi.territoires import show_refus, writable
from concertation.suivi import SaisieInvalide

CHAMPS = INDICATEUR.showing("formulaire")
MESURES = MESURE.showing("formulaire", sauf=("indicateur_id",))
Saisie = dict[str, Any]


def show_definir(ecran: Ecran) -> None:
    """Define an indicator; what a value needs beside it is the store's to say."""
    lieux = writable(ecran.store, ecran.acteur, ecran.lieux)
    if not lieux:
        show_refus(ecran.acteur, "ces territoires")
        return
    depart = {c.nom: c.vide for c in CHAMPS}
    depart |= {"engagement": ecran.etat.engagement, "territoire": ecran.etat.territoire}

    def create(saisie: Saisie) -> Any:
        seance = current_seance(ecran.store, saisie["territoire"])
        return ecran.store.indicateurs.create(ecran.acteur, seance_id=seance, **saisie)

    commence = Formulaire("indicateur").is_begun
    with st.expander("Définir un indicateur", commence, icon=":material/add_chart:"):
        ligne = show_creation(
            "indicateur",
            CHAMPS,
            lambda form: _show_champs(ecran, form, depart, lieux),
            create,
            "Définir l'indicateur",
            lambda saisie: f"L'indicateur « {saisie['libelle']} » est défini.",
            border=False,
        )
    if ligne is not None:
        ecran.open_fiche(ligne["id"])
        st.rerun()


def _show_champs(
    ecran: Ecran, form: Formulaire, depart: Mapping[str, Any], lieux: Mapping[str, str]
) -> Saisie:
    choix = {
        "engagement": ecran.engagements, "territoire": lieux, "composante": _composantes(ecran),
    }  # fmt: skip
    saisie = show_champs(form, CHAMPS, depart, choix)
    st.caption(
        "Valeur initiale et cible sont facultatives ; chacune demande sa date et sa source. "
        "Sans elles, la progression n'est pas calculée."
    )
    return saisie


def _composantes(ecran: Ecran) -> dict[str, str]:
    """Components of the filtered engagement, else of all, « aucune » first."""
    engagements = [ecran.etat.engagement] if ecran.etat.engagement else list(ecran.engagements)
    return {"": "Aucune en particulier"} | {
        cle: f"{cle} – {intitule}"
        for engagement in engagements
        for cle, intitule in names_of_composantes(ecran.donnees, engagement).items()
    }


def show_modifier(ecran: Ecran, ligne: Mapping[str, Any]) -> None:
    """Change an indicator: the version sent is the one that the person saw on opening."""
    identifiant = int(ligne["id"])
    nom = f"indicateur-{identifiant}"
    formulaire = Formulaire(nom)
    if f"lu-{formulaire.cle}" not in st.session_state:
        # Opened by a gesture: what others write meanwhile can't change the version held.
        st.button(
            "Modifier l'indicateur",
            icon=":material/edit:",
            on_click=_open,
            args=(formulaire, dict(ligne)),
        )
        return
    with st.container(border=True):
        st.header("Modifier l'indicateur", anchor=False)
        tenue = formulaire.hold(ligne)
        show_edition(
            nom,
            CHAMPS,
            ligne,
            lambda form, lue: _show_champs(ecran, form, lue, _lieux(ecran, lue)),
            lambda version, saisie: _update(ecran, identifiant, version, _changed(tenue, saisie)),
            lambda _: "L'indicateur est modifié.",
            "Enregistrer les modifications",
            border=False,
        )
        st.button("Fermer sans enregistrer", type="tertiary", on_click=formulaire.clear)


def _changed(ligne: Mapping[str, Any], saisie: Saisie) -> Saisie:
    """Only the fields that the person changed: what another one wrote in the others stays."""
    return {
        champ.nom: saisie[champ.nom]
        for champ in CHAMPS
        if plain(champ, saisie[champ.nom]) != plain(champ, ligne[champ.nom])
    }


def _open(formulaire: Formulaire, ligne: Saisie) -> None:
    formulaire.hold(ligne)


def _lieux(ecran: Ecran, depart: Mapping[str, Any]) -> dict[str, str]:
    """Where the person writes, the indicator's own territory included."""
    actuel = {depart["territoire"]: ecran.lieux.get(depart["territoire"], depart["territoire"])}
    return writable(ecran.store, ecran.acteur, ecran.lieux) | actuel


def _update(ecran: Ecran, identifiant: int, version: int, valeurs: Saisie) -> Saisie:
    if not valeurs:
        raise SaisieInvalide("", "Vous n'avez rien modifié.")
    ligne = ecran.store.indicateurs.get(ecran.acteur, identifiant)
    return ecran.store.indicateurs.update(
        ecran.acteur,
        identifiant,
        version,
        seance_id=current_seance(ecran.store, str(ligne["territoire"])),
        **valeurs,
    )


def show_mesurer(ecran: Ecran, indicateur: Mapping[str, Any]) -> None:
    """Add a value, with its date and source."""
    identifiant = int(indicateur["id"])
    unite = f"Valeur ({indicateur['unite']}, obligatoire)" if indicateur["unite"] else ""

    def add(saisie: Saisie) -> Any:
        return ecran.store.mesures.add(
            ecran.acteur,
            indicateur_id=identifiant,
            seance_id=current_seance(ecran.store, indicateur["territoire"]),
            **saisie,
        )

    st.subheader("Ajouter une mesure", anchor=False)
    mesure = show_creation(
        f"mesure-{identifiant}",
        MESURES,
        lambda form: show_champs(
            form, MESURES, {"date": dt.date.today()}, questions={"valeur": unite} if unite else {}
        ),
        add,
        "Ajouter la mesure",
        lambda saisie: f"La mesure {format_nombre(saisie['valeur'])} est ajoutée.",
    )
    if mesure is not None:
        st.rerun()


def show_contester(ecran: Ecran, indicateur: Mapping[str, Any], mesures: pd.DataFrame) -> None:
    """Contest a value with a reason: both stay."""
    formulaire = Formulaire(f"contestation-{indicateur['id']}")
    noms = {
        str(m["id"]): f"{format_nombre(m['valeur'])} le {format_date(m['date'])} (n° {m['id']})"
        for m in reversed(mesures.to_dict("records"))
    }
    with st.container(border=True):
        st.subheader("Contester une mesure", anchor=False)
        choisie = formulaire.choice("mesure", "Mesure contestée (requise)", noms)
        motif = formulaire.long_text("motif", "Motif (requis)")
        envoye = formulaire.submit("Contester")
    if not envoye:
        return
    if not choisie:
        st.error("Choisissez la mesure contestée.", icon=":material/edit:")
        return
    ligne = attempt(
        lambda: ecran.store.contestations.add(
            ecran.acteur,
            mesure_id=int(choisie),
            motif=motif,
            seance_id=current_seance(ecran.store, indicateur["territoire"]),
        ),
        "La contestation est enregistrée à côté de la mesure.",
    )
    if ligne is not None:
        formulaire.clear()
        st.rerun()
