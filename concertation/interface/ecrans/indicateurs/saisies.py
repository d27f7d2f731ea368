"""The forms of indicators: define, change, measure, contest, withdraw."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from concertation.analyse.mots.formats import format_date, format_nombre, is_empty
from concertation.interface.ecrans.indicateurs.ecran import Ecran
from concertation.interface.socle.boutons import main_button
from concertation.interface.suivi.conflits import (
    hold_row,
    restart_form,
    show_choice_of_texts,
    submit,
)
from concertation.interface.suivi.noms import names_of_composantes
from concertation.interface.suivi.partage import attempt
from concertation.interface.suivi.saisies import Formulaire, read_nombres, write_nombre
from concertation.interface.suivi.seance_courante import current_seance
from concertation.interface.suivi.territoires import show_refus, writable
from concertation.suivi import Conflit

CHAMPS = (
    "engagement", "composante", "territoire", "libelle", "unite", "valeur_initiale",
    "date_initiale", "source_initiale", "cible", "date_cible", "source_cible",
)  # fmt: skip
Saisie = dict[str, Any]


def show_definir(ecran: Ecran) -> None:
    """Define an indicator; what a value needs beside it is the store's to say."""
    lieux = writable(ecran.store, ecran.acteur, ecran.lieux)
    if not lieux:
        show_refus(ecran.acteur, "ces territoires")
        return
    formulaire = Formulaire("indicateur")
    with st.expander("Définir un indicateur", icon=":material/add_chart:"):
        depart = dict.fromkeys(CHAMPS, "") | {"date_initiale": None, "date_cible": None}
        etat = ecran.etat
        depart |= {"engagement": etat.engagement, "territoire": etat.territoire}
        with st.form(formulaire.cle, border=False):
            saisie = _show_champs(ecran, formulaire, depart, lieux)
            envoye = st.form_submit_button("Définir l'indicateur", type=main_button())
        valeurs = _read(saisie) if envoye else None
        if valeurs is None:
            return
        seance = current_seance(ecran.store, valeurs["territoire"])
        ligne = attempt(
            lambda: ecran.store.indicateurs.create(ecran.acteur, seance_id=seance, **valeurs),
            f"L'indicateur « {valeurs['libelle']} » est défini.",
        )
    if ligne is not None:
        formulaire.clear()
        ecran.open_fiche(ligne["id"])
        st.rerun()


def _show_champs(
    ecran: Ecran, formulaire: Formulaire, depart: Mapping[str, Any], lieux: Mapping[str, str]
) -> Saisie:
    """The fields of an indicator, holding `depart`; what is typed, as typed."""
    saisie: Saisie = {}
    saisie["libelle"] = formulaire.text(
        "libelle", "Ce qui est mesuré (requis)", depart["libelle"], max_chars=300
    )
    gauche, droite = st.columns(2)
    with gauche:
        saisie["engagement"] = formulaire.choice(
            "engagement", "Engagement (requis)", ecran.engagements, depart["engagement"]
        )
        saisie["territoire"] = formulaire.choice(
            "territoire", "Territoire (requis)", lieux, depart["territoire"]
        )
    with droite:
        saisie["composante"] = formulaire.choice(
            "composante", "Composante", _composantes(ecran), depart["composante"]
        )
        saisie["unite"] = formulaire.text("unite", "Unité", depart["unite"], max_chars=60)
    for valeur, date, source, nom in (
        ("valeur_initiale", "date_initiale", "source_initiale", "Valeur initiale"),
        ("cible", "date_cible", "source_cible", "Cible"),
    ):
        un, deux, trois = st.columns([1, 1, 2])
        with un:
            saisie[valeur] = formulaire.text(valeur, nom, depart[valeur])
        with deux:
            saisie[date] = formulaire.date(date, f"Date – {nom.lower()}", depart[date])
        with trois:
            saisie[source] = formulaire.text(source, f"Source – {nom.lower()}", depart[source])
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


def _read(saisie: Saisie) -> Saisie | None:
    """What was typed as values for the store; None when a number can't be read."""
    nombres = {
        champ: (nom, saisie[champ])
        for champ, nom in (("valeur_initiale", "Valeur initiale"), ("cible", "Cible"))
        if champ in saisie
    }
    lus = read_nombres(nombres)
    return None if lus is None else saisie | lus


def _as_typed(ligne: Mapping[str, Any]) -> Saisie:
    """A row as the form shows it."""
    typee = {champ: ligne[champ] for champ in CHAMPS}
    for champ in ("valeur_initiale", "cible"):
        typee[champ] = write_nombre(typee[champ])
    for champ in ("date_initiale", "date_cible"):
        typee[champ] = None if is_empty(typee[champ]) else pd.Timestamp(typee[champ]).date()
    return typee


