"""The forms of a session: a new one, its agenda drafted, and the one that is being held."""

from typing import Any

import pandas as pd
import streamlit as st

from concertation.interface.ecrans.comite.ecran import Ecran, draft_agenda
from concertation.interface.socle.boutons import main_button
from concertation.interface.suivi.conflits import (
    hold_row,
    restart_form,
    show_choice_of_texts,
    submit,
)
from concertation.interface.suivi.saisies import Formulaire


def show_nouvelle(ecran: Ecran) -> None:
    """Prepare a session; its agenda is drafted from what is open."""
    nom = f"seance-nouvelle-{ecran.territoire}"
    form = Formulaire(nom)
    st.markdown(
        "L'ordre du jour est fait de ce qui est ouvert pour ce territoire : corrigez-le librement."
    )
    with st.form(form.cle):
        date = form.date("date", "Date", ecran.today)
        lieu = form.text("lieu", "Lieu")
        presents = form.long_text("presents", "Personnes attendues (une par ligne)", height=100)
        ordre = form.long_text("ordre", "Ordre du jour", draft_agenda(ecran), height=360)
        envoye = st.form_submit_button(
            "Créer la séance", type=main_button(), icon=":material/event_available:"
        )

    def create() -> Any:
        return ecran.store.seances.create(
            ecran.acteur,
            territoire=ecran.territoire,
            date=date or "",
            lieu=lieu,
            presents=presents,
            ordre_du_jour=ordre,
        )

    if envoye:
        creee = submit(nom, create, "La séance est préparée.")
        if creee is not None:
            ecran.go(seance=int(creee["id"]))
            st.rerun()


def show_form(ecran: Ecran, seance: dict[str, Any]) -> None:
    """What the session says; its row is the one that was shown when the form opened."""
    identifiant = int(seance["id"])
    nom = f"seance-{identifiant}"
    tenue = hold_row(nom, seance)
    if tenue["version"] != seance["version"]:
        st.info(
            "Une autre personne a modifié cette séance depuis que vous l'avez ouverte. "
            "Votre saisie est gardée ; les deux versions vous seront montrées à l'enregistrement.",
            icon=":material/sync_problem:",
        )
        st.button(
            "Reprendre la version enregistrée",
            icon=":material/refresh:",
            on_click=restart_form,
            args=(nom,),
        )
    form = Formulaire(nom)
    with st.form(form.cle):
        gauche, droite = st.columns(2)
        with gauche:
            date = form.date("date", "Date", pd.Timestamp(tenue["date"]).date())
        with droite:
            lieu = form.text("lieu", "Lieu", tenue["lieu"])
        presents = form.long_text(
            "presents", "Personnes présentes (une par ligne)", tenue["presents"], height=120
        )
        ordre = form.long_text("ordre", "Ordre du jour", tenue["ordre_du_jour"], height=220)
        decisions = form.long_text(
            "decisions", "Décisions (une par ligne)", tenue["decisions"], height=180
        )
        suivante = tenue["prochaine_date"]
        prochaine = form.date(
            "prochaine",
            "Prochaine séance",
            None if pd.isna(suivante) else pd.Timestamp(suivante).date(),
        )
        envoye = st.form_submit_button(
            "Enregistrer la séance", type=main_button(), icon=":material/save:"
        )

    def update(version: int) -> Any:
        return ecran.store.seances.update(
            ecran.acteur,
            identifiant,
            version,
            date=date,
            lieu=lieu,
            presents=presents,
            ordre_du_jour=ordre,
            decisions=decisions,
            prochaine_date=prochaine,
            seance_id=identifiant if seance["etat"] == "ouverte" else None,
        )

    succes = "La séance est enregistrée."
    if envoye and submit(nom, lambda: update(tenue["version"]), succes) is not None:
        st.rerun()
    show_choice_of_texts(nom, lambda conflit: update(conflit.actuel["version"]), succes)
