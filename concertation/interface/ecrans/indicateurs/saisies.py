"""The forms of indicators: define, change, measure, contest, withdraw."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.lignes import list_records
from concertation.analyse.mots.formats import format_date, format_nombre
from concertation.declarations.indicateur import INDICATEUR, MESURE
from concertation.interface.ecrans.indicateurs.ecran import Ecran
from concertation.interface.suivi.champs import (
    plain,
    show_champs,
    show_creation,
    show_edition,
    submit,
)
from concertation.interface.suivi.ecran import show_refus, writable
from concertation.interface.suivi.noms import choose_composantes
from concertation.interface.suivi.saisies import Formulaire
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
    depart = {"engagement": ecran.etat.engagement, "territoire": ecran.etat.territoire}
    create = ecran.store.indicateurs.create
    commence = Formulaire("indicateur").is_begun
    with st.expander("Définir un indicateur", commence, icon=":material/add_chart:"):
        show_creation(
            "indicateur",
            CHAMPS,
            lambda form: _show_champs(ecran, form, depart, lieux),
            lambda saisie: ecran.record(create, saisie["territoire"], **saisie),
            "Définir l'indicateur",
            lambda saisie: f"L'indicateur « {saisie['libelle']} » est défini.",
            border=False,
            apres=lambda ligne: ecran.go(fiche=ligne["id"]),
        )


def _show_champs(
    ecran: Ecran, form: Formulaire, depart: Mapping[str, Any], lieux: Mapping[str, str]
) -> Saisie:
    filtre = ecran.etat.engagement
    composantes = choose_composantes(ecran.donnees, [filtre] if filtre else ecran.engagements)
    choix = {"engagement": ecran.engagements, "territoire": lieux, "composante": composantes}
    saisie = show_champs(form, CHAMPS, depart, choix)
    st.caption(
        "Valeur initiale et cible sont facultatives ; chacune demande sa date et sa source. "
        "Sans elles, la progression n'est pas calculée."
    )
    return saisie


def show_modifier(ecran: Ecran, ligne: Mapping[str, Any]) -> None:
    """Change an indicator: the version sent is the one that the person saw on opening."""
    identifiant = int(ligne["id"])
    nom = f"indicateur-{identifiant}"
    formulaire = Formulaire(nom)
    if f"lu-{formulaire.cle}" not in st.session_state:
        # Opened by a gesture: what others write meanwhile can't change the version held.
        def begin() -> None:
            formulaire.hold(ligne)

        st.button("Modifier l'indicateur", icon=":material/edit:", on_click=begin)
        return
    tenue = formulaire.hold(ligne)
    # Where the person writes, the indicator's own territory included.
    lieux = writable(ecran.store, ecran.acteur, ecran.lieux)
    lieux |= {tenue["territoire"]: ecran.lieu(tenue["territoire"])}

    def update(version: int, saisie: Saisie) -> Any:
        # Only the fields that the person changed: what another one wrote in the others stays.
        changes = {
            champ.nom: saisie[champ.nom]
            for champ in CHAMPS
            if plain(champ, saisie[champ.nom]) != plain(champ, tenue[champ.nom])
        }
        if not changes:
            raise SaisieInvalide("", "Vous n'avez rien modifié.")
        verbes = ecran.store.indicateurs
        lieu = str(verbes.get(ecran.acteur, identifiant)["territoire"])
        return ecran.record(verbes.update, lieu, identifiant, version, **changes)

    with st.container(border=True):
        st.header("Modifier l'indicateur", anchor=False)
        show_edition(
            nom,
            CHAMPS,
            ligne,
            lambda form, lue: _show_champs(ecran, form, lue, lieux),
            update,
            lambda _: "L'indicateur est modifié.",
            "Enregistrer les modifications",
            border=False,
        )
        st.button("Fermer sans enregistrer", type="tertiary", on_click=formulaire.clear)


def show_mesurer(ecran: Ecran, indicateur: Mapping[str, Any]) -> None:
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


def name_mesures(mesures: pd.DataFrame) -> dict[str, str]:
    """Each measure by what it says: « 42 le 3 mars 2026 (n° 12) »."""
    return {
        str(m["id"]): f"{format_nombre(m['valeur'])} le {format_date(m['date'])} (n° {m['id']})"
        for m in list_records(mesures)
    }


def show_contester(ecran: Ecran, indicateur: Mapping[str, Any], mesures: pd.DataFrame) -> None:
    """Contest a value with a reason: both stay."""
    nom = f"contestation-{indicateur['id']}"
    form, noms = Formulaire(nom), name_mesures(mesures.iloc[::-1])
    with st.container(border=True):
        st.subheader("Contester une mesure", anchor=False)
        choisie = form.choice("mesure", "Mesure contestée (requise)", noms)
        motif = form.ask("motif", st.text_area, "Motif (requis)", "")
        envoye = form.submit("Contester")

    def contest() -> Any:
        if not choisie:
            raise SaisieInvalide("mesure_id", "Choisissez la mesure contestée.")
        add, lieu = ecran.store.contestations.add, indicateur["territoire"]
        return ecran.record(add, lieu, mesure_id=int(choisie), motif=motif)

    succes = "La contestation est enregistrée à côté de la mesure."
    if envoye and submit(nom, contest, succes) is not None:
        st.rerun()