def show_modifier(ecran: Ecran, ligne: Mapping[str, Any]) -> None:
    """Change an indicator: the version sent is the one that the person saw on opening."""
    identifiant = int(ligne["id"])
    nom = f"indicateur-{identifiant}"
    if f"lu-{nom}" not in st.session_state:
        # Opened by a gesture: what others write meanwhile can't change the version held.
        st.button(
            "Modifier l'indicateur",
            icon=":material/edit:",
            on_click=_open,
            args=(nom, dict(ligne)),
        )
        return
    lue = hold_row(nom, ligne)
    depart = _as_typed(lue)
    succes = "L'indicateur est modifié."
    with st.container(border=True):
        st.header("Modifier l'indicateur", anchor=False)
        formulaire = Formulaire(nom)
        with st.form(formulaire.cle, border=False):
            saisie = _show_champs(ecran, formulaire, depart, _lieux(ecran, depart))
            envoye = st.form_submit_button("Enregistrer les modifications", type=main_button())
        if envoye:
            valeurs = _read({champ: v for champ, v in saisie.items() if v != depart[champ]})
            if valeurs == {}:
                st.info("Vous n'avez rien modifié.", icon=":material/edit:")
            elif valeurs:
                version = int(lue["version"])
                if submit(nom, lambda: _update(ecran, identifiant, version, valeurs), succes):
                    st.rerun()
        show_choice_of_texts(nom, lambda conflit: _overwrite(ecran, conflit), succes)
        st.button("Fermer sans enregistrer", type="tertiary", on_click=lambda: restart_form(nom))


def _open(nom: str, ligne: Saisie) -> None:
    hold_row(nom, ligne)


def _lieux(ecran: Ecran, depart: Mapping[str, Any]) -> dict[str, str]:
    """Where the person writes, the indicator's own territory included."""
    actuel = {depart["territoire"]: ecran.lieux.get(depart["territoire"], depart["territoire"])}
    return writable(ecran.store, ecran.acteur, ecran.lieux) | actuel


def _update(ecran: Ecran, identifiant: int, version: int, valeurs: Saisie) -> Saisie:
    ligne = ecran.store.indicateurs.get(ecran.acteur, identifiant)
    return ecran.store.indicateurs.update(
        ecran.acteur,
        identifiant,
        version,
        seance_id=current_seance(ecran.store, str(ligne["territoire"])),
        **valeurs,
    )


def _overwrite(ecran: Ecran, conflit: Conflit) -> Saisie:
    """Only the fields that the person changed, over the row as the conflict showed it."""
    propose = {nom: v for nom, v in conflit.propose.items() if nom not in ("id", "version")}
    return _update(ecran, int(conflit.propose["id"]), int(conflit.actuel["version"]), propose)


def show_mesurer(ecran: Ecran, indicateur: Mapping[str, Any]) -> None:
    """Add a value, with its date and source."""
    identifiant = int(indicateur["id"])
    formulaire = Formulaire(f"mesure-{identifiant}")
    with st.form(formulaire.cle):
        st.subheader("Ajouter une mesure", anchor=False)
        un, deux, trois = st.columns([1, 1, 2])
        unite = f" ({indicateur['unite']})" if indicateur["unite"] else ""
        with un:
            texte = formulaire.text("valeur", f"Valeur{unite} (requise)")
        with deux:
            date = formulaire.date("date", "Date (requise)", dt.date.today())
        with trois:
            source = formulaire.text("source", "Source (requise)")
        envoye = st.form_submit_button("Ajouter la mesure", type=main_button())
    nombres = read_nombres({"valeur": ("Valeur", texte)}) if envoye else None
    if nombres is None:
        return
    seance = current_seance(ecran.store, indicateur["territoire"])
    mesure = attempt(
        lambda: ecran.store.mesures.add(
            ecran.acteur,
            indicateur_id=identifiant,
            valeur=nombres["valeur"],
            date=date,
            source=source,
            seance_id=seance,
        ),
        f"La mesure {format_nombre(nombres['valeur'])} est ajoutée.",
    )
    if mesure is not None:
        formulaire.clear()
        st.rerun()


def show_contester(ecran: Ecran, indicateur: Mapping[str, Any], mesures: pd.DataFrame) -> None:
    """Contest a value with a reason: both stay."""
    formulaire = Formulaire(f"contestation-{indicateur['id']}")
    noms = {
        str(m["id"]): f"{format_nombre(m['valeur'])} le {format_date(m['date'])} (n° {m['id']})"
        for m in reversed(mesures.to_dict("records"))
    }
    with st.form(formulaire.cle):
        st.subheader("Contester une mesure", anchor=False)
        choisie = formulaire.choice("mesure", "Mesure contestée (requise)", noms)
        motif = formulaire.long_text("motif", "Motif (requis)")
        envoye = st.form_submit_button("Contester")
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
