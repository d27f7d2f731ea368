"""The forms of a session: a new one, its agenda drafted, and the one that is being held."""

from typing import Any

import streamlit as st

from concertation.declarations.seance import SEANCE
from concertation.interface.ecrans.comite.ecran import Ecran, draft_agenda
from concertation.interface.suivi.champs import show_champs, show_creation, show_edition

CHAMPS = SEANCE.showing("formulaire", sauf=("territoire", "etat"))
# What a session that is still to come has no answer to.
A_VENIR = SEANCE.showing(
    "formulaire", sauf=("territoire", "etat", "decisions", "prochaine_date")
)  # fmt: skip


def show_nouvelle(ecran: Ecran) -> None:
    """Prepare a session; its agenda is drafted from what is open."""
    st.markdown(
        "L'ordre du jour est fait de ce qui est ouvert pour ce territoire : corrigez-le librement."
    )
    depart = {c.nom: c.vide for c in A_VENIR}
    depart |= {"date": ecran.today, "ordre_du_jour": draft_agenda(ecran)}
    questions = {"presents": "Personnes attendues (une par ligne)"}
    creee = show_creation(
        f"seance-nouvelle-{ecran.territoire}",
        A_VENIR,
        lambda form: show_champs(form, A_VENIR, depart, questions=questions),
        lambda saisie: ecran.store.seances.create(
            ecran.acteur, territoire=ecran.territoire, **saisie
        ),
        "Créer la séance",
        lambda _: "La séance est préparée.",
        ":material/event_available:",
    )
    if creee is not None:
        ecran.go(seance=int(creee["id"]), nouvelle=False)
        st.rerun()


def show_form(ecran: Ecran, seance: dict[str, Any]) -> None:
    """What the session says; its row is the one that was shown when the form opened."""
    identifiant = int(seance["id"])

    def update(version: int, saisie: dict[str, Any]) -> Any:
        tenue = identifiant if seance["etat"] == "ouverte" else None
        return ecran.store.seances.update(
            ecran.acteur, identifiant, version, seance_id=tenue, **saisie
        )

    show_edition(
        f"seance-{identifiant}",
        CHAMPS,
        seance,
        lambda form, tenue: show_champs(form, CHAMPS, tenue),
        update,
        lambda _: "La séance est enregistrée.",
        "Enregistrer la séance",
        "cette séance",
    )
